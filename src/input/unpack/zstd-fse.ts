import { broken } from './types.js';

// Finite state entropy tables: RFC 8878, 4.1.

/** A decoding table: for each state its symbol, the bits that make the next state, and what they are added to. */
export interface FseTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
}

/** Builds the table from the normalized counts, -1 standing for "less than 1". Counts must add up to 1 << log. */
export function buildTable(counts: ArrayLike<number>, log: number): FseTable {
  const size = 1 << log;
  // One allocation for the three: tables are made by the hundred.
  const memory = new ArrayBuffer(4 * size);
  const bases = new Uint16Array(memory, 0, size);
  const symbols = new Uint8Array(memory, 2 * size, size);
  const bits = new Uint8Array(memory, 3 * size, size);
  const next: number[] = [];
  let high = size;
  for (let symbol = 0; symbol < counts.length; symbol++) {
    if (counts[symbol] === -1) {
      symbols[--high] = symbol;
      next[symbol] = 1;
    } else next[symbol] = counts[symbol]!;
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let place = 0;
  for (let symbol = 0; symbol < counts.length; symbol++) {
    for (let left = counts[symbol]!; left > 0; left--) {
      symbols[place] = symbol;
      do place = (place + step) & (size - 1);
      while (place >= high);
    }
  }
  for (let state = 0; state < size; state++) {
    const count = next[symbols[state]!]++;
    const width = log - (31 - Math.clz32(count));
    bits[state] = width;
    bases[state] = (count << width) - size;
  }
  return { log, symbols, bits, bases };
}

/** A table that gives one symbol without reading a bit. */
export function singleTable(symbol: number): FseTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: Uint8Array.of(0), bases: Uint16Array.of(0) };
}

/**
 * Reads a table description from `bytes` at `from`: symbols up to `lastSymbol`, accuracy up to `largestLog`.
 * Returns the table and where the description ended. `offset` is for the error.
 */
export function readTable(
  bytes: Uint8Array,
  from: number,
  end: number,
  lastSymbol: number,
  largestLog: number,
  offset: number,
): { table: FseTable; end: number } {
  const bad = () => broken('zstd', 'bad entropy table', offset);
  let bit = from * 8;
  const read = (count: number): number => {
    const at = bit >> 3;
    const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    bit += count;
    if (bit > end * 8) throw bad();
    return (word >>> ((bit - count) & 7)) & ((1 << count) - 1);
  };
  if (from >= end) throw bad();
  const log = read(4) + 5;
  if (log > largestLog) throw bad();
  const counts: number[] = [];
  let remaining = 1 << log;
  while (remaining > 0) {
    if (counts.length > lastSymbol) throw bad();
    // Values 0 .. remaining + 1; the low ones are written with one bit less.
    const width = 32 - Math.clz32(remaining + 1);
    const low = (1 << width) - 2 - remaining;
    let value = read(width - 1);
    if (value >= low) {
      if (read(1) === 1) value += (1 << (width - 1)) - low;
    }
    const count = value - 1;
    remaining -= Math.abs(count);
    counts.push(count);
    if (count === 0) {
      let more: number;
      do {
        more = read(2);
        for (let index = 0; index < more; index++) counts.push(0);
        if (counts.length > lastSymbol + 1) throw bad();
      } while (more === 3);
    }
  }
  if (remaining < 0) throw bad();
  return { table: buildTable(counts, log), end: (bit + 7) >> 3 };
}
