// git is asked for files of a history, and is made to start nothing: neither by the repository's config nor by a folder in
// it that pretends to be one.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kernelText } from '../../support/kernel-config.js';
import { run } from '../../support/run.js';

interface Place {
  readonly top: string;
  readonly checkout: string;
  /** A program that notes that it ran. */
  readonly evil: string;
  git(...args: readonly string[]): string;
  ran(): readonly string[];
}

const test = suite<Place>('git');
const hasGit = spawnSync('git', ['--version']).status === 0;
const plain = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

test.before.each(context => {
  const top = mkdtempSync(join(tmpdir(), 'xen-checkconfig-git-'));
  const checkout = join(top, 'checkout');
  const evil = join(top, 'evil.sh');
  mkdirSync(join(checkout, 'sub'), { recursive: true });
  mkdirSync(join(top, 'ran'));
  writeFileSync(evil, `#!/bin/sh\necho "$0 $*" > '${join(top, 'ran')}'/$$\nexit 1\n`, { mode: 0o755 });
  const git = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync('git', ['-C', checkout, ...args], {
      encoding: 'utf8',
      env: plain,
    });
    assert.is(status, 0, `git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  writeFileSync(join(checkout, 'a.config'), kernelText({ changes: { HVC_XEN: 'n' } }));
  writeFileSync(join(checkout, 'sub/b.config'), kernelText());
  if (hasGit) {
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'One');
    writeFileSync(join(checkout, 'a.config'), kernelText());
    git('add', '-A');
    git('commit', '-q', '-m', 'Two');
  }
  Object.assign(context, { top, checkout, evil, git, ran: () => readdirSync(join(top, 'ran')) });
});
test.after.each(({ top }) => rmSync(top, { recursive: true, force: true }));

const diff = (cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  run(['diff', ...args], { cwd, timeout: 30_000, env: { ...plain, ...env } });

/** Every key of a repository's config that names a program, or a place to fetch from with one. */
const keys = (evil: string): Readonly<Record<string, string>> => ({
  'core.fsmonitor': evil,
  'core.hooksPath': join(evil, '..'),
  'core.pager': evil,
  'core.editor': evil,
  'core.askPass': evil,
  'core.sshCommand': evil,
  'core.gitProxy': evil,
  'core.alternateRefsCommand': evil,
  'pager.cat-file': evil,
  'alias.cat-file': `!${evil}`,
  'alias.rev-parse': `!${evil}`,
  'credential.helper': `!${evil}`,
  'diff.external': evil,
  'diff.x.textconv': evil,
  'filter.x.smudge': evil,
  'filter.x.process': evil,
  'gpg.program': evil,
  'sequence.editor': evil,
  'uploadpack.packObjectsHook': evil,
  'extensions.partialClone': 'o',
  'remote.o.promisor': 'true',
  'remote.o.partialCloneFilter': 'blob:none',
  'remote.o.uploadpack': evil,
  'maintenance.auto': 'true',
});

if (hasGit) {
  test('REV:path works from the top and from below, with paths of both kinds', ({ checkout, ran }) => {
    assert.is(diff(checkout, ['HEAD~1:a.config', 'HEAD:a.config', '-p', 'domu-pv']).code, 0);
    assert.is(diff(checkout, ['HEAD:a.config', 'HEAD~1:a.config', '-p', 'domu-pv']).code, 1);
    assert.is(diff(checkout, [':a.config', 'HEAD~1:a.config', '-p', 'domu-pv']).code, 1);
    const below = join(checkout, 'sub');
    for (const word of ['HEAD:./b.config', 'HEAD:sub/b.config', ':./b.config', 'HEAD:../a.config'])
      assert.is(diff(below, [word, 'b.config']).code, 0, word);
    assert.match(diff(below, ['HEAD:./none', 'b.config']).err, /git has no such file: path 'sub\/none'/);
    assert.equal(ran(), []);
  });

  test("a repository's config starts nothing", ({ checkout, evil, git, ran }) => {
    writeFileSync(join(checkout, '.gitattributes'), '* diff=x filter=x\n');
    for (const [key, value] of Object.entries(keys(evil))) git('config', key, value);
    mkdirSync(join(checkout, '.git/hooks'), { recursive: true });
    const plainly = ['HEAD~1:a.config', ':a.config', 'HEAD:./a.config', 'main:a.config'];
    for (const word of plainly) assert.is(diff(checkout, [word, 'a.config']).code, 0, word);
    assert.equal(ran(), []);
  });

  for (const [what, more] of [
    ['a path', { 'remote.o.url': '/nowhere' }],
    ['ssh', { 'remote.o.url': 'ssh://nowhere/x' }],
    ['a command', { 'remote.o.url': 'ext::%' }],
    ['a helper', { 'remote.o.vcs': 'evil', 'remote.o.url': '/x' }],
  ] as const)
    test(`a missing object is not fetched: ${what}`, ({ top, checkout, evil, git, ran }) => {
      for (const [key, value] of Object.entries({ ...keys(evil), 'protocol.ext.allow': 'always', ...more }))
        git('config', key, value.replace('%', evil));
      writeFileSync(join(top, 'git-remote-evil'), `#!/bin/sh\nexec '${evil}' remote\n`, { mode: 0o755 });
      const blob = spawnSync('git', ['-C', checkout, 'rev-parse', 'HEAD~1:a.config'], {
        encoding: 'utf8',
        env: plain,
      }).stdout.trim();
      rmSync(join(checkout, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true });
      const PATH = `${process.env['PATH']}${delimiter}${top}`;
      const { code, err } = diff(checkout, ['HEAD~1:a.config', 'a.config'], { PATH });
      assert.is(code, 3);
      assert.match(err, /^xen-checkconfig: HEAD~1:a\.config: does not exist, and git has no such file/);
      assert.equal(ran(), []);
      // git by itself would have.
      spawnSync('git', ['cat-file', 'blob', 'HEAD~1:a.config'], { cwd: checkout, env: { ...plain, PATH } });
      assert.ok(ran().length > 0);
    });

  for (const [what, config] of [
    ['fsmonitor', '\tfsmonitor = EVIL\n'],
    ['pager', '\tpager = EVIL\n[pager]\n\tcat-file = EVIL\n'],
    [
      'a remote',
      '[extensions]\n\tpartialClone = o\n[remote "o"]\n\turl = /x\n\tpromisor = true\n\tuploadpack = EVIL\n',
    ],
  ] as const)
    test(`a folder that pretends to be a repository is none: ${what}`, ({ checkout, evil, git, ran }) => {
      // As a commit brings it: only git keeps empty folders out.
      for (const path of ['kernel/objects', 'kernel/refs']) {
        mkdirSync(join(checkout, path), { recursive: true });
        writeFileSync(join(checkout, path, '.keep'), '');
      }
      writeFileSync(join(checkout, 'kernel/HEAD'), `${git('rev-parse', 'HEAD')}\n`);
      const core = '[core]\n\trepositoryformatversion = 1\n\tbare = false\n\tworktree = .\n';
      writeFileSync(join(checkout, 'kernel/my.config'), kernelText());
      // Its index names a blob that only the real repository has.
      writeFileSync(join(checkout, 'kernel/config'), core);
      const blob = git('hash-object', '-w', 'kernel/my.config');
      const made = ['update-index', '--add', '--cacheinfo', `100644,${blob},my.config`];
      spawnSync('git', made, { cwd: join(checkout, 'kernel'), env: plain });
      writeFileSync(join(checkout, 'kernel/config'), core + config.replaceAll('EVIL', evil));
      assert.ok(existsSync(join(checkout, 'kernel/index')));
      git('add', '-A');
      git('commit', '-q', '-m', 'Kernel');
      const below = join(checkout, 'kernel');
      for (const word of [':kernel/my.config', ':./my.config', 'HEAD:kernel/my.config', 'HEAD:./my.config']) {
        const { code, err } = diff(below, [word, 'my.config']);
        assert.is(code, 0, `${word}: ${err}`);
      }
      assert.match(diff(below, [':my.config', 'my.config']).err, /git has no such file/);
      assert.equal(ran(), []);
      if (what === 'pager') return;
      // git by itself takes the folder, and runs what it says: else this test would show nothing.
      const asIs = ['-c', 'safe.bareRepository=all', 'cat-file', 'blob', ':my.config'];
      spawnSync('git', asIs, { cwd: below, env: plain });
      assert.ok(ran().length > 0);
    });

  test('a program called git in the checkout is not it', ({ checkout, evil, ran }) => {
    writeFileSync(join(checkout, 'git'), `#!/bin/sh\nexec '${evil}' git\n`, { mode: 0o755 });
    const real = spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
    for (const first of ['.', '', 'sub/..']) {
      const PATH = [first, join(real, '..')].join(delimiter);
      assert.is(diff(checkout, ['HEAD:a.config', 'a.config'], { PATH }).code, 0, first);
    }
    assert.equal(ran(), []);
  });

  test('a repository without files is taken where it is named', ({ top, checkout, git }) => {
    git('clone', '-q', '--bare', checkout, join(top, 'bare'));
    writeFileSync(join(top, 'a.config'), kernelText());
    assert.match(diff(join(top, 'bare'), ['HEAD:a.config', '../a.config']).err, /has to be named by GIT_DIR/);
    const env = { GIT_DIR: join(top, 'bare') };
    assert.is(diff(top, ['HEAD:a.config', 'a.config'], env).code, 0);
    assert.not(existsSync(join(top, 'made')));
  });
}

test.run();
