import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { arm64Image, armZimage, bzImage, pe, uimage, zboot } from './build/boot.js';
import { concat, patch } from './build/bytes.js';
import { code, vmlinux } from './build/elf.js';
import { codes, read } from './build/kit.js';
import { linuxNotes } from './build/notes.js';
import { gzip, withSizeWord, xz, zstd } from './build/pack.js';

const test = suite('wrapped');
const kernel = vmlinux(linuxNotes());
const bootable = bzImage({ payload: withSizeWord(zstd(kernel), kernel) });

test('a unified kernel image and its parts', async () => {
  const image = pe(0x8664, {
    '.sdmagic': '#### LoaderInfo: systemd-stub 252 ####\0',
    '.osrel': 'ID=debian\nVERSION_ID="12"\n',
    '.cmdline': 'console=hvc0 root=/dev/xvda1\n\0',
    '.uname': '6.1.0-test',
    '.initrd': '070701',
    '.linux': bootable,
  });
  const facts = await read(image);
  assert.is(facts.format, 'uki');
  assert.is(facts.uki?.commandLine, 'console=hvc0 root=/dev/xvda1');
  assert.is(facts.uki?.uname, '6.1.0-test');
  assert.is(facts.uki?.osRelease, 'ID=debian\nVERSION_ID="12"');
  assert.is(facts.uki?.initrd?.size, 6);
  const { linux } = facts.uki!;
  assert.equal(image.subarray(linux!.offset, linux!.offset + linux!.size), bootable);
  assert.is(facts.setup?.bootProtocol, '2.15');
  assert.is(facts.payload?.offset, linux!.offset + 2048 + 64);
  assert.equal([facts.xen?.guestOs, facts.version], ['linux', '6.1.0-test']);
  assert.equal(codes(facts), []);
});

test('unified images with parts missing or cut', async () => {
  const bare = await read(pe(0x8664, { '.osrel': 'ID=x', '.cmdline': 'quiet' }));
  assert.equal([bare.format, codes(bare)], ['uki', ['uki-section-missing']]);
  const image = pe(0x8664, { '.osrel': 'ID=x', '.linux': bootable });
  const cut = await read(image.subarray(0, image.length - 1024));
  assert.ok(codes(cut).includes('pe-section-outside-file'));
  // Offsets of what is wrong inside count from the start of the file.
  const broken = await read(pe(0x8664, { '.osrel': 'ID=x', '.linux': bzImage({ payloadLength: 0 }) }));
  const missing = broken.problems.find(({ code }) => code === 'payload-missing')!;
  assert.is(missing.offset, broken.uki!.linux!.offset + 0x248);
  const stream = withSizeWord(zstd(kernel), kernel);
  stream.fill(0xff, 6, 9);
  const torn = await read(pe(0x8664, { '.osrel': 'ID=x', '.linux': bzImage({ payload: stream }) }));
  const damage = torn.problems.find(({ code }) => code === 'payload-damaged')!;
  assert.ok(damage.offset! >= torn.uki!.linux!.offset + 2048 + 64, String(damage.offset));
  let nested = bootable;
  for (let depth = 0; depth < 5; depth++) nested = pe(0x8664, { '.osrel': 'ID=x', '.linux': nested });
  assert.ok(codes(await read(nested)).includes('nested-too-deep'));
});

test('EFI zboot in gzip, xz and zstd', async () => {
  const image = arm64Image();
  for (const [payload, stated, compression, name] of [
    [gzip(image), gzip(image).length, 'gzip', 'gzip'],
    [withSizeWord(zstd(image), image), zstd(image).length, 'zstd', 'zstd22'],
    [withSizeWord(xz(image), image), xz(image).length, 'xz', 'xzkern'],
  ] as const) {
    const facts = await read(zboot(payload, name, stated));
    assert.equal([facts.format, facts.core, facts.arch, facts.bits], ['zboot', 'arm64-image', 'arm64', 64]);
    assert.equal([facts.payload?.compression, facts.payload?.offset], [compression, 512]);
    assert.equal(facts.payload?.sizeWord, { value: image.length, certain: true });
    assert.equal([facts.version, facts.efiStub], ['6.1.0-arm', true]);
    assert.equal(codes(facts), []);
  }
  assert.equal(codes(await read(zboot(new Uint8Array(99), 'rot13'))), ['zboot-unknown-compression']);
  const cut = zboot(gzip(image), 'gzip');
  assert.ok(codes(await read(cut.subarray(0, cut.length - 20))).includes('payload-outside-file'));
});

test('arm64 Image: page size, byte order, banner', async () => {
  for (const [flags, page, endian] of [
    [0xan, 4096, 'little'],
    [0xcn, 16384, 'little'],
    [0xfn, 65536, 'big'],
    [0n, null, 'little'],
  ] as const) {
    const facts = await read(arm64Image(flags));
    assert.equal([facts.flatImage?.pageSize, facts.endian], [page, endian]);
    assert.equal([facts.flatImage?.imageSize, facts.version], [0x20000n, '6.1.0-arm']);
    assert.equal(codes(facts), []);
  }
  assert.is((await read(arm64Image(), { want: { banner: false } })).version, null);
});

