import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { arm64Image } from '../image/build/boot.js';
import { samples } from '../image/build/samples.js';
import { kernel, wrongFiles, xzImage, zstdImage } from './kernels.js';
import { folderOf, run } from './run.js';

const test = suite('image command');

const folder = folderOf({
  'vmlinuz-zstd': zstdImage(),
  'vmlinuz-xz': xzImage(),
  'vmlinuz-no-dom0': zstdImage({ dom0: false }),
  'vmlinuz-no-xen': zstdImage({ plain: true }),
  'vmlinuz-cut': zstdImage().subarray(0, 3000),
  vmlinux: kernel(),
  'vmlinuz.gz': gzipSync(zstdImage()),
  Image: arm64Image(),
  'xen.gz': samples().xen!,
  ...wrongFiles,
});
const image = (...args: string[]) => run(['image', ...args], { cwd: folder });
const json = (...args: string[]) => JSON.parse(image('--format', 'json', ...args).out);
/** The releases that take it, by profile and loader: "4.15..", "4.4..4.21 if ...". */
const taken = (report: Report, profile: string, loader: string) =>
  report.results[0]!.loaders.find(one => one.profile === profile && one.loader === loader)!.xen.map(
    ({ from, to, condition }) => `${from}..${to ?? ''}${condition ? ` ${condition}` : ''}`,
  );

interface Report {
  readonly results: readonly {
    readonly kind: string;
    readonly kernel: object;
    readonly findings: readonly { rule: string; level: string }[];
    readonly image: Record<string, unknown> & { notes: { type: number; name: string; value: unknown }[] };
    readonly loaders: readonly {
      profile: string;
      loader: string;
      xen: { from: string; to: string | null; condition: string | null }[];
      reason: string | null;
      verdict?: { accepted: string; message: string; wayOut: { commands: string[] }[] };
    }[];
  }[];
  readonly errors: readonly { path: string; message: string }[];
  readonly summary: Record<string, number>;
}

test('a kernel that was packed once more: what is inside, who refuses the packing, and the way out', () => {
  const { code, out } = image('vmlinuz.gz');
  assert.is(code, 0);
  const line = out.replace(/\s+/g, ' ');
  assert.match(
    line,
    /Linux 6\.1\.0-test for x86_64: gzip-compressed bzImage \(.*\) with a zstd-compressed kernel/,
  );
  assert.match(out, /^ {2}dom0 PV +none: The loader takes no bzImage that was packed/m);
  assert.match(out, /^ {2}domU PV +4\.15 and newer \[\d\]$/m);
  assert.match(line, /Xen \d\S* refuses it as dom0 PV; dom0 PVH; HVM direct boot/);
  assert.match(out, /^ +gzip -dc < vmlinuz\.gz > vmlinuz-unpacked$/m);
  assert.match(line, /dom0 PV; dom0 PVH: GRUB unpacks a file that was packed as a whole/);
  assert.not.match(out, /too deep|size word/);
  assert.match(
    image('-v', 'vmlinuz.gz').out,
    /^ {2}payload {8,}gzip, [\s\S]*^ {2}payload inside +zstd, \d+ bytes at \d+$/m,
  );
  const [result] = json('vmlinuz.gz').results;
  assert.equal(
    [result.image.format, result.image.payload.compression, result.image.inner.format],
    ['gzip-bzimage', 'gzip', 'bzimage'],
  );
  assert.is(result.image.inner.payload.compression, 'zstd');
  assert.equal(result.image.notes, result.image.inner.notes);
  assert.is(json('vmlinuz-zstd').results[0].image.inner, null);
});

test('says what the file is, and the releases of each path', () => {
  const { code, out, err } = image('vmlinuz-zstd');
  assert.is(code, 0, err);
  assert.is(err, '');
  const lines = out.split('\n');
  assert.is(lines[0], 'vmlinuz-zstd');
  assert.match(
    out.replace(/\n/g, ' '),
    /Linux 6\.1\.0-test for x86_64: bzImage \(boot protocol 2\.15, EFI stub\) with a zstd-compressed kernel/,
  );
  assert.match(out, /^ {2}dom0 PV +4\.15 and newer$/m);
  assert.match(out, /^ {2}domU PV +4\.15 and newer \[\d\]$/m);
  assert.match(out, /^ {2}domU PV, GRUB 2 +none: The loader does not unpack zstd kernels\.$/m);
  assert.ok(lines.every(line => line.length <= 80));
});

