import type { Source } from '../input/source.js';
import { lzmaHeader } from './lzma/lzma-header.js';
import { openReader, u32 } from './reader.js';
import type { Compression } from './types.js';
import { readZstdHeader } from './zstd/zstd-header.js';

/** What a stream says of itself before it is opened. Sizes are in bytes, null where the stream doesn't tell. */
export type StreamFacts =
  | {
      readonly compression: 'xz';
      /** Of the first block. */
      readonly dictionary: number | null;
      /** Names of the filters before LZMA2, in the encoder's order: "x86", "arm64", "delta", ... */
      readonly filters: readonly string[];
      readonly check: 'none' | 'crc32' | 'crc64' | 'sha256' | 'unknown';
    }
  | { readonly compression: 'lzma'; readonly dictionary: number; readonly size: number | null }
  | {
      readonly compression: 'zstd';
      readonly window: number;
      readonly size: number | null;
      readonly hasChecksum: boolean;
    }
  /** Size is modulo 2^32, from the last four bytes of the range: wrong if anything follows the stream. */
  | { readonly compression: 'gzip'; readonly size: number }
  | { readonly compression: 'lz4'; readonly frame: 'legacy' | 'modern' }
  | { readonly compression: 'bzip2'; readonly blockSize: number }
  | { readonly compression: 'lzo' };

/** Reads what the stream at `offset` says of itself; null if its header can't be read. InputError only for a range outside the source. */
export async function streamFacts(
  source: Source,
  offset: number,
  length: number,
  compression: Compression,
): Promise<StreamFacts | null> {
  const { end } = openReader(compression, source, offset, length);
  // The longest of the headers: that of an xz stream and its first block.
  const head = source.read(offset, Math.min(12 + 1024, end - offset));
  if (compression === 'xz') {
    const facts = (await import('./xz/xz.js')).xzHeader(head);
    return facts && { compression, ...facts };
  }
  if (compression === 'zstd') {
    const facts = readZstdHeader(head);
    if (typeof facts === 'string') return null;
    return { compression, window: facts.window, size: facts.size, hasChecksum: facts.hasChecksum };
  }
  if (compression === 'lzma') {
    const facts = lzmaHeader(head);
    return facts && { compression, dictionary: facts.dictionary, size: facts.size };
  }
  if (compression === 'gzip')
    return length < 18 ? null : { compression, size: u32(source.read(offset + length - 4, 4), 0) };
  if (head.length < 4) return null;
  if (compression === 'lz4') {
    const magic = u32(head, 0);
    if (magic !== 0x184c2102 && magic !== 0x184d2204) return null;
    return { compression, frame: magic === 0x184c2102 ? 'legacy' : 'modern' };
  }
  if (compression === 'bzip2') return { compression, blockSize: (head[3]! - 0x30) * 100_000 };
  return { compression };
}
