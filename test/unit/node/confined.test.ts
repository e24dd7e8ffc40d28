// What the files of a stranger's checkout may name: files of that checkout, and nothing else of the machine.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { diskFiles } from '../../../src/node/files.js';
import { kernelText } from '../../support/kernel-config.js';
import { folder, type Ran, run } from '../../support/run.js';

interface Place {
  readonly top: string;
  readonly checkout: string;
  /** Writes files of the checkout. */
  write(files: Readonly<Record<string, string>>): void;
  at(args: readonly string[], below?: string): Ran;
  remove(): void;
}

const test = suite<Place>('confined');

/** What must never be shown. */
const secret = 'hunter2hunter2';
test.before.each(context => {
  const { path, remove } = folder();
  const top = realpathSync(path);
  const checkout = join(top, 'checkout');
  mkdirSync(join(checkout, '.git'), { recursive: true });
  const outside: Readonly<Record<string, string>> = {
    'outside.cfg': `CONFIG_XEN=y\nDB_PASSWORD=${secret}\n`,
    'outside.config': `${kernelText()}DB_PASSWORD=${secret}\n`,
    'script.sh': `if [ "$PASSWORD" = ${secret} ]; then\nfi\n`,
    'auth.yaml': `${secret}: {token: ${secret}}\n`,
    'known.json': `${secret} {"tool": 1}`,
    'options/CONFIG_XEN': `CONFIG_XEN=y\nDB_PASSWORD=${secret}\n`,
    annotations: `# FORMAT: 4\nCONFIG_XEN policy<{'amd64': 'y'}>\n# ${secret}\n`,
    'tree/Kconfig': `config ${secret}\n`,
  };
  const write = (files: Readonly<Record<string, string>>, below = checkout) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(below, name)), { recursive: true });
      writeFileSync(join(below, name), text);
    }
  };
  write(outside, join(top, 'out'));
  write({ 'good.config': kernelText(), '.git/config': `[core]\n\ttoken = ${secret}\n` });
  symlinkSync('../out', join(checkout, 'way'));
  Object.assign(context, {
    top,
    checkout,
    remove,
    write,
    at(args: readonly string[], below = '') {
      const ran = run(args, { cwd: join(checkout, below), timeout: 20_000 });
      assert.not.match(ran.out + ran.err, secret, 'content of a foreign file is shown');
      assert.is.not(ran.code, null, 'it hangs');
      return ran;
    },
  });
});
test.after.each(({ remove }) => remove());

/** Where a setting can point to, from the checkout. */
const places = (top: string, name: string) => [
  `way/${name}`,
  `../out/${name}`,
  `./way/../way/${name}`,
  join(top, 'out', name),
];

test("the repository's own file names no file outside", ({ top, write, at }) => {
  const settings: readonly (readonly [string, string])[] = [
    ['profiles', 'auth.yaml'],
    ['baseline', 'known.json'],
    ['srctree', 'tree'],
  ];
  for (const [key, name] of settings)
    for (const place of places(top, name)) {
      const value = key === 'profiles' ? `[${place}]` : place;
      write({ '.xen-checkconfig.yaml': `files: [good.config]\n${key}: ${value}\n` });
      const { code, out, err } = at([]);
      assert.is(code, 2, `${key} ${place}`);
      assert.is(out, '');
      assert.match(
        err,
        /^xen-checkconfig: \.xen-checkconfig\.yaml: names \S+, which lies outside of the repo/,
      );
    }
  for (const place of ['/dev/zero', '/proc/self/environ', '-', '.git/config'])
    for (const key of ['baseline', 'profiles']) {
      const value = key === 'profiles' ? `[./x.yaml]` : JSON.stringify(place);
      write({ '.xen-checkconfig.yaml': `files: [good.config]\n${key}: ${value}\n` });
      const { code, err } = at([]);
      if (key === 'baseline') {
        assert.is(code, 2, `${key} ${place}`);
        assert.match(err, /names \S+, which (lies outside|is|belongs)/);
      } else assert.match(err, /does not exist/);
    }
});

