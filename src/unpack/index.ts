import type { Source } from '../input/source.js';
import type { Compression, Parts, UnpackOptions } from './types.js';

export { detectCompression } from './detect.js';
export { streamFacts } from './facts.js';
export { zstdFrameEnd } from './zstd/zstd-header.js';
export type { Compression, Parts, StreamFacts } from './types.js';

type Decoder = (
  source: Source,
  offset: number,
  length: number,
  options: UnpackOptions,
) => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

// Loaded when first needed: most runs open one kind of stream, or none.
const decoders: Readonly<Record<Compression, () => Promise<Decoder>>> = {
  gzip: async () => (await import('./gzip.js')).ungzip,
  bzip2: async () => (await import('./bzip2/bzip2.js')).unbzip2,
  lzma: async () => (await import('./lzma/lzma.js')).unlzma,
  xz: async () => (await import('./xz/xz.js')).unxz,
  lzo: async () => (await import('./lzo/lzo.js')).unlzo,
  lz4: async () => (await import('./lz4/lz4.js')).unlz4,
  zstd: async () => (await import('./zstd/zstd.js')).unzstd,
};

/**
 * Unpacks the stream in `length` bytes of `source` from `offset`: chunks in order, of about 1 MiB where the format
 * allows it. Chunks stay valid, and must not be changed: the decoder may still refer to them. Break the loop to stop early.
 * Consecutive streams count as one; other bytes may follow, such as the size word of a kernel build: onEnd is told
 * where they begin. Checksums are compared as the streams end. Throws InputError, with the offset in the source.
 */
export async function* unpack(
  source: Source,
  offset: number,
  length: number,
  compression: Compression,
  options: UnpackOptions,
): AsyncGenerator<Uint8Array> {
  const decoder = await decoders[compression]();
  yield* decoder(source, offset, length, options);
}

/**
 * Quick access to single parts of a stream, for callers that need little of it. The rest is not checked, checksums are
 * not compared, and nothing beyond `limit` bytes is returned. Null if the format, or this stream, does not allow it.
 */
export async function openParts(
  source: Source,
  offset: number,
  length: number,
  compression: Compression,
  limit: number,
): Promise<Parts | null> {
  if (compression === 'lz4') return (await import('./lz4/lz4-blocks.js')).lz4Parts(source, offset, length);
  if (compression === 'zstd')
    return (await import('./zstd/zstd-parts.js')).zstdParts(source, offset, length, limit);
  if (compression === 'xz') return (await import('./xz/xz-parts.js')).xzParts(source, offset, length, limit);
  return null;
}
