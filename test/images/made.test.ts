import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readImage } from '../../src/image/read-image.js';
import { bytesSource } from '../../src/input/source.js';
import { type Compression, unpack } from '../../src/unpack/index.js';
import { armZimage, uimage } from '../unit/image/build/boot.js';
import { code, vmlinux } from '../unit/image/build/elf.js';
import { linuxNotes } from '../unit/image/build/notes.js';
import { lz4, xz, zstd } from '../unit/image/build/pack.js';
import { fileSource, folder, list, pathOf, readelfNotes, run, skipReason, unpackers } from './tools.js';

const test = suite('made');
const made = new Set(list('made'));
const notMade = 'skipped: XEN_IMAGES has no folder "made": run test/images/make.sh FOLDER';
if (!folder) test(skipReason, () => console.error(skipReason));
else if (made.size === 0) test(notMade, () => console.error(notMade));

const compressions: readonly Compression[] = ['gzip', 'bzip2', 'lzma', 'xz', 'lzo', 'lz4', 'zstd'];

for (const compression of compressions) {
  for (const shape of ['elf', 'bzimage', 'plain'] as const) {
    const name = `${shape}.${compression}`;
    if (!made.has(name)) continue;
    test(`${name}: named, and the notes of the vmlinux it was made of`, async () => {
      const plain = readFileSync(pathOf('made', 'vmlinux'));
      const expected = readelfNotes(pathOf('made', 'vmlinux'));
      const source = fileSource(pathOf('made', name));
      for (const want of [{}, { whole: true }]) {
        const facts = await readImage(source, { want });
        assert.is(facts.format, shape === 'bzimage' ? 'bzimage' : `${compression}-elf`);
        assert.equal(
          [facts.payload?.compression, facts.system, facts.arch, facts.bits],
          [compression, 'linux', 'x86', 32],
        );
        const found = facts.notes.map(({ type, raw }) => ({
          owner: 'Xen',
          type,
          hex: Buffer.from(raw).toString('hex'),
        }));
        assert.equal(found, expected);
        if (!('whole' in want)) continue;
        assert.is(facts.payload?.unpackedSize, plain.length);
        const lacks = shape === 'plain' && compression !== 'gzip';
        assert.equal(
          facts.problems.map(({ code }) => code),
          lacks ? ['size-word-missing'] : [],
        );
        assert.equal(facts.payload?.sizeWord, lacks ? null : { value: plain.length, certain: true });
      }
      const { offset, length } = (await readImage(source)).payload!;
      const ours = createHash('sha256');
      for await (const chunk of unpack(source, offset, length, compression, { limit: 2 ** 30 }))
        ours.update(chunk);
      assert.is(ours.digest('hex'), createHash('sha256').update(plain).digest('hex'));
    });
  }
}

if (made.has('vmlinux')) {
  test('an ELF image as it is, stripped, and with its notes cut out', async () => {
    for (const name of ['vmlinux', 'vmlinux.stripped', 'vmlinux.nonotes']) {
      const path = pathOf('made', name);
      const facts = await readImage(fileSource(path));
      const expected = readelfNotes(path);
      const found = facts.notes.map(({ type, raw }) => ({
        owner: 'Xen',
        type,
        hex: Buffer.from(raw).toString('hex'),
      }));
      assert.equal(found, expected, name);
      assert.is(found.length > 0, name !== 'vmlinux.nonotes');
      const symbols = run('readelf', ['-SW', path]).toString().includes('SYMTAB');
      assert.is(facts.elf?.symbols, symbols, name);
      assert.ok(facts.version?.startsWith('6.1.0-'), name);
      if (name === 'vmlinux.nonotes') assert.match(facts.problems[0]!.code, /notes-missing$/);
      else assert.equal(facts.problems, []);
    }
  });
}

