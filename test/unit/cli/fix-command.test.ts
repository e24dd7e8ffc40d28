import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from './run.js';
import { folderWithTree } from './small-tree.js';

const test = suite('fix');

const profile = (name: string, rules: string) => `name: ${name}
title: Test
about: For tests.
role: domu
mode: pv
flavour: pvops
applies:
  - { arch: [x86_64] }
rules:
${rules}`;
const rule = (id: string, option: string, more = '') => `  - id: ${id}
    title: Test
    stage: load
    level: error
    option: ${option}
${more}    reason: Needed for ${id}. More of it.
    symptom: Nothing works.
    evidence: [test]
`;

const folder = folderWithTree({
  'guest.yaml': profile(
    'guest',
    rule('pv', 'XEN_PV') + rule('disk', 'XEN_BLKDEV_FRONTEND', '    module: later\n'),
  ),
  'other.yaml': profile('other', rule('printk', 'MODULES')),
  'never.yaml': profile('never', rule('gone', 'NO_SUCH_OPTION') + rule('pv', 'XEN_PV')),
  'without.yaml': profile(
    'without',
    rule('no-disk', 'XEN_BLKDEV_FRONTEND', '    need: "!XEN_BLKDEV_FRONTEND"\n'),
  ),
  fragment: 'CONFIG_XEN_PV=y\nCONFIG_HYPERVISOR_GUEST=y\nCONFIG_BLOCKER=y\n',
});
const tree = ['--srctree', 'tree', '--arch', 'x86_64'];
const fix = (...args: string[]) => run(['fix', ...args], { cwd: folder });
/** A whole .config as the tree writes it. */
const whole = (name: string, text: string) => {
  writeFileSync(join(folder, `${name}.in`), text);
  const { code, err } = run(
    ['kconfig', 'olddefconfig', '--config', `${name}.in`, '--output', name, ...tree],
    {
      cwd: folder,
    },
  );
  assert.is(code, 0, err);
};
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

test('the fragment has each line that changes with its reason, and what goes is said', () => {
  const { code, out, err } = fix('fragment', '-p', './guest.yaml', ...tree);
  assert.is(code, 0, err);
  assert.is(
    out.replace(/^.*\n\n/, ''),
    `# For XEN_PV: Needed for pv.
CONFIG_PARAVIRT=y

# XEN_PV needs it.
CONFIG_XEN=y

# Was y. Stands against XEN_PV.
# CONFIG_BLOCKER is not set

# Needed for disk.
CONFIG_XEN_BLKDEV_FRONTEND=y
`,
  );
  assert.match(
    err,
    'CONFIG_BLOCKER goes from y to n: CONFIG_XEN_PV cannot be had with it (xen/Kconfig:15)\n',
  );
});

