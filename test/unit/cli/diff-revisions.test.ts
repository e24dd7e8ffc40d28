// `diff REV REV`: what commits do to all that the gate checks, on histories that git made.
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { edited, fixture } from '../../support/edited.js';
import { folderOf, run } from './run.js';

const test = suite('diff of revisions');

const good = edited(fixture('x86_64-6.12-xen.config.gz'), {
  XEN_BLKDEV_FRONTEND: 'y',
  XEN_NETDEV_FRONTEND: 'y',
});
const off = (option: string) => `# CONFIG_${option} is not set\n`;

function git(folder: string, ...args: string[]): string {
  const ran = spawnSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.org',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.org',
    },
  });
  assert.is(ran.status, 0, ran.stderr);
  return ran.stdout;
}

interface History {
  readonly path: string;
  put(name: string, text: string): void;
  commit(): void;
  /** The diff of the last commit, or of other revisions. */
  diff(...args: string[]): ReturnType<typeof run>;
  json(...args: string[]): any;
}

function history(files: Readonly<Record<string, string>>): History {
  const path = folderOf({});
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  const commit = () => {
    git(path, 'add', '-A');
    git(path, 'commit', '-q', '--allow-empty', '-m', 'x');
  };
  git(path, 'init', '-q');
  for (const [name, text] of Object.entries(files)) put(name, text);
  commit();
  const words = (args: readonly string[]) => [
    'diff',
    ...(args.some(word => !word.startsWith('-')) ? [] : ['HEAD~1', 'HEAD']),
    ...args,
  ];
  return {
    path,
    put,
    commit,
    diff: (...args) => run(words(args), { cwd: path }),
    json: (...args) => JSON.parse(run([...words(args), '--format', 'json'], { cwd: path }).out),
  };
}

const merged = `profiles: [domu-pvh]
merge:
  - { name: vm, files: [base, ours] }
`;

test('a commit to a fragment is judged over the merge that the gate checks', () => {
  const { put, commit, diff, json } = history({
    '.xen-checkconfig.yaml': merged,
    base: good,
    ours: 'CONFIG_XEN_PVH=y\n',
    other: 'no config\n',
  });
  put('ours', `CONFIG_XEN_PVH=y\n${off('XEN_BLKDEV_FRONTEND')}`);
  put('other', 'changed\n');
  commit();
  const worse = diff();
  assert.is(worse.code, 1, worse.err);
  assert.match(
    worse.out,
    /^vm\nLinux 6\.12\.117, x86_64\n\nworse\n {2}domu-pvh: boots -> .*: XEN_BLKDEV_FRONTEND y -> n\n/,
  );
  assert.match(worse.out, /\n {19}ours:2\n/);
  const report = json();
  assert.equal(report.target.profiles, ['domu-pvh']);
  assert.equal(
    report.pairs.map((pair: any) => [pair.path, pair.modes.map((mode: any) => [mode.profile, mode.course])]),
    [['vm', [['domu-pvh', 'worse']]]],
  );
  assert.equal(report.pairs[0].changed, [{ option: 'CONFIG_XEN_BLKDEV_FRONTEND', before: 'y', after: 'n' }]);
  // Back again, and nothing at all.
  assert.is(diff('HEAD', 'HEAD~1').code, 0);
  assert.is(diff('HEAD', 'HEAD').code, 0);
  // The working folder does not matter, what is committed does.
  put('ours', 'CONFIG_XEN_PVH=y\n');
  assert.is(diff().code, 1);
});

test('a module that becomes none, and a driver that becomes a module', () => {
  const { put, commit, diff } = history({
    '.xen-checkconfig.yaml': merged,
    base: good,
    ours: 'CONFIG_XEN_PVH=y\n',
  });
  put('ours', 'CONFIG_XEN_PVH=y\nCONFIG_XEN_BLKDEV_FRONTEND=m\n');
  commit();
  const module = diff();
  assert.is(module.code, 1);
  assert.match(
    module.out,
    /boots -> conditional: XEN_BLKDEV_FRONTEND y -> m\n {4}if the initramfs holds xen-blkfront\.ko/,
  );
  put('ours', `CONFIG_XEN_PVH=y\n${off('XEN_BLKDEV_FRONTEND')}`);
  commit();
  assert.match(diff().out, /\nworse\n {2}domu-pvh: conditional -> .*: XEN_BLKDEV_FRONTEND m -> n\n/);
  put('ours', 'CONFIG_XEN_PVH=y\nCONFIG_XEN_BLKDEV_FRONTEND=m\n');
  commit();
  assert.is(diff().code, 0);
  // What the repository accepts is told, and does not fail.
  put(
    '.xen-checkconfig.yaml',
    `${merged}waivers:\n  - { option: XEN_BLKDEV_FRONTEND, value: m, reason: Our initramfs holds it. }\n`,
  );
  commit();
  const waived = diff('HEAD~4', 'HEAD');
  assert.is(waived.code, 0, waived.out);
  assert.match(waived.out, /domu-pvh: boots -> conditional, waived:/);
});

