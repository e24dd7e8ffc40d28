// `explain` as a user runs it, on real files made in a folder.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { imageBytes } from '../explain/support/image-recipe.js';
import { initramfsBytes } from '../explain/support/initramfs-recipe.js';
import { kernelText } from '../../support/kernel-config.js';
import { root } from '../../support/paths.js';
import { folderOf, run } from './run.js';

const test = suite('explain');
const validate = new Ajv({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync(`${root}schema/report.json`, 'utf8')) as object,
);

const topicSchema = JSON.parse(readFileSync(`${root}schema/topics.json`, 'utf8')) as object;
const validateTopics = new Ajv({ allErrors: true, strict: false }).compile(topicSchema);

const guest = `name = "guest"
type = "pvh"
kernel = "/boot/vmlinuz"
ramdisk = "/boot/initrd.img"
cmdline = "root=/dev/xvda1 ro console=hvc0"
memory = 512
disk = [ "phy:/dev/vg/guest,xvda,w" ]
`;
const console = `[    0.000000] Linux version 6.1.192 (builder@host) (gcc 12) #1 SMP\r
[    0.000000] Kernel command line: root=/dev/xvda1 ro console=hvc0\r
\u001b[32m[    1.100000]\u001b[0m xenbus_probe_frontend: Device with no driver: device/vbd/51712\r
[    1.900000] Freeing unused kernel image (initmem) memory: 2796K\r
dracut-initqueue[240]: Warning: dracut-initqueue timeout - starting timeout scripts\r
`;
const folder = folderOf({
  'guest.cfg': guest,
  vmlinuz: imageBytes({ release: '6.1.192' }),
  'initrd.img': initramfsBytes({ release: '6.1.192', modules: ['ext4', 'ahci'], maker: 'dracut' }),
  'initrd-good.img': initramfsBytes({ release: '6.1.192', modules: ['ext4', 'xen-blkfront'] }),
  'config.gz': gzipSync(kernelText({ changes: { XEN_BLKDEV_FRONTEND: 'm' } })),
  config: kernelText({ changes: { XEN_BLKDEV_FRONTEND: 'm' } }),
  'console.txt': console,
  'xen.config': '#\n# Xen/x86 4.14.6 Configuration\n#\n# CONFIG_PV32 is not set\nCONFIG_PV=y\n',
  'kvm.xml': '<domain type="kvm"><name>x</name></domain>\n',
  empty: '',
  'evil.cfg': guest
    .replace('xvda,w', '<img src=x>,xvda,w')
    .replace('root=/dev/xvda1', 'root=/dev/sda1<script>'),
  'evil.txt': `[    0.0] Linux version 6.1.0\n::error::x\nKernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)\u001b]0;x\u0007\u202e\n`,
});
const explain = (...args: string[]) => run(['explain', ...args], { cwd: folder });

const five = ['guest.cfg', 'vmlinuz', 'initrd.img', 'config.gz', 'console.txt'];

test('takes a mix in any order, known by content', () => {
  const first = explain(...five, '--xen', '4.17');
  assert.is(first.code, 1, first.err);
  assert.match(
    first.out,
    /^This PVH guest stops looking for its root file system, as console\.txt:5 shows:\n.* xen-blkfront is a module/,
  );
  assert.match(first.out, /\[ok\] start > console > \[X\] root/);
  assert.match(first.out, /> +5  dracut-initqueue\[240\]: Warning: dracut-initqueue timeout/);
  assert.match(first.out, / +3  xenbus_probe_frontend: Device with no driver/);
  assert.match(first.out, /initrd\.img +no xen-blkfront\.ko/);
  assert.match(first.out, /add_drivers\+=" xen-blkfront "/);
  assert.is(explain(...[...five].reverse(), '--xen', '4.17').out, first.out);
});

test('80 columns, no colour, in a pipe', () => {
  const { out } = explain(...five, '--verbose');
  for (const line of out.split('\n')) assert.ok(line.length <= 80 || !line.includes(' '), line);
  assert.not.match(out, /\u001b/);
});

test('healthy inputs have no cause', () => {
  const { code, out } = explain('guest.cfg', 'vmlinuz', 'initrd-good.img', 'config', '--xen', '4.17');
  assert.is(code, 0, out);
  assert.match(
    out,
    /^Nothing in these files would stop this PVH guest; a log of its boot would show\nwhether it came up\./,
  );
});

