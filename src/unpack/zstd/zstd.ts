import type { Source } from '../../input/source.js';
import { openReader, peekBytes, type Reader, takeBytes, u24, u32 } from '../reader.js';
import {
  append,
  endSliding,
  isFull,
  largestWindow,
  position,
  windowRoom,
  type Sliding,
  startSliding,
  takeOutput,
  written,
} from '../engine/sliding.js';
import { broken, tooLong, type UnpackOptions } from '../types.js';
import { xxh64Low } from '../engine/xxhash.js';
import {
  input as inputPlace,
  largestBlock,
  literals as literalsPlace,
  window as windowPlace,
} from './zstd-places.js';
import { readZstdHeader, type ZstdHeader, zstdMagic } from './zstd-header.js';
import { type BlockInput, readLiterals } from './zstd-literals.js';
import { nativeFrame } from './zstd-native.js';
import { firstOffsets, type FrameState, runSequences, setOffsets } from './zstd-sequences.js';
import { type ZstdMachine, zstdKind } from './zstd-tables.js';

/** Opens one or more zstd frames (RFC 8878); see `unpack` for the arguments. */
export async function* unzstd(
  source: Source,
  offset: number,
  length: number,
  options: UnpackOptions,
): AsyncGenerator<Uint8Array> {
  const reader = openReader('zstd', source, offset, length);
  let left = options.limit;
  do left -= yield* anyFrame(reader, left, options.limit);
  while (skipToFrame(reader));
  options.onEnd?.(reader.at - offset);
}

/** Uses Node's own zstd if it has one, since it is faster than ours. Returns how many bytes came out, at most `left`. */
async function* anyFrame(reader: Reader, left: number, limit: number): AsyncGenerator<Uint8Array, number> {
  const native: { given: number; end: number | null } = { given: 0, end: null };
  const onEnd = (end: number) => {
    native.end = end;
  };
  for await (const chunk of nativeFrame(reader, left, onEnd)) {
    native.given += chunk.length;
    yield chunk;
  }
  if (native.end !== null) {
    reader.at = native.end;
    return native.given;
  }
  let seen = 0;
  for (const chunk of frame(reader, left, limit)) {
    const fresh = chunk.subarray(Math.max(0, native.given - seen));
    seen += chunk.length;
    if (fresh.length > 0) yield fresh;
  }
  return seen;
}

/** Frames may follow each other, with skippable ones between them. Moves to the next one, if there is one. */
function skipToFrame(reader: Reader): boolean {
  for (;;) {
    const next = peekBytes(reader, 8);
    if (next.length < 4) return false;
    if (u32(next, 0) === zstdMagic) return true;
    if ((u32(next, 0) & 0xffff_fff0) >>> 0 !== 0x184d2a50 || next.length < 8) return false;
    if (u32(next, 4) + 8 > reader.end - reader.at) return false;
    reader.at += u32(next, 4) + 8;
  }
}

/** At most `left` bytes may come out. */
function* frame(reader: Reader, left: number, limit: number): Generator<Uint8Array> {
  const start = reader.at;
  const header = readZstdHeader(peekBytes(reader, 18));
  if (typeof header === 'string') throw broken('zstd', header, start);
  reader.at += header.length;
  const reach = Math.max(header.window, 1);
  const window = startSliding('zstd', zstdKind, windowPlace, reach, left);
  try {
    window.machine.reach.value = Math.min(reach, largestWindow);
    yield* blocks(reader, header, window, left, limit, start);
    const count = written(window);
    if (header.size !== null && header.size !== count)
      throw broken('zstd', `frame holds ${count} bytes, its header says ${header.size},`, start);
  } finally {
    endSliding(window);
  }
}

function* blocks(
  reader: Reader,
  header: ZstdHeader,
  window: Sliding<ZstdMachine>,
  left: number,
  limit: number,
  start: number,
): Generator<Uint8Array> {
  const state: FrameState = { window, huffman: null, tables: [null, null, null] };
  setOffsets(window.machine, firstOffsets);
  // Hashed as late as possible, so that callers that stop early don't pay for it.
  const hash = header.hasChecksum ? xxh64Low() : null;
  let hashed = 0;
  const hashRest = () => {
    const from = window.start + hashed - window.before;
    hash?.update(window.bytes.subarray(from, position(window)));
    hashed = written(window);
  };
  const blockLimit = Math.min(largestBlock, Math.max(header.window, 1));
  for (let isLast = false; !isLast;) {
    const at = reader.at;
    const word = u24(takeBytes(reader, 3, 'a block header'), 0);
    isLast = (word & 1) === 1;
    const type = (word >> 1) & 3;
    const size = word >> 3;
    if (type === 3 || size > blockLimit) throw broken('zstd', 'bad block header', at);
    const count = Math.min(blockLimit, left - written(window));
    if (isFull(window, count)) {
      if (window.end - position(window) < count) hashRest();
      yield takeOutput(window);
    }
    windowRoom(window, count);
    let fits = true;
    if (type === 2) fits = compressedBlock(takeBytes(reader, size, 'a block'), at + 3, state, count);
    else {
      const bytes = takeBytes(reader, type === 0 ? size : 1, 'a block');
      fits = size <= count;
      if (fits) append(window, type === 0 ? bytes : new Uint8Array(size).fill(bytes[0]!));
    }
    if (!fits && count < blockLimit) throw tooLong('zstd', limit, at);
    if (!fits) throw broken('zstd', 'block is larger than it may be', at);
  }
  const rest = takeOutput(window);
  if (rest.length > 0) yield rest;
  if (!hash) return;
  hashRest();
  const at = reader.at;
  if (u32(takeBytes(reader, 4, 'the checksum'), 0) !== hash.value())
    throw broken('zstd', `checksum of the frame from offset ${start} fails`, at);
}

/** False if more than `count` bytes come out. */
function compressedBlock(bytes: Uint8Array, offset: number, state: FrameState, count: number): boolean {
  const { window } = state;
  const end = inputPlace + bytes.length;
  window.bytes.set(bytes, inputPlace);
  window.bytes.fill(0, end, end + 16);
  const { machine, bytes: memory } = window;
  const view = new DataView(memory.buffer);
  const block: BlockInput = { machine, bytes: memory, view, end, offset: offset - inputPlace };
  const buffer = memory.subarray(literalsPlace, literalsPlace + largestBlock);
  const literals = readLiterals(block, inputPlace, buffer, state.huffman);
  state.huffman = literals.table;
  return runSequences(block, literals, state, position(window) + count);
}