test('nor do its files, merges and globs, of which nothing outside is even listed', ({
  top,
  checkout,
  write,
  at,
}) => {
  symlinkSync('../out/outside.config', join(checkout, 'link.config'));
  symlinkSync('nowhere', join(checkout, 'lost.config'));
  const words = [
    ...places(top, 'outside.config'),
    ...places(top, '*.config'),
    'link.config',
    'way',
    '/',
    '/sys',
    '/**/none',
    '{/sys,x}/**',
    '{good,../out}/*',
    '*/../../out/*',
    '@(good|/sys)*',
    '-',
    '.git/config',
    '.git',
  ];
  for (const key of ['files', 'merge'])
    for (const word of words) {
      const list = JSON.stringify([word]);
      const setting = key === 'files' ? `files: ${list}` : `merge: [{name: m, files: ${list}}]`;
      write({ '.xen-checkconfig.yaml': `${setting}\n` });
      const { code, err } = at([]);
      assert.is(code, 3, `${key} ${word}`);
      assert.match(
        err,
        /outside of the repository|standard input|leads out|belongs to git|matches no file|folder without/,
        `${key} ${word}: ${err}`,
      );
    }
  write({ '.xen-checkconfig.yaml': 'files: ["*.config"]\n' });
  const { code, err, out } = at(['--format', 'json']);
  const paths = JSON.parse(out).results.map((one: { path: string }) => one.path);
  assert.equal(paths, ['good.config']);
  // A glob passes links by, or says why it does not read them.
  assert.ok(code === 0 ? err === '' : /outside of the repository/.test(err), err);
});

test('pipes and devices are read only where the command line names them', ({ top, checkout, write, at }) => {
  for (const name of ['pipe.config', 'pipe.json', 'pipe.yaml']) spawnSync('mkfifo', [join(checkout, name)]);
  for (const setting of ['files: [pipe.config]', 'merge: [{name: m, files: [good.config, pipe.config]}]']) {
    write({ '.xen-checkconfig.yaml': `${setting}\n` });
    const { code, err } = at([]);
    assert.is(code, 3, setting);
    assert.match(err, /is no plain file/);
  }
  for (const setting of ['baseline: pipe.json', 'profiles: [./pipe.yaml]']) {
    write({ '.xen-checkconfig.yaml': `files: [good.config]\n${setting}\n` });
    const { code, err } = at([]);
    assert.is(code, 2, setting);
    assert.match(err, /which is no plain file/);
  }
  write({ 'a.scc': 'kconf hardware pipe.config\n', '.xen-checkconfig.yaml': '' });
  assert.is(at(['a.scc']).code, 3);
  mkdirSync(join(checkout, 'options'));
  spawnSync('mkfifo', [join(checkout, 'options/CONFIG_XEN')]);
  assert.match(at(['--merge', 'good.config', 'options']).err, /CONFIG_XEN: is no plain file/);
  spawnSync('rm', [join(checkout, '.xen-checkconfig.yaml')]);
  spawnSync('mkfifo', [join(checkout, '.xen-checkconfig.yaml')]);
  assert.match(at(['good.config']).err, /^xen-checkconfig: \.xen-checkconfig\.yaml: is no plain file\n$/);
  // Who names a device gets as much of it as the file may have.
  for (const args of [
    ['-p', '/dev/zero'],
    ['-p', join(top, 'zero.yaml')],
    ['--baseline', '/dev/zero'],
  ]) {
    if (args[1] === join(top, 'zero.yaml')) symlinkSync('/dev/zero', args[1]);
    if (args[0] === '--baseline') continue; // 256 MiB of it
    const { code, err } = at([...args, '--no-repository-file', 'good.config']);
    assert.is(code, 2);
    assert.match(err, /too large|no profile/);
  }
});

