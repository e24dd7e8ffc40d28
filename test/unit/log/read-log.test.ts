import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Pattern } from '../../../src/log/log.js';
import { readLog } from '../../support/read-log.js';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const pattern = (id: string, regex: string, speakers: Pattern['speakers'] = []): Pattern => ({
  id,
  regex,
  speakers,
});
const read = (text: string, patterns: readonly Pattern[] = []) => readLog([bytes(text)], patterns);

test('lines are counted as wc does, and the last one without an end too', async () => {
  for (const [text, lines] of [
    ['', 0],
    ['a', 1],
    ['a\n', 1],
    ['a\nb', 2],
    ['\n\n', 2],
    ['a\r\nb\r\n', 2],
    ['a\rb\rc\n', 1],
  ] as const)
    assert.is((await read(text)).lines, lines, JSON.stringify(text));
});

test('what stands before a message goes, the console it came from stays', async () => {
  const message = 'kernel: Address conflict and not relocatable';
  const cases: readonly (readonly [string, string])[] = [
    [`[    0.000000] `, ''],
    [`[    0.000000][    T0] `, ''],
    ['<6>[    0.123456] ', ''],
    ['(XEN) ', '(XEN) '],
    ['(XEN) [2024-03-01 10:00:00] ', '(XEN) '],
    ['(XEN) [    1.234567] ', '(XEN) '],
    ['(d12) [    1.234567] ', '(d12) '],
    ['[2012-08-01 10:00:00] [    0.00] ', ''],
    ['2024-01-01 10:00:00.123+0000: ', ''],
    ['2016-05-11 09:52:02 UTC ', ''],
    ['Mar  1 10:00:00 host kernel: [   12.345678] ', ''],
    ['2024-01-01T10:00:00.123456+00:00 host kernel: ', ''],
    ['[    5.000000] host kernel: ', ''],
    ['kern  :info  : [    0.000000] ', ''],
    ['[Thu Jan  1 10:00:00 2024] ', ''],
    ['> > [    0.000000] ', ''],
    ['\u001b[32m[    0.000000] \u001b[0;1m', ''],
  ];
  for (const [prefix, kept] of cases) {
    const { tail } = await read(`${prefix}${message}\n`);
    assert.equal(tail, [{ line: 1, text: kept + message }], prefix);
  }
});

test('a domain and a colon behind a stamp of the hypervisor are its message', async () => {
  const { tail } = await read('(XEN) [    1.234567] d1 kernel: broken ELF: x\n');
  assert.equal(tail, [{ line: 1, text: '(XEN) d1 kernel: broken ELF: x' }]);
});

test('speakers are told by the line itself', async () => {
  const lines: readonly (readonly [string, string])[] = [
    ['hypervisor', '(XEN) *** Building a PV Dom0 ***'],
    ['xl', 'libxl: error: libxl_create.c:1223:domcreate_rebuild_done: cannot (re-)build domain: -3'],
    ['xl', 'Parsing config from /etc/xen/guest.cfg'],
    ['xc', 'xc: error: panic: xc_dom_boot.c:120: xc_dom_boot_mem_init: can not allocate'],
    ['xc', 'domainbuilder: detail: xc_dom_malloc_filemap'],
    ['xend', '[2008-05-01 12:00:00 3456] DEBUG (XendDomainInfo:84) XendDomainInfo.create'],
    ['libvirt', '2024-01-01 10:00:00.123+0000: 1234: error : virNetSocketReadWire:1806 : End of file'],
    ['libvirt', 'error: Failed to create domain from guest.xml'],
    ['hotplug', '/etc/xen/scripts/block: add XENBUS_PATH=backend/vbd/1/51712'],
    ['qemu', 'qemu-system-i386: -drive file=/x: could not open'],
    ['pygrub', 'RuntimeError: Unable to find partition containing kernel'],
    ['grub', "error: file `/boot/vmlinuz' not found."],
    ['kernel', '[    0.000000] anything'],
    ['kernel', 'Kernel panic - not syncing: VFS'],
    ['initramfs', 'Begin: Running /scripts/local-premount ... done.'],
    ['initramfs', '[    2.000000] dracut-initqueue[300]: Warning: Could not boot.'],
    ['systemd', '[    2.000000] systemd[1]: Started foo.'],
    ['systemd', '[  OK  ] Started foo.'],
    ['systemd', 'Mar  1 10:00:00 host systemd[1]: Started foo.'],
    ['other', 'Nothing that anyone knows'],
  ];
  for (const [speaker, line] of lines) {
    const { speakers } = await read(line);
    assert.equal([...speakers], [[speaker, 1]], line);
  }
});

