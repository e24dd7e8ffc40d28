import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loaderVerdict } from '../../../src/xen/answer.js';
import { type ImageLike, xenImage } from '../../../src/xen/from-image.js';
import { xen } from './tables.js';

const debian: ImageLike = {
  size: 8_000_000,
  format: 'bzimage',
  core: 'elf',
  system: 'linux',
  arch: 'x86',
  bits: 64,
  version: '6.1.0-50-amd64',
  endian: 'little',
  setup: { protocol: 0x20f },
  payload: {
    compression: 'xz',
    offset: 17_000,
    stream: { compression: 'xz', dictionary: 1 << 27 },
    sizeWord: { certain: true },
    unpackedSize: null,
  },
  elf: { entry: 0x1000000n, load: { from: 0x1000000n, to: 0x3000000n }, sectionNames: true },
  notes: [
    { type: 10, value: '!writable_page_tables|pae_pgdir_above_4gb' },
    { type: 17, value: 0x8801n },
  ],
  otherNotes: [{}],
  xen: {
    source: 'pt-note',
    guestOs: 'linux',
    loader: 'generic',
    xenVersion: 'xen-3.0',
    pae: 'no',
    entry: 0xffffffff82800000n,
    virtBase: 0xffffffff80000000n,
    paddrOffset: 0n,
    phys32Entry: 0x1000000n,
    features: [],
  },
  notesRead: true,
  problems: [],
  uimage: null,
  inner: null,
};

test('a bzImage', () => {
  const image = xenImage(debian);
  assert.is(image.container, 'bzimage');
  assert.equal(image.payload, { compression: 'xz', sizeWord: true, xzDictionary: 1 << 27, cut: null });
  assert.is(image.wrapper, null);
  assert.is(image.notes?.supportedFeatures, 0x8801n);
  assert.is(loaderVerdict(xen, { profile: 'dom0-pv', image }, '4.17.7').accepted, 'yes');
  assert.is(loaderVerdict(xen, { profile: 'domu-pv', image }, '4.17.7').reason?.code, 'xz-dictionary');
});

test('a vmlinux packed as a whole, by hand', () => {
  const image = xenImage({
    ...debian,
    format: 'xz-elf',
    setup: null,
    payload: { ...debian.payload!, offset: 0, sizeWord: null },
  });
  assert.is(image.container, 'elf');
  assert.is(image.wrapper?.compression, 'xz');
  assert.is(loaderVerdict(xen, { profile: 'dom0-pv', image }, '4.17.7').reason?.code, 'no-size-word');
});

test('no Xen notes, and notes that were not read', () => {
  const without = xenImage({ ...debian, notes: [], xen: null });
  assert.is(without.notes?.anyNote, true);
  assert.is(without.notes?.source, null);
  assert.is(
    loaderVerdict(xen, { profile: 'dom0-pv', image: without }, '4.17.7').reason?.code,
    'not-a-xen-kernel',
  );
  assert.is(xenImage({ ...debian, notesRead: false }).notes, null);
});

test('payloads that no Xen can read', () => {
  const plain = { ...debian.payload!, compression: 'none', stream: null, sizeWord: null };
  const compressionOf = (facts: ImageLike) => xenImage(facts).payload?.compression;
  assert.is(compressionOf({ ...debian, core: 'bzimage', payload: plain, elf: null }), 'unknown');
  assert.is(compressionOf({ ...debian, core: 'elf', payload: plain }), 'none');
  assert.is(compressionOf({ ...debian, problems: [{ code: 'payload-modern-lz4' }] }), 'unknown');
  assert.is(compressionOf({ ...debian, payload: null, problems: [{ code: 'payload-missing' }] }), 'unknown');
  const cut = (offset: number) =>
    xenImage({ ...debian, payload: { ...plain, offset }, problems: [{ code: 'payload-outside-file' }] })
      .payload?.cut;
  assert.is(cut(17_000), 'length');
  assert.is(cut(9_000_000), 'offset');
});

test('other files', () => {
  const of = (format: string, rest: Partial<ImageLike> = {}) => {
    const image = xenImage({ ...debian, format, ...rest });
    return [image.container, image.wrapper?.compression ?? null, image.payload];
  };
  const gzip = { ...debian.payload!, compression: 'gzip', stream: null };
  assert.equal(of('gzip-arm64-image', { arch: 'arm64', payload: gzip }), ['arm64-image', 'gzip', null]);
  assert.equal(of('arm64-image', { arch: 'arm64', payload: null }), ['arm64-image', null, null]);
  assert.equal(of('zimage', { arch: 'arm' })[0], 'zimage');
  assert.equal(of('zimage', { arch: 'x86' })[0], 'bzimage');
  assert.equal(of('gzip-elf', { system: 'xen', payload: gzip })[0], 'xen');
  assert.equal(of('zstd-cpio', { core: 'cpio' })[0], 'initramfs');
  const uimage = (compression: string | null) => ({ arch: 'arm', payload: gzip, uimage: { compression } });
  assert.equal(of('uimage', uimage('gzip')).slice(0, 2), ['uimage', 'gzip']);
  // The payload is that of the zImage inside.
  assert.equal(of('uimage', uimage('none')).slice(0, 2), ['uimage', null]);
  assert.equal(of('text', { core: 'text', payload: null, arch: null, elf: null }), ['other', null, null]);
  assert.is(xenImage({ ...debian, arch: 's390' }).arch, 'other');
});

test.run();