// What a person makes of a distribution's kernel with the ordinary command.
const packers = { gzip: ['gzip', '-1c'], xz: ['xz', '-0c'], zstd: ['zstd', '-1c'], bzip2: ['bzip2', '-1c'] };
const again = list('images').filter(name => /^(6\.1|6\.12)-cloud-amd64$|^6\.1-686-pae$/.test(name));
for (const [index, name] of again.entries()) {
  for (const [compression, [tool, ...args]] of Object.entries(packers)) {
    // bzip2 is slow, and one is enough.
    if (compression === 'bzip2' && index > 0) continue;
    test(`${name}, packed once more with ${compression}: what the image itself says`, async () => {
      const file = readFileSync(pathOf('images', name));
      const packed = bytesSource(run(tool!, args, file));
      const plain = await readImage(bytesSource(file), { want: { whole: true, banner: true } });
      const facts = await readImage(packed, { want: { whole: true, banner: true } });
      assert.is(facts.format, `${compression}-bzimage`);
      assert.equal(facts.payload?.unpackedSize, file.length);
      assert.equal(facts.inner, plain);
      assert.equal([facts.notes, facts.xen, facts.elf], [plain.notes, plain.xen, plain.elf]);
      assert.equal([facts.version, facts.banner, facts.arch], [plain.version, plain.banner, plain.arch]);
      const early = await readImage(packed);
      assert.equal([early.notes, early.version], [facts.notes, facts.version]);
    });
  }
}

for (const [name, core, arch] of [
  ['uimage.arm', 'zimage', 'arm'],
  ['uimage.arm64', 'arm64-image', 'arm64'],
] as const) {
  if (!made.has(name)) continue;
  test(`${name} by mkimage`, async () => {
    const facts = await readImage(fileSource(pathOf('made', name)));
    assert.equal([facts.format, facts.core, facts.arch, facts.system], ['uimage', core, arch, 'linux']);
    assert.ok(facts.version?.startsWith('6.1.0-'));
    assert.equal(facts.problems, []);
  });
}

if (made.has('uki.efi')) {
  test('a unified kernel image by objcopy', async () => {
    const facts = await readImage(fileSource(pathOf('made', 'uki.efi')));
    assert.equal([facts.format, facts.core, facts.version, facts.bits], ['uki', 'elf', '6.1.0-50-amd64', 64]);
    assert.equal([facts.uki?.commandLine, facts.uki?.uname], ['console=hvc0 quiet', '6.1.0-50-amd64']);
    assert.is(facts.uki?.linux?.size, readFileSync(pathOf('images', '6.1-amd64')).length);
    assert.is(facts.xen?.guestOs, 'linux');
    assert.equal(facts.problems, []);
  });
}

for (const [name, format, variant] of [
  ['initramfs.cpio', 'cpio', 'newc'],
  ['initramfs.zst', 'zstd-cpio', 'newc'],
  ['disk.ext4', 'disk-image', 'ext'],
] as const) {
  if (!made.has(name)) continue;
  test(`${name} is no kernel`, async () => {
    const facts = await readImage(fileSource(pathOf('made', name)));
    assert.equal([facts.format, facts.variant], [format, variant]);
    assert.ok(facts.problems.some(({ code }) => code === 'not-a-kernel'));
  });
}

if (folder) {
  test('what the unit tests build is read by the real tools', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'built-'));
    const kernel = vmlinux(linuxNotes());
    for (const [name, stream] of Object.entries({ xz: xz(kernel), zstd: zstd(kernel), lz4: lz4(kernel) })) {
      const [tool, ...args] = unpackers[name]!;
      assert.equal(run(tool, args, stream), kernel, name);
    }
    const path = join(scratch, 'built');
    for (const bits of [32, 64] as const) {
      for (const order of ['little', 'big'] as const) {
        writeFileSync(path, vmlinux(linuxNotes(bits, order), { bits, order, machine: bits === 64 ? 62 : 3 }));
        const notes = readelfNotes(path);
        assert.is(notes.length, 16, `${bits} ${order}`);
        assert.equal(notes[0], { owner: 'Xen', type: 6, hex: '6c696e757800' });
      }
    }
    writeFileSync(path, uimage(armZimage('little', code())));
    assert.match(
      run('mkimage', ['-l', path]).toString(),
      /ARM Linux Kernel Image \(uncompressed\)[\s\S]*Load Address: 00008000/,
    );
    assert.match(run('file', ['-b', path]).toString(), /u-boot legacy uImage, Linux-6.1, Linux\/ARM/);
    writeFileSync(path, armZimage('little', code()));
    assert.match(run('file', ['-b', path]).toString(), /ARM boot executable zImage \(little-endian\)/);
    rmSync(scratch, { recursive: true });
  });
}

test.run();
