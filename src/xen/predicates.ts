// The tests that profiles/xen/checks.yaml names. Each answers null where the image passes, where the test is not about
// it, or where the fact is not known; else what failed.

import { atLeast, inRange, parseVersion, type Version } from '../input/version.js';
import type { XenArch, LoaderId, TestName, XenData, XenImage, XenNotes } from './data.js';
import { containerFailure, type Failure, payloadFailure, wrapperFailure } from './formats.js';

export interface Context {
  readonly xen: XenData;
  readonly version: Version;
  readonly loader: LoaderId;
}

type Test = (image: XenImage, context: Context) => Failure | null;

const fails: Failure = { args: {} };
const gib = 1024 ** 3;
const mib = 1024 ** 2;

function failIf(condition: boolean): Failure | null {
  return condition ? fails : null;
}

/** A test of the notes: passes where they were not read. */
function ofNotes(test: (notes: XenNotes, image: XenImage, context: Context) => Failure | null): Test {
  return (image, context) => (image.notes === null ? null : test(image.notes, image, context));
}

const machines: Partial<Record<LoaderId, readonly XenArch[]>> = {
  'hypervisor-arm': ['arm', 'arm64'],
  'tools-arm': ['arm', 'arm64'],
  'hypervisor-riscv': ['riscv'],
};

const word = (value: bigint | number) => BigInt.asUintN(64, BigInt(value));

/** Where the notes place the kernel and its entry: as the loaders work it out for PV, and up to 4.15 for PVH. */
function entryOutOfBounds(notes: XenNotes, image: XenImage): boolean | null {
  const { entry, loadStart, loadEnd } = image.elf ?? {};
  const start = notes.entry ?? entry;
  if (start === undefined || loadStart === undefined || loadEnd === undefined) return null;
  const base = word(notes.virtBase ?? 0);
  const offset = word(notes.paddrOffset ?? (notes.source === 'legacy' ? base : 0));
  const low = word(word(loadStart) + base - offset);
  const high = word(word(loadEnd) + base - offset);
  const at = word(start);
  return low > high || at < low || at > high || base > low;
}

function namesLinux(notes: XenNotes): boolean {
  return (notes.loader?.startsWith('generic') ?? false) || (notes.guestOs?.startsWith('linux') ?? false);
}

const hasPhys32 = (notes: XenNotes) => notes.phys32Entry !== null;
const guestOsFailure = (notes: XenNotes) =>
  namesLinux(notes) ? null : { args: { guestOs: notes.guestOs ?? '', loader: notes.loader ?? '' } };
const xenVersionFailure = (notes: XenNotes) =>
  notes.xenVersion?.startsWith('xen-3.0') ? null : { args: { value: notes.xenVersion ?? '' } };

function featureWords(notes: XenNotes): string[] {
  return (notes.features ?? '').split('|').filter(name => name !== '');
}

const pvhv1Features = [
  'writable_descriptor_tables',
  'auto_translated_physmap',
  'supervisor_mode_kernel',
  'hvm_callback_vector',
];

function sizeWordMissing(image: XenImage, only?: readonly string[]): Failure | null {
  for (const packed of image.container === 'elf' ? [image.wrapper] : [image.payload]) {
    const compression = packed?.compression ?? 'none';
    if (compression === 'none' || compression === 'gzip') continue;
    if (only && !only.includes(compression)) continue;
    if (packed?.sizeWord === false) return { args: { compression } };
  }
  return null;
}

