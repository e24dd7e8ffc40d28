import { closeSync, openSync, writeSync } from 'node:fs';

// One boot after another, as a console server or a logging dom0 collects them; numbers change so that no two boots are alike.
const boot = (n: number): string[] => {
  const lines: string[] = [
    `(XEN) [2026-03-0${(n % 9) + 1} 10:00:00] Xen version 4.17.${n % 7} (team@example.org) (gcc (Debian 12.2.0-14) 12.2.0) debug=n`,
    '(XEN) Command line: placeholder dom0_mem=2048M,max:2048M loglvl=all guest_loglvl=all',
    'Parsing config from /etc/xen/guest.cfg',
    `libxl: debug: libxl_create.c:2079:do_domain_create: ao 0x55d0c0f${n % 10}: create: how=(nil) callback=(nil)`,
    'domainbuilder: detail: xc_dom_kernel_file: filename="/boot/vmlinuz-6.1.0-18-amd64"',
    `[    0.000000] Linux version 6.1.0-${n % 30}-amd64 (team@example.org) (gcc-12 (Debian 12.2.0-14) 12.2.0) #1 SMP PREEMPT_DYNAMIC`,
    `[    0.000000] Command line: root=UUID=${n} ro console=hvc0 earlyprintk=xen`,
  ];
  for (let k = 0; k < 300; k++) {
    const stamp = `[${(k / 50).toFixed(6).padStart(12)}] `;
    lines.push(stamp + kernelLines[(k * 7 + n) % kernelLines.length]!.replace('#', String(n * 31 + k)));
  }
  for (let k = 0; k < 60; k++) {
    lines.push(
      `Mar  ${(n % 9) + 1} 10:00:${10 + (k % 50)} guest systemd[1]: Started unit-${k}.service - Unit ${k}.`,
    );
    lines.push(`[  OK  ] Started unit-${k}.service - Unit ${k}.`);
  }
  lines.push(
    'Begin: Running /scripts/local-block ... done.',
    'Gave up waiting for root file system device.  Common problems:',
    'ALERT!  /dev/xvda1 does not exist.  Dropping to a shell!',
    'xc: error: panic: xc_dom_bzimageloader.c:588: xc_dom_probe_bzimage_kernel unknown compression format: Invalid kernel',
    '(XEN) d1v0 Unhandled page fault fault/trap [#14, ec=0000]',
  );
  return lines;
};

const kernelLines = [
  'ACPI: LAPIC_NMI (acpi_id[0x#] high edge lint[0x1])',
  'pcpu-alloc: s221184 r8192 d28672 u262144 alloc=1*2097152',
  'BIOS-e820: [mem 0x0000000000#-0x000000007fffffff] usable',
  'clocksource: xen: mask: 0xffffffffffffffff max_cycles: 0x1cd42e4dffb, max_idle_ns: # ns',
  'pci 0000:00:#.0: [8086:7000] type 00 class 0x060100',
  'NET: Registered PF_INET protocol family',
  'Memory: #K/2097152K available (14342K kernel code, 2332K rwdata, 9060K rodata, 2796K init)',
  'usb usb1: New USB device found, idVendor=1d6b, idProduct=0001, bcdDevice= 6.#',
  'blkfront: xvda: flush diskcache: enabled; persistent grants: enabled; indirect descriptors: enabled;',
  'xen_netfront: Initialising Xen virtual ethernet driver',
  'audit: type=2000 audit(1700000000.#:1): state=initialized audit_enabled=0 res=1',
  'systemd[1]: Listening on systemd-journald.socket - Journal Socket.',
  'EXT4-fs (xvda1): mounted filesystem with ordered data mode. Quota mode: none.',
  'random: crng init done',
  'Freeing unused kernel image (initmem) memory: #K',
  'input: AT Translated Set 2 keyboard as /devices/platform/i8042/serio0/input/input#',
  'e1000e 0000:00:19.0 eth#: renamed from eth0',
];

/** Writes a log of about `size` bytes. */
export function makeLog(path: string, size: number, lineEnd: string): void {
  const file = openSync(path, 'w');
  for (let written = 0, n = 0; written < size; n++)
    written += writeSync(file, boot(n).join(lineEnd) + lineEnd);
  closeSync(file);
}