test('arm zImage in every byte order, with its payload', async () => {
  const inside = code();
  const stream = withSizeWord(xz(inside), inside);
  for (const [kind, endian] of [
    ['little', 'little'],
    ['be8', 'big'],
    ['big', 'big'],
  ] as const) {
    const facts = await read(armZimage(kind, stream), { want: { whole: true } });
    assert.equal(
      [facts.arch, facts.bits, facts.endian, facts.version],
      ['arm', 32, endian, '6.1.0-test'],
      kind,
    );
    assert.equal(facts.armZimage, { start: 0, end: facts.size });
    assert.equal(
      [facts.payload?.compression, facts.payload?.offset, facts.payload?.length],
      ['xz', 256, stream.length],
    );
    assert.is(facts.payload?.unpackedSize, inside.length);
    assert.equal(codes(facts), []);
  }
  const image = armZimage('little', stream);
  assert.ok(codes(await read(image.subarray(0, image.length - 30))).includes('file-truncated'));
});

test('U-Boot images: checksums, contents, wrong kinds', async () => {
  const plain = uimage(armZimage('little', code()));
  const facts = await read(plain);
  assert.equal([facts.format, facts.core, facts.arch], ['uimage', 'zimage', 'arm']);
  assert.equal(
    [facts.uimage?.name, facts.uimage?.load, facts.uimage?.time],
    ['Linux-6.1', 0x8000, 1700000000],
  );
  assert.equal(codes(facts), []);
  const packed = await read(uimage(gzip(arm64Image()), { arch: 22, compression: 1 }));
  assert.equal([packed.core, packed.arch, packed.payload?.compression], ['arm64-image', 'arm64', 'gzip']);
  assert.equal([packed.payload?.offset, packed.version, codes(packed)], [64, '6.1.0-arm', []]);
  const badData = Buffer.from(plain);
  badData[300]! ^= 1;
  assert.equal(codes(await read(badData)), ['uimage-data-checksum']);
  const badHeader = Buffer.from(plain);
  badHeader[40]! ^= 1;
  assert.equal(codes(await read(badHeader)), ['uimage-header-checksum']);
  assert.ok(codes(await read(plain.subarray(0, 200))).includes('file-truncated'));
  assert.ok(codes(await read(plain.subarray(0, 40))).includes('header-truncated'));
  const ramdisk = await read(uimage(gzip(concat('070701', '0'.repeat(99))), { type: 3, compression: 1 }));
  assert.equal([ramdisk.core, codes(ramdisk)], ['cpio', ['uimage-not-kernel', 'not-a-kernel']]);
});

test('PE headers that lie', async () => {
  const image = pe(0x8664, { '.text': 'x' });
  const many = Buffer.from(image);
  patch(many).u16(70, 0xffff);
  assert.ok(codes(await read(many)).includes('pe-malformed'));
  const short = Buffer.from(image);
  patch(short).u16(84, 10);
  assert.ok(codes(await read(short)).includes('pe-malformed'));
  const far = Buffer.from(image);
  patch(far).u32(0x3c, 0xffffffff);
  assert.equal([(await read(far)).format, (await read(far)).variant], ['pe', 'dos']);
});

test('the config inside a kernel is taken out', async () => {
  const config = `# Linux/x86 6.1.0\n${'CONFIG_XEN=y\n'.repeat(2000)}`;
  const decoy = 'IKCFG_ST is what scripts look for\0';
  const withConfig = vmlinux(linuxNotes(), { more: [decoy, 'IKCFG_ST', gzipSync(config), 'IKCFG_ED'] });
  const want = { ikconfig: true, banner: true };
  for (const image of [
    withConfig,
    bzImage({ payload: gzip(withConfig) }),
    withSizeWord(zstd(withConfig), withConfig),
  ]) {
    const facts = await read(image, { want });
    assert.is(Buffer.from(facts.ikconfig!).toString(), config);
    assert.is(facts.banner, 'Linux version 6.1.0-test (builder@host) (gcc 12) #1 SMP');
    assert.equal(codes(facts), []);
  }
  assert.is((await read(withConfig)).ikconfig, null);
  assert.is((await read(kernel, { want })).ikconfig, null);
  const damaged = gzipSync(config);
  damaged[30]! ^= 0xff;
  const broken = await read(vmlinux(linuxNotes(), { more: ['IKCFG_ST', damaged, 'IKCFG_ED'] }), { want });
  assert.equal(codes(broken), ['ikconfig-damaged']);
  const endless = await read(vmlinux(linuxNotes(), { more: ['IKCFG_ST', gzipSync(config)] }), { want });
  assert.equal(codes(endless), ['ikconfig-damaged']);
});

test.run();
