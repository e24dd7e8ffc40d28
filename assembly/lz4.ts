// The loop over the sequences of an LZ4 block (lz4 block format).
import { corrupt, ended, enough, full } from '../src/unpack/lz4/lz4-places';
import { copyMatch, copyWords } from './copy';

/** Addresses: of the next byte of output, from where on matches may begin, and of the next byte of input. */
export let at: usize = 0;
export let origin: usize = 0;
export let input: usize = 0;

/** Larger than any length there is room for. */
const cutShort: usize = usize.MAX_VALUE;

/**
 * Decodes sequences until the input ends at `inEnd`, or output reaches `goal`. Returns an outcome; nothing is written from
 * outEnd + 8 on, and input is touched up to inEnd + 8.
 */
export function run(inEnd: usize, outEnd: usize, goal: usize): i32 {
  let to = at;
  let from = input;
  do {
    if (from >= inEnd) return leave(to, from, corrupt);
    const token: usize = load<u8>(from++);
    let count = token >>> 4;
    if (count > 0) {
      if (count == 15) {
        input = from;
        count = longer(count, inEnd);
        from = input;
      }
      if (count > inEnd - from) return leave(to, from, corrupt);
      if (count > outEnd - to) return leave(to, from, full);
      copyWords(to, from, to + count);
      to += count;
      from += count;
    }
    // The last sequence has no match.
    if (from == inEnd) return leave(to, from, ended);
    if (inEnd - from < 2) return leave(to, from, corrupt);
    const distance: usize = load<u16>(from);
    from += 2;
    // Unsigned: a distance of 0 is far too large, too.
    if (distance - 1 >= to - origin) return leave(to, from, corrupt);
    count = (token & 15) + 4;
    if (count == 19) {
      input = from;
      count = longer(count, inEnd);
      from = input;
      if (count == cutShort) return leave(to, from, corrupt);
    }
    if (count > outEnd - to) return leave(to, from, full);
    copyMatch(to, distance, to + count);
    to += count;
  } while (to < goal);
  return leave(to, from, enough);
}

/** A length goes on in the bytes at `input`, up to one below 255. Moves on; `cutShort` if that is not before `inEnd`. */
function longer(count: usize, inEnd: usize): usize {
  let more: usize;
  do {
    if (input >= inEnd) return cutShort;
    more = load<u8>(input++);
    count += more;
  } while (more == 255);
  return count;
}

function leave(to: usize, from: usize, outcome: i32): i32 {
  at = to;
  input = from;
  return outcome;
}
