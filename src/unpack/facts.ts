import type { Source } from '../input/source.js';
import { lzmaHeader } from './lzma/lzma-header.js';
import { openReader, u32 } from './reader.js';
import type { Compression, StreamFacts } from './types.js';
import { readZstdHeader } from './zstd/zstd-header.js';

/**
 * Reads what a stream says about itself, at `offset`; null if it can't be read. InputError only for a range outside the
 * source.
 */
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
