// Menus of boot loaders and output of programs, as the programs write them: what they are known for, and what they give.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { linuxInName, xenInName } from '../../../src/records/menu.js';
import { readRecord } from '../../../src/records/kinds.js';
import type { RecordFacts, RecordKind } from '../../../src/records/record.js';

const test = suite('records');

function read<Kind extends RecordKind>(kind: Kind, text: string): Extract<RecordFacts, { kind: Kind }> {
  const found = readRecord(text, () => false);
  assert.is(found?.facts.kind, kind);
  return found!.facts as Extract<RecordFacts, { kind: Kind }>;
}

// grub-mkconfig 2.06 with 20_linux_xen.
const grub = `set default="2"
menuentry 'Debian GNU/Linux' --class debian {
	linux	/boot/vmlinuz-6.1.0-50-amd64 root=/dev/sda2 ro quiet
	initrd	/boot/initrd.img-6.1.0-50-amd64
}
submenu 'Advanced options for Debian GNU/Linux' $menuentry_id_option 'x' {
	menuentry 'Debian GNU/Linux, with Linux 6.1.0-50-amd64 (recovery mode)' {
		linux	/boot/vmlinuz-6.1.0-50-amd64 root=/dev/sda2 ro single
	}
}
menuentry 'Debian GNU/Linux, with Xen hypervisor' --class xen {
	if [ "$grub_platform" = "pc" ]; then
	  xen_rm_opts=
	fi
	multiboot2	/boot/xen-4.17-amd64.gz placeholder dom0_mem=2G,max:2G \${xen_rm_opts}
	module2	/boot/vmlinuz-6.1.0-50-amd64 placeholder root=/dev/sda2 ro console=hvc0
	module2	--nounzip   /boot/initrd.img-6.1.0-50-amd64
}
menuentry 'Firmware' {
	chainloader /EFI/Microsoft/Boot/bootmgfw.efi
}
`;

test('grub.cfg: entries, what Xen and the kernel are given, and the default by its number', () => {
  const { syntax, entries, usual } = read('boot-menu', grub);
  assert.is(syntax, 'grub.cfg');
  assert.equal(
    entries.map(({ command }) => command),
    ['linux', 'linux', 'multiboot2', 'chainloader'],
  );
  assert.is(usual, entries[2]);
  assert.equal(usual!.xen, { line: 15, path: '/boot/xen-4.17-amd64.gz', commandLine: 'dom0_mem=2G,max:2G' });
  assert.equal(usual!.kernel, {
    line: 16,
    path: '/boot/vmlinuz-6.1.0-50-amd64',
    commandLine: 'root=/dev/sda2 ro console=hvc0',
  });
  assert.is(usual!.ramdisks[0]!.path, '/boot/initrd.img-6.1.0-50-amd64');
});

test('grub.cfg: a number counts submenus, and a name is the entry of that name', () => {
  assert.is(read('boot-menu', grub.replace('"2"', '"0"')).usual!.command, 'linux');
  assert.is(read('boot-menu', grub.replace('"2"', `"Firmware"`)).usual!.command, 'chainloader');
});

test('menu.lst: Xen, its modules, the default', () => {
  const { usual, entries } = read(
    'boot-menu',
    `default=1
timeout 5
title Linux
	root (hd0,0)
	kernel /vmlinuz-2.6.18 root=/dev/VolGroup00/LogVol00
title CentOS (2.6.18-398.el5xen)
	root (hd0,0)
	kernel /xen.gz-2.6.18-398.el5 dom0_mem=512M
	module /vmlinuz-2.6.18-398.el5xen ro root=/dev/VolGroup00/LogVol00
	module /initrd-2.6.18-398.el5xen.img
`,
  );
  assert.is(usual, entries[1]);
  assert.is(usual!.xen!.commandLine, 'dom0_mem=512M');
  assert.is(usual!.kernel!.path, '/vmlinuz-2.6.18-398.el5xen');
  assert.is(usual!.ramdisks[0]!.line, 10);
});

