// Settings from another revision or another checkout: a change does not decide how it is judged, and what it tried is told.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kernelText } from '../../support/kernel-config.js';
import { root } from '../../support/paths.js';
import { folder, run } from '../../support/run.js';

interface Place {
  readonly top: string;
  /** A repository whose branch "main" has strict settings, and which is on a branch of its own. */
  readonly checkout: string;
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

const test = suite<Place>('trusted settings');
const hasGit = spawnSync('git', ['--version']).status === 0;

const bad = kernelText({ changes: { HVC_XEN: 'n' } });
const ours = (option: string) =>
  `name: ours\nextends: [domu-pv]\nrules:\n- {id: ours, title: Ours, stage: root, level: error, option: ${option}, reason: a, symptom: b, evidence: [c]}\n`;
const strict = `profiles: [domu-pv, ./ci/ours.yaml]
xen: 4.17
files: [configs/*.config]
baseline: ci/known.json
waivers:
  - {option: XEN_BALLOON, reason: Fixed memory.}
`;
const nothingKnown =
  '{"schemaVersion": 1, "tool": {"name": "xen-checkconfig", "version": "0"}, "results": []}\n';
const base = {
  '.xen-checkconfig.yaml': strict,
  'ci/ours.yaml': ours('ROOT_NFS'),
  'ci/known.json': nothingKnown,
  'configs/a.config': kernelText(),
  'good.config': kernelText(),
};

const git = (cwd: string, ...args: readonly string[]) =>
  execFileSync('git', [...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      ...Object.fromEntries(
        ['AUTHOR', 'COMMITTER'].flatMap(who => [
          [`GIT_${who}_NAME`, 'A'],
          [`GIT_${who}_EMAIL`, 'a@example.org'],
        ]),
      ),
    },
  });

test.before.each(context => {
  const { path, remove } = folder();
  const top = realpathSync(path);
  const checkout = join(top, 'checkout');
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(checkout, name)), { recursive: true });
      writeFileSync(join(checkout, name), text);
    }
  };
  write(base);
  if (hasGit) {
    git(checkout, 'init', '-q', '-b', 'main');
    git(checkout, 'add', '-A');
    git(checkout, 'commit', '-q', '-m', 'Base');
    git(checkout, 'checkout', '-q', '-b', 'change');
  }
  cpSync(checkout, join(top, 'base'), { recursive: true });
  // The change breaks the kernel.
  write({ 'configs/a.config': bad });
  Object.assign(context, { top, checkout, write, remove });
});
test.after.each(({ remove }) => remove());

const schema = JSON.parse(readFileSync(`${root}schema/report.json`, 'utf8')) as object;
const valid = new Ajv({ allowUnionTypes: true, strictTypes: false, strictRequired: false }).compile(schema);

const trusted = 'main:.xen-checkconfig.yaml';
const json = (cwd: string, args: readonly string[]) => {
  const { code, out, err } = run(['--format', 'json', ...args], { cwd });
  const report = out === '' ? null : JSON.parse(out);
  if (report) assert.ok(valid(report), JSON.stringify(valid.errors?.slice(0, 2)));
  const told: string[] = (report?.results ?? [])
    .filter(({ kind }: { kind: string }) => kind === 'repository')
    .flatMap(({ path, findings }: any) =>
      findings
        .filter((one: any) => one.rule === 'settings-untrusted')
        .map((one: any) => `${one.file ?? path}:${one.line} ${one.rule} ${one.message}`),
    );
  return { code, err, report, told };
};

