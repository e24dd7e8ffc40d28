import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from './run.js';
import { folderWithTree } from './small-tree.js';

const test = suite('check --srctree');

const folder = folderWithTree({
  fragment:
    'CONFIG_XEN_PV=y\nCONFIG_XEN=y\n\nCONFIG_PARAVIRT=y\nCONFIG_BLKDEV_FRONTEND=y\nCONFIG_BLOCKER=y\n',
  enough: 'CONFIG_HYPERVISOR_GUEST=y\nCONFIG_PARAVIRT=y\nCONFIG_XEN=y\nCONFIG_XEN_PV=y\n',
});
const check = (...args: string[]) => run(['check', ...args, '--format', 'json'], { cwd: folder });
const tree = ['--srctree', 'tree', '--arch', 'x86_64'];

interface Found {
  rule: string;
  option: string;
  line: number | null;
  message: string;
  fix: string;
  set: string[];
}

test('a fragment is judged as the tree completes it', () => {
  const without = JSON.parse(check('fragment', '--arch', 'x86_64', '-p', 'domu-pv').out).results[0];
  assert.is(without.verdicts[0].verdict, 'unknown');
  const { code, out, err } = check('fragment', '-p', 'domu-pv', ...tree);
  assert.is(code, 1, err);
  assert.match(err, /^xen-checkconfig: assumed .* CC_HAS_THING; --run-shell/);
  const [result] = JSON.parse(out).results;
  assert.equal([result.kind, result.expanded, result.kernel.version], ['fragment', true, '6.12.9']);
  assert.equal([result.verdicts[0].verdict, result.verdicts[0].stage], ['fails', 'load']);
});

test('a missing option comes with the chain of the tree, on the lines of the file and of the tree', () => {
  const [result] = JSON.parse(check('fragment', '-p', 'domu-pv', ...tree).out).results;
  const xen = result.findings.find((finding: Found) => finding.option === 'CONFIG_XEN_PV') as Found;
  assert.is(
    xen.fix,
    'Set CONFIG_XEN_PV=y. It needs XEN=y (dropped from line 2; xen/Kconfig:15), which needs PARAVIRT=y (dropped from line 4; xen/Kconfig:11), which needs HYPERVISOR_GUEST=y (not in the file; xen/Kconfig:4).',
  );
  assert.is(xen.message, 'CONFIG_XEN_PV is asked for, but the build drops it (y is needed)');
  assert.is(xen.line, 1);
  assert.equal(xen.set.at(-1), 'CONFIG_XEN_PV=y');
  assert.ok(xen.set.includes('CONFIG_HYPERVISOR_GUEST=y'));
  // What the file itself says wrong is still said.
  assert.ok(
    result.findings.some((finding: Found) => finding.line === 5 && finding.rule === 'config-misspelt-option'),
  );
});

test('what is enough for a mode is, by the defaults of the tree', () => {
  const [result] = JSON.parse(check('enough', '-p', 'domu-pv', ...tree).out).results;
  const load = result.findings.filter(
    (finding: { stage: string; level: string }) => finding.stage === 'load',
  );
  assert.equal(load, []);
});

test('an architecture that nothing tells is asked for', () => {
  const { code, err } = check('fragment', '--srctree', 'tree');
  assert.is(code, 3);
  assert.match(err, 'fragment: nothing in it tells its architecture: name it with --arch');
});

test('--run-shell asks the machine once for all files', () => {
  const lines = 'CONFIG_HYPERVISOR_GUEST=y\nCONFIG_PARAVIRT=y\nCONFIG_XEN=y\n';
  const other = folderWithTree({ one: lines, two: `${lines}CONFIG_XEN_PV=y\n` });
  const noted = `config NOTED\n\tdef_bool "$(shell,echo ran >> '$(srctree)/log'; echo y)"\n`;
  appendFileSync(join(other, 'tree/Kconfig'), noted);
  const ran = run(['check', 'one', 'two', '-p', 'domu-pv', '--format', 'json', '--run-shell', ...tree], {
    cwd: other,
  });
  assert.is(JSON.parse(ran.out).results.length, 2, ran.err);
  assert.is(readFileSync(join(other, 'tree/log'), 'utf8'), 'ran\n');
});

test.run();