test('a pattern finds its first line, its last and how many', async () => {
  const text = 'one\nxl: device 12 failed\ntwo\nxl: device 7 failed device 8 failed\n';
  const { hits } = await read(text, [pattern('p', 'device (\\d+) failed'), pattern('no', 'device x failed')]);
  assert.equal(
    [...hits.values()],
    [
      {
        pattern: 'p',
        line: 2,
        text: 'xl: device 12 failed',
        speaker: 'xl',
        groups: ['12'],
        lastLine: 4,
        count: 2,
        occurrences: [],
      },
    ],
  );
});

test('hits stand in the order of their first lines', async () => {
  const { hits } = await read('beta is here\nalpha is here\n', [pattern('a', 'alpha'), pattern('b', 'beta')]);
  assert.equal([...hits.keys()], ['b', 'a']);
});

test('a pattern looks only at what its speakers say', async () => {
  const text = 'not a xen image\nerror: not a xen image\n';
  const { hits } = await read(text, [
    pattern('grub', 'not a xen image', ['grub']),
    pattern('xl', 'not a xen image', ['xl']),
  ]);
  assert.equal(
    [...hits.values()].map(hit => [hit.pattern, hit.line, hit.count]),
    [['grub', 2, 1]],
  );
});

test('colours, line ends and chunks change nothing', async () => {
  const patterns = [pattern('p', 'unknown compression format')];
  const plain = 'xc: error: unknown compression format: x\nlast line\n';
  const forms = [
    plain,
    plain.replaceAll('\n', '\r\n'),
    plain.replaceAll('\n', '\r\r\n'),
    plain.replace('compression', '\u001b[31mcomp\u001b[0mression'),
    plain.replace('compression', 'comp\0\0ression'),
    plain.replace('xc', '\u001b]0;title\u0007xc'),
    `\ufeff${plain}`,
  ];
  for (const form of forms) {
    const whole = await read(form, patterns);
    assert.is(whole.hits.get('p')?.line, 1, JSON.stringify(form));
    assert.is(whole.hits.get('p')?.text, 'xc: error: unknown compression format: x');
    assert.is(whole.lines, 2);
    const each = await readLog(
      [...bytes(form)].map(byte => Uint8Array.of(byte)),
      patterns,
    );
    assert.equal(each, whole);
  }
});

test('UTF-16 with and without its mark', async () => {
  const text = 'xc: error: unknown compression format\nVerz\u00f6gerung \u{1f600}\nthe last of the lines\n';
  const little = new Uint8Array(Buffer.from(text, 'utf16le'));
  const big = new Uint8Array(Buffer.from(text, 'utf16le').swap16());
  const forms = [little, big, new Uint8Array([0xff, 0xfe, ...little]), new Uint8Array([0xfe, 0xff, ...big])];
  for (const form of forms) {
    const facts = await readLog(
      [form.subarray(0, 71), form.subarray(71)],
      [pattern('p', 'unknown compression')],
    );
    assert.is(facts.hits.get('p')?.line, 1);
    assert.is(facts.lines, 3);
    assert.is(facts.tail[1]?.text, 'Verz\u00f6gerung \u{1f600}');
  }
});

test('bytes that are no UTF-8 and control characters do no harm', async () => {
  const facts = await readLog([Uint8Array.from([0x61, 0xff, 0x07, 0x62, 0x7f, 0x0a])], []);
  assert.equal(facts.tail, [{ line: 1, text: 'a\ufffdb' }]);
});