test('an entry of the Boot Loader Specification', () => {
  const { usual } = read(
    'boot-menu',
    `title Fedora Linux (6.9.4-200.fc40.x86_64) 40 (Server Edition)
version 6.9.4-200.fc40.x86_64
linux /vmlinuz-6.9.4-200.fc40.x86_64
initrd /initramfs-6.9.4-200.fc40.x86_64.img $tuned_initrd
options root=UUID=0a1b ro rd.lvm.lv=fedora/root
grub_users $grub_users
grub_class fedora
`,
  );
  assert.equal(usual!.kernel, {
    line: 3,
    path: '/vmlinuz-6.9.4-200.fc40.x86_64',
    commandLine: 'root=UUID=0a1b ro rd.lvm.lv=fedora/root',
  });
  assert.is(usual!.xen, null);
});

test('extlinux.conf: Alpine with Xen by mboot.c32, and a kernel by append', () => {
  const { usual, entries } = read(
    'boot-menu',
    `DEFAULT menu.c32
LABEL lts
  MENU LABEL Linux lts
  LINUX vmlinuz-lts
  INITRD initramfs-lts
  APPEND root=UUID=1 modules=ext4 quiet
LABEL xen-lts
  MENU DEFAULT
  MENU LABEL Xen/Linux lts
  COM32 mboot.c32
  APPEND xen.gz dom0_mem=512M --- vmlinuz-lts root=UUID=1 modules=ext4 --- initramfs-lts
`,
  );
  assert.is(entries.length, 2);
  assert.is(usual, entries.find(({ xen }) => xen) ?? null);
  assert.is(usual!.xen!.commandLine, 'dom0_mem=512M');
  assert.is(usual!.kernel!.commandLine, 'root=UUID=1 modules=ext4');
  assert.is(entries[0]!.kernel!.commandLine, 'root=UUID=1 modules=ext4 quiet');
});

test('xen.cfg of xen.efi: the default section', () => {
  const { usual } = read(
    'boot-menu',
    `[global]
default=5.4.0

[4.19.0]
options=loglvl=all
kernel=vmlinuz-4.19.0 root=/dev/a
[5.4.0]
options=console=vga dom0=pvh
kernel=vmlinuz-5.4.0 root=/dev/b rhgb
ramdisk=initrd-5.4.0.img
`,
  );
  assert.is(usual!.title, '5.4.0');
  assert.is(usual!.xen!.commandLine, 'console=vga dom0=pvh');
  assert.equal(usual!.kernel, { line: 9, path: 'vmlinuz-5.4.0', commandLine: 'root=/dev/b rhgb' });
});

test('releases in names are releases only', () => {
  for (const [name, release] of [
    ['/boot/xen-4.6-amd64.gz', '4.6'],
    ['/xen-4.17.3.gz', '4.17.3'],
    ['xen-4.19-unstable.efi', '4.19'],
    ['/boot/xen-4.17.4_02-150600.1.gz', '4.17.4'],
    ['/xen.gz', null],
    ['/xen.gz-2.6.18-398.el5', null],
    ['/xen-2023.1.gz', null],
    ['/xenophile-4.6.gz', null],
  ] as const)
    assert.is(xenInName(name), release, name);
  assert.is(linuxInName('/vmlinuz-6.1.0-50-amd64'), '6.1.0-50-amd64');
  assert.is(linuxInName('/boot/vmlinuz'), null);
});

test('xl info, with the command above it', () => {
  const { values } = read(
    'host',
    `# xl info
host                   : dom0.example
release                : 6.1.0-50-amd64
machine                : x86_64
nr_cpus                : 4
virt_caps              : pv hvm hvm_directio pv_directio hap shadow
total_memory           : 16232
free_memory            : 128
xen_major              : 4
xen_version            : 4.17.5-pre
xen_caps               : xen-3.0-x86_64 hvm-3.0-x86_32 hvm-3.0-x86_64
xen_commandline        : placeholder dom0_mem=4G
`,
  );
  assert.equal(values.get('free_memory'), { value: '128', line: 8 });
  assert.is(values.get('xen_commandline')!.value, 'placeholder dom0_mem=4G');
});

