import type { Source } from '../../input/source.js';
import { u16, u24, u32, u64 } from '../reader.js';

export const zstdMagic = 0xfd2fb528;

/** What the header of a zstd frame says (RFC 8878, 3.1.1.1). */
export interface ZstdHeader {
  /** Bytes of output a decoder must keep. */
  readonly window: number;
  /** Bytes that come out of the frame, where it says so. */
  readonly size: number | null;
  readonly hasChecksum: boolean;
  /** Bytes the header takes, magic included. */
  readonly length: number;
}

/** Reads a frame's header, of which `head` must be the start; 18 bytes are enough. A string says what is wrong. */
export function readZstdHeader(head: Uint8Array): ZstdHeader | string {
  if (head.length < 6) return 'cut short: the frame header';
  if (u32(head, 0) !== zstdMagic) return 'no frame header';
  const descriptor = head[4]!;
  const isSingle = (descriptor & 0x20) !== 0;
  if ((descriptor & 0x08) !== 0) return 'unknown frame header';
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  let at = isSingle ? 5 : 6;
  const length = at + dictionaryBytes + sizeBytes;
  if (head.length < length) return 'cut short: the frame header';
  if (head.subarray(at, at + dictionaryBytes).some(byte => byte !== 0)) return 'needs a dictionary,';
  at += dictionaryBytes;
  let size: number | null = null;
  if (sizeBytes === 1) size = head[at]!;
  else if (sizeBytes === 2) size = u16(head, at) + 256;
  else if (sizeBytes === 4) size = u32(head, at);
  else if (sizeBytes === 8) size = u64(head, at);
  const base = 2 ** (10 + (head[5]! >> 3));
  const window = isSingle ? size! : base + (base / 8) * (head[5]! & 7);
  return { window, size, hasChecksum: (descriptor & 0x04) !== 0, length };
}

const mostBlocks = 1 << 16;

/**
 * The offset behind the blocks of the frame at `offset` and their checksum, by the blocks' headers alone; null where they don't
 * add up to a frame that ends by `end`, or are more than a kernel could have.
 */
export function zstdFrameEnd(source: Source, offset: number, end: number): number | null {
  const header = readZstdHeader(source.read(offset, Math.min(18, end - offset)));
  if (typeof header === 'string') return null;
  // A few bytes here and there: what lies between stays in the file.
  const head = new Uint8Array(3);
  let at = offset + header.length;
  for (let blocks = 0; blocks < mostBlocks && at + 3 <= end; blocks++) {
    const bytes = source.read(at, 3, head);
    if (bytes.length < 3) return null;
    const word = u24(bytes, 0);
    const type = (word >> 1) & 3;
    if (type === 3) return null;
    // A run-length block takes one byte, whatever its size says.
    at += 3 + (type === 1 ? 1 : word >> 3);
    if ((word & 1) === 0) continue;
    const last = at + (header.hasChecksum ? 4 : 0);
    return last <= end ? last : null;
  }
  return null;
}
