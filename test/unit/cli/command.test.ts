// The real command: inputs, exit codes, formats. Exit codes are the contract: 0 clean, 1 findings, 2 usage, 3 input.
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kernelText } from '../../support/kernel-config.js';
import { root } from '../../support/paths.js';
import { profileText } from '../../support/profile-text.js';
import { folder, run } from '../../support/run.js';

const test = suite('command');

const good = kernelText();
const bare = kernelText({ changes: { XEN: 'n', XEN_PV: null, XEN_PVH: null, PVH: null, XENFS: 'n' } });
const at = folder();
const inside = (name: string) => `${at.path}/${name}`;

test.before(() => {
  mkdirSync(inside('boot/deep'), { recursive: true });
  mkdirSync(inside('nothing'));
  writeFileSync(inside('nothing/readme.txt'), 'hello\n');
  writeFileSync(inside('boot/config-6.1.0-50-amd64'), good);
  writeFileSync(inside('boot/deep/.config'), bare);
  writeFileSync(inside('boot/deep/old.config.gz'), gzipSync(good));
  writeFileSync(inside('boot/vmlinuz-6.1'), 'not a config');
  writeFileSync(inside('good'), good);
  writeFileSync(inside('bare'), bare);
  writeFileSync(inside('-dash'), good);
  writeFileSync(inside('empty'), '');
  writeFileSync(inside('buildroot'), 'BR2_x86_64=y\n');
  writeFileSync(inside('mine.yaml'), profileText);
  writeFileSync(inside('broken.yaml'), `${profileText}oops: 1\n`);
  symlinkSync('loop', inside('loop'));
});
test.after(() => at.remove());

const here = { cwd: at.path };

test('a table in a pipe takes the width that COLUMNS tells', () => {
  mkdirSync(inside('wide'));
  const name = 'kernel-config-with-a-long-name-'.repeat(3);
  for (const end of ['a', 'b']) writeFileSync(inside(`wide/${name}${end}.config`), good);
  const widest = (COLUMNS: string | undefined) => {
    const { out } = run(['wide'], { ...here, env: { COLUMNS } });
    return Math.max(...out.split('\n').map(line => line.length));
  };
  for (const COLUMNS of [undefined, '0', 'wide', '-5']) assert.ok(widest(COLUMNS) <= 80, COLUMNS);
  assert.ok(widest('200') > 100);
});

test('a config that boots everywhere: 0', () => {
  const { code, out, err } = run(['good'], here);
  assert.is(code, 0);
  assert.is(err, '');
  assert.match(out, /^good\nLinux 6\.1\.192, x86_64, pv_ops Xen support\n/);
  assert.match(out, /dom0-pv +PV dom0 +boots/);
});

test('check by its name is the same', () => {
  assert.equal(run(['check', 'good'], here), run(['good'], here));
});

test('without -p the code is 1 only if no mode boots', () => {
  assert.is(run(['bare'], here).code, 0, 'it boots as HVM');
  assert.is(run(['-p', 'domu-pv', 'bare'], here).code, 1);
  assert.is(run(['-p', 'domu', 'bare'], here).code, 1, 'HVM on emulated devices is no mode of a group');
  assert.is(run(['-p', 'domu-hvm', 'bare'], here).code, 0, 'but it may be asked for');
  assert.is(run(['-p', 'dom0', 'bare'], here).code, 1);
  assert.is(run(['-p', 'dom0', '-p', 'domu', 'bare'], here).code, 1);
  assert.is(run(['-p', 'dom0-arm', 'good'], here).code, 1, 'not applicable, but asked for');
});

test('a group of which the kernel can have no mode does not pass', () => {
  writeFileSync(inside('i386'), kernelText({ arch: 'i386' }));
  const { code, out } = run(['-p', 'dom0', 'i386'], here);
  assert.is(code, 1);
  assert.match(out, /dom0-pv cannot be had with this kernel: 32-bit PV left Linux in 5\.9/);
  assert.is(run(['-p', 'domu', 'i386'], here).code, 0, 'it can be a guest');
});

