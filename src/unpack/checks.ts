import { platform } from '../platform/platform.js';

/** CRC-32 (RFC 1952) as a number; `sum` is that of the bytes before. */
export function crc32(bytes: Uint8Array, sum = 0): number {
  return platform().crc32(bytes, sum);
}

/** A running checksum. `value` is in the order of bytes the formats store it in. */
export interface Checksum {
  update(bytes: Uint8Array): void;
  value(): Uint8Array;
}

export function crc32Sum(): Checksum {
  let sum = 0;
  return {
    update: bytes => {
      sum = crc32(bytes, sum);
    },
    value: () => Uint8Array.of(sum, sum >>> 8, sum >>> 16, sum >>> 24),
  };
}

/** Adler-32 (RFC 1950) as a number; `sum` is that of the bytes before. */
export function adler32(bytes: Uint8Array, sum = 1): number {
  let low = sum & 0xffff;
  let high = sum >>> 16;
  for (let at = 0; at < bytes.length;) {
    // After more than 5552 bytes the sums could overflow 32 bits.
    const end = Math.min(at + 5552, bytes.length);
    for (; at < end; at++) {
      low += bytes[at]!;
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return ((high << 16) | low) >>> 0;
}

let low64: Int32Array | undefined;
let high64: Int32Array | undefined;

function fillCrc64Tables(): void {
  low64 = new Int32Array(256);
  high64 = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let low = byte;
    let high = 0;
    for (let bit = 0; bit < 8; bit++) {
      const odd = -(low & 1);
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      // The reflected polynomial of ECMA-182.
      low ^= 0xd7870f42 & odd;
      high ^= 0xc96c5795 & odd;
    }
    low64[byte] = low;
    high64[byte] = high;
  }
}

/** CRC-64 as the xz format uses it. */
export function crc64Sum(): Checksum {
  if (!low64) fillCrc64Tables();
  const lows = low64!;
  const highs = high64!;
  let low = -1;
  let high = -1;
  return {
    update: bytes => {
      let l = low;
      let h = high;
      for (let at = 0; at < bytes.length; at++) {
        const index = (l ^ bytes[at]!) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ lows[index]!;
        h = (h >>> 8) ^ highs[index]!;
      }
      low = l;
      high = h;
    },
    value: () => {
      const [l, h] = [~low, ~high];
      return Uint8Array.of(l, l >>> 8, l >>> 16, l >>> 24, h, h >>> 8, h >>> 16, h >>> 24);
    },
  };
}

export function sha256Sum(): Checksum {
  const hash = platform().sha256();
  return { update: hash.update, value: hash.digest };
}
