import { crc32, gzipSync } from 'node:zlib';
import { concat, padded, u32 } from './bytes.js';

// Streams that hold their content as it is: enough for readers of what is inside, with no encoder needed.

/** gzip: the size stands at its end by itself. */
export const gzip = (bytes: Uint8Array): Buffer => gzipSync(bytes, { level: 9 });

/** A kernel build's payload: the stream and the size of what comes out. */
export const withSizeWord = (stream: Uint8Array, bytes: Uint8Array): Buffer =>
  concat(stream, u32(bytes.length));

/** Legacy lz4: blocks of literals only (lz4 frame and block formats). */
export function lz4(bytes: Uint8Array): Buffer {
  const parts: Uint8Array[] = [u32(0x184c2102)];
  for (let at = 0; at < bytes.length; at += 1 << 23) {
    const part = bytes.subarray(at, at + (1 << 23));
    const lengths: number[] = [];
    let left = part.length - 15;
    if (left >= 0) {
      for (; left >= 255; left -= 255) lengths.push(255);
      lengths.push(left);
    }
    const token = Math.min(part.length, 15) << 4;
    const block = concat(Uint8Array.of(token, ...lengths), part);
    parts.push(u32(block.length), block);
  }
  return Buffer.concat(parts);
}

/** zstd: raw blocks in a frame with a window of 128 MiB, as `zstd --ultra -22` states it (RFC 8878). */
export function zstd(bytes: Uint8Array): Buffer {
  const parts: Uint8Array[] = [Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 17 << 3)];
  for (let at = 0; at < bytes.length || at === 0; at += 1 << 17) {
    const part = bytes.subarray(at, at + (1 << 17));
    const last = at + part.length >= bytes.length ? 1 : 0;
    parts.push(u32((part.length << 3) | last).subarray(0, 3), part);
  }
  return Buffer.concat(parts);
}

/** xz: stored LZMA2 chunks, CRC32 check, 128 MiB dictionary (.xz file format 1.2). */
export function xz(bytes: Uint8Array): Buffer {
  const flags = Uint8Array.of(0, 1);
  const start = concat('\xfd7zXZ\0', flags, u32(crc32(flags)));
  const header = Uint8Array.of(2, 0, 0x21, 1, 30, 0, 0, 0);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 1 << 16) {
    const part = bytes.subarray(at, at + (1 << 16));
    const size = part.length - 1;
    chunks.push(Uint8Array.of(at === 0 ? 1 : 2, size >> 8, size & 255), part);
  }
  const data = concat(...chunks, '\0');
  const block = concat(header, u32(crc32(header)), padded(data, 4), u32(crc32(bytes)));
  const unpadded = 12 + data.length + 4;
  const records = padded(concat(Uint8Array.of(0, 1, ...number(unpadded), ...number(bytes.length))), 4);
  const index = concat(records, u32(crc32(records)));
  const backward = concat(u32(index.length / 4 - 1), flags);
  return concat(start, block, index, u32(crc32(backward)), backward, 'YZ');
}

function number(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  bytes.push(left);
  return bytes;
}
