// Where boots begin and end. The logs are made of lines as the programs write them; what belongs together is their own sequence.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BootList, LogBoots } from '../../../src/log/log.js';
import { readBoots } from '../../../src/log/read-log.js';

const patterns = [
  { id: 'panic', regex: 'Kernel panic - not syncing', speakers: [] },
  { id: 'crashed', regex: 'Domain \\d+ \\(vcpu#\\d+\\) crashed', speakers: [] },
  { id: 'up', regex: 'Reached target', speakers: [] },
];

const read = (...parts: readonly string[]) => readBoots([Buffer.from(parts.join(''))], patterns);
const spans = ({ last }: BootList) => last.map(({ from, to }) => `${from}-${to}`).join(' ');
const both = ({ boots, starts }: LogBoots) => `${spans(boots)} | ${spans(starts)}`;

const grub = `GNU GRUB  version 2.06
Loading Xen 4.17-amd64 ...
Loading Linux 6.1.0-18-amd64 ...
`;
const xen = ` Xen 4.17.5
(XEN) Xen version 4.17.5 (Debian 4.17.5+23) (team@example.org) (gcc 12.2.0) debug=n
(XEN) Command line: placeholder dom0_mem=2G
(XEN) *** LOADING DOMAIN 0 ***
`;
const kernel = `[    0.000000] Linux version 6.1.0-18-amd64 (team@example.org) (gcc-12) #1 SMP
[    0.000000] Command line: root=/dev/sda1 ro
[    1.000000] Freeing unused kernel image (initmem) memory: 2796K
`;
const tools = `Parsing config from /etc/xen/web.cfg
libxl: debug: libxl_create.c:2079:do_domain_create: ao 0x55d0: create: how=(nil)
`;

test('a log without any mark is one boot', async () => {
  const { boots, starts } = await read('libxl: error: x\n', 'Kernel panic - not syncing: y\n');
  assert.is(spans(boots), '1-2');
  assert.is(starts.count, 0);
  assert.is((await read('')).boots.count, 0);
});

test("the machine's own: GRUB, Xen and then dom0's kernel are one boot", async () => {
  const once = await read(grub, xen, kernel);
  assert.is(both(once), '1-10 | ');
  const twice = await read(grub, xen, kernel, grub, xen, kernel, '[   60.000000] Reached target x\n');
  assert.is(both(twice), '1-10 11-21 | ');
  assert.not.ok(twice.boots.last[0]!.facts.hits.has('up'));
  assert.is(twice.boots.last[1]!.facts.hits.get('up')!.line, 21);
  assert.is(twice.whole.lines, 21);
});

test('firmware before Xen belongs to the boot, and leaves its line without an end', async () => {
  const bios =
    '\u001bc\u001b[?7l\u001b[2J\u001b[0mSeaBIOS (version 1.16.2-debian-1.16.2-1)\nBooting from ROM..';
  const banner = xen.slice(xen.indexOf('(XEN)'));
  assert.is(both(await read(bios, banner, kernel, bios, banner, kernel)), '1-7 8-14 | ');
});

test('a boot that ends in GRUB is the last one', async () => {
  const log = await read(grub, xen, kernel, "GNU GRUB  version 2.06\nerror: file `/xen.gz' not found.\n");
  assert.is(both(log), '1-10 11-12 | ');
  assert.is(log.boots.last[1]!.facts.kernels.length, 0);
});

test("a guest's console: each kernel is a boot, and so is what unpacks it", async () => {
  assert.is(both(await read(kernel, kernel, kernel)), '1-3 4-6 7-9 | ');
  const early = 'early console in extract_kernel\nDecompressing Linux... Parsing ELF... done.\n';
  assert.is(both(await read(early, kernel, early, kernel)), '1-5 6-10 | ');
  const arm = '[    0.000000] Booting Linux on physical CPU 0x0000000000 [0x410fd034]\n';
  assert.is(both(await read(arm, kernel, arm, kernel)), '1-4 5-8 | ');
  const pvgrub = 'Xen Minimal OS!\n  start_info: 0xa3f000(VA)\n';
  assert.is(both(await read(pvgrub, kernel, pvgrub, pvgrub)), '1-5 6-7 8-9 | ');
});

