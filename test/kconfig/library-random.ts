import type { Chances } from '../../src/kconfig/config/fill.js';

/** What randconfig does where nothing else is said. */
export const usualChances: Chances = { bool: 50, yes: 33, mod: 33 };

/** The C library's generator of whole numbers (additive feedback over 31 words), as `srand(seed)` starts it. */
export function libraryRandom(seed: number): () => number {
  const words = new Int32Array(34);
  words[0] = seed === 0 ? 1 : seed | 0;
  for (let index = 1; index < 31; index++) {
    const previous = words[index - 1]!;
    // 16807 times the word, modulo 2^31 - 1, in parts that fit.
    const high = Math.trunc(previous / 127773);
    let next = 16807 * (previous - high * 127773) - 2836 * high;
    if (next < 0) next += 2147483647;
    words[index] = next;
  }
  const ring = new Uint32Array(31);
  for (let index = 0; index < 31; index++) ring[index] = words[index]! >>> 0;
  let at = 3;
  const next = (): number => {
    // Word n is word n-3 plus word n-31.
    const sum = (ring[at]! + ring[(at + 28) % 31]!) >>> 0;
    ring[at] = sum;
    at = (at + 1) % 31;
    return sum >>> 1;
  };
  for (let index = 0; index < 310; index++) next();
  return next;
}
