// What the build drops of a file, from the dependencies that ship. Each case is what olddefconfig makes of such a file,
// by the Kconfig files that are named; test/kconfig/built.test.ts holds the same against whole trees.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { builtView } from '../../../src/check/built.js';
import { configViewOf } from '../../../src/check/view.js';
import { parseConfig } from '../../../src/config/parse.js';
import { parseVersion } from '../../../src/input/version.js';
import { knowledge } from '../../../src/node/knowledge.js';
import { root } from '../../support/paths.js';

const test = suite('built');

const whole = gunzipSync(readFileSync(`${root}fixtures/configs/x86_64-6.12-xen.config.gz`)).toString();
const data = knowledge.builds();

function built(text: string, over: { version?: string; arch?: string } = {}) {
  const { version, arch } = over;
  return builtView(
    configViewOf(
      parseConfig(text),
      {},
      {
        ...(version !== undefined && { version: parseVersion(version)! }),
        ...(arch !== undefined && { arch }),
      },
    ),
    data,
  );
}

/** The whole config with one line in place of an option's; '' takes it out. */
const edited = (option: string, line: string) => {
  const found = new RegExp(`^(CONFIG_${option}=.*|# CONFIG_${option} is not set)$`, 'm');
  assert.match(whole, found);
  return whole.replace(found, line);
};
const off = (option: string) => edited(option, `# CONFIG_${option} is not set`);

/** What rests on an option in this config, by the Kconfig files of 6.12. */
const drops: readonly (readonly [option: string, dropped: readonly string[], kept: readonly string[]])[] = [
  // arch/x86/Kconfig: `if HYPERVISOR_GUEST`; arch/x86/xen/Kconfig: XEN depends on PARAVIRT.
  [
    'HYPERVISOR_GUEST',
    ['PARAVIRT', 'XEN', 'XEN_PVH', 'HVC_XEN', 'XEN_BLKDEV_FRONTEND', 'XENFS'],
    ['BLK_DEV_INITRD'],
  ],
  ['PARAVIRT', ['XEN', 'XEN_PVH', 'HVC_XEN', 'XEN_BLKDEV_FRONTEND'], ['BLOCK']],
  ['ACPI', ['XEN_PVH', 'XEN_DOM0'], ['XEN', 'XEN_PV']],
  ['PCI', ['XEN_DOM0', 'XEN_PVHVM_GUEST'], ['XEN', 'XEN_PVH']],
  ['NET', ['NETDEVICES', 'XEN_NETDEV_FRONTEND', 'UNIX'], ['XEN', 'XEN_BLKDEV_FRONTEND']],
  ['NETDEVICES', ['XEN_NETDEV_FRONTEND', 'XEN_NETDEV_BACKEND'], ['UNIX']],
  ['BLK_DEV', ['XEN_BLKDEV_FRONTEND', 'XEN_BLKDEV_BACKEND'], ['XEN', 'EXT4_FS']],
  // drivers/xen/Kconfig: the back ends depend on XEN_BACKEND.
  ['XEN_BACKEND', ['XEN_BLKDEV_BACKEND', 'XEN_NETDEV_BACKEND'], ['XENFS']],
  // block/Kconfig and drivers/tty/Kconfig: asked for with EXPERT only, which is off here, and y by default.
  ['BLOCK', [], ['BLOCK', 'XEN_BLKDEV_FRONTEND', 'EXT4_FS']],
  ['TTY', [], ['TTY', 'HVC_XEN']],
];

for (const [option, dropped, kept] of drops)
  test(`${option} off: ${dropped.join(', ') || 'nothing goes'}`, () => {
    const view = built(off(option));
    for (const name of dropped) {
      assert.is(view.tri(name), 0, name);
      assert.equal(view.span(name), { low: 0, high: 0 }, name);
      assert.is(view.actual(name), 'n', name);
      assert.is(view.dropped(name), view.config.settings.get(name)!.line, name);
    }
    for (const name of kept) {
      assert.ok(view.tri(name) > 0, name);
      assert.is(view.dropped(name), null, name);
    }
  });

test('a line that was taken out counts as off, but for what a default may turn on', () => {
  assert.is(built(edited('HYPERVISOR_GUEST', '')).tri('XEN'), 0);
  assert.is(built(edited('PARAVIRT', '')).tri('XEN'), 0);
  // drivers/acpi/Kconfig: default y if X86.
  assert.is(built(edited('ACPI', '')).tri('XEN_PVH'), 2);
});

