import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readImage } from '../../src/image/read-image.js';
import { unpack } from '../../src/unpack/index.js';
import {
  fileSource,
  folder,
  list,
  pathOf,
  readelfNotes,
  readelfSegments,
  run,
  skipReason,
  unpackers,
} from './tools.js';

const test = suite('debian');
const scratch = mkdtempSync(join(tmpdir(), 'images-'));
test.after(() => rmSync(scratch, { recursive: true, force: true }));

const bzImages = list('images').filter(name => /^\d.*(?:amd64|686|686-pae)$|^sid-amd64$/.test(name));

if (!folder) test(skipReason, () => console.error(skipReason));

const bySize: Record<string, string> = { fd377a58: 'xz', '28b52ffd': 'zstd', '02214c18': 'lz4' };

for (const name of bzImages) {
  test(`${name}: the same notes, segments and payload as the native tools give`, async () => {
    const source = fileSource(pathOf('images', name));
    const started = await readImage(source);
    const facts = await readImage(source, { want: { whole: true, banner: true, ikconfig: true } });
    // Stopping early changes nothing but what needs the end.
    assert.equal(started.notes, facts.notes);
    assert.equal(started.version, facts.version);
    assert.is(started.payload?.unpackedSize, null);

    // The payload's place as boot.rst has it, read here once more.
    const head = Buffer.from(source.read(0, 0x260));
    const offset = (head[0x1f1]! + 1) * 512 + head.readUInt32LE(0x248);
    const length = head.readUInt32LE(0x24c);
    assert.equal([facts.payload?.offset, facts.payload?.length], [offset, length]);
    const packed = source.read(offset, length - 4);
    const compression = bySize[Buffer.from(packed.subarray(0, 4)).toString('hex')]!;
    assert.is(facts.payload?.compression, compression);
    const [tool, ...args] = unpackers[compression]!;
    const native = run(tool, args, packed);
    assert.ok(native.length > 1 << 20);
    assert.is(facts.payload?.unpackedSize, native.length);
    assert.equal(facts.payload?.sizeWord, { value: native.length, certain: true });

    const ours = createHash('sha256');
    for await (const chunk of unpack(source, offset, length, compression as 'xz', { limit: 2 ** 30 }))
      ours.update(chunk);
    assert.is(ours.digest('hex'), createHash('sha256').update(native).digest('hex'));

    const path = join(scratch, name);
    writeFileSync(path, native);
    const tools = readelfNotes(path);
    assert.equal(
      facts.notes.map(({ type, raw }) => ({ owner: 'Xen', type, hex: Buffer.from(raw).toString('hex') })),
      tools,
    );
    assert.is(facts.notes.length > 0, name !== '6.1-686');
    assert.equal(
      facts.elf!.segments.map(({ offset, virtual, physical, fileSize, memorySize }) => ({
        offset,
        virtual,
        physical,
        fileSize,
        memorySize,
      })),
      readelfSegments(path),
    );
    const entry = /Entry point address:\s+(0x[0-9a-f]+)/.exec(run('readelf', ['-h', path]).toString())![1]!;
    assert.is(facts.elf!.entry, BigInt(entry));
    const said = run('file', ['-b', pathOf('images', name)]).toString();
    assert.ok(said.includes(`bzImage, version ${facts.setup!.versionText}`), said);
    assert.ok(facts.banner?.startsWith(`Linux version ${facts.version} (`));
    const expected = facts.notes.length > 0 ? [] : ['xen-notes-missing'];
    assert.equal(
      facts.problems.map(({ code }) => code),
      expected,
    );
    rmSync(path);
    source.close();
  });
}

for (const name of list('images').filter(name => /^(?:\d|sid).*-arm64$/.test(name))) {
  test(`${name}: as file(1) sees it`, async () => {
    const facts = await readImage(fileSource(pathOf('images', name)));
    const said = run('file', ['-b', pathOf('images', name)]).toString();
    assert.match(said, /ARM64 boot executable Image, little-endian, 4K pages/);
    assert.equal(
      [facts.format, facts.arch, facts.endian, facts.flatImage?.pageSize],
      ['arm64-image', 'arm64', 'little', 4096],
    );
    assert.ok(facts.version?.endsWith('-arm64'));
    assert.equal(facts.problems, []);
  });
}

for (const name of list('images').filter(name => name.endsWith('-armmp'))) {
  test(`${name}: header, and the same payload as xz gives`, async () => {
    const source = fileSource(pathOf('images', name));
    const facts = await readImage(source, { want: { whole: true } });
    assert.match(
      run('file', ['-b', pathOf('images', name)]).toString(),
      /ARM boot executable zImage \(little-endian\)/,
    );
    assert.equal([facts.format, facts.arch, facts.endian], ['zimage', 'arm', 'little']);
    const { offset, length } = facts.payload!;
    const native = run('xz', ['-dcq', '--single-stream'], source.read(offset, length - 4));
    assert.is(facts.payload?.unpackedSize, native.length);
    assert.is(facts.payload?.sizeWord?.value, native.length);
    const ours = createHash('sha256');
    for await (const chunk of unpack(source, offset, length, 'xz', { limit: 2 ** 30 })) ours.update(chunk);
    assert.is(ours.digest('hex'), createHash('sha256').update(native).digest('hex'));
    assert.ok(native.includes(`Linux version ${facts.version} (`));
    assert.equal(facts.problems, []);
  });
}

for (const [name, system, version, format, notes] of [
  ['xen-4.17.gz', 'xen', '4.17.5', 'gzip-elf', 0],
  ['xen-4.17.efi', 'xen', '4.17.5', 'efi-application', 0],
  ['xen-4.17-arm64', 'xen', '4.17.5', 'arm64-image', 0],
  ['xen-4.20.gz', 'xen', /^4\.20\.\d/, 'gzip-elf', 0],
  ['grub-x86_64-xen.bin', 'grub', null, 'elf', 5],
  ['grub-i386-xen.bin', 'grub', null, 'elf', 6],
  ['grub-i386-xen_pvh.bin', null, null, 'elf', 1],
  ['ipxe.lkrn', null, /./, 'bzimage', 0],
  ['memtest.bin', 'memtest86', null, 'bzimage', 0],
  ['stub.efi', null, null, 'efi-application', 0],
] as const) {
  if (!list('images').includes(name)) continue;
  test(`${name} is named`, async () => {
    const path = pathOf('images', name);
    const facts = await readImage(fileSource(path));
    assert.equal([facts.system, facts.format], [system, format]);
    if (version instanceof RegExp) assert.match(facts.version!, version);
    else assert.is(facts.version, version);
    if (facts.format !== 'elf') return;
    const found = facts.notes.map(({ type, raw }) => ({
      owner: 'Xen',
      type,
      hex: Buffer.from(raw).toString('hex'),
    }));
    // readelf leaves out a last note that reaches past its segment; Xen takes it.
    const cut = name === 'grub-i386-xen.bin';
    assert.equal(cut ? found.slice(0, -1) : found, readelfNotes(path));
    if (cut) assert.equal([facts.notes.at(-1)?.name, facts.xen?.pae], ['PAE_MODE', 'extended-cr3']);
    assert.is(facts.notes.length, notes);
  });
}

test.run();
