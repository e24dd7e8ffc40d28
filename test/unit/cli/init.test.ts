// `init` on the repositories of docs/repositories, and what it must not do.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRepository } from '../../../src/gate/read-repository.js';
import { init } from '../../../src/api/repository/init.js';
import { namedBytes } from '../../../src/input/named-bytes.js';
import { kernelText } from '../../support/kernel-config.js';
import { knowledge } from '../../../src/node/knowledge.js';
import { command, root } from '../../support/paths.js';
import { folder, run } from '../../support/run.js';

const test = suite('init');

const name = '.xen-checkconfig.yaml';
const styles = `${root}fixtures/repositories`;

function inFolder(files: Readonly<Record<string, string>>, work: (path: string) => void): void {
  const { path, remove } = folder();
  try {
    mkdirSync(join(path, '.git'));
    for (const [at, text] of Object.entries(files)) {
      mkdirSync(dirname(join(path, at)), { recursive: true });
      writeFileSync(join(path, at), text);
    }
    work(path);
  } finally {
    remove();
  }
}

const read = (text: string) => parseRepository(text, name, knowledge.repositorySchema());

/** What the page of the style says, whose file a test of its own runs. */
const pageOf = (style: string) => read(readFileSync(join(styles, style, name), 'utf8'));

for (const style of [
  'alpine',
  'arch',
  'debian',
  'fedora',
  'opensuse',
  'openwrt',
  'qubes',
  'ubuntu',
  'xcp-ng',
  'yocto',
])
  test(`${style}: its file takes what the page takes, and passes as written`, () => {
    const { path, remove } = folder();
    try {
      cpSync(join(styles, style), path, { recursive: true });
      rmSync(join(path, name));
      mkdirSync(join(path, '.git'));
      const printed = run(['init'], { cwd: path });
      assert.is(printed.code, 0, printed.err);
      assert.is(printed.err, '');
      assert.not.ok(existsSync(join(path, name)), 'nothing is written without being asked');
      const [proposed, page] = [read(printed.out), pageOf(style)];
      // The page may name a flavour among several, a newer one, or the same by a glob.
      const short = ({ files = [], merge = [] }: typeof proposed) =>
        [
          files
            .map(file => file.replace(/\*.*|x86_64\.config$/, ''))
            .map(file => file.replace(/^(debian\.).*/, '$1')),
          merge.map(plan => [plan.name, plan.files]),
        ] as const;
      const [files, merges] = short(proposed);
      const [pageFiles, pageMerges] = short(page);
      assert.equal([...new Set(files)], pageFiles);
      assert.equal(merges, pageMerges);
      if (style !== 'alpine')
        for (const profile of page.profiles!) assert.ok(proposed.profiles!.includes(profile), profile);
      assert.is(run(['init', '--write'], { cwd: path }).code, 0);
      assert.is(readFileSync(join(path, name), 'utf8'), printed.out);
    } finally {
      remove();
    }
  });