test('JSON in the shape of the contract', () => {
  const report: Report = json('vmlinuz-zstd');
  const [result] = report.results;
  assert.equal(Object.keys(report), [
    'schemaVersion',
    'tool',
    'target',
    'results',
    'causes',
    'errors',
    'summary',
  ]);
  assert.is(result!.kind, 'image');
  assert.equal(result!.kernel, { version: '6.1.0-test', arch: 'x86_64', flavour: 'pvops' });
  for (const key of ['format', 'arch', 'bits', 'version', 'bootProtocol', 'payload', 'notes', 'ikconfig'])
    assert.ok(key in result!.image, key);
  assert.is(result!.image.format, 'bzimage');
  assert.is(result!.image.bootProtocol, '2.15');
  assert.equal(Object.keys(result!.image.payload as object).slice(0, 3), ['compression', 'offset', 'length']);
  assert.equal(
    result!.image.notes.find(note => note.type === 18),
    { type: 18, name: 'PHYS32_ENTRY', value: '0x1000020' },
  );
  for (const loader of result!.loaders)
    assert.equal(Object.keys(loader).slice(0, 4), ['profile', 'loader', 'xen', 'reason']);
  assert.equal(taken(report, 'dom0-pv', 'hypervisor-x86'), ['4.15..']);
  assert.equal(taken(report, 'domu-pvh', 'tools-x86'), [
    "4.15.. only if Xen's tools were built with libzstd",
  ]);
  assert.equal(report.summary, { files: 1, errors: 0, warnings: 0, notes: 0, refused: 0, exitCode: 0 });
});

test('--xen answers for one release, with what the user sees and commands on this file', () => {
  const { code, out } = image('vmlinuz-zstd', '--xen', '4.14', '--mode', 'pv');
  assert.is(code, 1);
  assert.match(out, /^ {2}dom0 PV +no +This Xen does not unpack zstd kernels; Xen 4\.15/m);
  assert.match(out, /you see +ELF: not an ELF binary/);
  assert.match(out, /way out +Build the kernel with CONFIG_KERNEL_GZIP=y\./);
  assert.match(out, /^ +scripts\/extract-vmlinux vmlinuz-zstd > vmlinux$/m);
  const report: Report = json('vmlinuz-zstd', '--xen', '4.14', '--role', 'dom0', '--mode', 'pv');
  assert.is(report.results[0]!.loaders.length, 1);
  assert.is(report.results[0]!.loaders[0]!.verdict!.accepted, 'no');
  assert.is(report.summary.exitCode, 1);
});

test('the exit code counts the paths asked for', () => {
  for (const [expected, ...args] of [
    [0, 'vmlinuz-zstd', '--xen', '4.14'], // HVM guests boot it
    [1, 'vmlinuz-zstd', '--xen', '4.14', '--role', 'dom0'],
    [0, 'vmlinuz-zstd', '--xen', '4.15', '--role', 'dom0'],
    [0, 'vmlinuz-zstd', '--xen', '4.15', '--role', 'domu', '--mode', 'pv'],
    [1, 'vmlinuz-zstd', '--xen', '4.15', '--role', 'domu', '--mode', 'pv', '--fail-on', 'warning'],
    [1, 'vmlinuz-no-dom0', '--role', 'dom0'],
    [0, 'vmlinuz-no-dom0', '--role', 'dom0', '--fail-on', 'never'],
    [0, 'vmlinuz-no-dom0', '--role', 'domu', '--mode', 'pv'],
    [1, 'vmlinuz-no-xen', '--mode', 'pv'],
    [0, 'vmlinuz-no-xen'],
  ] as const)
    assert.is(image(...args).code, expected, args.join(' '));
});

