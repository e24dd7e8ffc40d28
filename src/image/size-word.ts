import type { Source } from '../input/source.js';
import { type Compression, zstdFrameEnd } from '../unpack/index.js';
import { hasText, byteViewOf } from './bytes.js';
import type { Payload } from './facts.js';

/**
 * The size word in the last four bytes of `length` bytes at `offset`, by the shape of the stream's end. `consumed` is
 * the length of the stream proper, once it is known; it settles every case.
 */
export function readSizeWord(
  source: Source,
  offset: number,
  length: number,
  compression: Compression,
  consumed: number | null,
): Payload['sizeWord'] {
  if (length < 8 || offset + length > source.size) return null;
  const end = offset + length;
  const tail = source.read(end - 8, 8);
  const value = byteViewOf(tail).u32(4);
  // The last word of a gzip stream is the size by its own format.
  if (compression === 'gzip') return { value, certain: true };
  if (consumed !== null) return consumed + 4 <= length ? { value, certain: true } : null;
  if (compression === 'xz') {
    if (hasText(tail, 2, 'YZ')) return { value, certain: true };
    if (hasText(tail, 6, 'YZ')) return null;
  }
  if (compression === 'lzo' && byteViewOf(tail).u32(4) === 0) return null;
  if (compression === 'lz4' && source.read(offset, 1)[0] === 2) {
    const left = lz4Rest(source, offset, end);
    if (left !== null) return left >= 4 ? { value, certain: true } : null;
  }
  if (compression === 'zstd') {
    const last = zstdFrameEnd(source, offset, end);
    if (last !== null) return end - last >= 4 ? { value, certain: true } : null;
  }
  // A kernel is larger than its payload and smaller than what Xen's tools take.
  return value >= length && value <= 2 ** 30 ? { value, certain: false } : null;
}

/** Bytes left behind the blocks of a legacy lz4 file; null if the blocks don't add up. */
function lz4Rest(source: Source, offset: number, end: number): number | null {
  // A few bytes here and there: what lies between stays in the file.
  const word = new Uint8Array(4);
  let at = offset + 4;
  for (let blocks = 0; blocks < 4096; blocks++) {
    const left = end - at;
    if (left < 8) return left;
    const size = byteViewOf(source.read(at, 4, word)).u32(0);
    // The largest a block of 8 MiB can get.
    if (size === 0 || size > 8_421_520) return null;
    at += 4 + size;
    if (at > end) return null;
  }
  return null;
}