test('a log that begins in the middle of a boot holds its end', async () => {
  const end = '[99.000000] reboot: Restarting system\n';
  assert.is(both(await read(end, kernel)), '1-1 2-4 | ');
  assert.is(both(await read(end, xen, kernel)), '1-1 2-8 | ');
  // What the hypervisor says before its own name is no such thing.
  assert.is(both(await read('(XEN) parameter "placeholder" unknown!\n', xen)), '1-5 | ');
  assert.is(both(await read('$ xl console web\n', kernel)), '1-4 | ');
});

test("journalctl's own lines, and the machine's system log", async () => {
  const entry = kernel.replace(/^\[ +[\d.]+\]/gm, 'Mar 01 10:00:00 host kernel:');
  const line = `-- Boot ${'0123456789abcdef'.repeat(2)} --\n`;
  const early = 'Mar 01 10:00:00 host systemd-journald[200]: Journal started\n';
  assert.is(both(await read(entry, line, early, entry, '-- Reboot --\n', entry)), '1-3 4-8 9-12 | ');
  assert.is(both(await read(entry, entry)), '1-3 4-6 | ');
  // xendomains makes a guest; the next kernel in this log is dom0's all the same.
  const xendomains = 'Mar 01 10:00:09 host xendomains[900]: Parsing config from /etc/xen/auto/web.cfg\n';
  assert.is(both(await read(entry, xendomains, entry)), '1-4 5-7 | ');
});

test('what names itself again later is no boot', async () => {
  for (const line of [
    '[   12.000000] Linux version 6.1.0-18-amd64 (team@example.org) (gcc-12) #1 SMP\n',
    'cat: Linux version 6.1.0-18-amd64 (team@example.org)\n',
    '[    0.000000] Xen version: 4.17.5 (preserve-AD)\n',
    'xen_version            : 4.17.5\n',
    '(XEN) ----[ Xen-4.17.5  x86_64  debug=n  Not tainted ]----\n',
    'Mar 01 10:00:00 host update-grub[1]: Found linux image: /boot/vmlinuz\n',
  ])
    assert.is((await read(xen, kernel, line)).boots.count, 1, line);
});

test('xl makes a guest, and makes it anew after it crashed', async () => {
  const guest = '[    0.000000] Linux version 6.12.1 (x) #1\nKernel panic - not syncing: x\n';
  const ends = `Domain 3 has shut down, reason code 3 0x3
Action for shutdown reason code 3 is restart
Domain 3 needs to be cleaned up: destroying the domain
Done. Rebooting now
`;
  const log = await read(tools, guest, tools, guest, tools);
  assert.is(both(log), '1-10 | 1-4 5-8 9-10');
  assert.is(log.starts.last[1]!.facts.hits.get('panic')!.line, 8);
  assert.not.ok(log.starts.last[2]!.facts.hits.has('panic'));
  assert.is(both(await read(tools, ends, 'libxl: error: x\n')), '1-7 | 1-5 6-7');
  // Its console goes on, with the next kernel of the same guest.
  assert.is(both(await read(tools, guest, guest)), '1-6 | 1-4 5-6');
  const xend =
    "[2008-05-01 12:00:00 3456] DEBUG (XendDomainInfo:84) XendDomainInfo.create(['vm'])\n[2008-05-01 12:00:01 3456] ERROR (XendDomainInfo:202) Domain construction failed\n";
  assert.is(both(await read(xend, xend)), '1-4 | 1-2 3-4');
});

