import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from './run.js';
import { folderWithTree } from './small-tree.js';

const test = suite('kconfig');

const fragment = `CONFIG_XEN_BLKDEV_FRONTEND=m
CONFIG_NUMBER=9
# CONFIG_PRINTK is not set
CONFIG_XEN_DOM_0=y
# CONFIG_LONG_GONE is not set
CONFIG_XEN_PVHVM=7
`;
const folder = folderWithTree({ fragment, bad: '', 'broken.json': '{}' });
const kconfig = (...args: string[]) =>
  run(['kconfig', ...args, '--srctree', 'tree', '--arch', 'x86_64'], { cwd: folder });

test('olddefconfig and savedefconfig write what the kernel would, to stdout or a file', () => {
  const { code, out, err } = kconfig('olddefconfig', '--config', 'fragment');
  assert.is(code, 0, err);
  assert.match(
    out,
    /^#\n# Automatically generated file; DO NOT EDIT\.\n# Linux\/x86_64 6\.12\.9 Kernel Configuration\n#\n/,
  );
  assert.match(out, '\nCONFIG_NUMBER=5\n');
  assert.match(out, '\n# CONFIG_HYPERVISOR_GUEST is not set\n');
  assert.not.match(out, 'XEN_DOM_0');
  assert.match(err, "fragment:6:warning: symbol value '7' invalid for XEN_PVHVM");
  const minimal = kconfig('savedefconfig', '--config', 'fragment', '--output', 'min');
  assert.is(minimal.out, '');
  assert.is(readFileSync(join(folder, 'min'), 'utf8'), 'CONFIG_NUMBER=5\n');
  // What it wrote comes to the same again.
  assert.is(kconfig('olddefconfig', '--config', 'min').out, out);
});

test('assumed answers are said, and given answers are not', () => {
  assert.match(kconfig('olddefconfig', '--config', 'fragment').err, /assumed .* CC_HAS_THING; --run-shell/);
  const ran = kconfig('olddefconfig', '--config', 'bad', '--run-shell', '--save-probes', 'probes.json');
  assert.is(ran.err, '');
  assert.ok(existsSync(join(folder, 'probes.json')));
  const again = kconfig('olddefconfig', '--config', 'bad', '--probes', 'probes.json');
  assert.is(again.err, '');
  assert.is(again.out, ran.out);
  const broken = kconfig('olddefconfig', '--config', 'bad', '--probes', 'broken.json');
  assert.is(broken.code, 3);
  assert.match(broken.err, 'broken.json: the probe file needs');
});

test('check names every line that got lost, with its reason', () => {
  const { code, out } = kconfig('check', '--config', 'fragment');
  assert.is(code, 1);
  assert.ok(
    out.startsWith(`Asked for and dropped:
  XEN_BLKDEV_FRONTEND: m -> n  (fragment:1)
    \`- needs XEN=m, which is n                                    xen/Kconfig:31
       \`- needs PARAVIRT=m, which is n                            xen/Kconfig:11
          \`- needs HYPERVISOR_GUEST=m, which is n                  xen/Kconfig:4
             \`- not set; it can be                                 xen/Kconfig:1

Changed:
`),
    out,
  );
  assert.match(out, /^ {2}NUMBER: 9 -> 5 {2}\(fragment:2\)\n {4}`- the range 1 to 5 +Kconfig:31$/m);
  assert.match(
    out,
    /^ {2}PRINTK: n -> y {2}\(fragment:3\)\n {4}\|- its question is not asked +Kconfig:23\n {4}`- the default y/m,
  );
  assert.match(out, /^Not in this tree:\n {2}XEN_DOM_0: y {2}\(fragment:4\)\n\n/m);
  assert.match(
    out,
    /^No value of the symbol:\n {2}XEN_PVHVM: 7 -> n {2}\(fragment:6\)\n {4}`- it is of type bool$/m,
  );
  assert.match(out, /^6 lines asked for: 1 dropped, 2 changed, 1 invalid, 1 unknown, 1 unknown and off$/m);
  for (const line of out.split('\n')) assert.ok(line.length <= 80, line);
  const report = JSON.parse(kconfig('check', '--config', 'fragment', '--format', 'json').out);
  assert.equal(
    report.lost.map((each: Record<string, unknown>) => [
      each.symbol,
      each.kind,
      each.asked,
      each.final,
      each.line,
    ]),
    [
      ['CONFIG_XEN_BLKDEV_FRONTEND', 'dropped', 'm', 'n', 1],
      ['CONFIG_NUMBER', 'changed', '9', '5', 2],
      ['CONFIG_PRINTK', 'changed', 'n', 'y', 3],
      ['CONFIG_XEN_DOM_0', 'unknown', 'y', null, 4],
      ['CONFIG_LONG_GONE', 'unknown', 'n', null, 5],
      ['CONFIG_XEN_PVHVM', 'invalid', '7', 'n', 6],
    ],
  );
});

test('check of what the tree itself wrote is clean', () => {
  kconfig('olddefconfig', '--config', 'fragment', '--output', 'whole');
  // A whole config says for which architecture it is.
  const { code, out } = run(['kconfig', 'check', '--srctree', 'tree', '--config', 'whole'], { cwd: folder });
  assert.is(code, 0);
  assert.match(out, /: 0 dropped, 0 changed, 0 invalid, 0 unknown$/m);
});

test('why: the value, where it came from, and the chain with the line of each link', () => {
  const { code, out } = kconfig('why', 'CONFIG_XEN_PV', '--config', 'fragment');
  assert.is(code, 0);
  assert.is(
    out,
    `XEN_PV=n (bool, not written) "PV guests"
  defined at                                                      xen/Kconfig:13
  value from: nothing: no default applies
  its question is not asked                                       xen/Kconfig:14

What keeps it from being y:
\`- needs XEN=y, which is n                                        xen/Kconfig:15
   \`- needs PARAVIRT=y, which is n                                xen/Kconfig:11
      \`- needs HYPERVISOR_GUEST=y, which is n                      xen/Kconfig:4
         \`- not set; it can be                                     xen/Kconfig:1
`,
  );
  const report = JSON.parse(kconfig('why', 'XEN_PV', '--config', 'fragment', '--format', 'json').out);
  assert.equal([report.name, report.value, report.down[0].name], ['XEN_PV', 'n', 'XEN']);
});

test('wrong usage ends with 2, wrong inputs with 3', () => {
  const near = kconfig('why', 'XEN_PW', '--config', 'fragment');
  assert.is(near.code, 2);
  assert.match(near.err, 'this tree has no symbol XEN_PW; did you mean XEN_PV?');
  assert.is(kconfig('why', '--config', 'fragment').code, 2);
  assert.is(kconfig('check', 'XEN', '--config', 'fragment').code, 2);
  const without = run(['kconfig', 'check', '--config', 'fragment'], { cwd: folder });
  assert.is(without.code, 2);
  assert.match(without.err, 'kconfig check needs a kernel tree: --srctree DIR');
  const arch = run(['kconfig', 'check', '--config', 'fragment', '--srctree', 'tree'], { cwd: folder });
  assert.is(arch.code, 2);
  assert.match(arch.err, 'name it with --arch');
  assert.is(kconfig('check', '--config', 'nowhere').code, 3);
  assert.is(kconfig('olddefconfig').code, 3);
  const tree = run(['kconfig', 'check', '--config', 'fragment', '--srctree', 'nowhere', '--arch', 'x86_64'], {
    cwd: folder,
  });
  assert.is(tree.code, 3);
  assert.match(tree.err, 'nowhere: there is no such directory');
});

test.run();
