// The command as a user runs it, on files, streams, folders and a history that git made.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { edited, fixture } from '../../support/edited.js';
import { command } from '../../support/paths.js';
import { kernel } from './kernels.js';
import { folderOf, run } from './run.js';

const test = suite('diff command');
const good = edited(fixture('x86_64-6.12-xen.config.gz'), {
  XEN_BLKDEV_FRONTEND: 'y',
  XEN_NETDEV_FRONTEND: 'y',
});
const bad = edited(good, { XEN_PVH: 'n' });
const cwd = folderOf({
  good,
  bad,
  'bad.gz': gzipSync(bad),
  less: edited(good, { XEN_BLKDEV_FRONTEND: 'm' }),
  'no-config': 'hello\n',
  empty: '',
});

function diff(...args: string[]) {
  return run(['diff', ...args], { cwd });
}

test('exit codes say whether a mode got worse', () => {
  const worse = diff('good', 'bad');
  assert.is(worse.code, 1, worse.err);
  assert.match(worse.out, /\nworse\n {2}dom0-pvh, domu-pvh: boots -> fails at start: XEN_PVH y -> n\n/);
  assert.is(worse.err, '');
  assert.is(diff('bad', 'good').code, 0);
  assert.is(diff('good', 'good').code, 0);
  assert.is(diff('good', 'less').code, 1, 'a module to carry');
  assert.is(diff('less', 'good').code, 0);
  assert.is(diff('good', 'bad', '-p', 'domu-pv').code, 0);
  assert.is(diff('-p', 'domu-pv', '-p', 'domu-pvh', 'good', 'bad').code, 1);
  assert.is(diff('good', 'bad', '-p', 'domu').code, 1);
});

test('a guest that becomes conditional hangs on more than before, which check alone cannot see', () => {
  const outcome = diff('good', 'less', '-p', 'domu-pvh');
  assert.is(outcome.code, 1);
  assert.match(outcome.out, /\nworse\n {2}domu-pvh: boots -> conditional:/);
  const check = (level: string) => run(['check', '-p', 'domu-pvh', '--fail-on', level, 'less'], { cwd }).code;
  assert.equal([check('error'), check('warning'), check('note')], [0, 0, 1]);
});

test('gzip and standard input are as good as a file', () => {
  assert.is(diff('good', 'bad.gz').code, 1);
  const from = run(['diff', '-', 'bad', '-q'], { cwd, input: Buffer.from(good) });
  assert.is(from.code, 1, from.err);
  assert.match(from.out, /^- -> bad\n/);
  assert.is(run(['diff', 'good', '-'], { cwd, input: gzipSync(bad) }).code, 1);
});

test('an image stands for the config inside it', () => {
  const folder = folderOf({ old: kernel({ config: good }), new: kernel({ config: bad }), bare: kernel({}) });
  const outcome = run(['diff', 'old', 'new', '-q'], { cwd: folder });
  assert.is(outcome.code, 1, outcome.err);
  assert.match(outcome.out, /\nworse\n {2}dom0-pvh, domu-pvh: boots -> fails at start: XEN_PVH y -> n\n$/);
  assert.match(run(['diff', '-u', 'old', 'new'], { cwd: folder }).out, /\n-CONFIG_XEN_PVH=y\n/);
  assert.is(run(['diff', 'old', 'bare'], { cwd: folder }).code, 3);
});

test('the Xen, the kernel and the architecture asked for', () => {
  assert.not.match(diff('good', 'bad', '--xen', '4.2', '-p', 'domu-pvh').out, /worse\n {2}domu/);
  assert.match(diff('good', 'bad', '--kernel', '5.10').out, /^good -> bad\nLinux 5\.10, x86_64\n/);
  assert.match(diff('good', 'bad', '--arch', 'arm64').out, /^good -> bad\nLinux 6\.12\.117, arm64\n/);
});

