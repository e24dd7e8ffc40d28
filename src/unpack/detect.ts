import { lzmaHeader } from './lzma/lzma-header.js';
import type { Compression } from './types.js';

const magics: readonly (readonly [Compression, string])[] = [
  ['gzip', '\x1f\x8b\x08'],
  ['xz', '\xfd7zXZ\0'],
  ['lzo', '\x89LZO\0\r\n\x1a\n'],
  ['zstd', '\x28\xb5\x2f\xfd'],
  ['lz4', '\x02\x21\x4c\x18'],
  ['lz4', '\x04\x22\x4d\x18'],
];

// What follows "BZh" and the level: a block, or the end of an empty stream.
const bzip2Block = '\x31\x41\x59\x26\x53\x59';
const bzip2End = '\x17\x72\x45\x38\x50\x90';

/**
 * The compression, by the magic at the start; null if none. lzma has no magic and is recognised by its plausible 13-byte
 * header.
 */
export function detectCompression(head: Uint8Array): Compression | null {
  for (const [compression, magic] of magics) if (startsWith(head, 0, magic)) return compression;
  if (startsWith(head, 0, 'BZh') && head[3]! >= 0x31 && head[3]! <= 0x39) {
    if (startsWith(head, 4, bzip2Block) || startsWith(head, 4, bzip2End)) return 'bzip2';
  }
  return lzmaHeader(head) ? 'lzma' : null;
}

function startsWith(bytes: Uint8Array, at: number, magic: string): boolean {
  for (let index = 0; index < magic.length; index++) {
    if (bytes[at + index] !== magic.charCodeAt(index)) return false;
  }
  return true;
}
