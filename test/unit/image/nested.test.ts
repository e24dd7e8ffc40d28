// Images that were packed once more as a whole: what is inside is read like a file of its own.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { imageKernel } from '../../../src/check/image-kernel.js';
import { imageSentence } from '../../../src/check/image-words.js';
import { xenImage } from '../../../src/xen/from-image.js';
import { armZimage, arm64Image, bzImage, pe, uimage, zboot } from './build/boot.js';
import { code, vmlinux } from './build/elf.js';
import { codes, read } from './build/kit.js';
import { linuxNotes } from './build/notes.js';
import { gzip, lz4, withSizeWord, xz, zstd } from './build/pack.js';

const test = suite('nested');
const kernel = vmlinux(linuxNotes());
const bootable = bzImage({ payload: withSizeWord(zstd(kernel), kernel), efi: true });

test('a bzImage in every compression: the kernel, its notes, and both ways of packing', async () => {
  const plain = await read(bootable);
  for (const [name, packed] of Object.entries({
    gzip: gzip(bootable),
    xz: xz(bootable),
    zstd: zstd(bootable),
    lz4: lz4(bootable),
  })) {
    const facts = await read(packed);
    assert.equal([facts.format, facts.core, facts.version], [`${name}-bzimage`, 'elf', '6.1.0-test']);
    assert.equal([facts.payload?.compression, facts.payload?.offset], [name, 0]);
    assert.equal(facts.notes, plain.notes);
    assert.equal(facts.xen, plain.xen);
    assert.equal(facts.inner, plain);
    assert.equal(codes(facts), []);
    const { container, wrapper, payload, bootProtocol } = xenImage(facts);
    assert.equal([container, wrapper?.compression, payload?.compression], ['bzimage', name, 'zstd']);
    assert.is(bootProtocol, 0x20f);
    assert.is(payload?.sizeWord, true);
    assert.match(
      imageSentence(facts, imageKernel(facts)),
      new RegExp(`${name}-compressed bzImage \\(.*\\) with a zstd-compressed kernel$`),
    );
  }
});

test('other images that are more than a bare kernel', async () => {
  const uki = pe(0x8664, { '.osrel': 'ID=x', '.uname': '6.1.0-test', '.linux': bootable });
  const packed = await read(gzip(uki));
  assert.equal([packed.format, packed.uki?.uname, packed.xen?.guestOs], ['gzip-uki', '6.1.0-test', 'linux']);
  assert.is(xenImage(packed).container, 'uki');

  const within = await read(pe(0x8664, { '.osrel': 'ID=x', '.linux': gzip(bootable) }));
  assert.equal(
    [within.format, within.inner?.format, within.payload?.compression],
    ['uki', 'bzimage', 'gzip'],
  );
  assert.equal([within.uki?.osRelease, within.xen?.guestOs, codes(within)], ['ID=x', 'linux', []]);

  const wrapped = await read(uimage(gzip(bootable), { arch: 24, compression: 1 }));
  assert.equal([wrapped.format, wrapped.inner?.format, wrapped.version], ['uimage', 'bzimage', '6.1.0-test']);
  assert.equal([wrapped.uimage?.name, wrapped.bits, codes(wrapped)], ['Linux-6.1', 64, []]);
  assert.match(
    imageSentence(wrapped, imageKernel(wrapped)),
    /U-Boot image \(.*\) with a gzip-compressed bzImage with a zstd-compressed kernel$/,
  );

  const inside = code();
  const arm = await read(gzip(armZimage('little', withSizeWord(xz(inside), inside))));
  assert.equal([arm.format, arm.arch, arm.version], ['gzip-zimage', 'arm', '6.1.0-test']);
  assert.equal([xenImage(arm).container, xenImage(arm).wrapper?.compression], ['zimage', 'gzip']);

  const boot = await read(gzip(zboot(gzip(arm64Image()), 'gzip')));
  assert.equal([boot.format, boot.core, boot.version], ['gzip-zboot', 'arm64-image', '6.1.0-arm']);

  const twice = await read(gzip(gzip(kernel)));
  assert.equal([twice.format, twice.inner?.format, codes(twice)], ['gzip-gzip-elf', 'gzip-elf', []]);
  assert.is(twice.xen?.guestOs, 'linux');
  assert.is(xenImage(twice).container, 'packed');
  assert.match(
    imageSentence(twice, imageKernel(twice)),
    /^Linux 6\.1\.0-test for x86_64: gzip-compressed gzip-compressed ELF image$/,
  );
});

test('what needs no more than headers unpacks no more', async () => {
  const facts = await read(gzip(bootable), { want: { notes: false, banner: false } });
  assert.equal([facts.format, facts.version, facts.inner], ['gzip-bzimage', '6.1.0-test', null]);
  assert.equal(codes(facts), []);
});

test('damage, outside and inside', async () => {
  const packed = gzip(bootable);
  const cut = await read(packed.subarray(0, packed.length - 200));
  assert.equal([cut.format, codes(cut)], ['gzip-bzimage', ['payload-damaged']]);
  assert.is(cut.problems[0]!.within, 'file');

  const short = await read(gzip(bootable.subarray(0, 3000)));
  const missing = short.problems.find(({ code }) => code === 'payload-outside-file')!;
  // It stands in the boot header, which lies in what was unpacked.
  assert.equal([missing.within, missing.offset], ['payload', 0x248]);

  const stream = withSizeWord(zstd(kernel), kernel);
  stream.fill(0xff, 6, 9);
  const torn = await read(gzip(bzImage({ payload: stream })));
  const damage = torn.problems.find(({ code }) => code === 'payload-damaged')!;
  assert.equal([damage.within, damage.offset], ['payload', torn.inner!.payload!.offset + 6]);

  const plain = await read(gzip(bzImage({ payload: gzip(vmlinux(new Uint8Array(0))) })));
  const none = plain.problems.find(({ code }) => code === 'notes-missing')!;
  assert.equal([none.within, none.offset, codes(plain).length], ['payload', null, 1]);
});

test('depth and size are bounded', async () => {
  let deep: Uint8Array = kernel;
  for (let depth = 0; depth < 6; depth++) deep = gzip(deep);
  const facts = await read(deep);
  assert.equal(codes(facts), ['nested-too-deep']);
  const large = await read(gzip(bootable), { limit: 4096 });
  assert.equal([large.format, codes(large)], ['gzip-bzimage', ['payload-too-large']]);
  // What was unpacked around it counts: 8 MiB of nothing leave no room for the 8 MiB inside.
  const nothing = bzImage({ payload: gzip(vmlinux(linuxNotes(), { more: [new Uint8Array(1 << 23)] })) });
  const padded = await read(gzip(Buffer.concat([nothing, new Uint8Array(1 << 23)])), {
    limit: 12 << 20,
    want: { whole: true },
  });
  assert.ok(codes(padded).includes('payload-too-large'), codes(padded).join());
});

test.run();