test('each side has its own merges, and the new one says what has to pass', () => {
  const { put, commit, diff, json } = history({
    '.xen-checkconfig.yaml': merged,
    base: good,
    ours: 'CONFIG_XEN_PVH=y\n',
  });
  put('more', off('XEN_PV'));
  put(
    '.xen-checkconfig.yaml',
    merged.replace('[base, ours]', '[base, ours, more]').replace('domu-pvh', 'domu-pv'),
  );
  commit();
  assert.is(diff().code, 1);
  assert.match(diff().out, /domu-pv: boots -> fails at start: XEN_PV y -> n/);
  assert.is(diff('HEAD~1', 'HEAD', '-p', 'domu-pvh').code, 0);
  assert.equal(json().target.profiles, ['domu-pv']);
  // A file that came with the commit counts for both.
  const fresh = history({ 'a.config': good });
  fresh.put('.xen-checkconfig.yaml', 'profiles: [domu-pvh]\nfiles: [a.config]\n');
  fresh.put('a.config', edited(good, { XEN_PVH: 'n' }));
  fresh.commit();
  assert.is(fresh.diff().code, 1);
  assert.equal(fresh.json().pairs.length, 1);
});

test('without a file every config is compared, and files that came, went or moved are told', () => {
  const { path, put, commit, diff, json } = history({
    'configs/a.config': good,
    'configs/b.config': good,
    'configs/c.config': good,
    'notes/read.me': 'hello\n',
  });
  put('configs/a.config', edited(good, { XEN_PVH: 'n' }));
  renameSync(join(path, 'configs/b.config'), join(path, 'configs/renamed.config'));
  rmSync(join(path, 'configs/c.config'));
  put('configs/new.config', fixture('arm64-6.12.config.gz'));
  commit();
  const worse = diff('-p', 'domu-pvh', 'HEAD~1', 'HEAD');
  assert.is(worse.code, 1, worse.err);
  assert.match(worse.out, /^configs\/a\.config\n/);
  const report = json();
  assert.equal(
    report.pairs.map((pair: any) => [pair.path, pair.from]),
    [
      ['configs/a.config', undefined],
      ['configs/renamed.config', 'configs/b.config'],
    ],
  );
  assert.equal([report.added, report.removed], [['configs/new.config'], ['configs/c.config']]);
  assert.match(
    worse.out,
    // The new one is for an architecture that the profile is not of.
    /\nOnly in HEAD~1:\n {2}configs\/c\.config\n/,
  );
});

test('what becomes unknown is worse for who asked, unless that is accepted', () => {
  const file = 'profiles: [domu-pvh]\nfiles: [a.config]\n';
  const { put, commit, diff } = history({ '.xen-checkconfig.yaml': file, 'a.config': good });
  put('a.config', 'CONFIG_XEN=y\nCONFIG_XEN_PVH=y\n');
  commit();
  assert.is(diff().code, 1);
  assert.match(diff().out, /\nworse\n {2}domu-pvh: boots -> unknown/);
  put('.xen-checkconfig.yaml', `${file}allow-unknown: true\n`);
  commit();
  assert.is(diff('HEAD~2', 'HEAD').code, 0);
  // What fails for sure fails in a fragment, too.
  put('a.config', `CONFIG_HVC_XEN=y\n${off('XEN')}`);
  commit();
  assert.is(diff().code, 1);
  assert.match(diff().out, /domu-pvh: unknown -> fails at load: XEN y -> n/);
});

test('from a folder below, and with a profile of the repository', () => {
  const ours =
    'name: ours\nextends: [domu-pvh]\nrules:\n- {id: need-nfs, title: NFS root, stage: root, level: error, option: ROOT_NFS, reason: a, symptom: b, evidence: [c]}\n';
  const { path, put, commit } = history({
    'pkg/.xen-checkconfig.yaml': 'profiles: [ci/ours.yaml]\nfiles: [a.config]\n',
    'pkg/ci/ours.yaml': ours,
    'pkg/a.config': edited(good, { ROOT_NFS: 'y' }),
    'pkg/deep/x': '',
  });
  put('pkg/a.config', edited(good, { ROOT_NFS: 'n' }));
  commit();
  for (const below of ['pkg', 'pkg/deep']) {
    const ran = run(['diff', 'HEAD~1', 'HEAD'], { cwd: join(path, below) });
    assert.is(ran.code, 1, ran.err);
    assert.match(ran.out, /^pkg\/a\.config\n[^]*\n {2}ours: .* -> fails at root: ROOT_NFS y -> n\n/);
  }
});

test('what cannot be read, links and wrong usage', () => {
  const { path, put, commit, diff } = history({
    '.xen-checkconfig.yaml': 'profiles: [domu-pvh]\nfiles: [a.config, link, gone]\n',
    'a.config': good,
  });
  symlinkSync('/etc/passwd', join(path, 'link'));
  commit();
  const linked = diff('HEAD', 'HEAD');
  assert.is(linked.code, 3);
  assert.match(linked.err, /^xen-checkconfig: HEAD:link: is a link, which is not followed in a revision\n/);
  assert.match(linked.err, /HEAD:gone: does not exist in that revision\n/);
  put('.xen-checkconfig.yaml', 'profile: [domu-pvh]\n');
  commit();
  const broken = diff();
  assert.is(broken.code, 2);
  assert.is(
    broken.err,
    'xen-checkconfig: HEAD:.xen-checkconfig.yaml:1:1: unknown key profile; did you mean profiles?\n',
  );
  for (const [args, words] of [
    [['HEAD', 'a.config'], /HEAD is a revision, and a\.config is none/],
    [['a.config', 'HEAD'], /HEAD is a revision, and a\.config is none/],
    [['HEAD~2', 'HEAD~1', '--unified'], /git diff shows/],
  ] as const) {
    const ran = diff(...args);
    assert.is(ran.code, 2, args.join(' '));
    assert.match(ran.err, words);
  }
  for (const word of ['--output=x', '$(touch made)', 'HEAD;x', '-h'])
    assert.ok([2, 3].includes(run(['diff', '--', word, 'HEAD'], { cwd: path }).code!), word);
});

test.run();
