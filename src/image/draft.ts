import type { Source } from '../input/source.js';
import type { Compression } from '../unpack/index.js';
import type { Core, ImageFacts, Payload } from './facts.js';
import type { ImageWants } from './probes.js';
import type { ImageProblem } from './problems.js';
import { type ProblemReporter, reportInto } from './report.js';

/** The facts while they are gathered. */
export type Draft = { -readonly [Key in keyof ImageFacts]: ImageFacts[Key] } & { problems: ImageProblem[] };

export function emptyDraft(size: number): Draft {
  return {
    size,
    format: 'data',
    core: null,
    system: null,
    arch: null,
    bits: null,
    endian: null,
    version: null,
    banner: null,
    setup: null,
    pe: null,
    efiStub: false,
    payload: null,
    elf: null,
    notes: [],
    otherNotes: [],
    xen: null,
    uki: null,
    uimage: null,
    armZimage: null,
    flatImage: null,
    variant: null,
    ikconfig: null,
    notesRead: false,
    inner: null,
    problems: [],
  };
}

/** What a reader works on: a part of the file, and the draft that it adds facts to. */
export interface ReadContext {
  readonly source: Source;
  /** Where the source's first byte lies in the file. */
  readonly base: number;
  /** How many images lie around this one in the file that the draft is of, and how many around that file. */
  readonly depth: number;
  readonly outside: number;
  readonly draft: Draft;
  readonly want: ImageWants;
  /** Most bytes to unpack. */
  readonly limit: number;
  /** Problems of the file, with offsets in this source. */
  readonly report: ProblemReporter;
  /** Reads what came out of a stream as a file of its own, one level further in. */
  readonly open: (unpacked: Uint8Array, around: ReadContext) => Promise<ImageFacts>;
}

/** Work on a part of the source, as an image of its own. */
export function partOf(work: ReadContext, offset: number, length: number): ReadContext {
  const { source, draft } = work;
  const from = Math.min(offset, source.size);
  const size = Math.min(length, source.size - from);
  const base = work.base + from;
  return {
    ...work,
    source: {
      size,
      read: (at, count, into) =>
        source.read(from + Math.min(at, size), Math.max(0, Math.min(count, size - at)), into),
    },
    base,
    depth: work.depth + 1,
    report: reportInto(draft.problems, 'file', base),
  };
}

/** What an image inside says, said of the file around it; what the file is by itself stays. */
export function takeInner(draft: Draft, inner: ImageFacts): void {
  const { size: _size, format: _format, payload: _payload, problems: _problems, ...said } = inner;
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
  Object.assign(draft, known, { inner });
}

/** Names what was recognised: the outermost shape is the format, the innermost the core. */
export function setFormat(work: ReadContext, core: Core, compression: Compression | null = null): void {
  if (work.depth === 0) work.draft.format = compression ? `${compression}-${core}` : core;
  work.draft.core = core;
}

/** A payload at `offset` of the work's source. */
export function payloadAt(
  work: ReadContext,
  compression: Payload['compression'],
  offset: number,
  length: number,
): Payload {
  return {
    compression,
    offset: work.base + offset,
    length,
    stream: null,
    sizeWord: null,
    unpackedSize: null,
  };
}
