// Finite state entropy tables (RFC 8878, 4.1): a kernel has them by the thousand.
import { counts, kinds, kindSize, logs, symbols, tables, tableSize } from '../src/unpack/zstd/zstd-places';

/** How a count says that its symbol has less than one state. */
const lessThanOne: u32 = 0xffff;

/** 32 bits from bit `place` on, counted from the lowest bit of address 0. */
export function bitsAt(place: u32): u32 {
  return u32(load<u64>(place >>> 3) >>> (place & 7));
}

export function lowest(word: u32, width: u32): u32 {
  return word & ((1 << width) - 1);
}

function countOf(symbol: u32): u32 {
  return load<u16>(2 * symbol + counts);
}

function setCount(symbol: u32, count: u32): void {
  store<u16>(2 * symbol + counts, count);
}

/**
 * Makes the table of a kind from the description at `from`, which ends before `end`: symbols go up to `last`, the logarithm to
 * `largestLog`. Returns where the description ends, 0 if it is bad.
 */
export function readTable(kind: u32, from: u32, end: u32, last: u32, largestLog: u32): u32 {
  if (from >= end) return 0;
  let bit = 8 * from;
  const log = lowest(bitsAt(bit), 4) + 5;
  bit += 4;
  if (log > largestLog) return 0;
  let left: i32 = 1 << log;
  let count: u32 = 0;
  do {
    if (count > last) return 0;
    // A value from 0 to left + 1; the low ones are written with one bit less.
    const width = 31 - clz<u32>(left + 1);
    const low = (2 << width) - 2 - left;
    const word = bitsAt(bit);
    let value: i32 = lowest(word, width);
    bit += width;
    if (value >= low) {
      bit++;
      if (((word >>> width) & 1) == 1) value += (1 << width) - low;
    }
    value--;
    setCount(count++, value);
    left -= value < 0 ? 1 : value;
    if (value != 0) continue;
    // Two bits tell how many more symbols don't occur; three of them, that two bits more follow.
    let more: u32;
    do {
      more = lowest(bitsAt(bit), 2);
      bit += 2;
      for (let zero: u32 = 0; zero < more; zero++) setCount(count++, 0);
      if (count > last + 1) return 0;
    } while (more == 3);
  } while (left != 0);
  if (bit > 8 * end) return 0;
  makeTable(kind, count, log);
  return (bit + 7) >>> 3;
}

/** Makes the table of a kind, of 1 << log states, from the counts of its `count` symbols, which must add up to that. */
export function makeTable(kind: u32, count: u32, log: u32): void {
  const size: u32 = 1 << log;
  store<u32>(4 * kind + logs, log);
  // Symbols with less than one state stand at the end.
  let high = size;
  for (let symbol: u32 = 0; symbol < count; symbol++)
    if (countOf(symbol) == lessThanOne) store<u8>(--high + symbols, symbol);
  const step = (size >>> 1) + (size >>> 3) + 3;
  let at: u32 = 0;
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const states = countOf(symbol);
    if (states == lessThanOne) {
      setCount(symbol, 1);
      continue;
    }
    for (let left = states; left > 0; left--) {
      store<u8>(at + symbols, symbol);
      do {
        at = (at + step) & (size - 1);
      } while (at >= high);
    }
  }
  let to = kind * tableSize + tables;
  for (let state: u32 = 0; state < size; state++) {
    const symbol: u32 = load<u8>(state + symbols);
    const nth = countOf(symbol);
    setCount(symbol, nth + 1);
    const width = log - (31 - clz(nth));
    const from = kind * kindSize + 8 * symbol + kinds;
    store<u32>(to, load<u32>(from));
    store<u32>(to, load<u32>(from, 4) | (width << 24) | ((nth << width) - size), 4);
    to += 8;
  }
}