test('what it writes is what the gate takes, and a commit that breaks a mode stops there', () => {
  const files = {
    'configs/a.x86_64.config': kernelText(),
    'configs/b.x86_64.config': kernelText({ changes: { XEN_PVH: 'n' } }),
    'configs/c.x86_64.config': kernelText(),
    'configs/bare.config': kernelText({ changes: { XEN: 'n' } }),
    'notes.txt': 'no config\n',
  };
  inFolder(files, path => {
    const { code, out, err } = run(['init', '--write'], { cwd: path });
    assert.is(code, 0, err);
    assert.is(out, '');
    assert.match(err, /\.xen-checkconfig\.yaml was written\n$/);
    const text = readFileSync(join(path, name), 'utf8');
    const written = read(text);
    assert.equal(written.files, ['configs/*.x86_64.config']);
    assert.ok(written.profiles!.includes('domu-pv'));
    assert.not.ok(written.profiles!.includes('domu-pvh'), 'one of them has it no longer');
    assert.match(text, /# Not checked:\n# {3}configs\/bare\.config has no Xen support\n/);
    const gate = run([], { cwd: path });
    assert.is(gate.code, 0, gate.out + gate.err);
    writeFileSync(join(path, 'configs/c.x86_64.config'), kernelText({ changes: { XEN_PV: 'n' } }));
    assert.is(run([], { cwd: path }).code, 1);
  });
});

test('a whole config of a version that nobody knows has that named, instead of passing unjudged', () => {
  const nameless = kernelText().replace(/^#.*Kernel Configuration\n/m, '');
  inFolder({ 'config-base': nameless, 'config-qubes': 'CONFIG_XEN_PVH=y\n' }, path => {
    const { out } = run(['init', '--write'], { cwd: path });
    assert.is(out, '');
    const text = readFileSync(join(path, name), 'utf8');
    assert.is(read(text).allowUnknown, undefined);
    assert.match(text, /No file says which kernel[^]*\n# kernel: 6\.12\n/);
    assert.is(run([], { cwd: path }).code, 1);
    writeFileSync(join(path, name), text.replace('# kernel: 6.12', 'kernel: 6.12'));
    assert.is(run([], { cwd: path }).code, 0);
  });
});

test('from a folder below it is about the whole repository', () => {
  inFolder({ 'kernel/x.config': kernelText(), 'docs/x': '' }, path => {
    const below = run(['init'], { cwd: join(path, 'docs') });
    assert.equal(read(below.out).files, ['kernel/x.config']);
    assert.is(run(['init', '--write'], { cwd: join(path, 'docs') }).code, 0);
    assert.ok(existsSync(join(path, name)));
    assert.equal(read(run(['init', 'kernel'], { cwd: path }).out).files, ['x.config']);
  });
});

test('a file that is there is left alone, unless it may be replaced; a link never', () => {
  inFolder({ 'a.config': kernelText(), [name]: 'xen: 4.17\n', precious: 'mine\n' }, path => {
    const printed = run(['init'], { cwd: path });
    assert.is(printed.code, 0);
    assert.match(printed.err, /is there already, and was left alone/);
    const refused = run(['init', '--write'], { cwd: path });
    assert.is(refused.code, 2);
    assert.match(refused.err, /is there already; --force replaces it/);
    assert.is(readFileSync(join(path, name), 'utf8'), 'xen: 4.17\n');
    assert.is(run(['init', '--write', '--force'], { cwd: path }).code, 0);
    assert.is(readFileSync(join(path, name), 'utf8'), printed.out);
    for (const target of ['precious', 'nowhere', '/dev/null']) {
      rmSync(join(path, name));
      symlinkSync(target, join(path, name));
      for (const force of [[], ['--force']]) {
        const ran = run(['init', '--write', ...force], { cwd: path });
        assert.is(ran.code, 2, target);
        assert.match(ran.err, /is no file that could be replaced/);
      }
      assert.ok(lstatSync(join(path, name)).isSymbolicLink());
    }
    assert.is(readFileSync(join(path, 'precious'), 'utf8'), 'mine\n');
    assert.equal(readdirSync(path).sort(), ['.git', name, 'a.config', 'precious']);
    assert.is(run(['init', '--force'], { cwd: path }).code, 2);
  });
});

test('names that mean something to YAML, to a glob or to a terminal stay names', () => {
  const names = [
    '- x.config',
    '*.config',
    '[a].config',
    '#.config',
    'a: b.config',
    '\u001b[31m.config',
    'y.config',
  ];
  inFolder(Object.fromEntries(names.map(each => [each, kernelText()])), path => {
    const { code, out } = run(['init'], { cwd: path });
    assert.is(code, 0);
    // oxlint-disable-next-line no-control-regex
    assert.not.match(out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    assert.equal(read(out).files, ['*.config']);
    writeFileSync(join(path, 'z.config'), kernelText({ changes: { XEN: 'n' } }));
    const apart = read(run(['init'], { cwd: path }).out).files!;
    assert.equal(apart.toSorted(), names.toSorted());
  });
});

test('where there is nothing to check it says so', () => {
  inFolder({ 'README.md': 'hello\n' }, path => {
    const { code, err } = run(['init', '--write'], { cwd: path });
    assert.is(code, 1);
    assert.match(err, /no kernel config was found/);
    assert.not.ok(existsSync(join(path, name)));
  });
  inFolder({ 'a.config': kernelText({ changes: { XEN: 'n' } }) }, path => {
    const { code, out, err } = run(['init'], { cwd: path });
    assert.is(code, 1);
    assert.match(err, /none of 1 configs boots under Xen today/);
    assert.equal(read(out), { waivers: [] });
  });
  assert.is(run(['init', 'nowhere-at-all']).code, 3);
});

test('the same question of files in memory', async () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const files = namedBytes([['kernel/config-6.1', bytes(kernelText())]]);
  const ports = { files, knowledge, say: () => {}, now: () => new Date() };
  const report = await init({}, ports);
  assert.equal([report.files, report.path, report.exists], [['kernel/config-6.1'], name, false]);
});

test('inside a repository without a word, the kernel of the machine is not meant', () => {
  inFolder({ 'a.config': kernelText() }, path => {
    for (const cwd of [path, join(path, '.git')]) {
      const { code, out, err } = run([], { cwd });
      assert.is(code, 2, err);
      assert.is(out, '');
      assert.match(
        err.replace(/\s+/g, ' '),
        /no file is named, and this repository has no \.xen-checkconfig\.yaml: .*init.*--running/,
      );
    }
    const asked = run(['--running'], { cwd: path });
    assert.match(asked.err, /the config of the running kernel|the running kernel's config is not at/);
    assert.is(run(['--running', 'a.config'], { cwd: path }).code, 2);
    writeFileSync(join(path, name), 'profiles: [domu-pv]\n');
    assert.match(run([], { cwd: path }).err, /\.xen-checkconfig\.yaml names neither files nor merges/);
  });
  const outside = folder();
  const ran = spawnSync(process.execPath, [command], { cwd: outside.path, encoding: 'utf8' });
  outside.remove();
  assert.match(ran.stderr, /the config of the running kernel|the running kernel's config is not at/);
});

test('a repository whose files make configs only together is told so, with an address that can be opened', () => {
  inFolder({ 'config-base': kernelText(), 'config-qubes': 'CONFIG_XEN_PVH=y\n' }, path => {
    const { err } = run(['.'], { cwd: path });
    assert.match(
      err,
      /looks like Qubes OS's kernel package.*init.*\(https:\/\/\S+\/docs\/repositories\/qubes\.md\)/,
    );
  });
});

test.run();