test('JSON as the schema says', () => {
  for (const args of [five, ['console.txt'], ['empty'], ['guest.cfg', 'xen.config']]) {
    const { out } = explain(...args, '--format', 'json');
    const report = JSON.parse(out) as Record<string, unknown>;
    assert.ok(validate(report), JSON.stringify(validate.errors, null, 1));
  }
  const report = JSON.parse(explain(...five, '--format', 'json').out) as {
    causes: { id: string; stage: string; evidence: { path: string; line: number | null }[] }[];
    results: { path: string; kind: string }[];
  };
  assert.is(report.causes[0]!.id, 'initrd-missing-xen-blkfront');
  assert.is(report.causes[0]!.stage, 'root');
  assert.ok(report.causes[0]!.evidence.some(({ path, line }) => path === 'console.txt' && line === 3));
  assert.equal(
    report.results.map(({ path, kind }) => `${path} ${kind}`),
    ['guest.cfg domain', 'vmlinuz image', 'initrd.img initramfs', 'config.gz config', 'console.txt log'],
  );
});

test('of several boots in a log the last counts, unless --boot names another', () => {
  const boot = (release: string, rest: string) =>
    `[    0.000000] Linux version ${release} (builder@host) #1 SMP\n[    0.000000] Command line: root=/dev/xvda1 console=hvc0\n${rest}\n`;
  const panic = '[    1.5] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)';
  const up = '[    3.0] systemd[1]: Reached target multi-user.target - Multi-User System.';
  const where = folderOf({
    'console.txt': boot('6.1.1', panic) + boot('6.1.2', panic) + boot('6.1.3', up),
    'kdump.txt': boot('6.1.1', panic) + boot('6.1.1', up).replace('hvc0', 'hvc0 elfcorehdr=1K'),
    'guest.cfg': guest,
    'dmesg.txt': [
      '(XEN) Xen version 4.14.2 (x) (gcc) debug=n',
      '(XEN) *** LOADING DOMAIN 0 ***',
      '(XEN) d1v0 Triple fault - invoking HVM shutdown action 1',
      '(XEN) Domain 2 (vcpu#0) crashed on cpu#1:',
      '',
    ].join('\n'),
  });
  const at = (...args: string[]) => run(['explain', ...args], { cwd: where });
  const last = at('console.txt');
  assert.is(last.code, 0, last.out);
  assert.match(last.out, /3 boots in console\.txt; this is the last, lines 7 to 9\. --boot takes/);
  assert.match(last.out, /Linux 6\.1\.3/);
  assert.equal(
    [at('console.txt', '--boot', '0').out, at('console.txt', '--boot', '3').out],
    [last.out, last.out],
  );
  const before = at('console.txt', '--boot', '-1');
  assert.is(before.code, 1);
  assert.match(before.out, /this is number 2, lines 4 to 6/);
  assert.match(before.out, /console\.txt:6/);
  assert.is(at('console.txt', '--boot=-1').out, before.out);
  assert.match(at('console.txt', '--boot', '1', '--verbose').out, /2: lines 4 to 6, Linux 6\.1\.2/);
  assert.match(at('console.txt', '--boot', 'all').out, /3 boots in console\.txt, read as one\./);
  for (const format of ['markdown', 'html'])
    assert.match(at('console.txt', '--format', format).out, /3 boots in console\.txt; this is the last/);
  const gone = at('console.txt', '--boot', '4');
  assert.is(gone.code, 3);
  assert.match(gone.err, /console\.txt: holds 3 boots; none is the one that --boot asks for/);
  assert.is(at('console.txt', '--boot', 'last').code, 2);

  const json = (...args: string[]) => {
    const report = JSON.parse(at(...args, '--format', 'json').out) as { results: { boots?: object }[] };
    assert.ok(validate(report), JSON.stringify(validate.errors, null, 1));
    return report.results.map(({ boots }) => boots);
  };
  assert.equal(json('console.txt')[0], {
    of: 'boot',
    count: 3,
    number: 3,
    from: 7,
    to: 9,
    crash: null,
    list: [
      { number: 1, from: 1, to: 3, kernel: '6.1.1', xen: null },
      { number: 2, from: 4, to: 6, kernel: '6.1.2', xen: null },
      { number: 3, from: 7, to: 9, kernel: '6.1.3', xen: null },
    ],
  });
  assert.equal(json('guest.cfg'), [undefined]);
  const crash = at('kdump.txt');
  assert.is(crash.code, 1, crash.out);
  assert.match(crash.out, /Lines 4 to 6 are of the\s+crash kernel/);
  assert.match(JSON.stringify(json('kdump.txt')), /"crash":\{"from":4,"to":6\}/);
  // Of a guest it is the last start, and Xen's release is that of the host; dom0's boot is all of it.
  assert.match(
    at('guest.cfg', 'dmesg.txt').out,
    /Xen 4\.14\.2[^]*2 starts of guests in dmesg\.txt; this is the last, lines 4 to 4/,
  );
  assert.not.match(at('dmesg.txt').out, /starts of guests/);
  assert.match(
    JSON.stringify(json('guest.cfg', 'dmesg.txt', '--boot', '1')),
    /"of":"start","count":2,"number":1/,
  );
});

