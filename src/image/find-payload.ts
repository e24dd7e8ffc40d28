import type { Source } from '../input/source.js';
import { platform } from '../platform/platform.js';
import type { Compression } from '../unpack/index.js';

/** A place where a compressed stream may start. */
interface Candidate {
  readonly offset: number;
  readonly compression: Compression;
}

const magics: readonly (readonly [Compression, Uint8Array])[] = [
  ['gzip', Uint8Array.from([0x1f, 0x8b, 8])],
  ['xz', Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
  ['lzo', Uint8Array.from([0x89, 0x4c, 0x5a, 0x4f, 0, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['lz4', Uint8Array.from([2, 0x21, 0x4c, 0x18])],
  ['zstd', Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd])],
  ['bzip2', Uint8Array.from([0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59])],
  ['lzma', Uint8Array.from([0x5d, 0, 0])],
];
const most = 8;
const longestSearch = 1 << 26;

/**
 * Where compressed streams may start behind `from`, in file order: for kernels whose header doesn't say where their
 * payload lies (x86 before protocol 2.08, 32-bit Arm).
 */
export function findStreams(source: Source, from: number): Candidate[] {
  const bytes = source.read(from, longestSearch);
  const found: Candidate[] = [];
  const { indexOf } = platform();
  for (const [compression, magic] of magics) {
    let hits = 0;
    for (let at = indexOf(bytes, magic); at >= 0 && hits < most; at = indexOf(bytes, magic, at + 1)) {
      if (!isPlausible(bytes, at, compression)) continue;
      found.push({ offset: from + at, compression });
      hits++;
    }
  }
  return found.sort((left, right) => left.offset - right.offset).slice(0, most);
}

/** Weak magic numbers need more: gzip without reserved flags, lzma with an unknown size as the kernel build writes it. */
function isPlausible(bytes: Uint8Array, at: number, compression: Compression): boolean {
  if (compression === 'gzip') return at + 18 < bytes.length && bytes[at + 3]! < 0x20;
  if (compression !== 'lzma') return true;
  return at + 13 < bytes.length && bytes.subarray(at + 5, at + 13).every(byte => byte === 0xff);
}
