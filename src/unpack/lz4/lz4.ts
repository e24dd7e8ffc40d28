import type { Source } from '../../input/source.js';
import {
  decodeSome,
  endLz4,
  resetHistory,
  type Lz4,
  lz4Output,
  putStored,
  startBlock,
  startLz4,
} from './lz4-block.js';
import { openReader, peekBytes, type Reader, takeBytes, u32, u64 } from '../reader.js';
import { broken, tooLong, type UnpackOptions } from '../types.js';
import { type XxHash, xxh32 } from '../engine/xxhash.js';

export const legacyMagic = 0x184c2102;
const frameMagic = 0x184d2204;
export const legacyBlockSize = 8 << 20;
const chunkSize = 1 << 20;
// The most that 8 MiB can take when compressed: a larger block size is not valid.
export const largestLegacyBlock = legacyBlockSize + Math.floor(legacyBlockSize / 255) + 16;

/** Output so far, and the most there may be. */
interface Total {
  count: number;
  readonly limit: number;
}

/** Opens one or more LZ4 frames, legacy ones or those of lz4 frame format 1.6; see `unpack` for the arguments. */
export function* unlz4(
  source: Source,
  offset: number,
  length: number,
  options: UnpackOptions,
): Generator<Uint8Array> {
  const reader = openReader('lz4', source, offset, length);
  const total: Total = { count: 0, limit: options.limit };
  let head = peekBytes(reader, 4);
  if (head.length < 4) throw broken('lz4', 'cut short: the frame header', offset);
  if (u32(head, 0) !== legacyMagic && u32(head, 0) !== frameMagic)
    throw broken('lz4', 'no frame header', offset);
  const lz4 = startLz4();
  try {
    for (; head.length === 4; head = peekBytes(reader, 4)) {
      const magic = u32(head, 0);
      if (magic === legacyMagic) yield* legacyFrame(reader, lz4, total);
      else if (magic === frameMagic) yield* modernFrame(reader, lz4, total);
      else if ((magic & 0xffff_fff0) >>> 0 !== 0x184d2a50 || !skipFrame(reader)) break;
    }
  } finally {
    endLz4(lz4);
  }
  options.onEnd?.(reader.at - offset);
}

/** Moves past a skippable frame; false if its size exceeds the range. */
function skipFrame(reader: Reader): boolean {
  const head = peekBytes(reader, 8);
  if (head.length < 8 || u32(head, 4) + 8 > reader.end - reader.at) return false;
  reader.at += u32(head, 4) + 8;
  return true;
}

/**
 * A legacy frame has no end mark: blocks of 8 MiB until a shorter one, the end, or something that can't be a block, such
 * as the size word of a kernel build or the next frame.
 */
function* legacyFrame(reader: Reader, lz4: Lz4, total: Total): Generator<Uint8Array> {
  takeBytes(reader, 4, 'the frame header');
  let isFull = true;
  while (isFull) {
    const head = peekBytes(reader, 4);
    if (head.length < 4) break;
    const size = u32(head, 0);
    const isSizeWord = size === total.count && reader.end - reader.at === 4;
    if (size === 0 || size > largestLegacyBlock || isSizeWord) break;
    const at = reader.at;
    reader.at += 4;
    const bytes = takeBytes(reader, size, 'a block');
    const before = total.count;
    startBlock(lz4, bytes, Math.min(legacyBlockSize, total.limit - before, mostFrom(size)), false);
    yield* blockOutput(lz4, total, legacyBlockSize, at);
    isFull = total.count - before === legacyBlockSize;
  }
}

/** The output of the current block, in pieces; `largest` is the most such a block may hold, `at` is its offset. */
function* blockOutput(lz4: Lz4, total: Total, largest: number, at: number): Generator<Uint8Array> {
  const left = total.limit - total.count;
  for (let state = 'enough'; state !== 'end';) {
    state = decodeSome(lz4, chunkSize);
    if (state === 'full' && left < largest) throw tooLong('lz4', total.limit, at);
    if (state === 'full' || state === 'corrupt') throw broken('lz4', 'corrupt block', at);
    const piece = lz4Output(lz4).slice();
    total.count += piece.length;
    if (piece.length > 0) yield piece;
  }
}

function* modernFrame(reader: Reader, lz4: Lz4, total: Total): Generator<Uint8Array> {
  const start = reader.at;
  const flags = takeBytes(reader, 6, 'the frame header')[4]!;
  reader.at = start + 4;
  const hasSize = (flags & 0x08) !== 0;
  const header = takeBytes(reader, 3 + (hasSize ? 8 : 0) + (flags & 1 ? 4 : 0), 'the frame header');
  const blockCode = (header[1]! >> 4) & 7;
  if (flags >> 6 !== 1 || (flags & 2) !== 0 || (header[1]! & 0x8f) !== 0 || blockCode < 4)
    throw broken('lz4', 'unknown frame header', start);
  const headSum = xxh32();
  headSum.update(header.subarray(0, -1));
  if (((headSum.value() >>> 8) & 0xff) !== header.at(-1))
    throw broken('lz4', 'frame header check fails', start);
  if (flags & 1) throw broken('lz4', 'needs a dictionary,', start);
  const declared = hasSize ? u64(header, 2) : null;
  const largest = 1 << (8 + 2 * blockCode);
  const isLinked = (flags & 0x20) === 0;
  const hasBlockSums = (flags & 0x10) !== 0;
  const hash: XxHash | null = flags & 0x04 ? xxh32() : null;
  const before = total.count;
  resetHistory(lz4);
  for (;;) {
    const at = reader.at;
    const word = u32(takeBytes(reader, 4, 'a block'), 0);
    if (word === 0) break;
    const size = word & 0x7fff_ffff;
    if (size > largest) throw broken('lz4', 'bad block size', at);
    const bytes = takeBytes(reader, size, 'a block');
    if (hasBlockSums) {
      const sum = xxh32();
      sum.update(bytes);
      if (u32(takeBytes(reader, 4, 'a block checksum'), 0) !== sum.value())
        throw broken('lz4', 'block checksum fails', at);
    }
    const left = total.limit - total.count;
    if (word >>> 31 === 1) {
      if (size > left) throw tooLong('lz4', total.limit, at);
      const block = bytes.slice();
      if (isLinked) putStored(lz4, block);
      hash?.update(block);
      total.count += size;
      if (size > 0) yield block;
      continue;
    }
    startBlock(lz4, bytes, Math.min(largest, left, mostFrom(size)), isLinked);
    for (const piece of blockOutput(lz4, total, largest, at)) {
      hash?.update(piece);
      yield piece;
    }
  }
  if (declared !== null && declared !== total.count - before)
    throw broken('lz4', `frame holds ${total.count - before} bytes, its header says ${declared},`, start);
  if (hash) {
    const at = reader.at;
    if (u32(takeBytes(reader, 4, 'the checksum'), 0) !== hash.value())
      throw broken('lz4', `checksum of the frame from offset ${start} fails`, at);
  }
}

/** A block's output can't be longer than this: each of its bytes stands for 255 at most. */
function mostFrom(size: number): number {
  return size * 255 + 64;
}
