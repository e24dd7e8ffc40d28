import type { Source } from '../source.js';
import { decodeLz4Block } from './lz4-block.js';
import { openReader, peek, type Reader, take, u32, u64 } from './reader.js';
import { broken, tooLong, type UnpackOptions } from './types.js';
import { type XxHash, xxh32 } from './xxhash.js';

const legacyMagic = 0x184c2102;
const frameMagic = 0x184d2204;
const legacyBlock = 8 << 20;
// What the worst 8 MiB take compressed: a larger block size is none.
const legacyBound = legacyBlock + Math.floor(legacyBlock / 255) + 16;

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
  let head = peek(reader, 4);
  if (head.length < 4) throw broken('lz4', 'cut short: the frame header', offset);
  if (u32(head, 0) !== legacyMagic && u32(head, 0) !== frameMagic)
    throw broken('lz4', 'no frame header', offset);
  for (; head.length === 4; head = peek(reader, 4)) {
    const magic = u32(head, 0);
    if (magic === legacyMagic) yield* legacyFrame(reader, total);
    else if (magic === frameMagic) yield* modernFrame(reader, total);
    else if ((magic & 0xffff_fff0) >>> 0 !== 0x184d2a50 || !skipFrame(reader)) break;
  }
  options.onEnd?.(reader.at - offset);
}

/** Moves past a skippable frame; false if what looks like one does not fit. */
function skipFrame(reader: Reader): boolean {
  const head = peek(reader, 8);
  if (head.length < 8 || u32(head, 4) + 8 > reader.end - reader.at) return false;
  reader.at += u32(head, 4) + 8;
  return true;
}

/**
 * A legacy frame has no end mark: blocks of 8 MiB until a shorter one, the end, or something that can't be a block, such
 * as the size word of a kernel build or the next frame.
 */
function* legacyFrame(reader: Reader, total: Total): Generator<Uint8Array> {
  take(reader, 4, 'the frame header');
  let isFull = true;
  while (isFull) {
    const head = peek(reader, 4);
    if (head.length < 4) break;
    const size = u32(head, 0);
    const isSizeWord = size === total.count && reader.end - reader.at === 4;
    if (size === 0 || size > legacyBound || isSizeWord) break;
    const at = reader.at;
    reader.at += 4;
    const bytes = take(reader, size, 'a block');
    const out = new Uint8Array(Math.min(legacyBlock, total.limit - total.count));
    const count = decodeLz4Block(bytes, 0, size, out, 0);
    if (count === -2 && out.length < legacyBlock) throw tooLong('lz4', total.limit, at);
    if (count < 0) throw broken('lz4', 'corrupt block', at);
    isFull = count === legacyBlock;
    total.count += count;
    // A short last block should not hold on to 8 MiB.
    if (count > 0) yield isFull ? out : out.slice(0, count);
  }
}

function* modernFrame(reader: Reader, total: Total): Generator<Uint8Array> {
  const start = reader.at;
  const flags = take(reader, 6, 'the frame header')[4]!;
  reader.at = start + 4;
  const hasSize = (flags & 0x08) !== 0;
  const header = take(reader, 3 + (hasSize ? 8 : 0) + (flags & 1 ? 4 : 0), 'the frame header');
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
  let history = new Uint8Array(0);
  for (;;) {
    const at = reader.at;
    const word = u32(take(reader, 4, 'a block'), 0);
    if (word === 0) break;
    const size = word & 0x7fff_ffff;
    if (size > largest) throw broken('lz4', 'bad block size', at);
    const bytes = take(reader, size, 'a block');
    if (hasBlockSums) {
      const sum = xxh32();
      sum.update(bytes);
      if (u32(take(reader, 4, 'a block checksum'), 0) !== sum.value())
        throw broken('lz4', 'block checksum fails', at);
    }
    const left = total.limit - total.count;
    let block: Uint8Array;
    if (word >>> 31 === 1) {
      if (size > left) throw tooLong('lz4', total.limit, at);
      block = bytes.slice();
    } else {
      // Linked blocks refer to the 64 KiB before them.
      const out = new Uint8Array(history.length + Math.min(largest, left));
      out.set(history);
      const end = decodeLz4Block(bytes, 0, size, out, history.length);
      if (end === -2 && left < largest) throw tooLong('lz4', total.limit, at);
      if (end < 0) throw broken('lz4', 'corrupt block', at);
      block = out.subarray(history.length, end);
    }
    if (isLinked) history = lastBytes(history, block);
    hash?.update(block);
    total.count += block.length;
    if (block.length > 0) yield block;
  }
  if (declared !== null && declared !== total.count - before)
    throw broken('lz4', `frame holds ${total.count - before} bytes, its header says ${declared},`, start);
  if (hash) {
    const at = reader.at;
    if (u32(take(reader, 4, 'the checksum'), 0) !== hash.value())
      throw broken('lz4', `checksum of the frame from offset ${start} fails`, at);
  }
}

/** The last 64 KiB of both together. */
function lastBytes(history: Uint8Array, block: Uint8Array): Uint8Array<ArrayBuffer> {
  const reach = 0x10000;
  if (block.length >= reach) return block.slice(-reach);
  const kept = history.subarray(Math.max(0, history.length + block.length - reach));
  const joined = new Uint8Array(kept.length + block.length);
  joined.set(kept);
  joined.set(block, kept.length);
  return joined;
}