test('the fragment behind the config passes, and the tree keeps every line of it', () => {
  const { out } = fix('fragment', '-p', './guest.yaml', ...tree);
  writeFileSync(join(folder, 'merged'), read('fragment') + out);
  const again = fix('merged', '-p', './guest.yaml', ...tree);
  assert.is(again.code, 0);
  assert.match(again.out, /^# Nothing to change: it passes -p \.\/guest\.yaml\.\n$/);
  whole('merged-whole', read('merged'));
  for (const line of out.split('\n').filter(text => /^(CONFIG_|# CONFIG_)/.test(text)))
    assert.match(read('merged-whole'), `${line}\n`);
});

test('--diff is the change of a whole config and nothing else', () => {
  whole('a.config', 'CONFIG_MODULES=y\n');
  const before = read('a.config');
  const { code, out } = fix('a.config', '-p', './guest.yaml', '--diff', ...tree);
  assert.is(code, 0);
  assert.is(read('a.config'), before);
  assert.match(out, /^--- a\.config\n\+\+\+ a\.config\n@@ /);
  const changed = out.split('\n').filter(line => /^[-+](?!--|\+\+)/.test(line));
  assert.ok(
    changed.includes('+CONFIG_XEN_PV=y') && changed.includes('-# CONFIG_HYPERVISOR_GUEST is not set'),
  );
});

test('--write replaces the file, keeps its mode and the one before, and never overwrites that', () => {
  whole('b.config', 'CONFIG_MODULES=y\n');
  const before = read('b.config');
  const { code, err } = fix('b.config', '-p', './guest.yaml', '--write', ...tree);
  assert.is(code, 0, err);
  assert.is(read('b.config.orig'), before);
  assert.match(read('b.config'), '\nCONFIG_XEN_PV=y\n');
  assert.is(statSync(join(folder, 'b.config')).mode, statSync(join(folder, 'b.config.orig')).mode);
  // What it wrote is what the tree would write.
  whole('b.again', read('b.config'));
  assert.is(read('b.again'), read('b.config'));
  assert.match(fix('b.config', '-p', './guest.yaml', '--write', ...tree).err, 'b.config passes as it is');
  const twice = fix('b.config', '-p', './without.yaml', '--write', ...tree);
  assert.is(twice.code, 3);
  assert.match(twice.err, 'b.config.orig is there already');
  assert.is(read('b.again'), read('b.config'));
});

test('several profiles are met by one config, or the one that cannot be is named', () => {
  const both = fix('fragment', '-p', './guest.yaml', '-p', './other.yaml', ...tree);
  assert.is(both.code, 0);
  assert.match(both.out, '\nCONFIG_MODULES=y\n');
  const against = fix('fragment', '-p', './guest.yaml', '-p', './without.yaml', ...tree);
  assert.is(against.code, 1);
  assert.is(against.out, '');
  assert.match(
    against.err,
    'no fix for guest: CONFIG_XEN_BLKDEV_FRONTEND=m (guest) cannot be had with CONFIG_XEN_BLKDEV_FRONTEND off (without)',
  );
});

test('of a group the mode with the fewest changes counts, and the others are told', () => {
  const { code, out, err } = fix('fragment', '-p', 'domu', ...tree);
  // The small tree lacks what the built-in profiles need; each mode says so by itself.
  assert.equal([code, out], [1, '']);
  assert.match(err, /no mode of domu can be had; what stands against domu-\w+:\n/);
  assert.match(err, 'the tree has no such option');
});

test('where there is no fix nothing is printed or written, and what failed is named', () => {
  whole('c.config', '');
  const { code, out, err } = fix('c.config', '-p', './never.yaml', '--write', ...tree);
  assert.equal([code, out], [1, '']);
  assert.match(err, 'no fix for never: CONFIG_NO_SUCH_OPTION=y is needed, but the tree has no such option');
  assert.not.match(err, 'XEN_PV');
  assert.not(existsSync(join(folder, 'c.config.orig')));
});

test('wrong usage ends with 2, wrong inputs with 3', () => {
  const usage = (expected: string, ...args: string[]) => {
    const { code, err } = fix(...args);
    assert.is(code, 2, err);
    assert.match(err, expected);
  };
  usage('needs the kernel tree', 'fragment', '-p', 'domu-pv');
  usage('-p NAME', 'fragment', ...tree);
  usage('there is no profile domu-pw; did you mean domu-pv?', 'fragment', '-p', 'domu-pw', ...tree);
  usage('--diff and --write do not go together', 'fragment', '-p', 'domu-pv', '--diff', '--write', ...tree);
  usage('--xen needs a release', 'fragment', '-p', 'domu-pv', '--xen', 'new', ...tree);
  usage('not standard input', '-', '-p', 'domu-pv', '--write', ...tree);
  assert.is(fix('nowhere', '-p', 'domu-pv', ...tree).code, 3);
  const elsewhere = fix('fragment', '-p', 'domu-pv', '--srctree', 'nowhere', '--arch', 'x86_64');
  assert.is(elsewhere.code, 3);
  assert.match(elsewhere.err, 'nowhere: there is no such directory');
});

test.run();