test('with EXPERT the line that turns BLOCK off is read', () => {
  const view = built(off('BLOCK').replace('# CONFIG_EXPERT is not set', 'CONFIG_EXPERT=y'));
  assert.is(view.tri('BLOCK'), 0);
  assert.is(view.tri('XEN_BLKDEV_FRONTEND'), 0);
  assert.is(view.tri('EXT4_FS'), 0);
});

test('what something selects that is on stays: HYPERV selects PARAVIRT on x86', () => {
  assert.is(built(`${off('PARAVIRT')}\nCONFIG_HYPERV=m\n`).tri('XEN'), 2);
  assert.is(built(`${off('PARAVIRT')}\n# CONFIG_HYPERV is not set\n`).tri('XEN'), 0);
});

test('without modules an m is y', () => {
  assert.is(built(whole).tri('XEN_BLKDEV_FRONTEND'), 1);
  assert.is(built(off('MODULES')).tri('XEN_BLKDEV_FRONTEND'), 2);
  assert.is(built(edited('MODULES', '')).tri('XEN_BLKDEV_FRONTEND'), 2);
});

test('the last line of an option counts, as in the kernel', () => {
  assert.is(built(`${off('PARAVIRT')}\nCONFIG_PARAVIRT=y\n`).tri('XEN'), 2);
  assert.is(built(`${whole}\n# CONFIG_PARAVIRT is not set\n`).tri('XEN'), 0);
});

test('in a fragment only what it says is off takes anything away', () => {
  const fragment = 'CONFIG_X86_64=y\nCONFIG_XEN=y\nCONFIG_XEN_PVH=y\n';
  assert.equal(built(fragment, { version: '6.12' }).span('XEN'), { low: 2, high: 2 });
  const off = built(`${fragment}# CONFIG_HYPERVISOR_GUEST is not set\n`, { version: '6.12' });
  assert.equal(off.span('XEN'), { low: 0, high: 0 });
  assert.is(off.dropped('XEN_PVH'), 3);
  // What it does not name and cannot be set any more is no longer open.
  assert.equal(off.span('HVC_XEN'), { low: 0, high: 0 });
  assert.equal(off.span('BLK_DEV_INITRD'), { low: 0, high: 2 });
});

test('dependencies are those of the release', () => {
  // arch/x86/xen/Kconfig: XEN depends on HYPERVISOR_GUEST since 3.10 alone; before there was no such option.
  const fragment = 'CONFIG_X86_64=y\nCONFIG_PARAVIRT=y\nCONFIG_XEN=y\n# CONFIG_HYPERVISOR_GUEST is not set\n';
  assert.is(built(fragment, { version: '3.9' }).tri('XEN'), 2);
  assert.is(built(fragment, { version: '3.10' }).tri('XEN'), 0);
  // Of a release that nobody knows, what holds in all of them counts.
  assert.is(built(fragment).tri('XEN'), 2);
});

test('without an architecture, and for the xenlinux port, nothing is dropped', () => {
  const plain = 'CONFIG_XEN=y\n# CONFIG_PARAVIRT is not set\n# CONFIG_HYPERVISOR_GUEST is not set\n';
  assert.is(built(plain, { version: '6.12' }).tri('XEN'), 2);
  const port = readFileSync(`${root}fixtures/ok/2.6.18-xen-x86_64.config`, 'utf8');
  assert.is(built(`${port}# CONFIG_NET is not set\n`).tri('XEN_NETDEV_FRONTEND'), 2);
});

test('a kernel whose XEN is dropped has no Xen support', () => {
  assert.is(built(whole).kernel.flavour, 'pvops');
  assert.is(built(off('HYPERVISOR_GUEST')).kernel.flavour, 'none');
});

for (const name of [
  'x86_64-6.1-xen',
  'x86_64-6.1-without-xen',
  'x86_64-6.12-xen',
  'x86_64-6.12-pvh-without-xen_pvh',
  'x86_64-7.3-xen',
  'arm64-6.12',
  'i386-6.1-pae-xen',
])
  test(`${name}: a real config loses nothing`, () => {
    const text = gunzipSync(readFileSync(`${root}fixtures/configs/${name}.config.gz`)).toString();
    const stated = configViewOf(parseConfig(text), {});
    const view = builtView(stated, data);
    for (const option of data.known) assert.equal(view.span(option), stated.span(option), option);
  });

test.run();
