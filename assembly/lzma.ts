// The LZMA decoder proper (LZMA specification of the LZMA SDK).
import {
  isMatch,
  isRep,
  isRep0Long,
  isRepG0,
  isRepG1,
  isRepG2,
  lengthHigh,
  lengthLow,
  lengthMid,
  literals,
  matchLength,
  posAlign,
  posSlots,
  posSpecial,
  probabilities,
  repLength,
  stoppedAtDistance,
  stoppedAtEnd,
} from '../src/unpack/lzma/lzma-places';
import { copyMatch } from './copy';

/** Addresses of the next byte of output, and from where on matches may begin. */
export let at: usize = 0;
export let origin: usize = 0;
/** What must be added to an address to have its low bits count from the dictionary's start; the dictionary's size. */
export let parity: usize = 0;
export let reach: usize = 0;

/** The range decoder; its next byte of input stands at `ip`. */
export let range: u32 = 0;
export let code: u32 = 0;
let ip: usize = 0;

export let lc: u32 = 0;
export let literalMask: usize = 0;
export let positionMask: usize = 0;

export let state: u32 = 0;
export let rep0: usize = 0;
export let rep1: usize = 0;
export let rep2: usize = 0;
export let rep3: usize = 0;
/** Bytes of the last match that did not fit. */
export let pending: usize = 0;
/** 0, or why it stopped. */
export let stop: i32 = 0;

/** Address of a probability of a group. */
function odds(group: usize, index: usize): usize {
  return 2 * (group + index) + probabilities;
}

/** Decodes a bit that decides what comes next, with the probability at `p`. */
function bit(p: usize): bool {
  const zero: u32 = load<u16>(p);
  const bound = (range >>> 11) * zero;
  const isOne = code >= bound;
  if (isOne) {
    range -= bound;
    code -= bound;
    store<u16>(p, zero - (zero >>> 5));
  } else {
    range = bound;
    store<u16>(p, zero + ((2048 - zero) >>> 5));
  }
  if (range < 1 << 24) {
    range <<= 8;
    code = (code << 8) | load<u8>(ip++);
  }
  return isOne;
}

// The bits of numbers are as likely one as the other: they are decoded without a branch, with the range decoder in locals.

/**
 * Decodes a number, highest bit first, by the tree of probabilities at `base`, until a one and the bits behind it reach `top`.
 * Both probabilities that the next bit may need are loaded before it is known which: otherwise each bit would wait for
 * memory.
 */
function tree(base: usize, top: usize): usize {
  let r = range;
  let c = code;
  let from = ip;
  let node: usize = 1;
  let p = base + 2;
  let zero: u32 = load<u16>(p);
  do {
    const next = base + 4 * node;
    const left: u32 = load<u16>(next);
    const right: u32 = load<u16>(next, 2);
    const bound = (r >>> 11) * zero;
    const isZero = c < bound;
    r = select(bound, r - bound, isZero);
    c = select(c, c - bound, isZero);
    store<u16>(p, moved(zero, isZero));
    node = 2 * node + 1 - usize(isZero);
    zero = select(left, right, isZero);
    p = base + 2 * node;
    if (r < 1 << 24) {
      r <<= 8;
      c = (c << 8) | load<u8>(from++);
    }
  } while (node < top);
  range = r;
  code = c;
  ip = from;
  return node;
}

/** A probability after a bit. */
function moved(zero: u32, isZero: bool): u32 {
  return zero + ((select<i32>(2048, 31, isZero) - i32(zero)) >> 5);
}

/** A literal behind a match: as long as its bits are those of `match`, each has two probabilities. Returns 0x100 with it. */
function literalAfterMatch(base: usize, match: usize): usize {
  let r = range;
  let c = code;
  let from = ip;
  let node: usize = 1;
  let mask: usize = 0x100;
  do {
    match <<= 1;
    const other = mask;
    mask &= match;
    const p = base + 2 * (mask + other + node);
    const zero: u32 = load<u16>(p);
    const bound = (r >>> 11) * zero;
    const isZero = c < bound;
    r = select(bound, r - bound, isZero);
    c = select(c, c - bound, isZero);
    store<u16>(p, moved(zero, isZero));
    node = 2 * node + 1 - usize(isZero);
    mask ^= select(other, 0, isZero);
    if (r < 1 << 24) {
      r <<= 8;
      c = (c << 8) | load<u8>(from++);
    }
  } while (node < 0x100);
  range = r;
  code = c;
  ip = from;
  return node;
}

