import type { Source } from '../../input/source.js';
import { align, type BitReader, bits, openBits, sourceOffset } from './bzip2-bits.js';
import { readBlock } from './bzip2-block.js';
import { openReader } from '../reader.js';
import { broken, tooLong, type UnpackOptions } from '../types.js';

const chunkSize = 1 << 20;

/** Opens one or more bzip2 streams; see `unpack` for the arguments. */
export function* unbzip2(
  source: Source,
  offset: number,
  length: number,
  options: UnpackOptions,
): Generator<Uint8Array> {
  const reader = openReader('bzip2', source, offset, length);
  const input = openBits(reader);
  // The transform of one block takes four bytes for each of its bytes; the same array serves all blocks.
  let chain = new Int32Array(0);
  let written = 0;
  do {
    const start = sourceOffset(input);
    if (bits(input, 24) !== 0x425a68) throw broken('bzip2', 'no stream header', start);
    const level = bits(input, 8) - 0x30;
    if (level < 1 || level > 9) throw broken('bzip2', 'bad stream header', start);
    const blockSize = level * 100_000;
    let sum = 0;
    for (;;) {
      const at = sourceOffset(input);
      const upper = bits(input, 24);
      const lower = bits(input, 24);
      if (upper === 0x177245 && lower === 0x385090) break;
      if (upper !== 0x314159 || lower !== 0x265359) throw broken('bzip2', 'no block header', at);
      if (chain.length < blockSize) chain = new Int32Array(blockSize);
      const stored = word(input);
      const { count, first } = readBlock(input, chain, blockSize, at);
      let blockSum = -1;
      for (const chunk of expand(chain, count, first)) {
        written += chunk.length;
        if (written > options.limit) throw tooLong('bzip2', options.limit, at);
        blockSum = crc(chunk, blockSum);
        yield chunk;
      }
      if (stored !== ~blockSum) throw broken('bzip2', 'block checksum fails', at);
      sum = ((sum << 1) | (sum >>> 31)) ^ stored;
    }
    const at = sourceOffset(input);
    if (word(input) !== sum) throw broken('bzip2', `checksum of the stream from offset ${start} fails`, at);
    align(input);
  } while (startsStream(input));
  options.onEnd?.(sourceOffset(input) - offset);
}

function word(input: BitReader): number {
  return (bits(input, 16) << 16) | bits(input, 16);
}

function startsStream(input: BitReader): boolean {
  const head = input.reader.source.read(sourceOffset(input), 4);
  const isInside = sourceOffset(input) + 4 <= input.reader.end;
  return (
    isInside &&
    head[0] === 0x42 &&
    head[1] === 0x5a &&
    head[2] === 0x68 &&
    head[3]! >= 0x31 &&
    head[3]! <= 0x39
  );
}

/** Follows the chain and undoes the first run-length code: four equal bytes are followed by how many more there are. */
function* expand(chain: Int32Array, count: number, first: number): Generator<Uint8Array> {
  let out = new Uint8Array(Math.min(chunkSize, count * 52) + 256);
  let at = 0;
  let place = first;
  let last = -1;
  let equal = 0;
  for (let left = count; left > 0; left--) {
    const entry = chain[place]!;
    place = entry >>> 8;
    const byte = entry & 0xff;
    if (equal === 4) {
      out.fill(last, at, at + byte);
      at += byte;
      equal = 0;
      last = -1;
    } else {
      equal = byte === last ? equal + 1 : 1;
      last = byte;
      out[at++] = byte;
    }
    if (at >= chunkSize) {
      yield out.subarray(0, at);
      out = new Uint8Array(chunkSize + 256);
      at = 0;
    }
  }
  if (at > 0) yield out.subarray(0, at);
}

let table: Int32Array | undefined;

/** CRC-32 with the highest bit first, as bzip2 uses it. */
function crc(bytes: Uint8Array, before: number): number {
  table ??= Int32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ (0x04c11db7 & (sum >> 31));
    return sum;
  });
  const lookup = table;
  let sum = before;
  for (let at = 0; at < bytes.length; at++) sum = (sum << 8) ^ lookup[(sum >>> 24) ^ bytes[at]!]!;
  return sum;
}
