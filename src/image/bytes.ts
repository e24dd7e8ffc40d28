import { platform } from '../platform/platform.js';
import type { Endian } from './facts.js';

/** How much of the start `identify` wants to see, in bytes. */
export const identifySize = 0x11000;

/** Numbers out of bytes, at offsets that the caller has checked to be inside. */
export interface ByteView {
  readonly length: number;
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  u64(at: number): bigint;
}

/** A view in the given byte order. */
export function byteViewOf(bytes: Uint8Array, endian: Endian = 'little'): ByteView {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = endian === 'little';
  return {
    length: bytes.length,
    u8: at => data.getUint8(at),
    u16: at => data.getUint16(at, little),
    u32: at => data.getUint32(at, little),
    u64: at => data.getBigUint64(at, little),
  };
}

/** Text up to the first NUL, one character a byte; at most `limit` of them. */
export function textUntilNul(bytes: Uint8Array, limit = bytes.length): string {
  const end = bytes.indexOf(0);
  return platform().latin1(bytes, 0, Math.min(end < 0 ? bytes.length : end, limit));
}

/** Do the bytes at `at` read as `text` (latin1)? */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** "1f 8b 08 00": the first bytes for a message. */
export function hexText(bytes: Uint8Array, count = 8): string {
  return Array.from(bytes.subarray(0, count), byte => byte.toString(16).padStart(2, '0')).join(' ');
}

const largest = 2 ** 50;

/** A 64-bit offset or size as a plain number; what is larger than any file counts as 2^50, so that sums stay exact. */
export function toNumber(value: bigint): number {
  return value > BigInt(largest) ? largest : Number(value);
}