test("the repository's own file is no link out of it", ({ checkout, at, write }) => {
  symlinkSync('../out/auth.yaml', join(checkout, '.xen-checkconfig.yaml'));
  const { code, err } = at(['good.config']);
  assert.is(code, 2);
  assert.is(err, 'xen-checkconfig: .xen-checkconfig.yaml: lies outside of the repository\n');
  spawnSync('rm', [join(checkout, '.xen-checkconfig.yaml')]);
  write({ 'ci/settings.yaml': 'files: [../good.config]\nprofiles: [domu-pv]\n' });
  symlinkSync('ci/settings.yaml', join(checkout, '.xen-checkconfig.yaml'));
  assert.is(at(['good.config']).code, 0, 'a link inside of it is fine');
});

const recipes = (
  top: string,
): readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] => [
  ...places(top, 'outside.cfg').map(
    place => ['scc, kconf', { 'a.scc': `kconf non-hardware ${place}\n` }, ['a.scc']] as const,
  ),
  ...places(top, 'script.sh').map(
    place => ['scc, include', { 'a.scc': `include ${place}\n` }, ['a.scc']] as const,
  ),
  ...places(top, 'annotations').map(
    place =>
      [
        'annotations',
        {
          annotations: `# FORMAT: 4\n# ARCH: amd64\n# FLAVOUR: amd64-generic\ninclude "${place}"\nCONFIG_PCI policy<{'amd64': 'y'}>\n`,
        },
        ['annotations'],
      ] as const,
  ),
  ['priority', { 'priority.fedora': 'ORDER=way\nx86_64=options\n' }, ['priority.fedora']],
  ['priority, higher', { 'priority.fedora': 'ORDER=../out\nx86_64=options\n' }, ['priority.fedora']],
];

test('recipes name no file outside', ({ top, write, at }) => {
  for (const [what, files, args] of recipes(top)) {
    write(files);
    const { code, out, err } = at([...args, '-v', '--no-repository-file']);
    assert.is(code, 3, `${what}: ${out}`);
    assert.match(err, /outside of the repository|is not there|does not exist$/m, `${what}: ${err}`);
  }
});

test('an option in a folder of them is no link out of it', ({ checkout, at }) => {
  mkdirSync(join(checkout, 'options'));
  symlinkSync('../../out/options/CONFIG_XEN', join(checkout, 'options/CONFIG_XEN'));
  const { code, err } = at(['--merge', 'good.config', 'options', '-v']);
  assert.is(code, 3);
  assert.match(err, /options\/CONFIG_XEN: lies outside of the repository/);
});

test('a folder or glob of the command line brings no link out of it, what it names itself is read', ({
  checkout,
  at,
}) => {
  const read = (args: readonly string[]) =>
    run(['--format', 'json', '--no-repository-file', ...args], { cwd: checkout });
  mkdirSync(join(checkout, 'configs'));
  symlinkSync('../../out/outside.config', join(checkout, 'configs/link.config'));
  symlinkSync('../../out', join(checkout, 'configs/way'));
  writeFileSync(join(checkout, 'configs/own.config'), kernelText());
  for (const word of ['configs', 'configs/*.config', 'configs/**/*.config', '**/*.config'])
    assert.not.match(read([word]).out, /link\.config|outside\.config/, word);
  assert.match(read(['configs/link.config']).out, /"path": "configs\/link\.config"/);
  assert.is(at(['explain', 'configs']).code === null, false);
});