test('what is asked for and cannot be judged does not pass', () => {
  writeFileSync(inside('fragment'), 'CONFIG_XEN=y\nCONFIG_XEN_PVH=y\n');
  writeFileSync(inside('nameless'), kernelText().replace(/^#.*Kernel Configuration\n/m, ''));
  for (const [file, words] of [
    ['fragment', /this is a fragment/],
    ['nameless', /does not say which kernel it is for/],
  ] as const)
    for (const profile of ['domu-pvh', 'domu', 'dom0']) {
      const { code, out } = run(['-p', profile, file], here);
      assert.is(code, 1, `${file} ${profile}`);
      assert.match(out, words);
      assert.match(out.replace(/\s+/g, ' '), /fix: .*--allow-unknown accepts it/);
      const accepted = run(['-p', profile, '--allow-unknown', '--fail-on', 'note', file], here);
      assert.not.match(accepted.out, /error +this is|error +the file does/);
      for (const format of ['json', 'sarif', 'junit', 'github', 'gitlab', 'markdown', 'html'])
        assert.match(run(['-p', profile, '--format', format, file], here).out, words, format);
    }
  assert.is(run(['-p', 'domu-pvh', '--allow-unknown', 'nameless'], here).code, 0);
  assert.is(run(['-p', 'domu-pvh', '--kernel', '6.1', 'nameless'], here).code, 0, 'once it is known');
  // Where nothing is asked for it is told, too.
  const open = run(['nameless'], here);
  assert.is(open.code, 0);
  assert.match(open.out, /warning +the file does not say which kernel it is for/);
});

test('--fail-on', () => {
  writeFileSync(inside('warning'), kernelText({ changes: { TMPFS: 'n' } }));
  for (const [level, code] of [
    ['error', 0],
    ['warning', 1],
    ['note', 1],
    ['never', 0],
  ] as const)
    assert.is(run(['-p', 'dom0-pv', '--fail-on', level, 'warning'], here).code, code, level);
  assert.is(run(['-p', 'dom0-pv', '--fail-on=never', 'bare'], here).code, 0);
});

test('standard input, plain and gzip', () => {
  for (const input of [good, gzipSync(good)]) {
    const { code, out, err } = run(['-'], { input });
    assert.is(code, 0);
    assert.is(err, '');
    assert.match(out, /^-\nLinux 6\.1\.192/);
  }
  assert.match(run(['-'], { input: '' }).err, /^xen-checkconfig: -: is empty\n$/);
  assert.is(run(['-'], { input: '' }).code, 3);
});

test('several files: each once, in their order, with a table', () => {
  const { code, out } = run(['bare', 'good', 'bare', './good'], here);
  assert.is(code, 0);
  const rows = out.split('\n').filter(line => /^(\.\/)?(good|bare) /.test(line));
  assert.equal(
    rows.map(row => row.split(' ')[0]),
    ['bare', 'good', './good'],
  );
});

test('a folder, for the configs in it', () => {
  const { code, out } = run(['--format', 'json', 'boot'], here);
  assert.is(code, 0);
  assert.equal(
    JSON.parse(out).results.map((result: { path: string }) => result.path),
    ['boot/config-6.1.0-50-amd64', 'boot/deep/.config', 'boot/deep/old.config.gz'],
  );
});

test('a glob, which the shell left alone', () => {
  const { out } = run(['--format', 'json', 'boot/**/*config*'], here);
  assert.is(JSON.parse(out).results.length, 3);
  const none = run(['boot/*.nothing'], here);
  assert.is(none.code, 3);
  assert.is(none.err, 'xen-checkconfig: boot/*.nothing: matches no file\n');
});

test('a file whose name looks like a glob is that file', () => {
  writeFileSync(inside('a[1].config'), good);
  assert.is(run(['a[1].config'], here).code, 0);
});

test('what cannot be read: 3, one line each, and the others are still checked', () => {
  const names = ['gone', 'nothing', 'empty', 'buildroot', 'loop', 'good'];
  const { code, out, err } = run(['--format', 'json', ...names], here);
  assert.is(code, 3);
  assert.equal(err.trim().split('\n'), [
    'xen-checkconfig: gone: does not exist',
    'xen-checkconfig: nothing: is a folder without kernel configs',
    'xen-checkconfig: empty: is empty',
    'xen-checkconfig: buildroot: is not a Linux kernel config: it looks like a Buildroot config',
    'xen-checkconfig: loop: is a link that leads to itself',
  ]);
  const report = JSON.parse(out);
  assert.is(report.results.length, 1);
  assert.is(report.errors.length, 5);
  assert.is(report.summary.files, 6);
  assert.is(report.summary.exitCode, 3);
});

test('a file that may not be read', () => {
  if (process.getuid?.() === 0) return; // root reads everything
  writeFileSync(inside('secret'), good);
  chmodSync(inside('secret'), 0);
  const { code, err } = run(['secret'], here);
  assert.is(code, 3);
  assert.is(err, 'xen-checkconfig: secret: may not be read (permission denied)\n');
});

test('a path below a file, and a name that is too long', () => {
  for (const [name, what] of [
    ['good/below', 'does not exist'],
    ['x'.repeat(5000), 'is too long for a path'],
  ] as const) {
    const { code, err } = run([name], here);
    assert.is(code, 3, name.slice(0, 20));
    assert.ok(err.includes(what) || err.includes('...'), err);
    assert.is(err.trim().split('\n').length, 1);
    assert.not.match(err, /internal error/);
  }
});

test('names of files that start with a dash come after --', () => {
  assert.is(run(['--', '-dash'], here).code, 0);
  assert.is(run(['./-dash'], here).code, 0);
  assert.is(run(['-zzz'], here).code, 2);
});

test('wrong usage: 2, with a hint, and nothing on standard output', () => {
  for (const args of [
    ['--nonsense', 'good'],
    ['--format', 'xml', 'good'],
    ['--fail-on', 'fatal', 'good'],
    ['--xen', 'new', 'good'],
    ['--kernel', 'x', 'good'],
    ['--arch', 'x86', 'good'],
    ['--xen'],
    ['-p'],
    ['-p', 'domu-pw', 'good'],
    ['-p', 'gone.yaml', 'good'],
    ['-p', 'broken.yaml', 'good'],
    ['--format', 'json', '--format', 'text', 'good'],
    ['profiles', 'nonsense'],
    ['profiles', '--nonsense'],
  ]) {
    const { code, out, err } = run(args, here);
    assert.is(code, 2, args.join(' '));
    assert.is(out, '', args.join(' '));
    assert.match(err, /^xen-checkconfig: /, args.join(' '));
    assert.not.match(err, /\n +at |internal error/, args.join(' '));
  }
  assert.match(run(['-p', 'domu-pw', 'good'], here).err, /did you mean domu-pv\?/);
  assert.match(run(['-p', 'broken.yaml', 'good'], here).err, /broken\.yaml:12: unknown key oops/);
});

test('a profile of the user', () => {
  const { code, out } = run(['--format', 'json', '-p', 'mine.yaml', '--fail-on', 'warning', 'good'], here);
  assert.is(code, 1);
  const [result] = JSON.parse(out).results;
  assert.equal(
    result.verdicts.map((verdict: { profile: string; verdict: string }) => [
      verdict.profile,
      verdict.verdict,
    ]),
    [['mine', 'boots']],
  );
  assert.ok(
    result.findings.some(
      (finding: { rule: string; option: string }) =>
        finding.rule === 'my-rule' && finding.option === 'CONFIG_OVERLAY_FS',
    ),
  );
});

test('--xen, --kernel and --arch go before what the file says', () => {
  const verdictsOf = (...args: string[]) =>
    Object.fromEntries(
      JSON.parse(run(['--format', 'json', ...args, 'good'], here).out).results[0].verdicts.map(
        (verdict: { profile: string; verdict: string }) => [verdict.profile, verdict.verdict],
      ),
    );
  assert.is(verdictsOf()['domu-pvh'], 'boots');
  assert.is(verdictsOf('--xen', '4.9')['domu-pvh'], 'fails');
  assert.is(verdictsOf('--kernel', '4.10.0')['domu-pvh'], 'not-applicable');
  assert.is(verdictsOf('--arch', 'arm64')['domu-pv'], 'not-applicable');
  assert.is(verdictsOf('--arch', 'amd64')['domu-pv'], 'boots');
});

test('--output writes the file whole, and nothing else', () => {
  const before = readdirSync(at.path).length;
  const { code, out } = run(['--format', 'json', '--output', 'report.json', 'good'], here);
  assert.is(code, 0);
  assert.is(out, '');
  assert.is(readdirSync(at.path).length, before + 1);
  assert.is(JSON.parse(readFileSync(inside('report.json'), 'utf8')).summary.exitCode, 0);
  // An older report is replaced, one that cannot be is left, and said.
  assert.is(run(['-p', 'domu-pv', '--output', 'report.json', 'bare'], here).code, 1);
  assert.match(readFileSync(inside('report.json'), 'utf8'), /fails at load/);
  for (const target of ['gone/report.json', 'boot']) {
    const failed = run(['--output', target, 'good'], here);
    assert.is(failed.code, 3, target);
    assert.match(failed.err, new RegExp(`^xen-checkconfig: ${target}: cannot be written`));
  }
  assert.is(readdirSync(at.path).length, before + 1);
});

test('colour: asked for, forbidden, by environment', () => {
  const colored = (args: string[], env = {}) =>
    run([...args, 'bare'], { ...here, env }).out.includes('\x1b[');
  assert.is(colored([]), false, 'no terminal');
  assert.is(colored(['--color']), true);
  assert.is(colored(['--no-color']), false);
  assert.is(colored(['--color'], { NO_COLOR: '1' }), true, 'the option goes before the environment');
  assert.is(colored(['--no-color'], { FORCE_COLOR: '1' }), false);
  assert.is(colored([], { FORCE_COLOR: '1' }), true);
  assert.is(colored([], { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
  assert.is(colored([], { FORCE_COLOR: '0' }), false);
});

test('--quiet and --verbose', () => {
  const lines = (...args: string[]) => run([...args, 'bare'], here).out.split('\n').length;
  assert.ok(lines('--quiet') < lines());
  assert.ok(
    lines('-p', 'dom0-pv') < lines('-p', 'dom0-pv', '--verbose'),
    'what follows the first stage that fails',
  );
  assert.ok(lines('-q') === lines('--quiet') && lines('-v') === lines('--verbose'));
});

test('--help and --version', () => {
  const help = run(['--help']);
  assert.is(help.code, 0);
  assert.is(help.err, '');
  for (const word of [
    '--profile',
    '--xen',
    '--kernel',
    '--arch',
    '--format',
    '--fail-on',
    '--output',
    '--quiet',
    '--verbose',
    '--color',
    'profiles',
    'Exit codes',
  ])
    assert.ok(help.out.includes(word), word);
  for (const line of help.out.split('\n')) assert.ok(line.length <= 80, line);
  assert.is(run(['-h']).out, help.out);
  assert.match(run(['profiles', '--help']).out, /profiles \[name\]/);
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  assert.is(run(['--version']).out, `${version}\n`);
});

test('completion', () => {
  const { code, out } = run(['completion']);
  assert.is(code, 0);
  assert.match(out, /xen-checkconfig/);
  assert.match(out, /complete|compdef/);
  const offered = run(['--get-yargs-completions', 'xen-checkconfig', 'pro']);
  assert.is(offered.code, 0);
  assert.match(offered.out, /^profiles/m);
});

test('profiles lists all, with the groups', () => {
  const { code, out } = run(['profiles']);
  assert.is(code, 0);
  for (const name of [
    'dom0-pv',
    'dom0-pvh',
    'dom0-arm',
    'dom0-xenlinux',
    'domu-pv',
    'domu-pvh',
    'domu-hvm',
    'domu-arm',
    'domu-xenlinux',
  ])
    assert.match(out, new RegExp(`^${name} `, 'm'));
  assert.match(out, /^dom0 +group: /m);
  assert.is(JSON.parse(run(['profiles', '--format', 'json']).out).length, 9);
});

test('profiles NAME shows each rule with ranges, reason and evidence', () => {
  const { code, out } = run(['profiles', 'domu-pv']);
  assert.is(code, 0);
  assert.match(out, /xen-pv +error: PV support\n +needs +XEN_PV=y: Linux 4\.12 to 6\.4/);
  assert.match(out, /evidence +lab, Xen 4\.17\.7/);
  const { rules } = JSON.parse(run(['profiles', 'domu-pv', '--format', 'json']).out);
  for (const { id } of rules) assert.ok(out.includes(`  ${id}  `), id);
  assert.is(run(['profiles', './mine.yaml'], here).code, 0);
  const group = run(['profiles', 'dom0']);
  assert.is(group.code, 0, group.err);
});

test('hostile arguments come out escaped', () => {
  const { code, err } = run(['\x1b[31mgone\n::error::', '-p', 'a\x1b[0m']);
  assert.is(code, 2);
  assert.not.match(err, /[\x00-\x09\x0b-\x1f]/);
  const gone = run(['\x1b[31mgone\n::error::x']);
  assert.is(gone.code, 3);
  assert.not.match(gone.err, /[\x00-\x09\x0b-\x1f]/);
  assert.not.match(gone.err, /^::/m);
});

test('the running kernel is asked, or the way to name a file told', () => {
  const { code, err } = run(['--running']);
  assert.ok(
    /checking \S+, the config of the running kernel\n/.test(err) ||
      (code === 2 && /name a file: xen-checkconfig FILE/.test(err)),
    err,
  );
});

test.run();
