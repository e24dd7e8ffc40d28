import { bytesSource } from '../input/source.js';
import { type Compression, openParts, streamFacts, unpack } from '../unpack/index.js';
import { hexText } from './bytes.js';
import { readSetupHeader, releaseOf } from './bzimage.js';
import { type Content, packedContent, partialContent, readWhole } from './content.js';
import { setFormat, payloadAt, takeInner, type ReadContext } from './draft.js';
import { type ElfImage, readElfImage } from './elf-image.js';
import type { Core } from './facts.js';
import { isArmZimage, readArmZimage, readFlatImage } from './flat.js';
import { identify, type Identity } from './identify.js';
import { identifySize } from './bytes.js';
import { createTaps, type ContentTaps } from './probes.js';
import { type ImageProblem, type ProblemCode, problem } from './problems.js';
import { reportInto } from './report.js';
import { readSizeWord } from './size-word.js';
import { systemOfNotes } from './system.js';

/**
 * Why a stream is read. "file": it is all of the file, the format is named after it; "payload": an ELF has to be
 * inside; "stream": whatever is inside; "found": the same, of a stream whose end isn't known.
 */
type StreamRole = 'file' | 'payload' | 'stream' | 'found';

/** A stream may grow this much for each of its bytes; kernels grow four to tenfold. */
const mostGrowth = 64;
const freeGrowth = 1 << 24;
/** No decoder gives larger chunks. */
const longestChunk = 1 << 24;
/** An image inside a stream is held in memory, unlike its payload; a unified kernel image is the largest that makes sense. */
const largestInner = 1 << 28;

/**
 * Reads the image inside a compressed stream at `offset` of the work's source. `length` counts the size word in.
 * Gives what was inside; null if nothing came out.
 */
export async function readPacked(
  work: ReadContext,
  offset: number,
  length: number,
  compression: Compression,
  role: StreamRole,
): Promise<Core | null> {
  const { draft, source, want } = work;
  // A payload is packed where its header says so, and that it holds an ELF can wait.
  if (role === 'payload' && headersOnly(want)) {
    await takePayload(work, { offset, length, compression, role, consumed: null, size: null, cut: false });
    return draft.core;
  }
  const limit = Math.min(work.limit, freeGrowth + length * mostGrowth);
  // A boot header says all that the banner could.
  const isNamed = want.banner === undefined && draft.setup !== null && draft.version !== null;
  const probes = createTaps(isNamed ? { ...want, banner: false } : want, false, 'if-likely');
  let consumed: number | null = null;
  const onEnd = (count: number) => {
    consumed = count;
  };
  // Far enough above the limit that the excess is seen here, and not as an error there.
  const whole = packedContent(
    () => unpack(source, offset, length, compression, { limit: limit + longestChunk, onEnd }),
    limit,
    probes.taps,
  );
  const few = isNamed && role === 'payload' && !want.ikconfig && !want.whole;
  const parts = few ? await openParts(source, offset, length, compression, limit) : null;
  const content = parts ? partialContent(parts, whole, probes.taps) : whole;
  const problems: ImageProblem[] = [];
  const report = reportInto(problems, 'payload');
  try {
    const core = await readContent(work, content, probes, role, compression, report);
    const { failure, tooLarge, size } = content.state();
    const cut = failure !== null || tooLarge;
    // What a damaged stream didn't give is no fault of the image in it.
    const { inner } = draft;
    if (inner) problems.push(...inner.problems.map(asSeenFromOutside));
    const follows = inner ? followUpsInside : followUps;
    for (const one of problems) if (!cut || !follows.has(one.code)) draft.problems.push(one);
    if (failure) {
      // The offset is reported on its own, counted from the start of the file.
      const message = failure.message.replace(/ at offset \d+$/, '');
      work.report('payload-damaged', failure.offset ?? offset, { compression, message });
    }
    if (tooLarge) work.report('payload-too-large', offset, { compression, limit });
    await takePayload(work, { offset, length, compression, role, consumed, size, cut });
    return core;
  } finally {
    await content.close();
  }
}

interface Opened {
  readonly offset: number;
  readonly length: number;
  readonly compression: Compression;
  readonly role: StreamRole;
  /** Bytes the stream took, if its end was seen. */
  readonly consumed: number | null;
  /** Bytes that came out, if its end was seen. */
  readonly size: number | null;
  /** Damaged, or more than the limit. */
  readonly cut: boolean;
}

const followUps: ReadonlySet<ProblemCode> = new Set([
  'header-truncated',
  'notes-outside-file',
  'segment-outside-file',
]);
const followUpsInside: ReadonlySet<ProblemCode> = new Set([
  ...followUps,
  'payload-outside-file',
  'payload-damaged',
  'payload-missing',
  'pe-section-outside-file',
  'file-truncated',
  'size-word-missing',
]);

/** A problem of what came out of the payload: its bytes are those of the payload, and what is packed in it has no place. */
function asSeenFromOutside({ code, within, offset, ...args }: ImageProblem): ImageProblem {
  return problem(code, 'payload', within === 'file' ? offset : null, args as never);
}