/** What a change may bring to get through, and what is told of it: file, line, words. */
const attempts: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  [
    'fail-on',
    { '.xen-checkconfig.yaml': `${strict}fail-on: never\n` },
    /^\.xen-checkconfig\.yaml:7 settings-untrusted fail-on: never is not in force: main:\S+ has no such thing$/,
  ],
  [
    'a waiver',
    { '.xen-checkconfig.yaml': `${strict}  - {option: HVC_XEN, reason: Please.}\n` },
    /^\.xen-checkconfig\.yaml:7 .*the waiver of CONFIG_HVC_XEN is not in force/,
  ],
  [
    'a waiver of more than before',
    {
      '.xen-checkconfig.yaml': strict.replace(
        'option: XEN_BALLOON, reason: Fixed memory.',
        'option: HVC_XEN, reason: Fixed memory.',
      ),
    },
    /^\.xen-checkconfig\.yaml:6 .*the waiver of CONFIG_HVC_XEN is not in force/,
  ],
  [
    'another profile',
    { '.xen-checkconfig.yaml': strict.replace('[domu-pv, ./ci/ours.yaml]', '[domu-hvm]') },
    /^\.xen-checkconfig\.yaml:1 .*profiles: domu-hvm is not in force, but domu-pv, \.\/ci\/ours\.yaml of main/,
  ],
  [
    'other files',
    { '.xen-checkconfig.yaml': strict.replace('configs/*.config', 'good.config') },
    /^\.xen-checkconfig\.yaml:3 .*files: good\.config is not in force, but configs\/\*\.config of main/,
  ],
  [
    'a baseline of its own',
    {
      '.xen-checkconfig.yaml': strict.replace('ci/known.json', 'mine.json'),
      'mine.json': nothingKnown,
    },
    /^\.xen-checkconfig\.yaml:4 .*baseline: mine\.json is not in force, but ci\/known\.json of main/,
  ],
  [
    'another release of Xen',
    { '.xen-checkconfig.yaml': strict.replace('xen: 4.17', 'xen: 4.4') },
    /^\.xen-checkconfig\.yaml:2 .*xen: 4\.4 is not in force, but 4\.17 of main/,
  ],
  [
    'no settings',
    { '.xen-checkconfig.yaml': '' },
    /^\.xen-checkconfig\.yaml:null .*profiles is gone here: domu-pv, \.\/ci\/ours\.yaml of main\S+ is in force$/,
  ],
  [
    "the profile's file",
    { 'ci/ours.yaml': ours('NFS_FS').replace('level: error', 'level: note') },
    /^ci\/ours\.yaml:1 .*files: ci\/ours\.yaml as it is here is not in force, but \.\/ci\/ours\.yaml of main/,
  ],
];

