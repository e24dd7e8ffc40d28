import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readImage } from '../../../src/image/read-image.js';
import { bzImage } from './build/boot.js';
import { concat } from './build/bytes.js';
import { vmlinux } from './build/elf.js';
import { codes, countingSource, read } from './build/kit.js';
import { linuxNotes } from './build/notes.js';
import { gzip, lz4, withSizeWord, xz, zstd } from './build/pack.js';

const test = suite('boot');
const kernel = vmlinux(linuxNotes());
const payload = withSizeWord(zstd(kernel), kernel);
const setupSize = 2048;
const stubSize = 64;

test('reads the header of today', async () => {
  const facts = await read(bzImage({ payload, efi: true }));
  assert.equal(facts.setup, {
    bootProtocol: '2.15',
    protocol: 0x20f,
    setupSize,
    systemSize: facts.size - setupSize,
    loadedHigh: true,
    loadFlags: ['LOADED_HIGH'],
    extendedLoadFlags: [
      'XLF_KERNEL_64',
      'XLF_CAN_BE_LOADED_ABOVE_4G',
      'XLF_EFI_HANDOVER_32',
      'XLF_EFI_HANDOVER_64',
      'XLF_EFI_KEXEC',
      'XLF_5LEVEL',
      'XLF_5LEVEL_ENABLED',
    ],
    versionText: '6.1.0-test (builder@host) #1 SMP',
    code32Start: 0x100000,
    relocatable: true,
    alignment: 0x200000,
    minAlignment: 0x200000,
    commandLineSize: 2047,
    payloadOffset: stubSize,
    payloadLength: payload.length,
    preferredAddress: 0x1000000n,
    initSize: 0x3000000,
    handoverOffset: 0,
    kernelInfo: { size: 16, sizeTotal: 16, setupTypeMax: 0x80000009 },
  });
  assert.equal([facts.version, facts.bits, facts.efiStub], ['6.1.0-test', 64, true]);
  assert.equal(codes(facts), []);
});

test('older protocols lack the newer fields', async () => {
  for (const [protocol, name] of [
    [0x208, '2.08'],
    [0x209, '2.09'],
    [0x20b, '2.11'],
    [0x20c, '2.12'],
  ] as const) {
    const facts = await read(bzImage({ protocol, payload }));
    assert.is(facts.setup?.bootProtocol, name);
    assert.is(facts.setup?.extendedLoadFlags === null, protocol < 0x20c);
    assert.is(facts.setup?.preferredAddress === null, protocol < 0x20a);
    assert.is(facts.xen?.guestOs, 'linux', name);
    assert.equal(codes(facts), [], name);
  }
});

test('before 2.08 the payload is searched for, and Xen takes none of it', async () => {
  for (const [protocol, name] of [
    [0x200, '2.00'],
    [0x202, '2.02'],
    [0x206, '2.06'],
    [0x207, '2.07'],
    [0, null],
  ] as const) {
    // What these kernels packed was no ELF image but plain code.
    const facts = await read(bzImage({ protocol, payload: gzip(new Uint8Array(5000).fill(0x90)) }));
    assert.equal(facts.problems[0], {
      code: 'protocol-too-old',
      within: 'file',
      offset: 0x206,
      protocol: name,
    });
    assert.equal([facts.format, facts.system], [protocol === 0 ? 'zimage' : 'bzimage', 'linux']);
    assert.equal([facts.payload?.compression, facts.payload?.offset], ['gzip', setupSize + stubSize]);
    assert.ok(codes(facts).includes('payload-not-elf'));
  }
  const withElf = await read(bzImage({ protocol: 0x207, payload: gzip(kernel) }));
  assert.is(withElf.xen?.guestOs, 'linux');
  assert.equal(codes(withElf), ['protocol-too-old']);
  const lost = await read(bzImage({ protocol: 0x205 }));
  assert.equal([lost.system, codes(lost)], ['linux', ['protocol-too-old', 'payload-missing']]);
});

test('says where the payload lies and how it is packed', async () => {
  for (const [bytes, compression, stream] of [
    [gzip(kernel), 'gzip', { compression: 'gzip', size: kernel.length }],
    [withSizeWord(lz4(kernel), kernel), 'lz4', { compression: 'lz4', frame: 'legacy' }],
    [payload, 'zstd', { compression: 'zstd', window: 2 ** 27, size: null, hasChecksum: false }],
    [
      withSizeWord(xz(kernel), kernel),
      'xz',
      { compression: 'xz', dictionary: 2 ** 27, filters: [], check: 'crc32' },
    ],
  ] as const) {
    const image = bzImage({ payload: bytes });
    const facts = await read(image, { want: { whole: true } });
    assert.equal(facts.payload, {
      compression,
      offset: setupSize + stubSize,
      length: bytes.length,
      stream,
      sizeWord: { value: kernel.length, certain: true },
      unpackedSize: kernel.length,
    });
    assert.equal(codes(facts), [], compression);
  }
});