/** Decodes a number of `count` bits, lowest first. */
function reverse(base: usize, count: u32): usize {
  let r = range;
  let c = code;
  let from = ip;
  let node: usize = 1;
  let value: usize = 0;
  for (let place: u32 = 0; place < count; place++) {
    const p = base + 2 * node;
    const zero: u32 = load<u16>(p);
    const bound = (r >>> 11) * zero;
    const isZero = c < bound;
    r = select(bound, r - bound, isZero);
    c = select(c, c - bound, isZero);
    store<u16>(p, moved(zero, isZero));
    const one: usize = isZero ? 0 : 1;
    node = 2 * node + one;
    value += one << place;
    if (r < 1 << 24) {
      r <<= 8;
      c = (c << 8) | load<u8>(from++);
    }
  }
  range = r;
  code = c;
  ip = from;
  return value;
}

/** Appends `count` bits of even odds to `value`, highest first. */
function direct(value: usize, count: u32): usize {
  let r = range;
  let c = code;
  let from = ip;
  do {
    r >>>= 1;
    const isZero = c < r;
    c = select(c, c - r, isZero);
    value = 2 * value + 1 - usize(isZero);
    if (r < 1 << 24) {
      r <<= 8;
      c = (c << 8) | load<u8>(from++);
    }
  } while (--count > 0);
  range = r;
  code = c;
  ip = from;
  return value;
}

/** Decodes a literal to `at`. */
function literal(): void {
  // The first byte of a dictionary has none before it.
  const before: usize = at > origin ? load<u8>(at - 1) : 0;
  const context = (((at + parity) & literalMask) << lc) + (before >>> (8 - lc));
  const base = odds(literals, 0x300 * context);
  if (state < 7) {
    store<u8>(at++, u8(tree(base, 0x100)));
    state = state < 4 ? 0 : state - 3;
  } else {
    store<u8>(at, u8(literalAfterMatch(base, load<u8>(at - rep0 - 1))));
    at++;
    state -= state < 10 ? 3 : 6;
  }
}

function length(group: usize, posState: usize): usize {
  if (!bit(odds(group, 0))) return tree(odds(group + lengthLow, 8 * posState), 8) - 8 + 2;
  if (!bit(odds(group, 1))) return tree(odds(group + lengthMid, 8 * posState), 8) - 8 + 10;
  return tree(odds(group + lengthHigh, 0), 0x100) - 0x100 + 18;
}

/** Decodes the distance of a match of `count` bytes. */
function distance(count: usize): usize {
  const slot = tree(odds(posSlots, 64 * min<usize>(count - 2, 3)), 64) - 64;
  if (slot < 4) return slot;
  const bits = u32(slot >>> 1) - 1;
  const high = (slot & 1) | 2;
  if (slot < 14) {
    const start = high << bits;
    return start + reverse(odds(posSpecial, start - slot), bits);
  }
  return (direct(high, bits - 4) << 4) + reverse(odds(posAlign, 0), 4);
}

/** Does the distance reach before the first byte available? Unsigned: a negative value would be far too large. */
function isTooFar(back: usize): bool {
  return at - origin <= back || reach <= back;
}

/** Decodes a literal or a match, which is cut at outEnd. False if decoding stops. */
function symbol(outEnd: usize): bool {
  const posState = (at + parity) & positionMask;
  if (!bit(odds(isMatch, 16 * state + posState))) {
    literal();
    return true;
  }
  let count: usize;
  if (!bit(odds(isRep, state))) {
    rep3 = rep2;
    rep2 = rep1;
    rep1 = rep0;
    count = length(matchLength, posState);
    rep0 = distance(count);
    if (rep0 == usize.MAX_VALUE) {
      stop = stoppedAtEnd;
      return false;
    }
    state = state < 7 ? 7 : 10;
  } else {
    if (!bit(odds(isRepG0, state))) {
      if (!bit(odds(isRep0Long, 16 * state + posState))) {
        if (isTooFar(rep0)) {
          stop = stoppedAtDistance;
          return false;
        }
        store<u8>(at, load<u8>(at - rep0 - 1));
        at++;
        state = state < 7 ? 9 : 11;
        return true;
      }
    } else {
      let back = rep1;
      if (bit(odds(isRepG1, state))) {
        back = rep2;
        if (bit(odds(isRepG2, state))) {
          back = rep3;
          rep3 = rep2;
        }
        rep2 = rep1;
      }
      rep1 = rep0;
      rep0 = back;
    }
    count = length(repLength, posState);
    state = state < 7 ? 8 : 11;
  }
  if (isTooFar(rep0)) {
    stop = stoppedAtDistance;
    return false;
  }
  const room = outEnd - at;
  if (count > room) {
    pending = count - room;
    count = room;
  }
  copyMatch(at, rep0 + 1, at + count);
  at += count;
  return true;
}

/**
 * Decodes symbols from the input at `from`, until output reaches outEnd, or the next symbol starts behind inEnd, or `stop` says
 * why not. Returns where in the input it stopped. Up to 21 bytes of input behind inEnd and 8 of output behind outEnd must be
 * there to touch.
 */
export function run(from: usize, inEnd: usize, outEnd: usize): usize {
  ip = from;
  do {
    if (at >= outEnd || ip > inEnd) break;
  } while (symbol(outEnd));
  return ip;
}