test('xl list: states, and names with blanks', () => {
  const { domains } = read(
    'domains',
    `Name                                        ID   Mem VCPUs	State	Time(s)
Domain-0                                     0  2048     4     r-----     613.4
web one                                      3   512     1     -b----      12.9
bad                                          7   256     1     ---sc-       0.2
new                                          9   256     1     --p---       0.0
`,
  );
  assert.equal(
    domains.map(({ name, id, states, time }) => [name, id, states.join(), time]),
    [
      ['Domain-0', 0, 'running', 613.4],
      ['web one', 3, 'running', 12.9],
      ['bad', 7, 'shutdown,crashed', 0.2],
      ['new', 9, 'paused', 0],
    ],
  );
});

test('xenstore-ls: both ends of devices, as a tree and as paths', () => {
  const tree = `local = ""
 domain = ""
  0 = ""
   backend = ""
    vbd = ""
     5 = ""
      51712 = ""
       frontend = "/local/domain/5/device/vbd/51712"
       state = "2"
       hotplug-error = "/etc/xen/scripts/block failed; error detected."
       hotplug-status = "error"
  5 = ""
   device = ""
    vbd = ""
     51712 = ""
      state = "1"
`;
  const [device] = read('xenstore', tree).devices;
  assert.equal(
    [device!.type, device!.domain, device!.back, device!.front!.value, device!.hotplugStatus!.value],
    ['vbd', 5, { value: '2', line: 9 }, '1', 'error'],
  );
  const paths = `/local/domain/0/backend/vif/5/0/state = "4"   (n0,r5)
/local/domain/0/backend/vif/5/0/hotplug-status = "connected"   (n0,r5)
/local/domain/5/device/vif/0/state = "4"   (n5,r0)
`;
  const [vif] = read('xenstore', paths).devices;
  assert.equal([vif!.back!.value, vif!.front!.value, vif!.hotplugStatus!.value], ['4', '4', 'connected']);
});

test('lsmod and /proc/modules', () => {
  const { modules } = read(
    'loaded-modules',
    `Module                  Size  Used by
xen_blkback            57344  1
ext4                  983040  1
`,
  );
  assert.equal(
    [...modules],
    [
      ['xen_blkback', 2],
      ['ext4', 3],
    ],
  );
  assert.is(read('loaded-modules', 'xen_netback 81920 0 - Live 0xffffffffc0a00000\n').modules.size, 1);
});

test('lsinitramfs, lsinitrd and a list of modules', () => {
  const debian = read(
    'initramfs-list',
    `.
conf/initramfs.conf
init
scripts/init-premount
usr/lib/modules/6.1.0-50-amd64/kernel/drivers/block/xen-blkfront.ko
usr/lib/modules/6.1.0-50-amd64/kernel/fs/ext4/ext4.ko
usr/sbin/lvm
`,
  ).facts;
  assert.equal(
    [debian.maker, debian.init, debian.releases, debian.modules.map(({ name }) => name), debian.tools],
    ['initramfs-tools', 'init', ['6.1.0-50-amd64'], ['xen_blkfront', 'ext4'], ['lvm']],
  );
  const dracut = read(
    'initramfs-list',
    `Image: /boot/initramfs-5.14.0.img: 30M
drwxr-xr-x   3 root     root            0 Jan  1  2024 usr/lib/dracut/hooks
lrwxrwxrwx   1 root     root           23 Jan  1  2024 init -> usr/lib/systemd/systemd
-rw-r--r--   1 root     root        12000 Jan  1  2024 usr/lib/modules/5.14.0-1.el9.x86_64/kernel/drivers/net/xen-netfront.ko.xz
`,
  ).facts;
  assert.equal(
    [dracut.maker, dracut.init, dracut.releases, dracut.modules[0]!.compression],
    ['dracut', 'init', ['5.14.0-1.el9.x86_64'], 'xz'],
  );
});