/** Takes over how a payload is packed, and checks its size word. */
async function takePayload(work: ReadContext, opened: Opened): Promise<void> {
  const { source } = work;
  const { offset, length, compression, role, consumed, size, cut } = opened;
  // A stream that was found ends somewhere before `length`; its size word can only be right behind it.
  const trailer = compression === 'gzip' ? 0 : 4;
  const total = role === 'found' && consumed !== null ? Math.min(length, consumed + trailer) : length;
  const lost = role === 'found' && consumed === null;
  const word = lost ? null : readSizeWord(source, offset, total, compression, consumed);
  const sizeWord = word && cut ? { ...word, certain: false } : word;
  const stream = await streamFacts(source, offset, length, compression);
  if (stream?.compression === 'lz4' && stream.frame === 'modern') {
    work.report('payload-modern-lz4', offset, {});
  }
  work.draft.payload = {
    ...payloadAt(work, compression, offset, total),
    stream,
    sizeWord,
    unpackedSize: size,
  };
  // Nobody who reads a size word takes an image that is packed in another.
  const counts = role === 'payload' || (role === 'file' && work.draft.inner === null);
  if (sizeWord === null && !cut && counts) {
    work.report('size-word-missing', offset + total, { compression });
  }
  if (sizeWord && size !== null && sizeWord.value !== size % 2 ** 32) {
    work.report('size-word-wrong', offset + total - 4, { found: sizeWord.value, expected: size });
  }
}

async function readContent(
  work: ReadContext,
  content: Content,
  probes: ContentTaps,
  role: StreamRole,
  compression: Compression,
  report: ReadContext['report'],
): Promise<Core | null> {
  const { draft, want } = work;
  // The first bytes are enough for what matters; only media want more.
  let head = await content.read(0, 4096);
  if (head.length === 0) {
    if (role === 'file') setFormat(work, 'data', compression);
    return null;
  }
  let identity = identify(head);
  if (identity.kind === 'plain' && identity.core === 'data') {
    head = await content.read(0, identifySize);
    identity = identify(head);
  }
  if (isNested(identity, role) && !headersOnly(want)) {
    return readInner(work, content, role, compression);
  }
  const core = identity.kind === 'plain' ? identity.core : 'data';
  if (role === 'file') setFormat(work, core, compression);
  else draft.core = core;
  if (identity.kind === 'plain' && identity.variant) draft.variant = identity.variant;
  if (core === 'elf') {
    const image = await readElfImage(content, false, want.notes !== false, report);
    if (image) takeElf(work, image);
    await content.finish(probes.required((image?.elf.multiboot.length ?? 0) > 0, false));
  } else {
    readFlat(work, head, core);
    if (role === 'payload') report('payload-not-elf', 0, { core: core === 'data' ? hexText(head) : core });
    const medium = core === 'cpio' || core === 'text' || core === 'disk-image' || core === 'archive';
    await content.finish(medium ? probes.ofMedium : probes.required(false, true));
  }
  takeProbes(work, probes);
  return core;
}

const headersOnly = (want: ReadContext['want']) =>
  want.notes === false && want.banner === false && !want.ikconfig && !want.whole;

const nested: ReadonlySet<Core> = new Set(['bzimage', 'zimage', 'zboot', 'uimage']);

/** Is it packed, or made of parts, once more? A payload by a boot header's word has to be an ELF. */
function isNested(identity: Identity, role: StreamRole): boolean {
  if (role === 'payload' || role === 'found') return false;
  return identity.kind !== 'plain' || nested.has(identity.core);
}

/** Unpacks everything and reads it as a file of its own. */
async function readInner(
  work: ReadContext,
  content: Content,
  role: StreamRole,
  compression: Compression,
): Promise<Core | null> {
  const { draft } = work;
  const bytes = await readWhole(content, largestInner);
  if (bytes.length === largestInner)
    work.report('payload-too-large', 0, { compression, limit: largestInner });
  const inner = await work.open(bytes, work);
  takeInner(draft, inner);
  if (role === 'file' && work.depth === 0) draft.format = `${compression}-${inner.format}`;
  return inner.core;
}

/** Headers of flat images, and of a bzImage that was compressed once more. */
function readFlat(work: ReadContext, head: Uint8Array, core: Core): void {
  const { draft } = work;
  if ((core === 'arm64-image' || core === 'riscv-image') && head.length >= 64) {
    const { facts, endian } = readFlatImage(head);
    draft.flatImage = facts;
    draft.endian = endian;
    draft.bits = 64;
    draft.arch = core === 'arm64-image' ? 'arm64' : 'riscv';
  } else if (core === 'zimage' && isArmZimage(head)) {
    const { facts, endian } = readArmZimage(head);
    draft.armZimage = facts;
    draft.endian = endian;
    draft.bits = 32;
    draft.arch = 'arm';
  } else if (core === 'bzimage' || core === 'zimage') {
    draft.setup = readSetupHeader(bytesSource(head), () => {});
    draft.arch = 'x86';
    draft.endian = 'little';
    draft.version = releaseOf(draft.setup?.versionText ?? null);
  }
}

/** Takes over what an ELF says. */
export function takeElf(work: ReadContext, image: ElfImage): void {
  const { draft } = work;
  draft.elf = image.elf;
  draft.arch = image.arch ?? draft.arch;
  draft.bits = image.elf.bits;
  draft.endian = image.elf.endian;
  draft.notes = image.notes;
  draft.otherNotes = image.otherNotes;
  draft.xen = image.xen;
  draft.notesRead = image.notesRead;
  draft.system = systemOfNotes(image.xen) ?? draft.system;
}

/** Takes over what the probes found; the banner's release is the one a setup header may have cut. */
export function takeProbes(work: ReadContext, probes: ContentTaps): void {
  const { draft } = work;
  const banner = probes.banner();
  if (banner) {
    draft.banner = banner.text;
    draft.version ??= banner.version;
    draft.system ??= 'linux';
  }
  const xen = probes.xen();
  if (xen) {
    draft.system = 'xen';
    draft.version = xen.version;
  }
  const config = probes.ikconfig();
  if (config?.config) draft.ikconfig = config.config;
  else if (config?.failure) {
    reportInto(draft.problems, 'payload')('ikconfig-damaged', null, { message: config.failure });
  }
}
