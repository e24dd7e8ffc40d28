// The loop over the sequences of a zstd block (RFC 8878, 3.1.1.4).
import { logs, records, recordSize, tables, tableSize } from '../src/unpack/zstd/zstd-places';
import { copyMatch, copyWords } from './copy';
import { bitsAt, lowest } from './zstd-tables';

export { makeTable, readTable } from './zstd-tables';

/** Addresses of the next byte of output, and from where on matches may begin; how far back they may reach. */
export let at: usize = 0;
export let origin: usize = 0;
export let reach: usize = 0;
/** Bits, counted from address 0: the next one, read downwards, and the last one. */
export let bit: i32 = 0;
export let low: i32 = 0;
/** The last three offsets. */
export let first: usize = 0;
export let second: usize = 0;
export let third: usize = 0;
/** Address of the next literal. */
export let literal: usize = 0;

/** The state with a number, in the table of a kind. */
function stateOf(kind: usize, number: u32): usize {
  return 8 * number + kind * tableSize + tables;
}

// What a state says: see tableSize.
function base(state: usize): u32 {
  return load<u32>(state);
}
function next(state: usize): u32 {
  return load<u16>(state, 4);
}
function extraBits(state: usize): u32 {
  return load<u8>(state, 6);
}
function nextBits(state: usize): u32 {
  return load<u8>(state, 7);
}

/** Takes the number of a table's first state. */
function firstState(kind: usize): usize {
  const log = load<u32>(4 * kind + logs);
  bit -= log;
  return stateOf(kind, lowest(bitsAt(bit), log));
}

/**
 * Carries out `count` sequences, of which there is at least one. With `isNoted` it only notes them down, without touching literals
 * or output, in four numbers each from `records` on: where in the output it begins, the address of its literals, where its
 * match begins, and the match's distance; `at` may then be any number, `origin` 0. Returns 0; or 1 if the sequences are
 * corrupt, 2 if they would write beyond outEnd (nothing is written there).
 */
export function run(count: u32, outEnd: usize, literalEnd: usize, isNoted: bool): i32 {
  let lengthState = firstState(0);
  let offsetState = firstState(1);
  let matchState = firstState(2);
  let next1 = first;
  let next2 = second;
  let next3 = third;
  let place = bit;
  let to = at;
  let from = literal;
  let record: usize = records;
  const last = low;
  const start = origin;
  const most = reach;
  do {
    // Each value with the bits that follow it: the offset's, then the match length's and, below them, the literals'.
    let width = extraBits(offsetState);
    place -= width;
    let distance: usize = base(offsetState) + lowest(bitsAt(place), width);
    width = extraBits(lengthState);
    const matchWidth = extraBits(matchState);
    place -= width + matchWidth;
    let word = bitsAt(place);
    const run: usize = base(lengthState) + lowest(word, width);
    const length: usize = base(matchState) + lowest(word >>> width, matchWidth);

    if (distance > 3) {
      distance -= 3;
      next3 = next2;
      next2 = next1;
      next1 = distance;
    } else {
      // 1 to 3 are recent offsets; without literals before them they count from the second.
      const slot = distance - usize(run != 0);
      if (slot != 0) {
        distance = slot == 1 ? next2 : slot == 2 ? next3 : next1 - 1;
        if (slot != 1) next3 = next2;
        next2 = next1;
        next1 = distance;
      }
      distance = next1;
    }

    if (count > 1) {
      // At most 26 bits for the three states: the one for offsets lowest, that for literals highest.
      const offsetWidth = nextBits(offsetState);
      const bothWidths = offsetWidth + nextBits(matchState);
      const lengthWidth = nextBits(lengthState);
      place -= bothWidths + lengthWidth;
      word = bitsAt(place);
      lengthState = stateOf(0, next(lengthState) + lowest(word >>> bothWidths, lengthWidth));
      matchState = stateOf(2, next(matchState) + lowest(word >>> offsetWidth, bothWidths - offsetWidth));
      offsetState = stateOf(1, next(offsetState) + lowest(word, offsetWidth));
    }

    // Unsigned: a distance of 0 is far too large, too.
    if (place < last || run > literalEnd - from) return 1;
    if (distance - 1 >= most || distance - 1 >= to + run - start) return 1;
    if (run + length > outEnd - to) return 2;
    if (isNoted) {
      store<u32>(record, to);
      store<u32>(record, from, 4);
      store<u32>(record, to + run, 8);
      store<u32>(record, distance, 12);
      record += recordSize;
      to += run;
    } else {
      if (run > 0) copyWords(to, from, to + run);
      to += run;
      copyMatch(to, distance, to + length);
    }
    from += run;
    to += length;
  } while (--count > 0);
  first = next1;
  second = next2;
  third = next3;
  bit = place;
  at = to;
  literal = from;
  return place == last ? 0 : 1;
}
