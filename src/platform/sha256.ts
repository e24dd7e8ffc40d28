// SHA-256 (FIPS 180-4) for platforms without a synchronous one.
import type { Hash } from './platform.js';

/** The first 32 bits behind the point of a root of each of the first primes. */
function rootsOfPrimes(count: number, root: (prime: number) => number): Int32Array {
  const primes: number[] = [];
  for (let next = 2; primes.length < count; next++)
    if (primes.every(prime => next % prime !== 0)) primes.push(next);
  return Int32Array.from(primes, prime => Math.floor((root(prime) % 1) * 2 ** 32) | 0);
}

const constants = rootsOfPrimes(64, Math.cbrt);
const start = rootsOfPrimes(8, Math.sqrt);
const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by));

export function sha256(): Hash {
  const state = Int32Array.from(start);
  const words = new Int32Array(64);
  const block = new Uint8Array(64);
  const view = new DataView(block.buffer);
  let filled = 0;
  let length = 0;

  const add = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + block.length - filled);
      block.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < block.length) return;
      filled = 0;
      mix(state, words, view);
    }
  };
  return {
    update(bytes) {
      length += bytes.length;
      add(bytes);
    },
    digest() {
      // A one, zeros, and the length in bits: the last eight bytes of a block.
      const end = new Uint8Array((filled < 56 ? 56 : 120) - filled + 8);
      end[0] = 0x80;
      new DataView(end.buffer).setBigUint64(end.length - 8, BigInt(length) * 8n);
      add(end);
      const out = new DataView(new ArrayBuffer(32));
      state.forEach((word, index) => out.setInt32(4 * index, word));
      return new Uint8Array(out.buffer);
    },
  };
}

function mix(state: Int32Array, words: Int32Array, block: DataView): void {
  for (let index = 0; index < 16; index++) words[index] = block.getInt32(4 * index);
  for (let index = 16; index < 64; index++) {
    const [early, late] = [words[index - 15]!, words[index - 2]!];
    const low = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const high = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[index] = words[index - 16]! + low + words[index - 7]! + high;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let index = 0; index < 64; index++) {
    const sum = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + sum + ((e & f) ^ (~e & g)) + constants[index]! + words[index]!) | 0;
    const other = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = other + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index]! += word));
}