test('JSON, quiet, colours and a file', () => {
  const json = JSON.parse(diff('good', 'bad', '--format', 'json').out);
  assert.equal([json.old, json.new, json.summary.worse, json.summary.exitCode], ['good', 'bad', 2, 1]);
  assert.is(diff('good', 'bad', '--quiet').out.split('\n').length, 5);
  assert.match(diff('good', 'bad', '--color').out, /\u001b\[31mfails at start\u001b\[39m/);
  const target = join(cwd, 'report.json');
  const written = diff('good', 'bad', '--format', 'json', '--output', 'report.json');
  assert.equal([written.code, written.out], [1, '']);
  assert.equal(JSON.parse(readFileSync(target, 'utf8')), json);
  assert.is(diff('good', 'bad', '--output', 'nowhere/report').code, 3);
  assert.not.ok(existsSync(join(cwd, 'nowhere')));
});

test('wrong usage', () => {
  for (const [args, said] of [
    [['good'], /an argument is missing: xen-checkconfig diff <old> <new>/],
    [['good', 'bad', 'less'], /Unknown argument/],
    [['-', '-'], /only one of the two/],
    [['good', '.'], /is a folder, so the other has to be one/],
    [['good', 'bad', '-p', 'domu-pvhh'], /did you mean domu-pvh\?/],
    [['good', 'bad', '--xen', 'new'], /--xen needs a release/],
    [['good', 'bad', '--unified', '--format', 'json'], /--unified is text/],
    [['good', 'bad', '--format', 'xml'], /Invalid values/],
    [['good', 'bad', '--bogus'], /Unknown argument/],
  ] as [string[], RegExp][]) {
    const outcome = diff(...args);
    assert.equal([outcome.code, outcome.out], [2, ''], args.join(' '));
    assert.match(outcome.err, said);
  }
});

test('what cannot be read', () => {
  for (const [args, said] of [
    [['good', 'missing'], /^xen-checkconfig: missing: does not exist\n$/],
    [['no-config', 'good'], /^xen-checkconfig: no-config: is not a kernel config/],
    [['empty', 'missing'], /^xen-checkconfig: empty: is empty\nxen-checkconfig: missing: does not exist\n$/],
    [['a'.repeat(5000), 'good'], /^xen-checkconfig: a{1000}/],
    [['--', '-x:config', 'good'], /no git revision starts with "-"\n$/],
    [['--', '--output=x:config', 'good'], /no git revision starts with "-"\n$/],
  ] as [string[], RegExp][]) {
    const outcome = diff(...args);
    assert.equal([outcome.code, outcome.out], [3, ''], args.join(' ').slice(0, 80));
    assert.match(outcome.err, said);
  }
  const json = JSON.parse(diff('good', 'missing', '--format', 'json').out);
  assert.equal(json.errors, [{ path: 'missing', message: 'does not exist' }]);
  assert.is('modes' in json, false);
});

function git(folder: string, ...args: string[]) {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.org',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.org',
  };
  return spawnSync('git', args, { cwd: folder, env, encoding: 'utf8' });
}

const hasGit = git('.', '--version').status === 0;

/** A repository with a commit that breaks the PVH guest in configs/guest.config, on top of one that is right. */
function repository(): string {
  const folder = folderOf({ 'README.md': 'configs\n' });
  mkdirSync(join(folder, 'configs'));
  git(folder, 'init', '-q');
  for (const [text, what] of [
    [good, 'Add the guest'],
    [edited(bad, { CC_VERSION_TEXT: '"gcc 14"' }), 'New compiler'],
  ] as const) {
    writeFileSync(join(folder, 'configs/guest.config'), text);
    git(folder, 'add', '.');
    const committed = git(folder, 'commit', '-q', '-m', what);
    assert.is(committed.status, 0, committed.stderr);
  }
  return folder;
}

test('a history with a commit that breaks the guest', () => {
  if (!hasGit) return void console.log('skipped: there is no git');
  const folder = repository();
  const at = (args: string[], where = folder) => run(['diff', ...args], { cwd: where });
  const broken = at(['HEAD~1:configs/guest.config', 'configs/guest.config', '-p', 'domu-pvh']);
  assert.is(broken.code, 1, broken.err);
  assert.match(
    broken.out,
    /^HEAD~1:configs\/guest\.config -> configs\/guest\.config\n[^]*\n {2}domu-pvh: boots -> fails at start: XEN_PVH y -> n\n/,
  );
  assert.is(at(['HEAD:configs/guest.config', 'configs/guest.config']).code, 0);
  assert.is(at(['HEAD~1:configs/guest.config', 'HEAD:configs/guest.config']).code, 1);
  assert.is(at(['HEAD:configs/guest.config', 'HEAD~1:configs/guest.config']).code, 0);
  // Git's own rule: from the root of the repository, or with ./ from where one stands.
  assert.is(at(['HEAD~1:./guest.config', 'guest.config'], join(folder, 'configs')).code, 1);
  // What is staged.
  writeFileSync(join(folder, 'configs/guest.config'), good);
  git(folder, 'add', '.');
  assert.is(at(['HEAD~1:configs/guest.config', ':configs/guest.config']).code, 0);
  assert.is(at([':configs/guest.config', 'HEAD:configs/guest.config']).code, 1);

  for (const [word, said] of [
    ['HEAD~7:configs/guest.config', /git has no such file: invalid object name 'HEAD~7'/],
    ['HEAD:nope', /git has no such file: path 'nope' does not exist in 'HEAD'/],
    ['HEAD:configs', /HEAD:configs: is a folder in git/],
    ['HEAD:README.md', /is not a kernel config/],
    [':/Add', /git has no such file/],
    ['^HEAD:configs/guest.config', /git has no such file/],
    ['HEAD:$(touch made)', /git has no such file/],
    ['HEAD:x;touch made', /git has no such file/],
    ['`touch made`:x', /git has no such file/],
  ] as const) {
    const outcome = at([word, 'configs/guest.config']);
    assert.equal([outcome.code, outcome.out], [3, ''], word);
    assert.match(outcome.err, said);
    assert.is(outcome.err.trim().split('\n').length, 1);
  }
  assert.equal(readdirSync(folder).sort(), ['.git', 'README.md', 'configs']);

  // A file of that name wins.
  writeFileSync(join(folder, 'HEAD:good'), good);
  assert.is(at(['HEAD:good', 'HEAD~1:configs/guest.config']).code, 0);
});

test('a revision outside a repository, and without git', () => {
  const outside = folderOf({ good });
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: join(outside, '..') };
  const child = (path: string | undefined) =>
    spawnSync(process.execPath, [command, 'diff', 'HEAD:good', 'good'], {
      cwd: outside,
      encoding: 'utf8',
      env: { ...env, PATH: path },
    });
  if (hasGit) {
    const outcome = child(process.env['PATH']);
    assert.is(outcome.status, 3);
    assert.match(outcome.stderr, /^xen-checkconfig: HEAD:good: .*not a git repository.*\n$/);
  }
  // There is a repository, and nothing to read it with.
  mkdirSync(join(outside, '.git'));
  const outcome = child(outside);
  assert.is(outcome.status, 3);
  assert.match(outcome.stderr, /^xen-checkconfig: HEAD:good: does not exist, and there is no git .*\n$/);
});