test("a boot loader in the kernel's place is not judged as the guest's kernel", () => {
  const domain = (kernel: string, type = 'pv') =>
    `name = "g"\ntype = "${type}"\nkernel = "${kernel}"\nextra = "(hd0,0)/boot/grub/menu.lst"\ndisk = [ "phy:/dev/vg/g,xvda,w" ]\n`;
  const where = folderOf({
    'pv-grub.cfg': domain('/usr/lib/xen-4.17/boot/pv-grub-x86_64.gz'),
    'grub.cfg': domain('/usr/lib/grub-xen/grub-x86_64-xen.bin'),
    'suse.cfg': domain('/usr/share/grub2/x86_64-xen/grub.xen'),
    'pvh.cfg': domain('/usr/lib/grub-xen/grub-i386-xen_pvh.bin', 'pvh'),
    'unknown.cfg': domain('/boot/loader'),
    'kernel.cfg': domain('/boot/vmlinuz-6.1.192'),
    'hvm.cfg': domain('/boot/grub.xen', 'hvm'),
    config: kernelText({ changes: { XEN_BLKDEV_FRONTEND: 'm' } }),
    loader: imageBytes({ format: 'elf', os: 'GRUB', notes: 'pv' }),
    'pv-grub': imageBytes({ format: 'gzip-elf', os: 'Mini-OS', notes: 'pv' }),
    vmlinuz: imageBytes({ release: '6.1.192', payload: 'lz4' }),
  });
  const at = (...args: string[]) => run(['explain', '--xen', '4.17', ...args], { cwd: where });
  const says = /boot loader\s+which\s+runs\s+inside\s+the\s+guest\s+and\s+chooses\s+its\s+kernel\s+there/;
  for (const files of [
    ['pv-grub.cfg'],
    ['grub.cfg'],
    ['suse.cfg'],
    ['pvh.cfg'],
    ['unknown.cfg', 'loader'],
    ['grub.cfg', 'loader'],
    ['unknown.cfg', 'pv-grub'],
  ]) {
    const { code, out } = at(...files, 'config');
    assert.is(code, 0, `${files.join(' ')}: ${out}`);
    assert.match(out, says);
    assert.not.match(out, /which was\s+not given/);
  }
  // A kernel without initramfs is judged as ever.
  for (const file of ['kernel.cfg', 'hvm.cfg']) assert.not.match(at(file, 'config').out, says);
  assert.match(at('kernel.cfg', 'config').out, /root-no-initramfs/);
  // The kernel beside it is the one that it loads: GRUB knows no LZ4.
  const inner = at('grub.cfg', 'vmlinuz');
  assert.is(inner.code, 1, inner.out);
  assert.match(inner.out, /img-grub-pv-unsupported-compression/);
  assert.match(
    at('grub.cfg', 'vmlinuz', '--verbose').out.replace(/\s+/g, ' '),
    /vmlinuz is taken for that kernel/,
  );
  const alone = at('loader');
  assert.is(alone.code, 0, alone.out);
  assert.match(alone.out, says);
  for (const [args, name] of [
    [['check', 'loader'], 'GRUB'],
    [['check', '--image', 'loader', 'config'], 'GRUB'],
    [['check', '--image', 'pv-grub', 'config'], 'Mini-OS, as pv-grub is'],
  ] as const) {
    const { code, err } = run([...args], { cwd: where });
    assert.is(code, 3, err);
    assert.ok(
      err.includes(
        `is ${name}: no kernel but a boot loader, which chooses the guest's kernel inside the guest`,
      ),
      err,
    );
  }
});