test('a carriage return or a moved cursor parts what stands in one line', async () => {
  const { tail, lines } = await read('10%\r20%\rxl: no\n\u001b[2;30HGNU GRUB\u001b[4;2HDebian\n');
  assert.is(lines, 2);
  assert.equal(
    tail.map(({ line, text }) => [line, text]),
    [
      [1, '10%'],
      [1, '20%'],
      [1, 'xl: no'],
      [2, 'GNU GRUB'],
      [2, 'Debian'],
    ],
  );
});

test('a line without an end is cut, said so, and forgotten', async () => {
  const chunk = new Uint8Array(1 << 20).fill(0x78);
  function* chunks() {
    yield bytes('xl: device 1 failed ');
    for (let index = 0; index < 64; index++) yield chunk;
    yield bytes(' device 2 failed\nxl: device 3 failed\n');
  }
  const {
    lines,
    longLines,
    hits,
    tail,
    bytes: size,
  } = await readLog(chunks(), [pattern('p', 'device \\d failed')]);
  assert.is(lines, 2);
  assert.is(longLines, 1);
  assert.is(size, 64 * chunk.length + 57);
  assert.equal([hits.get('p')?.line, hits.get('p')?.lastLine, hits.get('p')?.count], [1, 2, 2]);
  assert.is(tail[0]?.text.length, 500);
});

test('the text of a hit holds the match, however late it comes', async () => {
  const { hits } = await read(`${'y'.repeat(1500)} device 1 failed ${'z'.repeat(900)}`, [
    pattern('p', 'device \\d failed'),
  ]);
  const text = hits.get('p')!.text;
  assert.ok(text.length <= 500);
  assert.match(text, 'device 1 failed');
});

test('versions and command lines', async () => {
  const facts = await read(`(XEN) Xen version 4.17.5-pre (Debian 4.17.5+23) (gcc) debug=n
(XEN) Command line: placeholder dom0_mem=2G
[    0.000000] Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP
[    0.000000] Command line: root=/dev/xvda1 ro
[    0.000000] Kernel command line: root=/dev/xvda1 ro console=hvc0
[    0.000000] Linux version 6.1.0-18-amd64 (again) #1 SMP
[    0.000000] Xen version: 4.11.4 (preserve-AD)
xen_version            : 4.14.0
Loading Xen 4.17-amd64 ...
 Xen 4.4.3-10.fc20
(XEN) ----[ Xen-4.14.5  x86_64  debug=n   Not tainted ]----
Xen 4.2 is old
`);
  assert.equal(facts.kernels, [{ line: 3, version: '6.1.0', release: '6.1.0-18-amd64' }]);
  assert.equal(
    facts.xens.map(({ line, version }) => [line, version]),
    [
      [1, '4.17.5-pre'],
      [7, '4.11.4'],
      [8, '4.14.0'],
      [9, '4.17'],
      [10, '4.4.3-10.fc20'],
      [11, '4.14.5'],
    ],
  );
  assert.equal(facts.commandLine, { line: 5, text: 'root=/dev/xvda1 ro console=hvc0' });
  assert.equal(facts.xenCommandLine, { line: 2, text: 'placeholder dom0_mem=2G' });
});

test('only the last twenty lines are the tail, blank ones left out', async () => {
  const text = Array.from({ length: 50_000 }, (_, index) => `line ${index + 1}\n\n`).join('');
  const { tail } = await read(text);
  assert.equal(
    tail.map(({ line }) => line),
    Array.from({ length: 20 }, (_, index) => 2 * (49_981 + index) - 1),
  );
});

test('a pattern that is none, or may take too long, is refused', async () => {
  for (const regex of ['(', '(a+)+b', '(a|b*)*c', '.*a.*b.*c.*d', '(x)\\1', '(?=.*a.*b.*c)x']) {
    let error: unknown;
    await read('text', [pattern('p', regex)]).catch((thrown: unknown) => (error = thrown));
    assert.instance(error, TypeError, regex);
  }
});

test.run();
