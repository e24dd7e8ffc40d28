// The gate as CI runs it: a repository's file, waivers, a baseline, merged configs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { main } from '../../../src/cli/main.js';
import { type Changes, kernelText } from '../../support/kernel-config.js';
import { root } from '../../support/paths.js';
import { folder, type Ran, run } from '../../support/run.js';

const test = suite('gate command');

const schema = JSON.parse(readFileSync(`${root}schema/report.json`, 'utf8')) as object;
const valid = new Ajv({ allowUnionTypes: true, strictTypes: false, strictRequired: false }).compile(schema);

type Files = Readonly<Record<string, string>>;

/** Runs with files in a folder of their own, which holds a git repository's mark unless it says otherwise. */
function inFolder(files: Files, work: (tools: Tools) => void): void {
  const { path, remove } = folder();
  try {
    mkdirSync(join(path, '.git'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
    const at = (args: readonly string[], below = '') => run(args, { cwd: join(path, below) });
    work({
      path,
      at,
      json(args, below) {
        const ran = at(['--format', 'json', ...args], below);
        const report = JSON.parse(ran.out || 'null');
        if (report) assert.ok(valid(report), JSON.stringify(valid.errors?.slice(0, 2)));
        return { ...ran, report };
      },
    });
  } finally {
    remove();
  }
}

interface Tools {
  readonly path: string;
  at(args: readonly string[], below?: string): Ran;
  json(args: readonly string[], below?: string): Ran & { readonly report: any };
}

const config = (changes: Changes = {}, version = '6.1.192') => kernelText({ changes, version });
const mute = config({ HVC_XEN: 'n' });
const waiver = (more: string) =>
  `waivers:\n  - option: HVC_XEN\n    reason: A serial port is there.\n${more}`;

test('without files the repository says what is checked, and how', () => {
  const file = 'profiles: [domu-pv]\nxen: 4.10\nfiles: [configs/*.config, more]\nfail-on: warning\n';
  const files = {
    '.xen-checkconfig.yaml': file,
    'configs/a.config': config(),
    'configs/b.config': mute,
    'more/c.config': config(),
    'other.config': mute,
    'deep/er/x': '',
  };
  inFolder(files, ({ json }) => {
    const { code, report, err } = json([]);
    assert.is(err, '');
    assert.is(code, 1);
    assert.equal(report.target, { xen: '4.10', profiles: ['domu-pv'] });
    assert.equal(
      report.results.map((one: any) => one.path),
      ['configs/a.config', 'configs/b.config', 'more/c.config'],
    );
    // The same from a folder below; paths are relative to that.
    const below = json([], 'deep/er').report;
    assert.equal(
      below.results.map((one: any) => one.path),
      ['../../configs/a.config', '../../configs/b.config', '../../more/c.config'],
    );
    assert.equal(below.summary, report.summary);
  });
});

test('the command line wins over the file', () => {
  const file =
    'profiles: [domu-pv]\nxen: 4.10\nfail-on: error\nfiles: [a.config]\nkernel: 5.10\narch: arm64\n';
  inFolder({ '.xen-checkconfig.yaml': file, 'a.config': mute, 'b.config': mute }, ({ json }) => {
    const args = ['-p', 'domu-pvh', '--xen', '4.17', '--kernel', '6.6', '--arch', 'x86_64', 'b.config'];
    const { code, report } = json([...args, '--fail-on', 'never']);
    assert.is(code, 0);
    assert.equal(report.target, { xen: '4.17', profiles: ['domu-pvh'] });
    assert.equal(
      report.results.map((one: any) => [one.path, one.kernel.version, one.kernel.arch]),
      [['b.config', '6.6', 'x86_64']],
    );
    assert.is(json(['--no-repository-file', 'b.config']).report.target.profiles.length, 0);
    const other = json(['b.config']).report.results[0].kernel;
    assert.equal([other.version, other.arch], ['5.10', 'arm64']);
  });
});

test("a repository's file is looked for up to the top of its repository, not above", () => {
  const files = {
    '.xen-checkconfig.yaml': 'profiles: [domu-pv]\n',
    'inner/.git/HEAD': '',
    'inner/a.config': config(),
    'plain/a.config': config(),
  };
  inFolder(files, ({ json }) => {
    assert.equal(json(['a.config'], 'inner').report.target.profiles, []);
    assert.equal(json(['a.config'], 'plain').report.target.profiles, ['domu-pv']);
  });
});

test('profiles of its own are found beside the file', () => {
  const ours =
    'name: ours\nextends: [domu-pv]\nrules:\n- {id: need-nfs, title: NFS root, stage: root, level: error, option: ROOT_NFS, reason: a, symptom: b, evidence: [c]}\n';
  const files = {
    '.xen-checkconfig.yaml': 'profiles: [ci/ours.yaml]\nwaivers: [{rule: need-nfs, reason: Soon.}]\n',
    'ci/ours.yaml': ours,
    'sub/a.config': config(),
  };
  inFolder(files, ({ json }) => {
    const { code, report } = json(['a.config'], 'sub');
    assert.is(code, 0);
    assert.is(report.summary.waived, 1);
    assert.equal(report.target.profiles, ['../ci/ours.yaml']);
  });
});

test('a waived finding is told with its reason, and does not count', () => {
  const files = { '.xen-checkconfig.yaml': waiver('    expires: 2999-12-31\n'), 'a.config': mute };
  inFolder(files, ({ at, json }) => {
    const { code, report } = json(['-p', 'domu-pv', 'a.config']);
    assert.is(code, 0);
    assert.is(report.results[0].verdicts[0].verdict, 'silent', 'the verdict stays the truth');
    assert.is(report.summary.waived, 1);
    assert.is(report.summary.errors, 0);
    const waived = report.results[0].findings.filter((one: any) => one.waived);
    assert.equal(
      waived.map((one: any) => [one.option, one.level, one.waived]),
      [
        [
          'CONFIG_HVC_XEN',
          'error',
          {
            reason: 'A serial port is there.',
            file: '.xen-checkconfig.yaml',
            line: 2,
            expires: '2999-12-31',
          },
        ],
      ],
    );
    const text = at(['-p', 'domu-pv', 'a.config']).out;
    assert.match(text, /1 waived\n$/);
    assert.not.match(text, /CONFIG_HVC_XEN/);
    const whole = at(['-p', 'domu-pv', 'a.config', '-v']).out.replace(/\s+/g, ' ');
    assert.match(whole, /waived CONFIG_HVC_XEN is not set/);
    assert.match(whole, /A serial port is there\. \(\.xen-checkconfig\.yaml:2, until 2999-12-31\)/);
    assert.is(at(['-p', 'domu-pv', 'a.config', '--no-repository-file']).code, 1);
  });
});

test('an expired waiver is an error on its line, and what it held counts again', () => {
  const files = { 'w.yaml': waiver('    expires: 2020-02-29\n'), 'a.config': mute };
  inFolder(files, ({ at, json }) => {
    const args = ['-p', 'domu-pv', '--waivers', 'w.yaml', 'a.config'];
    const { code, report } = json(args);
    assert.is(code, 1);
    assert.is(report.summary.errors, 2);
    assert.is(report.summary.files, 1);
    const own = report.results.at(-1);
    assert.equal([own.path, own.kind], ['w.yaml', 'repository']);
    assert.equal(
      own.findings.map((one: any) => [one.rule, one.level, one.line]),
      [['waiver-expired', 'error', 2]],
    );
    assert.match(at(args).out, /w\.yaml\n {2}error {4}the waiver of CONFIG_HVC_XEN expired/);
  });
});

test('the day it expires is that of the clock', async () => {
  const { path, remove } = folder();
  try {
    writeFileSync(join(path, 'w.yaml'), waiver('    expires: 2026-06-30\n'));
    writeFileSync(join(path, 'a.config'), mute);
    const args = ['-p', 'domu-pv', '--waivers', join(path, 'w.yaml'), join(path, 'a.config')];
    for (const [now, expected] of [
      ['2026-06-30T23:59:59Z', 0],
      ['2026-07-01T00:00:00Z', 1],
    ] as const) {
      const output = { write: () => {}, isTTY: false, columns: 80 };
      const io = {
        stdout: output,
        stderr: output,
        env: {},
        now: () => new Date(now),
        readStdin: async () => new Uint8Array(),
      };
      assert.is(await main(args, io), expected, now);
    }
  } finally {
    remove();
  }
});

test('a needless waiver is a warning on its line', () => {
  const files = { '.xen-checkconfig.yaml': `files: [a.config]\n${waiver('')}`, 'a.config': config() };
  inFolder(files, ({ at, json }) => {
    const { code, report } = json([]);
    assert.is(code, 0);
    assert.is(report.summary.warnings, 1);
    assert.is(report.results[1].findings[0].rule, 'waiver-unused');
    assert.is(report.results[1].findings[0].line, 3);
    assert.is(at(['--fail-on', 'warning']).code, 1);
    // Only a part was looked at: nothing can be said.
    assert.is(at(['--fail-on', 'warning', '-p', 'domu-pv']).code, 1, 'of the file that it covers it can');
    assert.is(json(['-p', 'domu-pvh', 'a.config', 'gone']).report.results.length, 1);
  });
});

test('a broken file is wrong usage, with line, column and the nearest key', () => {
  const files = { '.xen-checkconfig.yaml': 'profile: [dom0]\nwaivers:\n  - rule: a\n', 'a.config': config() };
  inFolder(files, ({ at }) => {
    const { code, out, err } = at(['a.config']);
    assert.is(code, 2);
    assert.is(out, '');
    assert.is(
      err,
      'xen-checkconfig: .xen-checkconfig.yaml:1:1: unknown key profile; did you mean profiles?\n' +
        'xen-checkconfig: .xen-checkconfig.yaml:3:5: waiver 1: the key reason is missing\n',
    );
    assert.is(at(['--no-repository-file', 'a.config']).code, 0);
    const gone = at(['--waivers', 'gone.yaml', 'a.config']);
    assert.is(gone.code, 2);
    assert.is(gone.err, 'xen-checkconfig: gone.yaml: does not exist\n');
  });
});

test('wrong values of the file are wrong usage, too', () => {
  for (const [text, expected] of [
    ['profiles: [domu-pvg]\n', /there is no profile domu-pvg; did you mean domu-pv/],
    ['arch: x87\n', /--arch needs one of/],
    ['merge: [{files: [a], arch: x87}]\n', /--arch needs one of/],
  ] as const)
    inFolder({ '.xen-checkconfig.yaml': text, a: config() }, ({ at }) => {
      const { code, err } = at(['a']);
      assert.is(code, 2, text);
      assert.match(err, expected);
    });
});

test('what a baseline holds is known, what is new fails', () => {
  const files = { 'a.config': mute, 'b.config': config() };
  inFolder(files, ({ path, at, json }) => {
    const args = ['-p', 'domu-pv', '--baseline', 'known.json', '.'];
    const missing = at(args);
    assert.is(missing.code, 3);
    assert.match(missing.err, /baseline known\.json: does not exist: --write-baseline makes it/);
    assert.is(at([...args, '--write-baseline']).code, 0);
    assert.ok(valid(JSON.parse(readFileSync(join(path, 'known.json'), 'utf8'))));
    const { code, report } = json(args);
    assert.is(code, 0);
    assert.is(report.summary.known > 0, true);
    assert.is(report.summary.errors, 0);
    assert.ok(report.results[0].findings.some((one: any) => one.known));
    assert.match(at(args).out, /\d known\n$/);
    assert.is(at(['-p', 'domu-pv', '--baseline', 'known.json', './a.config']).code, 0, 'however it is named');
    // A new line above moves all lines; another finding is new.
    writeFileSync(join(path, 'a.config'), `# moved\n${mute}`);
    assert.is(at(args).code, 0);
    writeFileSync(join(path, 'a.config'), config({ HVC_XEN: 'n', XEN_PV: 'n' }));
    const worse = json(args);
    assert.is(worse.code, 1);
    assert.equal(
      worse.report.results[0].findings.filter((one: any) => one.level === 'error' && !one.known).length,
      1,
    );
    writeFileSync(join(path, 'a.config'), config());
    const better = at(args);
    assert.is(better.code, 0);
    assert.match(better.err, /\d of the findings in known\.json (is|are) gone: --write-baseline/);
  });
});

test('a report of --format json is a baseline, a foreign or broken file is none', () => {
  inFolder({ 'a.config': mute, 'x.json': '{"a": 1}', 'y.json': '{' }, ({ at }) => {
    const args = ['-p', 'domu-pv', 'a.config'];
    assert.is(at([...args, '--format', 'json', '--output', 'report.json']).code, 1);
    assert.is(at([...args, '--baseline', 'report.json']).code, 0);
    for (const [name, expected] of [
      ['x.json', /baseline x\.json: is no JSON report of xen-checkconfig/],
      ['y.json', /baseline y\.json: is no JSON(: it breaks at line 1)?\n$/],
      ['.', /baseline \.: is a folder/],
    ] as const) {
      const { code, out, err } = at([...args, '--baseline', name]);
      assert.is(code, 3);
      assert.is(out, '');
      assert.match(err, expected);
    }
    assert.is(at([...args, '--write-baseline']).code, 2);
    const unread = at([...args, 'gone', '--baseline', 'new.json', '--write-baseline']);
    assert.is(unread.code, 3);
    assert.match(unread.err, /baseline new\.json: not written, since not every file could be read/);
  });
});

test('waivers stay out of a baseline', () => {
  const files = { '.xen-checkconfig.yaml': `baseline: known.json\n${waiver('')}`, 'a.config': mute };
  inFolder(files, ({ path, at }) => {
    assert.is(at(['-p', 'domu-pv', 'a.config', '--write-baseline']).code, 0);
    writeFileSync(join(path, '.xen-checkconfig.yaml'), 'baseline: known.json\n');
    assert.is(at(['-p', 'domu-pv', 'a.config']).code, 1);
  });
});

test('--merge checks what several files make', () => {
  const files = {
    'base.config': config(),
    'off.cfg': '# no console here\n# CONFIG_HVC_XEN is not set\n',
    'on.cfg': '\n\nCONFIG_HVC_XEN=y\n',
    'module.cfg': 'CONFIG_XEN_BLKDEV_FRONTEND=m\n',
    'empty.cfg': '# nothing\n',
  };
  inFolder(files, ({ at, json }) => {
    const off = json(['-p', 'domu-pv', '--merge', 'base.config', 'empty.cfg', 'off.cfg']);
    assert.is(off.code, 1);
    const [result] = off.report.results;
    assert.is(off.report.results.length, 1);
    assert.equal(
      [result.path, result.name, result.kind, result.merged],
      ['base.config', 'base.config + empty.cfg + off.cfg', 'config', ['base.config', 'empty.cfg', 'off.cfg']],
    );
    const [finding] = result.findings.filter((one: any) => one.level === 'error');
    assert.equal([finding.option, finding.file, finding.line], ['CONFIG_HVC_XEN', 'off.cfg', 2]);
    const [override] = result.findings.filter((one: any) => one.rule === 'merge-override');
    assert.equal([override.file, override.line, override.level], ['off.cfg', 2, 'note']);
    assert.match(override.message, /^CONFIG_HVC_XEN: n overrides y of base\.config:\d+$/);
    assert.match(at(['-p', 'domu-pv', '--merge', 'base.config', 'off.cfg']).out, /off\.cfg:2 {2}domu-pv/);
    // The last one wins.
    assert.is(at(['-p', 'domu-pv', '--merge', 'base.config', 'off.cfg', 'on.cfg']).code, 0);
    const kept = json(['-p', 'domu-pv', '--merge', '--prefer-builtin', 'base.config', 'module.cfg']).report;
    assert.is(kept.results[0].verdicts[0].verdict, 'boots');
    const module = json(['-p', 'domu-pv', '--merge', 'base.config', 'module.cfg']).report;
    assert.is(module.results[0].verdicts[0].verdict, 'conditional');
  });
});

test('fragments alone stay a fragment', () => {
  const files = { 'a.cfg': 'CONFIG_XEN=y\n', 'b.cfg': 'CONFIG_HVC_XEN=y\n' };
  inFolder(files, ({ json }) => {
    const { report } = json(['--merge', 'a.cfg', 'b.cfg', '--arch', 'x86_64', '--kernel', '6.1']);
    assert.is(report.results[0].kind, 'fragment');
    for (const { verdict } of report.results[0].verdicts)
      assert.ok(['unknown', 'not-applicable'].includes(verdict), verdict);
  });
});

test('a merge that cannot be made is told with the file to blame', () => {
  const files = { 'base.config': config(), 'empty.cfg': '', 'words.cfg': 'no config\n' };
  inFolder(files, ({ at }) => {
    for (const [args, expected] of [
      [['base.config', 'gone.cfg'], /gone\.cfg: does not exist/],
      [['base.config', 'words.cfg'], /words\.cfg: is not a kernel config: it has no CONFIG_ line/],
      [['empty.cfg'], /is nothing to merge: no file of it has a CONFIG_ line/],
    ] as const) {
      const { code, err } = at(['--merge', ...args]);
      assert.is(code, 3);
      assert.match(err, expected);
    }
    for (const args of [['--merge'], ['--prefer-builtin', 'base.config']]) assert.is(at(args).code, 2);
  });
});

test("a repository's merges are checked each as one, with what is said of them", () => {
  const file = `profiles: [domu-pv]
merge:
  - { name: good, files: [all/base.config, all/on.cfg] }
  - { name: bad, files: [all/base.config, all/off.cfg], kernel: 5.15 }
waivers:
  - { option: HVC_XEN, files: all/off.cfg, kernel: ..5.10, reason: r }
baseline: known.json
`;
  const files = {
    '.xen-checkconfig.yaml': file,
    'all/base.config': config(),
    'all/on.cfg': 'CONFIG_XEN=y\n',
    'all/off.cfg': '# CONFIG_HVC_XEN is not set\n',
  };
  inFolder(files, ({ path, json, at }) => {
    assert.is(at(['--write-baseline']).code, 0);
    assert.is(at([]).code, 0, 'configs that share their first file are told apart by name');
    writeFileSync(join(path, '.xen-checkconfig.yaml'), file.replace('baseline: known.json\n', ''));
    const { code, report } = json([]);
    assert.is(code, 1);
    assert.equal(
      report.results.slice(0, 2).map((one: any) => [one.name, one.path, one.kernel.version]),
      [
        ['good', 'all/base.config', '6.1.192'],
        ['bad', 'all/base.config', '5.15'],
      ],
    );
    assert.equal(report.results[2].findings[0].rule, 'waiver-unused');
    writeFileSync(
      join(path, '.xen-checkconfig.yaml'),
      file.replace('baseline: known.json\n', '').replace('..5.10', '..5.15'),
    );
    assert.is(at([]).code, 0);
  });
});

test.run();
