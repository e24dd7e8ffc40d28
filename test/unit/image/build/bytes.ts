// Small pieces from which the tests put images together, straight from the format documents.
export type Order = 'little' | 'big';

export interface Patch {
  u8(at: number, value: number): Patch;
  u16(at: number, value: number): Patch;
  u32(at: number, value: number): Patch;
  u64(at: number, value: bigint): Patch;
  text(at: number, text: string): Patch;
  bytes(at: number, bytes: Uint8Array): Patch;
}

/** Writes into `target`, numbers in the given order. */
export function patch(target: Uint8Array, order: Order = 'little'): Patch {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  const little = order === 'little';
  const self: Patch = {
    u8: (at, value) => (view.setUint8(at, value), self),
    u16: (at, value) => (view.setUint16(at, value, little), self),
    u32: (at, value) => (view.setUint32(at, value, little), self),
    u64: (at, value) => (view.setBigUint64(at, value, little), self),
    text: (at, text) => (target.set(Buffer.from(text, 'latin1'), at), self),
    bytes: (at, bytes) => (target.set(bytes, at), self),
  };
  return self;
}

export function concat(...parts: (Uint8Array | string)[]): Buffer {
  return Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
}

export function u32(value: number, order: Order = 'little'): Uint8Array {
  const bytes = new Uint8Array(4);
  patch(bytes, order).u32(0, value >>> 0);
  return bytes;
}

export function u64(value: bigint, order: Order = 'little'): Uint8Array {
  const bytes = new Uint8Array(8);
  patch(bytes, order).u64(0, BigInt.asUintN(64, value));
  return bytes;
}

/** `bytes` filled up to a multiple of `to`. */
export function padded(bytes: Uint8Array, to: number): Buffer {
  return concat(bytes, new Uint8Array((to - (bytes.length % to)) % to));
}

/** The same numbers for the same seed, on every machine (xorshift32). Below 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
