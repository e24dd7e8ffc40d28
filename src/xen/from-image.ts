// From what the image reader says of a file to what the tables ask of it.

import type {
  XenArch,
  ImageCompression,
  Container,
  CompressedData,
  XenImage,
  XenNotes,
} from './image-input.js';

/** The part of the image reader's facts that counts here. */
export interface ImageLike {
  readonly size: number;
  /** "elf", "bzimage", "gzip-elf", ... */
  readonly format: string;
  /** Of the innermost wrapping that was opened. */
  readonly core: string | null;
  readonly system: string | null;
  readonly arch: string | null;
  readonly bits: 32 | 64 | null;
  readonly version: string | null;
  readonly endian: 'little' | 'big' | null;
  readonly setup: { readonly protocol: number } | null;
  readonly payload: {
    readonly compression: string;
    readonly offset: number;
    readonly stream: { readonly compression: string; readonly dictionary?: number | null } | null;
    readonly sizeWord: { readonly certain: boolean } | null;
    readonly unpackedSize: number | null;
  } | null;
  readonly elf: {
    readonly entry: bigint;
    readonly load: { readonly from: bigint; readonly to: bigint } | null;
    readonly sectionNames: boolean;
  } | null;
  /** Notes of owner Xen. */
  readonly notes: readonly { readonly type: number; readonly value: unknown }[];
  readonly otherNotes: readonly unknown[];
  readonly xen: {
    readonly source: string;
    readonly guestOs: string | null;
    readonly loader: string | null;
    readonly xenVersion: string | null;
    readonly pae: string;
    readonly entry: bigint | null;
    readonly virtBase: bigint | null;
    readonly paddrOffset: bigint | null;
    readonly phys32Entry: bigint | null;
    readonly features: readonly {
      readonly name: string;
      readonly required: boolean;
      readonly from: string;
    }[];
  } | null;
  readonly notesRead: boolean;
  readonly uimage: { readonly compression: string | null } | null;
  readonly problems: readonly { readonly code: string }[];
  /** What came out of the payload, if it is packed or wrapped once more. */
  readonly inner: ImageLike | null;
}

const containers: Readonly<Record<string, Container>> = {
  elf: 'elf',
  bzimage: 'bzimage',
  'arm64-image': 'arm64-image',
  'riscv-image': 'riscv-image',
  uimage: 'uimage',
  zboot: 'zboot',
  uki: 'uki',
  cpio: 'initramfs',
};
const compressions: readonly string[] = ['gzip', 'bzip2', 'lzma', 'xz', 'lzo', 'lz4', 'zstd'];
const arches: readonly string[] = ['x86', 'arm', 'arm64', 'riscv'];

// Note types of owner Xen whose text or bits are used unchanged.
const paeMode = 9;
const featuresNote = 10;
const supportedFeatures = 17;

function packedOf(facts: ImageLike): CompressedData | null {
  const { payload, problems } = facts;
  const has = (code: string) => problems.some(problem => problem.code === code);
  // A boot header without a kernel behind it: memtest86, iPXE.
  if (payload === null) return has('payload-missing') ? { compression: 'unknown' } : null;
  const known = compressions.includes(payload.compression);
  const plainElf = payload.compression === 'none' && facts.core === 'elf';
  const readable = (known || plainElf) && !has('payload-modern-lz4');
  const { dictionary } = payload.stream?.compression === 'xz' ? payload.stream : {};
  const outside = has('payload-outside-file');
  return {
    compression: readable ? (payload.compression as ImageCompression) : 'unknown',
    ...(known && payload.sizeWord === null ? { sizeWord: false } : {}),
    ...(payload.sizeWord?.certain ? { sizeWord: true } : {}),
    ...(typeof dictionary === 'number' ? { xzDictionary: dictionary } : {}),
    cut: outside ? (payload.offset + 16 > facts.size ? 'offset' : 'length') : null,
  };
}

function notesOf(facts: ImageLike): XenNotes | null {
  const { xen } = facts;
  if (!facts.notesRead || facts.elf === null) return null;
  const noteValue = (type: number) => facts.notes.find(note => note.type === type)?.value;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const bits = noteValue(supportedFeatures);
  const first = Array.isArray(bits) ? bits[0] : bits;
  const named = xen?.features
    .filter(feature => feature.from === 'FEATURES')
    .map(({ name, required }) => (required ? `!${name}` : name));
  const legacy = xen?.source === 'legacy-section';
  return {
    anyNote: facts.notes.length > 0 || facts.otherNotes.length > 0,
    source: xen === null ? null : legacy ? 'legacy' : 'notes',
    legacySection: legacy,
    guestOs: xen?.guestOs ?? null,
    loader: xen?.loader ?? null,
    xenVersion: xen?.xenVersion ?? null,
    paeMode: text(noteValue(paeMode)) ?? (legacy && xen.pae !== 'no' ? 'yes' : null),
    features: text(noteValue(featuresNote)) ?? named?.join('|') ?? null,
    supportedFeatures: typeof first === 'bigint' || typeof first === 'number' ? first : null,
    entry: xen?.entry ?? null,
    virtBase: xen?.virtBase ?? null,
    paddrOffset: xen?.paddrOffset ?? null,
    phys32Entry: xen?.phys32Entry ?? null,
  };
}

/** What the tables need to know of an image that was read with its notes. */
export function xenImage(facts: ImageLike): XenImage {
  const dash = facts.format.indexOf('-');
  const outer = compressions.includes(facts.format.slice(0, dash)) ? facts.format.slice(0, dash) : null;
  const core = outer === null ? facts.format : facts.format.slice(dash + 1);
  const packedAgain = compressions.includes(core.split('-')[0]!);
  // An x86 kernel that is loaded low has the same header, only older.
  const boot = core === 'bzimage' || (core === 'zimage' && facts.arch !== 'arm');
  const container =
    facts.system === 'xen'
      ? 'xen'
      : packedAgain
        ? 'packed'
        : boot
          ? 'bzimage'
          : core === 'zimage'
            ? 'zimage'
            : containers[core];
  // The problems of what is inside are said of the file too.
  const packed = packedOf(facts.inner ? { ...facts, problems: [] } : facts);
  const named = container === 'uimage' ? (facts.uimage?.compression ?? 'unknown') : 'none';
  const whole = outer !== null || named !== 'none';
  return {
    container: container ?? 'other',
    wrapper: whole ? (packed ?? { compression: (outer ?? named) as ImageCompression }) : null,
    payload: !boot ? null : outer === null ? packed : facts.inner && packedOf(facts.inner),
    bootProtocol: boot ? (facts.setup?.protocol ?? null) : null,
    arch: facts.arch === null ? null : arches.includes(facts.arch) ? (facts.arch as XenArch) : 'other',
    bits: facts.bits,
    release: facts.system === 'linux' ? facts.version : null,
    elf:
      facts.elf === null
        ? facts.core === 'elf'
          ? { broken: true }
          : null
        : {
            entry: facts.elf.entry,
            ...(facts.elf.load ? { loadStart: facts.elf.load.from, loadEnd: facts.elf.load.to } : {}),
            sectionNames: facts.elf.sectionNames,
            bigEndian: facts.endian === 'big',
          },
    notes: notesOf(facts),
    size: facts.size,
    ...(facts.payload?.unpackedSize ? { unpackedSize: facts.payload.unpackedSize } : {}),
  };
}