test('nor does who runs it read rules behind a link of the checkout, be they named', ({
  top,
  checkout,
  at,
}) => {
  mkdirSync(join(checkout, 'ci'));
  symlinkSync('../../out/auth.yaml', join(checkout, 'ci/p.yaml'));
  symlinkSync('../../out/known.json', join(checkout, 'ci/known.json'));
  symlinkSync('/dev/zero', join(checkout, 'ci/zero.yaml'));
  for (const args of [
    ['-p', 'ci/p.yaml', 'good.config'],
    ['-p', join(checkout, 'ci/p.yaml'), 'good.config'],
    ['-p', 'way/auth.yaml', 'good.config'],
    ['-p', './ci/zero.yaml', 'good.config'],
    ['--waivers', 'ci/p.yaml', 'good.config'],
    ['--baseline', 'ci/known.json', 'good.config'],
    ['profiles', 'ci/p.yaml'],
    ['diff', '-p', 'ci/p.yaml', 'good.config', 'good.config'],
    ['fix', '-p', 'ci/p.yaml', '--srctree', 'x', 'good.config'],
  ]) {
    const { code, err } = at(args);
    assert.is(code, 2, args.join(' '));
    assert.match(err, /: leads out of \S+checkout by the link (p\.yaml|way|zero\.yaml|known\.json), which/);
  }
  // The name of a profile is no path, whatever the checkout calls its links.
  symlinkSync('../out', join(checkout, 'domu-pv'));
  assert.is(at(['-p', 'domu-pv', 'good.config']).code, 0);
  // What lies elsewhere is the own of who names it, links and pipes too.
  writeFileSync(join(top, 'real.yaml'), 'files: [good.config]\n');
  symlinkSync('../real.yaml', join(top, 'out/link.yaml'));
  assert.is(at(['--waivers', '../out/link.yaml', 'good.config']).code, 0);
  const piped = run(['--waivers', '-', 'good.config'], { cwd: checkout, input: 'files: [good.config]\n' });
  assert.is(piped.code, 0);
});

test('outside of a git repository the working folder is the bound', ({ top, at }) => {
  const plain = join(top, 'plain');
  mkdirSync(join(plain, 'bsp'), { recursive: true });
  writeFileSync(join(plain, 'x.cfg'), 'CONFIG_XEN=y\n');
  writeFileSync(join(plain, 'bsp/a.scc'), 'kconf hardware x.cfg\n');
  writeFileSync(join(plain, 'bsp/b.scc'), 'kconf hardware ../../out/outside.cfg\n');
  assert.is(at(['bsp/a.scc', '--fail-on', 'never', '--no-repository-file'], '../plain').code, 0);
  assert.is(at(['bsp/b.scc', '--no-repository-file'], '../plain').code, 3);
  assert.match(at(['a.scc'], '../plain/bsp').err, /x\.cfg is not there/);
});

test('a file planted in a folder above is not read, be it that of everybody', ({ top, at }) => {
  const mine = join(top, 'shared/mine');
  mkdirSync(mine, { recursive: true });
  writeFileSync(join(mine, 'bad.config'), kernelText({ changes: { HVC_XEN: 'n' } }));
  const args = ['-p', 'domu-pv', 'bad.config'];
  assert.is(at(args, '../shared/mine').code, 1);
  writeFileSync(join(top, 'shared/.xen-checkconfig.yaml'), 'fail-on: never\n');
  assert.is(at(args, '../shared/mine').code, 1, 'in no repository');
  // Everybody may make files there, a .git among them, as in /tmp.
  mkdirSync(join(top, 'shared/.git'));
  chmodSync(join(top, 'shared'), 0o1777);
  assert.is(at(args, '../shared/mine').code, 1, 'in a repository that anybody made');
  chmodSync(join(top, 'shared'), 0o755);
  assert.is(at(args, '../shared/mine').code, 0, 'in a repository');
});

test('the port answers for what is not there, too', async ({ checkout, top }) => {
  const files = diskFiles({ readStdin: async () => new Uint8Array() }).confined(checkout);
  const refused = ['..', '/', '-', '../none', 'way/none', 'way', '.git', '.GIT/x', 'none/../../out'];
  for (const path of refused) {
    const at = path === '-' || path === '/' ? path : join(checkout, path);
    assert.ok(files.refusal(at) !== null, path);
    assert.is(files.kind(at), null, path);
  }
  for (const path of ['good.config', 'none', 'none/x', '.', '.github', 'x.git'])
    assert.is(files.refusal(join(checkout, path)), null, path);
  assert.ok(files.refusal(join(top, 'checkout-2/x')) !== null, 'a name that begins alike');
  for (const read of [
    () => files.read(join(checkout, 'way/outside.cfg'), 100),
    () => files.open(join(checkout, 'way/outside.cfg')),
    async () => files.names(join(checkout, 'way')),
  ])
    assert.is(await read().then(String, (error: Error) => error.message), 'lies outside of the repository');
});

test.run();
