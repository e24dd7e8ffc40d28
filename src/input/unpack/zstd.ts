import type { Source } from '../source.js';
import { openReader, peek, type Reader, take, u16, u32, u64 } from './reader.js';
import { broken, type UnpackOptions } from './types.js';
import { append, appendAcross, drain, openWindow, room, turn, type Window, written } from './window.js';
import { type XxHash, xxh64Low } from './xxhash.js';
import { type BlockInput, readLiterals } from './zstd-literals.js';
import { type FrameState, runSequences } from './zstd-sequences.js';

const magic = 0xfd2fb528;
const largestBlock = 1 << 17;
const margin = 16;

/** What the header of a zstd frame says (RFC 8878, 3.1.1.1). */
export interface ZstdHeader {
  /** Bytes of output a decoder must keep. */
  readonly window: number;
  /** Bytes that come out of the frame, where it says so. */
  readonly size: number | null;
  readonly hasChecksum: boolean;
  /** Bytes the header takes, magic included. */
  readonly length: number;
}

/** Reads a frame's header, of which `head` must be the start; 18 bytes are enough. A string says what is wrong. */
export function readZstdHeader(head: Uint8Array): ZstdHeader | string {
  if (head.length < 6) return 'cut short: the frame header';
  if (u32(head, 0) !== magic) return 'no frame header';
  const descriptor = head[4]!;
  const isSingle = (descriptor & 0x20) !== 0;
  if ((descriptor & 0x08) !== 0) return 'unknown frame header';
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  let at = isSingle ? 5 : 6;
  const length = at + dictionaryBytes + sizeBytes;
  if (head.length < length) return 'cut short: the frame header';
  if (head.subarray(at, at + dictionaryBytes).some(byte => byte !== 0)) return 'needs a dictionary,';
  at += dictionaryBytes;
  let size: number | null = null;
  if (sizeBytes === 1) size = head[at]!;
  else if (sizeBytes === 2) size = u16(head, at) + 256;
  else if (sizeBytes === 4) size = u32(head, at);
  else if (sizeBytes === 8) size = u64(head, at);
  const base = 2 ** (10 + (head[5]! >> 3));
  const window = isSingle ? size! : base + (base / 8) * (head[5]! & 7);
  return { window, size, hasChecksum: (descriptor & 0x04) !== 0, length };
}

/** Opens one or more zstd frames (RFC 8878); see `unpack` for the arguments. */
export function* unzstd(
  source: Source,
  offset: number,
  length: number,
  options: UnpackOptions,
): Generator<Uint8Array> {
  const reader = openReader('zstd', source, offset, length);
  const window = openWindow('zstd', options.limit);
  do yield* frame(reader, window);
  while (skipToFrame(reader));
  yield* drain(window, true);
  options.onEnd?.(reader.at - offset);
}

/** Frames may follow each other, with skippable ones between them. Moves to the next one, if there is one. */
function skipToFrame(reader: Reader): boolean {
  for (;;) {
    const next = peek(reader, 8);
    if (next.length < 4) return false;
    if (u32(next, 0) === magic) return true;
    if ((u32(next, 0) & 0xffff_fff0) >>> 0 !== 0x184d2a50 || next.length < 8) return false;
    if (u32(next, 4) + 8 > reader.end - reader.at) return false;
    reader.at += u32(next, 4) + 8;
  }
}

function* frame(reader: Reader, window: Window): Generator<Uint8Array> {
  const start = reader.at;
  const header = readZstdHeader(peek(reader, 18));
  if (typeof header === 'string') throw broken('zstd', header, start);
  reader.at += header.length;
  // Output is hashed where it lies in the window, so what of it belongs to the frame before must be gone.
  yield* drain(window, true);
  const state: FrameState = {
    window,
    reach: header.window,
    origin: written(window),
    huffman: null,
    tables: [null, null, null],
    offsets: [1, 4, 8],
  };
  const hash = header.hasChecksum ? xxh64Low() : null;
  const literals = new Uint8Array(largestBlock);
  const bytes = new Uint8Array(largestBlock + 2 * margin);
  const input: BlockInput = { bytes, view: new DataView(bytes.buffer), end: 0, offset: 0 };
  const blockLimit = Math.min(largestBlock, Math.max(header.window, 1));
  for (let isLast = false; !isLast; ) {
    const at = reader.at;
    const head = take(reader, 3, 'a block header');
    const word = u16(head, 0) | (head[2]! << 16);
    isLast = (word & 1) === 1;
    const type = (word >> 1) & 3;
    const size = word >> 3;
    if (type === 3 || size > blockLimit) throw broken('zstd', 'bad block header', at);
    const before = written(window);
    if (type === 0) appendAcross(window, take(reader, size, 'a block'), state.reach, at);
    else if (type === 1) fill(window, take(reader, 1, 'a block')[0]!, size, state.reach, at);
    else {
      bytes.set(take(reader, size, 'a block'), margin);
      bytes.fill(0, margin + size, margin + size + margin);
      input.end = margin + size;
      input.offset = at + 3 - margin;
      const section = readLiterals(input, margin, literals, state.huffman);
      state.huffman = section.table;
      runSequences(input, section, state);
    }
    if (written(window) - before > blockLimit) throw broken('zstd', 'block is larger than it may be', at);
    yield* hashed(drain(window, isLast), hash);
  }
  const count = written(window) - state.origin;
  if (header.size !== null && header.size !== count)
    throw broken('zstd', `frame holds ${count} bytes, its header says ${header.size},`, start);
  if (hash) {
    const at = reader.at;
    if (u32(take(reader, 4, 'the checksum'), 0) !== hash.value())
      throw broken('zstd', `checksum of the frame from offset ${start} fails`, at);
  }
}

function* hashed(chunks: Iterable<Uint8Array>, hash: XxHash | null): Generator<Uint8Array> {
  for (const chunk of chunks) {
    hash?.update(chunk);
    yield chunk;
  }
}

function fill(window: Window, byte: number, length: number, reach: number, offset: number): void {
  for (let left = length; left > 0; ) {
    turn(window, reach);
    const count = Math.min(left, room(window, offset));
    append(window, new Uint8Array(count).fill(byte));
    left -= count;
  }
}