test('readelf -n: the notes of Xen, out of their bytes', () => {
  const { notes } = read(
    'elf-notes',
    `
Displaying notes found in: .notes
  Owner                Data size 	Description
  Xen                  0x00000006	Unknown note type: (0x00000006)
   description data: 6c 69 6e 75 78 00
  Xen                  0x00000008	Unknown note type: (0x00000012)
   description data: 00 00 00 01 00 00 00 00
  GNU                  0x00000014	NT_GNU_BUILD_ID (unique build ID bitstring)
    Build ID: 0123
`,
  );
  assert.equal(
    notes.map(({ line, note: { name, value } }) => [line, name, value]),
    [
      [4, 'GUEST_OS', 'linux'],
      [6, 'PHYS32_ENTRY', 0x1000000n],
    ],
  );
});

test('file, of a bzImage and an ELF', () => {
  const found = read(
    'file-output',
    'vmlinuz: Linux kernel x86 boot executable bzImage, version 6.1.0-50-amd64 (debian-kernel@lists.debian.org) #1 SMP, RO-rootFS, swap_dev 0X7, Normal VGA\n',
  );
  assert.equal([found.format, found.release], ['bzimage', '6.1.0-50-amd64']);
  const elf = read(
    'file-output',
    'vmlinux: ELF 64-bit LSB executable, x86-64, version 1 (SYSV), statically linked\n',
  );
  assert.equal([elf.format, elf.bits, elf.release], ['elf', 64, null]);
});

test('the source of a device tree: dom0 and a domain that Xen makes', () => {
  const facts = read(
    'device-tree',
    `/dts-v1/;
/ {
	model = "ZynqMP ZCU102";
	#address-cells = <0x2>;
	chosen {
		/* for Xen */
		xen,xen-bootargs = "console=dtuart dom0_mem=1G";
		xen,dom0-bootargs = "console=hvc0 root=/dev/mmcblk0p2";
		module@1000000 {
			compatible = "multiboot,kernel", "multiboot,module";
			reg = <0x0 0x1000000 0x0 0x2000000>;
		};
		domU1 {
			compatible = "xen,domain";
			memory = <0 0x20000>;
			module@2000000 {
				compatible = "multiboot,kernel", "multiboot,module";
				bootargs = "console=ttyAMA0";
			};
		};
	};
};
`,
  );
  assert.equal(facts, {
    kind: 'device-tree',
    model: 'ZynqMP ZCU102',
    xenCommandLine: { value: 'console=dtuart dom0_mem=1G', line: 7 },
    commandLine: { value: 'console=hvc0 root=/dev/mmcblk0p2', line: 8 },
    hasDom0Kernel: true,
    domains: [
      { name: 'domU1', line: 13, commandLine: 'console=ttyAMA0', hasKernel: true, hasRamdisk: false },
    ],
  });
});

test('qvm-prefs', () => {
  const { values } = read(
    'qube',
    `autostart           D  False
kernel              D  6.6.48-1.fc37
kernelopts          -  nopat console=hvc0
memory              D  400
name                -  work
virt_mode           D  pvh
`,
  );
  assert.is(values.get('kernelopts')!.value, 'nopat console=hvc0');
  assert.is(values.get('virt_mode')!.value, 'pvh');
});

test('what is none of them', () => {
  for (const text of [
    'hello\nworld\n',
    'name = "guest"\nkernel = "/boot/vmlinuz"\nmemory = 512\n',
    '[    0.000000] Linux version 6.1.0 (builder@host)\n[    0.1] Module loaded\n',
    'CONFIG_XEN=y\n# CONFIG_PV is not set\n',
    '[Unit]\nDescription=x\n[Service]\nkernel=x\n',
    '# A page\n\nlinux is a kernel\nand /usr/bin/init a program\n',
    '',
  ])
    assert.is(readRecord(text, () => false)?.name ?? null, null, text);
});

test.run();