test('git takes the unified diff', () => {
  if (!hasGit) return void console.log('skipped: there is no git');
  for (const [before, after] of [
    ['x86_64-6.1-xen.config.gz', 'x86_64-7.3-xen.config.gz'],
    ['x86_64-6.12-xen_defconfig', 'pvh-guest.fragment.config'],
  ] as const) {
    const folder = folderOf({ config: fixture(before) });
    for (const [name, text] of [
      ['a', before],
      ['b', after],
    ] as const) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'config'), fixture(text));
    }
    const outcome = run(['diff', '-u', 'a/config', 'b/config', '--output', 'patch'], { cwd: folder });
    assert.equal([outcome.out, outcome.err], ['', '']);
    const applied = git(folder, 'apply', '-p1', 'patch');
    assert.is(applied.status, 0, applied.stderr);
    assert.is(readFileSync(join(folder, 'config'), 'utf8'), fixture(after));
  }
  assert.equal(diff('-u', 'good', 'good'), { code: 0, out: '', err: '' });
});

test('folders', () => {
  const folder = folderOf({});
  const put = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  put('old/same.config', good);
  put('new/same.config', good);
  put('old/x86/config', good);
  put('new/x86/config', bad);
  put('old/gone.config', good);
  put('new/fresh.config', good);
  const at = (...args: string[]) => run(['diff', ...args], { cwd: folder });
  const text = at('old', 'new');
  assert.is(text.code, 1, text.err);
  assert.match(text.out, /^x86\/config\n/);
  assert.not.match(text.out, /same\.config/);
  assert.match(text.out, /\nOnly in old:\n {2}gone\.config\n\nOnly in new:\n {2}fresh\.config\n/);
  assert.match(text.out, /\n2 files compared, 0 not read: 2 modes worse/);
  const json = JSON.parse(at('old', 'new', '--format', 'json').out);
  assert.equal(
    json.pairs.map(({ path }: { path: string }) => path),
    ['same.config', 'x86/config'],
  );
  assert.match(at('old', 'new', '-u').out, /^--- old\/x86\/config\n\+\+\+ new\/x86\/config\n/);
  assert.is(at('new', 'old').code, 0);
  // One that cannot be read does not keep the others from being compared.
  put('old/odd.config', 'hello\n');
  put('new/odd.config', good);
  const odd = at('old', 'new');
  assert.is(odd.code, 3);
  assert.match(odd.err, /^xen-checkconfig: old\/odd\.config: is not a kernel config/);
  assert.match(odd.out, /\nworse\n/);
  mkdirSync(join(folder, 'none'));
  const none = at('old', 'none');
  assert.is(none.code, 3);
  assert.match(none.err, /^xen-checkconfig: none: is a folder without kernel configs\n$/);
});

test('hostile names of files', () => {
  const names = ['::error::x', '\u001b[31mred', 'a\nb', '##[set-env name=x]y', '\u202ebidi', '$(touch made)'];
  const folder = folderOf({ bad, ...Object.fromEntries(names.map(name => [name, good])) });
  for (const name of names) {
    for (const more of [[], ['-u']]) {
      const outcome = run(['diff', ...more, '--', name, 'bad'], { cwd: folder });
      assert.is(outcome.code, 1, outcome.err);
      // oxlint-disable-next-line no-control-regex
      assert.not.match(outcome.out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|^\s*::/m);
      assert.not.match(outcome.out, /##\[/);
    }
    const missing = run(['diff', '--', `${name}:${name}`, 'bad'], { cwd: folder });
    assert.is(missing.code, 3);
    // oxlint-disable-next-line no-control-regex
    assert.not.match(missing.err, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|^\s*::/m);
    assert.is(existsSync(join(folder, 'made')), false);
  }
});

test.run();