test('what is no kernel image is named for what it is', () => {
  for (const [name, words] of [
    ['xen.gz', /is the hypervisor itself \(Xen 4\.17\.5 /],
    ['initramfs', /is no kernel image: gzip-compressed cpio archive or initramfs/],
    ['disk', /is no kernel image: disk image \(ext\)/],
    ['text', /is no kernel image: text file/],
    ['empty', /is no kernel image: empty file/],
    ['vmlinuz-cut', /is damaged: the payload lies outside the file: .* it was cut short/],
    ['nowhere', /nowhere: does not exist/],
  ] as const) {
    const { code, err, out } = image(name);
    assert.is(code, 3, name);
    assert.match(err, words);
    assert.not.match(out, /boot path/);
  }
  const report: Report = json('xen.gz');
  assert.equal(report.results[0]!.loaders, []);
  assert.equal(
    report.errors.map(({ path }) => path),
    ['xen.gz'],
  );
  assert.equal(
    report.results[0]!.findings.map(({ rule, level }) => [rule, level]),
    [['image-is-the-hypervisor', 'error']],
  );
});

test('Arm images have paths of their own', () => {
  const report: Report = json('Image');
  assert.equal(
    report.results[0]!.loaders.map(({ profile, loader }) => `${profile} ${loader}`),
    ['dom0-arm hypervisor-arm', 'domu-arm tools-arm', 'domu-arm hypervisor-arm'],
  );
  assert.equal(taken(report, 'dom0-arm', 'hypervisor-arm'), ['4.4..']);
  assert.is(image('Image', '--mode', 'pv').code, 1);
});

test('many files: a table, and what is wrong with each', () => {
  const { code, out } = image('vmlinuz-[zx]*', 'vmlinuz-no-xen', 'vmlinux');
  assert.is(code, 0);
  assert.match(out, /^file +dom0 PV +dom0 PVH +domU PV +domU PVH +HVM direct$/m);
  assert.match(out, /^vmlinuz-zstd +4\.15\+ +4\.15\+ +4\.15\+\* +4\.15\+\* +3\.3\+$/m);
  assert.match(out, /^vmlinuz-no-xen +none +none +none +none +3\.3\+$/m);
  assert.match(out, /warning +ELF notes, but none for Xen: only those of GNU/);
  assert.ok(out.split('\n').every(line => line.length <= 80));
});

test('folders, standard input, a pipe and --output', () => {
  const all = image('.');
  assert.is(all.code, 3); // vmlinuz-cut is among them
  assert.match(all.out, /^vmlinuz-xz /m);
  assert.not.match(all.out, /initramfs/);
  assert.match(run(['image', '-'], { cwd: folder, input: zstdImage() }).out, /^-\nLinux 6\.1\.0-test/);
  assert.is(image('-q', 'vmlinuz-xz', '--output', 'report').code, 0);
  assert.match(readFileSync(join(folder, 'report'), 'utf8'), /^vmlinuz-xz: Linux 6\.1\.0-test for x86_64/);
});

test('--quiet is one line a file, --verbose shows notes, segments and evidence', () => {
  const quiet = image('-q', 'vmlinuz-xz', 'Image');
  assert.is(quiet.out.trim().split('\n').length, 2);
  assert.match(quiet.out, /^Image: Linux 6\.1\.0-arm for arm64: arm64 Image$/m);
  const { out } = image('-v', 'vmlinuz-no-dom0', '--role', 'dom0', '--xen', '4.17');
  assert.match(out, /^ {2}SUPPORTED_FEATURES +0x8001$/m);
  assert.match(out, /^ {2}segment 0 +0xffffffff81000000, physical 0x1000000/m);
  assert.match(out, /^ {2}IKCONFIG +not in the image$/m);
  assert.match(out, /evidence +lab, Xen 4\.17\.7/);
});

test('nothing in a name reaches the terminal raw', () => {
  symlinkSync(join(folder, 'vmlinuz-zstd'), join(folder, "x\u001b[31m'y"));
  assert.equal([image('/dev/null').code, image('/dev/null').out], [3, '']);
  const { out } = image("x\u001b[31m'y", '--xen', '4.14');
  assert.not.match(out, /\u001b/);
  assert.match(out, /extract-vmlinux 'x\\x1b\[31m'\\''y'/);
});

test('wrong usage ends with 2', () => {
  assert.is(image().code, 2);
  assert.is(image('vmlinux', '--xen', 'new').code, 2);
  assert.is(image('vmlinux', '--mode', 'foo').code, 2);
  assert.is(image('vmlinux', '--no-such').code, 2);
});

test.run();
