import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Speaker } from '../../../src/log/log.js';
import { type Subject, subjectOf } from '../../../src/log/subject.js';

// Lines of public reports, each with what a reader of the thread would say it is about.
const lines: readonly (readonly [Subject | null, Speaker, string])[] = [
  [
    'disk',
    'xl',
    'libxl: error: libxl_device.c:1099:device_backend_callback: unable to add device with path /local/domain/0/backend/vbd/5/51712',
  ],
  ['pci', 'xl', 'libxl: error: libxl_pci.c:1422:domcreate_attach_pci: libxl_device_pci_add failed: -3'],
  [
    'bootloader',
    'xl',
    'libxl: error: libxl_bootloader.c:628:bootloader_finished: bootloader failed - consult logfile /var/log/xen/bootloader.1.log',
  ],
  [
    'toolstack',
    'xl',
    'libxl: error: libxl_dom.c:721:libxl_userdata_store cannot write /var/lib/xen/userdata-n.1.xl: No such file or directory',
  ],
  ['kernel', 'xend', 'Error: Kernel image does not exist: /boot/vmlinuz-2.6.18-5-xen-686'],
  ['disk', 'kernel', 'XENBUS: Timeout connecting to device: device/vbd/51712 (state 6)'],
  ['network', 'kernel', "xen_netfront: can't alloc rx grant refs"],
  ['memory', 'hypervisor', '(XEN) Failed to allocate requested dom0 memory. 512MB unallocated'],
  [
    'interrupts',
    'hypervisor',
    "(XEN) IO-APIC + timer doesn't work!  Boot with apic_verbosity=debug and send a report.",
  ],
  ['xenstore', 'systemd', 'Failed to start The Xen xenstore.'],
  ['root', 'kernel', 'Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)'],
  ['init', 'kernel', 'Kernel panic - not syncing: No working init found.'],
  [null, 'other', 'Bye now'],
];

for (const [subject, speaker, line] of lines)
  test(`${subject}: ${line.slice(0, 60)}`, () => assert.is(subjectOf(line, speaker), subject));

test('an endless line is looked at in part only', () => {
  assert.is(subjectOf(`${'x'.repeat(1e7)} disk`, 'other'), null);
});

test.run();