test('a payload that is not packed at all', async () => {
  const facts = await read(bzImage({ payload: kernel }));
  assert.equal([facts.payload?.compression, facts.xen?.guestOs], ['none', 'linux']);
  assert.equal(codes(facts), []);
});

test('payloads outside the file, unknown, damaged or of the wrong kind', async () => {
  const image = bzImage({ payload });
  for (const [bytes, expected] of [
    [bzImage({ payload, payloadOffset: 0x7fffffff }), ['payload-outside-file']],
    [bzImage({ payload, payloadOffset: 0xffffffff, payloadLength: 0xffffffff }), ['payload-outside-file']],
    [bzImage({ payload, payloadLength: 0 }), ['payload-missing']],
    [bzImage({ payload: concat('what is this?!', new Uint8Array(64)) }), ['payload-unknown']],
    [bzImage({ payload: gzip(new Uint8Array(999)) }), ['payload-not-elf']],
    [bzImage({ payload: gzip(concat('070701', '0'.repeat(200))) }), ['payload-not-elf']],
    [image.subarray(0, 600), ['payload-outside-file']],
    // The payload is whole, and some of the code behind it is gone.
    [image.subarray(0, image.length - 48), ['file-truncated']],
    [image.subarray(0, image.length - 16), []],
  ] as const) {
    assert.equal(codes(await read(bytes)), expected as unknown as string[]);
  }
  assert.equal(codes(await read(image.subarray(0, 0x210))), ['header-truncated']);
});

test('a damaged stream is told with its place, and what came before is kept', async () => {
  const stream = gzip(concat(kernel, new Uint8Array(100_000)));
  const short = await read(bzImage({ payload: stream.subarray(0, 60) }));
  const damage = short.problems.find(({ code }) => code === 'payload-damaged')!;
  assert.is(damage.within, 'file');
  assert.ok(damage.offset! >= setupSize + stubSize);
  // Only the cause is told, not what follows from it.
  assert.equal(codes(short), ['payload-damaged']);
  assert.is(short.payload?.sizeWord?.certain, false);
  const long = concat(kernel, new Uint8Array(3_000_000));
  const image = bzImage({ payload: withSizeWord(zstd(long), long) });
  const late = await read(image.subarray(0, image.length - 200), { want: { whole: true } });
  assert.is(late.xen?.guestOs, 'linux');
  assert.ok(codes(late).includes('payload-outside-file'));
  assert.ok(codes(late).includes('payload-damaged'));
});

test('size words: missing, wrong, modern lz4', async () => {
  const whole = { want: { whole: true } };
  assert.equal(codes(await read(xz(kernel))), ['size-word-missing']);
  assert.equal(codes(await read(zstd(kernel))), ['size-word-missing']);
  assert.equal(codes(await read(lz4(kernel))), ['size-word-missing']);
  assert.equal(codes(await read(withSizeWord(xz(kernel), kernel))), []);
  assert.equal(codes(await read(gzip(kernel), whole)), []);
  const wrong = await read(concat(zstd(kernel), Uint8Array.of(1, 2, 3, 4)), whole);
  assert.equal(wrong.problems, [
    {
      code: 'size-word-wrong',
      within: 'file',
      offset: zstd(kernel).length,
      found: 0x04030201,
      expected: kernel.length,
    },
  ]);
  const modern = await read(concat('\x04\x22\x4d\x18', new Uint8Array(60)));
  assert.ok(codes(modern).includes('payload-modern-lz4'));
});

test('unpacks no more than it must, and never more than the limit', async () => {
  const large = vmlinux(linuxNotes(), { more: [new Uint8Array(1 << 20)] });
  const tail = new Uint8Array(1 << 25);
  const stream = zstd(concat(large, tail));
  const source = countingSource(bzImage({ payload: withSizeWord(stream, concat(large, tail)) }));
  const facts = await readImage(source);
  assert.is(facts.xen?.guestOs, 'linux');
  assert.is(facts.payload?.unpackedSize, null);
  // The walk over the block headers reads four bytes of each; the stream is read up to the notes.
  assert.ok(source.total() < 1 << 23, String(source.total()));
  const head = countingSource(bzImage({ payload: withSizeWord(stream, large) }));
  await readImage(head, { want: { notes: false, banner: false } });
  assert.ok(head.total() < 1 << 19, String(head.total()));
  const bomb = gzip(concat(kernel, new Uint8Array(1 << 24)));
  const limited = await read(bzImage({ payload: bomb }), { want: { whole: true }, limit: 1 << 20 });
  assert.ok(codes(limited).includes('payload-too-large'));
});

test.run();
