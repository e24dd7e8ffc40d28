// What the lab's boots showed of the loaders, against the verdicts for the same images. The traits of each image are
// written by hand from its format and its config, not read from a file.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loaderVerdict } from '../../src/xen/answer.js';
import type { ProfileId, XenImage } from '../../src/xen/data.js';
import { messageById } from '../../src/xen/verdict.js';
import { bzImage, linuxNotes, noXenNotes, vmlinux, xen } from '../unit/xen/tables.js';
import { haveShared, shared, whyNot } from './shared.js';

interface Outcome {
  name: string;
  imageFormat: string;
  xenVersion: string;
  mode: string;
  outcome: string;
  evidenceLine: string;
  xlErrors?: string[];
}

const zstd = { compression: 'zstd', sizeWord: true } as const;
const xz = { compression: 'xz', sizeWord: true, xzDictionary: 32 * 1024 ** 2 } as const;
const elf32 = { entry: 0x1000000, loadStart: 0x1000000, loadEnd: 0x2000000 };
const nothing: XenImage = {
  container: 'other',
  wrapper: null,
  payload: null,
  bootProtocol: null,
  arch: null,
  bits: null,
  elf: null,
  notes: null,
};

const images: Record<string, XenImage> = {
  arm64: { ...nothing, container: 'arm64-image', arch: 'arm64', bits: 64 },
  'deb-5.10': { ...bzImage, payload: xz },
  'deb-6.1': { ...bzImage, payload: xz },
  'deb-6.12': { ...bzImage, payload: zstd },
  'deb-7.2': { ...bzImage, payload: zstd },
  'deb-6.1-cloud': bzImage,
  // From Linux 6.12 on the dom0 bit goes with XEN_DOM0.
  'deb-6.12-cloud': { ...bzImage, payload: zstd, notes: { ...linuxNotes, supportedFeatures: 0x8001 } },
  // No XEN at all: only the build-id note is left.
  'deb-6.1-686': { ...bzImage, bits: 32, payload: xz, elf: elf32, notes: noXenNotes },
  // No XEN_PV on 32 bits since Linux 5.9: no ENTRY note.
  'deb-6.1-686-pae': {
    ...bzImage,
    bits: 32,
    payload: xz,
    elf: elf32,
    notes: { ...linuxNotes, paeMode: 'yes', entry: null, virtBase: 0xc0000000 },
  },
  'deb-vmlinux': vmlinux,
  'base-vmlinux': vmlinux,
  vmlinux,
  'vmlinux-stripped': vmlinux,
  'vmlinux-gz': { ...vmlinux, wrapper: { compression: 'gzip', sizeWord: true } },
  'vmlinux-xz': { ...vmlinux, wrapper: { compression: 'xz', sizeWord: false } },
  'vmlinux-nonotes': { ...vmlinux, notes: { ...noXenNotes, anyNote: false } },
  'xen_pv-n': { ...bzImage, notes: { ...linuxNotes, entry: null } },
  'pvh-n': { ...bzImage, notes: { ...linuxNotes, phys32Entry: null } },
  // PVH=y keeps the note, so the loader takes it; what follows is the kernel's.
  'xen_pvh-n_pvh-y': bzImage,
  'comp-gzip': { ...bzImage, payload: { compression: 'gzip', sizeWord: true } },
  'comp-bzip2': { ...bzImage, payload: { compression: 'bzip2', sizeWord: true } },
  'comp-lzma': { ...bzImage, payload: { compression: 'lzma', sizeWord: true } },
  'comp-lzo': { ...bzImage, payload: { compression: 'lzo', sizeWord: true } },
  'comp-xz': { ...bzImage, payload: xz },
  'comp-zstd': { ...bzImage, payload: zstd },
  empty: { ...nothing, size: 0 },
  random: { ...nothing, size: 1000000 },
  text: { ...nothing, size: 6 },
  trunc3M: { ...bzImage, payload: { ...xz, cut: 'length' }, elf: null, notes: null, size: 3000000 },
  trunc600: {
    ...bzImage,
    payload: { compression: 'unknown', cut: 'offset' },
    elf: null,
    notes: null,
    size: 600,
  },
};

const profiles: Record<string, ProfileId> = {
  'pv-dom0': 'dom0-pv',
  'pvh-dom0': 'dom0-pvh',
  'pv-domu': 'domu-pv',
  'pvh-domu': 'domu-pvh',
};

/** Libraries of the tools that the lab used; what they lack decides a conditional answer. */
const libraries = ['zlib', 'liblzma', 'libzstd'];

if (!haveShared) {
  console.log(`skipped: ${whyNot}`);
  test('skipped, the facts are not here', () => {});
} else {
  const outcomes = Object.values(shared<Record<string, Outcome>>('lab/outcomes.json'));

  for (const { name, imageFormat, mode, xenVersion, outcome, evidenceLine, xlErrors } of outcomes) {
    test(`${name} as ${mode} on ${xenVersion}: ${outcome}`, () => {
      // The lab's own kernels differ in options that no loader sees, unless they are in the list above.
      const image = images[name] ?? (imageFormat === 'bzImage (lz4)' ? bzImage : undefined);
      assert.ok(image, `no traits for ${name} (${imageFormat})`);
      const verdict = loaderVerdict(xen, { profile: profiles[mode]!, image: image! }, xenVersion);
      // Out of memory, with 16 MiB for the guest, is not the image's fault.
      const refused = /refused-by-loader|xen-panics/.test(outcome) && name !== 'base-mem16';
      const lacking = verdict.conditions.filter(
        ({ code, args }) => code === 'tools-library' && !libraries.includes(String(args.library)),
      );
      assert.is(verdict.accepted === 'no' || lacking.length > 0, refused, JSON.stringify(verdict.reason));
      if (!refused) {
        assert.equal(
          verdict.conditions.filter(one => !['tools-library', 'xen-config-pv32'].includes(one.code)),
          [],
        );
        return;
      }
      const seen = [evidenceLine, ...(xlErrors ?? [])].join('\n');
      const ids = [verdict.message, ...verdict.also].filter(id => id !== null);
      assert.ok(
        ids.some(id => new RegExp(messageById(xen, id!)!.pattern).test(seen)),
        `none of ${ids.join(', ')} in: ${seen}`,
      );
      // Where the text does not hang on chance (the last bytes of a file taken for its size), it is the very one named.
      if (!['random', 'vmlinux-xz'].includes(name)) {
        assert.ok(
          new RegExp(messageById(xen, verdict.message!)!.pattern).test(seen),
          `${verdict.message} in: ${seen}`,
        );
      }
    });
  }

  test('the lab has the outcomes that were counted', () => {
    assert.is(outcomes.length, 148);
  });
}

test.run();