test("the hypervisor's own .config tells its release", () => {
  const { out } = explain('guest.cfg', 'xen.config', '--format', 'json');
  assert.is((JSON.parse(out) as { target: { xen: string } }).target.xen, '4.14.6');
});

test('standard input', () => {
  const { code, out } = run(['explain', '-'], { input: Buffer.from(console) });
  assert.is(code, 1, out);
  assert.match(out, /> +5  dracut-initqueue/);
});

test('a folder stands for its own files, if it can be one boot', () => {
  const boot = folderOf({ 'guest.cfg': guest, 'console.txt': console });
  const { code, out } = run(['explain', boot]);
  assert.is(code, 1, out);
  assert.match(run(['explain', boot, '--verbose']).out, /guest\.cfg/);
  const many = folderOf(Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`${index}.txt`, 'x'])));
  const refused = run(['explain', many]);
  assert.is(refused.code, 3);
  assert.match(refused.err, /is a folder of 31 files; name those of the boot/);
});

test('a pasted message', () => {
  const { code, out } = explain(
    'xc: error: panic: xg_dom_elfloader.c:63: xc_dom_guest_type: image not capable of booting inside a HVM container: Invalid kernel',
  );
  assert.is(code, 1);
  assert.match(out, /pvh-no-phys32-entry/);
  assert.is(explain('nobody has ever printed this').code, 0);
});

test('ids and options', () => {
  for (const [word, what] of [
    ['initrd-missing-xen-blkfront', /add_drivers/],
    ['xen-console', /HVC_XEN/],
    ['xc-bz-unknown', /unknown compression format/],
    ['domu-pvh', /PVH guest/],
    ['CONFIG_XEN_PVH', /exists +x86: 4\.11/],
    ['XEN_PVH', /rule +xen-pvh/],
  ] as const) {
    const { code, out, err } = explain(word);
    assert.is(code, 0, err);
    assert.match(out, what);
    const json = JSON.parse(explain(word, '--format', 'json').out) as object;
    assert.ok(validateTopics(json), JSON.stringify(validateTopics.errors, null, 1));
  }
  const { code, err } = explain('pvh-no-phys32-entri');
  assert.is(code, 3);
  assert.match(err, /did you mean pvh-no-phys32-entry\?/);
});

test('what cannot be read is named, and the rest is explained', () => {
  const { code, out, err } = explain('guest.cfg', 'empty', 'kvm.xml', 'gone', 'config', 'config.gz');
  assert.is(code, 3);
  assert.match(err, /empty: is empty/);
  assert.match(err, /kvm\.xml: is a libvirt domain for kvm, not Xen/);
  assert.match(err, /gone: does not exist/);
  assert.match(err, /config\.gz: is a second kernel config beside config/);
  assert.match(out, /names kernel = "\/boot\/vmlinuz", which was not given/);
});

test('wrong usage', () => {
  assert.is(explain().code, 2);
  assert.is(explain('guest.cfg', '--xen', 'new').code, 2);
  assert.is(explain('guest.cfg', '--mode', 'fast').code, 2);
});

test('nothing of an input reaches the terminal raw', () => {
  const { out } = explain('evil.txt');
  assert.not.match(out, /[\u001b\u0007\u202e]/);
  assert.not.match(out, /^\s*::/m);
  for (const format of ['markdown', 'html', 'json']) {
    const page = explain('evil.txt', 'evil.cfg', '--format', format).out;
    assert.not.match(page, /[\u001b\u0007\u202e]/);
    assert.not.match(page, /^\s*::/m);
    // Markdown shows code spans as they are.
    if (format !== 'json') assert.not.match(page.replace(/`[^`]*`/g, ''), /<script|<img/);
  }
});

test('Markdown and one page', () => {
  const markdown = explain(...five, '--format', 'markdown').out;
  assert.match(markdown, /^## Why it does not boot\n/);
  assert.match(markdown, /❌ root/);
  assert.match(markdown, /```\nadd_drivers\+=" xen-blkfront "\n```/);
  const page = explain(...five, '--format', 'html').out;
  assert.match(page, /<li class="stopped">✗ root<\/li>/);
  assert.not.match(page, /(src|href)="(?!data:)/);
});

test.run();