export const tests: Readonly<Record<TestName, Test>> = {
  'not-empty': image => failIf(image.size === 0),
  'under-1gib': image => failIf((image.size ?? 0) > gib || (image.unpackedSize ?? 0) > gib),
  'machine-of-loader': (image, { loader }) => {
    if (image.arch === null || (machines[loader] ?? ['x86']).includes(image.arch)) return null;
    return { args: { arch: image.arch } };
  },
  'container-taken': (image, { xen, loader, version }) => containerFailure(xen, loader, image, version),
  'wrapper-taken': (image, { xen, loader, version }) => wrapperFailure(xen, loader, image, version),
  'compression-taken': (image, { xen, loader, version }) => payloadFailure(xen, loader, image, version),
  'boot-protocol': image => {
    const protocol = image.container === 'bzimage' ? image.bootProtocol : null;
    if (protocol === null || protocol >= 0x208) return null;
    return { args: { protocol: `${protocol >> 8}.${String(protocol & 0xff).padStart(2, '0')}` } };
  },
  'payload-starts-inside': image => failIf(image.payload?.cut === 'offset'),
  'payload-whole': image => failIf((image.payload?.cut ?? null) !== null),
  'size-word': image => sizeWordMissing(image),
  'size-word-lz4-zstd': image => sizeWordMissing(image, ['lz4', 'zstd']),
  'dictionary-under-128mib': image => {
    const { compression, xzDictionary } = image.payload ?? {};
    if (compression !== 'xz' || xzDictionary === undefined || xzDictionary < 128 * mib) return null;
    return { args: { mebibytes: Math.ceil(xzDictionary / mib) } };
  },
  'elf-whole': image => failIf(image.elf?.broken === true),
  'section-names': image => failIf(image.elf?.sectionNames === false),
  'little-endian': image => failIf(image.elf?.bigEndian === true),

  'required-features-known': ofNotes((notes, _image, { xen, version }) => {
    for (const name of featureWords(notes)) {
      if (!name.startsWith('!')) continue;
      const feature = xen.features.find(one => one.inString && one.name === name.slice(1));
      const known =
        feature && (!feature.inStringSince || inRange(version, { from: feature.inStringSince, to: null }));
      if (!known) return { args: { feature: name.slice(1) } };
    }
    return null;
  }),
  'legacy-section': ofNotes(notes => failIf(notes.source !== 'legacy' && !notes.legacySection)),
  'not-legacy-section': ofNotes(notes => failIf(notes.source === 'legacy')),
  'any-note': ofNotes(notes => failIf(!notes.anyNote && notes.source === null && !notes.legacySection)),
  'any-xen-note': ofNotes(notes => (notes.source === null ? guestOsFailure(notes) : null)),
  'not-taken-as-firmware': ofNotes((notes, image) =>
    failIf(image.container === 'elf' && image.bits === 32 && notes.source === null),
  ),
  'guest-os': ofNotes(guestOsFailure),
  'guest-os-or-phys32': ofNotes(notes => (hasPhys32(notes) ? null : guestOsFailure(notes))),
  'xen-version': ofNotes(xenVersionFailure),
  'xen-version-or-phys32': ofNotes(notes => (hasPhys32(notes) ? null : xenVersionFailure(notes))),
  'virt-base-with-offset': ofNotes(notes => failIf(notes.paddrOffset !== null && notes.virtBase === null)),
  // A kernel without PV has a virtual base but no ENTRY note, so its bare-metal entry is taken, which is physical.
  'pv-entry': ofNotes((notes, image) => {
    if (notes.entry !== null || notes.virtBase === null || word(notes.virtBase) === 0n) return null;
    return failIf(entryOutOfBounds(notes, image) ?? true);
  }),
  'entry-in-bounds': ofNotes((notes, image) => failIf(entryOutOfBounds(notes, image) ?? false)),
  'not-dom0-only': ofNotes(notes => failIf(featureWords(notes).includes('!dom0'))),
  'phys32-entry': ofNotes(notes => failIf(!hasPhys32(notes))),
  // Linux takes their place from the boot parameters since 4.20.
  'acpi-by-boot-parameters': image => {
    const release = image.release ? parseVersion(image.release) : null;
    return failIf(release !== null && !atLeast(release, '4.20'));
  },
  'pvhv1-features': ofNotes(notes => {
    const names = featureWords(notes).map(name => name.replace(/^!/, ''));
    return failIf(!pvhv1Features.every(name => names.includes(name)));
  }),
  pae: ofNotes((notes, image) => {
    const mode = notes.paeMode ?? '';
    const legacyYes = notes.source === 'legacy' && mode.startsWith('yes');
    return failIf(image.bits === 32 && mode !== 'yes' && !mode.includes('bimodal') && !legacyYes);
  }),
  'dom0-bit': ofNotes(notes => {
    if (notes.supportedFeatures === null) return null;
    const named = featureWords(notes).some(name => name === 'dom0' || name === '!dom0');
    return failIf(!named && ((word(notes.supportedFeatures) >> 11n) & 1n) === 0n);
  }),
};

/** Does a "yes" rest on notes that nobody could read? */
export function restsOnNotes(image: XenImage): boolean {
  return image.notes === null && (image.container === 'elf' || image.container === 'bzimage');
}