if (hasGit) {
  for (const [what, files, expected] of attempts)
    test(`a change does not loosen the gate, and is told: ${what}`, ({ checkout, write }) => {
      const before = json(checkout, ['--trusted-settings', trusted]);
      assert.is(before.code, 1);
      assert.equal(before.told, []);
      write(files);
      const { code, err, told, report } = json(checkout, ['--trusted-settings', trusted]);
      assert.is(code, 1, err);
      assert.ok(
        told.some(line => expected.test(line)),
        told.join('\n'),
      );
      assert.equal(report.target, { xen: '4.17', profiles: ['domu-pv', './ci/ours.yaml'] });
      const errors = report.results[0].findings.filter(
        (one: any) => one.level === 'error' && !one.waived && !one.known,
      );
      assert.equal([...new Set(errors.map((one: any) => one.option))].sort(), [
        'CONFIG_HVC_XEN',
        'CONFIG_ROOT_NFS',
      ]);
    });

  test('what the change writes to the baseline does not count either', ({ checkout, write }) => {
    assert.is(json(checkout, ['--write-baseline']).code, 0);
    assert.is(json(checkout, []).code, 0, 'without trusted settings the gate is open');
    const { code, told } = json(checkout, ['--trusted-settings', trusted]);
    assert.is(code, 1);
    assert.equal(told, [
      `ci/known.json:1 settings-untrusted files: ci/known.json as it is here is not in force, but ci/known.json of ${trusted}`,
    ]);
    write({ 'ci/known.json': nothingKnown });
    assert.equal(json(checkout, ['--trusted-settings', trusted]).told, []);
  });

  test('a file that is gone, broken, a link, or called like the revision', ({ checkout, top, write }) => {
    write({ [trusted]: 'fail-on: never\nfiles: [good.config]\n', 'main:ci/ours.yaml': 'no profile' });
    assert.is(json(checkout, ['--trusted-settings', trusted]).code, 1);
    write({ '.xen-checkconfig.yaml': 'a: [\n' });
    const broken = json(checkout, ['--trusted-settings', trusted]);
    assert.is(broken.code, 2);
    assert.match(broken.err, /^xen-checkconfig: \.xen-checkconfig\.yaml:\d+:\d+: /);
    assert.is(json(checkout, ['--trusted-settings', trusted, '--no-repository-file']).code, 1);
    rmSync(join(checkout, '.xen-checkconfig.yaml'));
    const gone = json(checkout, ['--trusted-settings', trusted]);
    assert.is(gone.code, 1);
    assert.match(gone.told[0]!, /^\.xen-checkconfig\.yaml:null settings-untrusted the file is gone here/);
    symlinkSync(join(top, 'base/.xen-checkconfig.yaml'), join(checkout, '.xen-checkconfig.yaml'));
    assert.is(json(checkout, ['--trusted-settings', trusted]).code, 2);
  });

  test('settings from a folder below, and from one below', ({ checkout, write }) => {
    git(checkout, 'checkout', '-q', 'main', '--', '.');
    const moved = { 'sub/.xen-checkconfig.yaml': 'files: [x.config]\nprofiles: [./p.yaml]\n' };
    write({ ...moved, 'sub/x.config': bad, 'sub/p.yaml': ours('NFS_FS') });
    git(checkout, 'add', '-A');
    git(checkout, 'commit', '-q', '-m', 'Sub');
    git(checkout, 'branch', '-f', 'main');
    write({ 'sub/p.yaml': ours('PCI').replace('level: error', 'level: note') });
    for (const [below, word] of [
      ['', 'main:sub/.xen-checkconfig.yaml'],
      ['', 'main:./sub/.xen-checkconfig.yaml'],
      ['sub', 'main:sub/.xen-checkconfig.yaml'],
      ['sub', 'main:./.xen-checkconfig.yaml'],
    ] as const) {
      const { code, report, err } = json(join(checkout, below), ['--trusted-settings', word]);
      assert.is(code, 1, err);
      assert.is(report.results[0].path, below === '' ? 'sub/x.config' : 'x.config', word);
      assert.ok(
        report.results[0].findings.some((one: any) => one.option === 'CONFIG_NFS_FS'),
        word,
      );
    }
  });

  test('a revision that is none, and settings that the change could touch, are wrong usage', ({
    checkout,
    top,
    write,
  }) => {
    write({ 'ci/base.yaml': 'fail-on: never\n' });
    symlinkSync(join(checkout, 'ci/base.yaml'), join(top, 'by'));
    for (const [word, expected] of [
      ['nope:.xen-checkconfig.yaml', /git has no such file/],
      ['main:none.yaml', /git has no such file/],
      ['main:ci', /folder in git/],
      ['--output=x:y', /./],
      [':.xen-checkconfig.yaml', /is what is staged/],
      ['ci/base.yaml', /lies in the working tree/],
      [join(checkout, 'ci/base.yaml'), /lies in the working tree/],
      [join(top, 'by'), /lies in the working tree/],
      [join(top, 'none'), /does not exist/],
    ] as const) {
      const { code, err } = json(checkout, ['--trusted-settings', word]);
      assert.is(code, 2, word);
      assert.match(err, expected, word);
    }
    assert.match(json(checkout, ['--trusted-settings', trusted, '--waivers', 'x']).err, /do not go together/);
    assert.match(
      json(checkout, ['--trusted-settings', trusted, '--write-baseline']).err,
      /do not go together/,
    );
    git(checkout, 'branch', 'empty', 'main');
    const bare = run(['--trusted-settings', join(top, 'bare.yaml')], { cwd: checkout });
    assert.is(bare.code, 2);
    writeFileSync(join(top, 'bare.yaml'), 'profiles: [domu-pv]\n');
    assert.match(
      run(['--trusted-settings', join(top, 'bare.yaml')], { cwd: checkout }).err,
      /nothing to check/,
    );
  });

  test('the report says it in every format', ({ checkout, write }) => {
    write({ '.xen-checkconfig.yaml': `${strict}fail-on: never\n` });
    for (const format of ['text', 'sarif', 'github', 'gitlab', 'markdown', 'html'])
      assert.match(
        run(['--format', format, '--trusted-settings', trusted], { cwd: checkout }).out,
        /never is not in force/,
        format,
      );
    assert.match(
      run(['--format', 'github', '--trusted-settings', trusted], { cwd: checkout }).out,
      /^::warning file=\.xen-checkconfig\.yaml,line=7,title=settings-untrusted/m,
    );
  });
}

test('a file of another checkout, with the profiles and the baseline beside it', ({
  top,
  checkout,
  write,
}) => {
  write({ '.xen-checkconfig.yaml': 'fail-on: never\n', 'ci/ours.yaml': ours('NFS_FS') });
  if (!hasGit) for (const name of ['base', 'checkout']) mkdirSync(join(top, name, '.git'));
  const { code, told, report, err } = json(checkout, ['--trusted-settings', '../base/.xen-checkconfig.yaml']);
  assert.is(code, 1, err);
  assert.is(report.results[0].path, 'configs/a.config');
  assert.ok(report.results[0].findings.some((one: any) => one.option === 'CONFIG_ROOT_NFS'));
  assert.ok(told.some(line => /^\.xen-checkconfig\.yaml:1 .*fail-on: never is not in force/.test(line)));
  assert.ok(told.some(line => line.startsWith('ci/ours.yaml:1 ')));
});

test.run();