test("guests in their host's log are told by their numbers; the machine's boot is all of it", async () => {
  const one = (n: number) =>
    `(d${n}) [    0.000000] Linux version 6.12.${n} (x) #1\n(XEN) d${n}v0 Triple fault\n(XEN) Domain ${n} (vcpu#0) crashed on cpu#1:\n`;
  const log = await read(xen, kernel, one(1), one(2), '(XEN) d1v0 late word of the first\n', one(5));
  assert.is(both(log), '1-17 | 8-10 11-14 15-17');
  const last = log.starts.last[2]!.facts;
  assert.is(last.hits.get('crashed')!.line, 17);
  assert.equal(last.xens, [{ line: 1, version: '4.17.5' }]);
  assert.is(last.xenCommandLine?.text, 'placeholder dom0_mem=2G');
  assert.is(log.boots.last[0]!.facts.hits.get('crashed')!.count, 3);
  assert.is(both(await read(xen, kernel, one(1), xen, kernel, one(1))), '1-10 11-20 | 8-10 18-20');
  // dom0, and the numbers that are Xen's own, are no guests.
  const own = '(XEN) d0v1 x\n(XEN) d32767v3 x\n(XEN) mm.c:2422:d0 Bad type\n';
  assert.is((await read(xen, kernel, own)).starts.count, 0);
  const old = (n: number) => `(XEN) traps.c:488:d${n} Unhandled general protection fault\n`;
  assert.is((await read(xen, kernel, old(4), old(4), old(9))).starts.count, 2);
});

test("what was put into one file belongs together: tools' output, guest's console, the hypervisor's words", async () => {
  const ring = `${xen}(XEN) d3v0 old trouble\n(XEN) d4v0 Triple fault\n`;
  assert.is(both(await read(tools, ring)), '1-8 | 1-8');
  assert.is(both(await read(tools, kernel, '(XEN) d4v0 Triple fault\n')), '1-6 | 1-6');
  assert.is(both(await read(kernel, '(XEN) d4v0 Triple fault\n')), '1-4 | ');
  assert.is(both(await read(grub, xen, kernel, tools, '(XEN) d1v0 x\n')), '1-13 | 11-13');
});

test('a crash kernel is no boot of its own, and not what happened', async () => {
  const crash = kernel.replace('ro\n', 'ro elfcorehdr=867708K\n').concat('[    9.000000] Reached target x\n');
  const log = await read(xen, kernel, '[   50.000000] Kernel panic - not syncing: x\n', crash);
  assert.is(both(log), '1-8 | ');
  const { facts, crash: lines } = log.boots.last[0]!;
  assert.ok(facts.hits.has('panic'));
  assert.not.ok(facts.hits.has('up'));
  assert.equal(lines, { from: 9, to: 12 });
  assert.is(both(await read(xen, kernel, crash, xen, kernel)), '1-7 12-18 | ');
  const guest = await read(tools, kernel, crash);
  assert.is(both(guest), '1-5 | 1-5');
  assert.equal(guest.starts.last[0]!.crash, { from: 6, to: 9 });
  // kexec without a crash starts the kernel that then runs.
  assert.is(both(await read(kernel, kernel)), '1-3 4-6 | ');
});

test('of very many boots the last are kept, and all are counted', async () => {
  const { boots, whole } = await read(kernel.repeat(500));
  assert.is(boots.count, 500);
  assert.is(boots.last.length, 50);
  assert.equal([boots.last.at(-1)!.from, boots.last.at(-1)!.to], [1498, 1500]);
  assert.is(whole.speakers.get('kernel'), 1500);
});

test('chunks, colours and line ends move no boundary', async () => {
  const plain = [grub, xen, kernel, tools, kernel, grub, xen, kernel].join('');
  const expected = both(await read(plain));
  assert.is(expected, '1-15 16-25 | 11-15');
  for (const form of [
    plain.replaceAll('\n', '\r\n'),
    plain.replace(/^/gm, '\u001b[0m'),
    plain.replace(/^\(XEN\) /gm, '(XEN) [2024-03-01 10:00:00] '),
    plain.replace(/^\[/gm, '[2012-08-01 10:00:00] ['),
  ]) {
    assert.is(both(await read(form)), expected, form);
    const each = await readBoots(
      [...Buffer.from(form)].map(byte => Uint8Array.of(byte)),
      patterns,
    );
    assert.is(both(each), expected);
  }
});

test.run();
