import {
  isMatch,
  isRep,
  isRep0Long,
  isRepG0,
  isRepG1,
  isRepG2,
  type Lzma,
  lengthHigh,
  lengthLow,
  lengthMid,
  literals,
  matchLength,
  posAlign,
  posSlots,
  posSpecial,
  repLength,
} from './lzma-state.js';
import { lastByte, repeat } from './window.js';

/**
 * Decodes symbols from `input` at `from`, until the current segment is written up to `outEnd`, or the next symbol starts
 * behind `inEnd`, or lzma.stop says why not. Input must be readable for symbolBytes beyond inEnd. Returns where it stopped.
 * The bit decoder stands in every place it is used: as a function it would cost a third of the speed.
 */
export function decodeLzma(
  lzma: Lzma,
  input: Uint8Array,
  from: number,
  inEnd: number,
  outEnd: number,
): number {
  const { window, probabilities: probs, lc, literalMask, positionMask } = lzma;
  const { segments, shift, index } = window;
  const out = window.segment;
  const segmentMask = (1 << shift) - 1;
  if (lzma.pending > 0) {
    const fits = Math.min(lzma.pending, outEnd - window.at);
    repeat(window, lzma.rep0 + 1, fits);
    lzma.pending -= fits;
  }
  let { range, code, state, rep0, rep1, rep2, rep3 } = lzma;
  let at = window.at;
  let ip = from;
  // Both count from the current segment's start: where the dictionary begins, and the low bits of its place.
  const origin = lzma.origin - index * (1 << shift);
  const parity = -origin & 15;
  const reach = lzma.dictionary;
  let previous = at > origin ? lastByte(window) : 0;
  let prob = 0;
  let bound = 0;

  while (at < outEnd && ip <= inEnd) {
    const posState = (at + parity) & positionMask;
    let p = isMatch + (state << 4) + posState;
    prob = probs[p]!;
    bound = Math.imul(range >>> 11, prob);
    if (code >>> 0 < bound >>> 0) {
      range = bound;
      probs[p] = prob + ((2048 - prob) >> 5);
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | input[ip++]!;
      }
      const base = literals + 0x300 * ((((at + parity) & literalMask) << lc) + (previous >> (8 - lc)));
      let symbol = 1;
      if (state >= 7) {
        const place = at - rep0 - 1;
        let match = place >= 0 ? out[place]! : segments[index + (place >> shift)]![place & segmentMask]!;
        do {
          match <<= 1;
          const bit = match & 0x100;
          p = base + 0x100 + bit + symbol;
          prob = probs[p]!;
          bound = Math.imul(range >>> 11, prob);
          symbol <<= 1;
          if (code >>> 0 < bound >>> 0) {
            range = bound;
            probs[p] = prob + ((2048 - prob) >> 5);
            if (range >>> 24 === 0) {
              range <<= 8;
              code = (code << 8) | input[ip++]!;
            }
            if (bit !== 0) break;
          } else {
            range = (range - bound) | 0;
            code = (code - bound) | 0;
            probs[p] = prob - (prob >> 5);
            symbol |= 1;
            if (range >>> 24 === 0) {
              range <<= 8;
              code = (code << 8) | input[ip++]!;
            }
            if (bit === 0) break;
          }
        } while (symbol < 0x100);
      }
      while (symbol < 0x100) {
        p = base + symbol;
        prob = probs[p]!;
        bound = Math.imul(range >>> 11, prob);
        symbol <<= 1;
        if (code >>> 0 < bound >>> 0) {
          range = bound;
          probs[p] = prob + ((2048 - prob) >> 5);
        } else {
          range = (range - bound) | 0;
          code = (code - bound) | 0;
          probs[p] = prob - (prob >> 5);
          symbol |= 1;
        }
        if (range >>> 24 === 0) {
          range <<= 8;
          code = (code << 8) | input[ip++]!;
        }
      }
      previous = symbol & 0xff;
      out[at++] = previous;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    range = (range - bound) | 0;
    code = (code - bound) | 0;
    probs[p] = prob - (prob >> 5);
    if (range >>> 24 === 0) {
      range <<= 8;
      code = (code << 8) | input[ip++]!;
    }

    let lengthBase = matchLength;
    p = isRep + state;
    prob = probs[p]!;
    bound = Math.imul(range >>> 11, prob);
    const simple = code >>> 0 < bound >>> 0;
    if (simple) {
      range = bound;
      probs[p] = prob + ((2048 - prob) >> 5);
      rep3 = rep2;
      rep2 = rep1;
      rep1 = rep0;
    } else {
      range = (range - bound) | 0;
      code = (code - bound) | 0;
      probs[p] = prob - (prob >> 5);
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | input[ip++]!;
      }
      lengthBase = repLength;
      p = isRepG0 + state;
      prob = probs[p]!;
      bound = Math.imul(range >>> 11, prob);
      if (code >>> 0 < bound >>> 0) {
        range = bound;
        probs[p] = prob + ((2048 - prob) >> 5);
        if (range >>> 24 === 0) {
          range <<= 8;
          code = (code << 8) | input[ip++]!;
        }
        p = isRep0Long + (state << 4) + posState;
        prob = probs[p]!;
        bound = Math.imul(range >>> 11, prob);
        if (code >>> 0 < bound >>> 0) {
          range = bound;
          probs[p] = prob + ((2048 - prob) >> 5);
          if (range >>> 24 === 0) {
            range <<= 8;
            code = (code << 8) | input[ip++]!;
          }
          const place = at - rep0 - 1;
          if (rep0 < 0 || place < origin || rep0 >= reach) {
            lzma.stop = 'distance';
            break;
          }
          previous = place >= 0 ? out[place]! : segments[index + (place >> shift)]![place & segmentMask]!;
          out[at++] = previous;
          state = state < 7 ? 9 : 11;
          continue;
        }
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probs[p] = prob - (prob >> 5);
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probs[p] = prob - (prob >> 5);
        if (range >>> 24 === 0) {
          range <<= 8;
          code = (code << 8) | input[ip++]!;
        }
        let distance = rep1;
        p = isRepG1 + state;
        prob = probs[p]!;
        bound = Math.imul(range >>> 11, prob);
        if (code >>> 0 < bound >>> 0) {
          range = bound;
          probs[p] = prob + ((2048 - prob) >> 5);
        } else {
          range = (range - bound) | 0;
          code = (code - bound) | 0;
          probs[p] = prob - (prob >> 5);
          if (range >>> 24 === 0) {
            range <<= 8;
            code = (code << 8) | input[ip++]!;
          }
          p = isRepG2 + state;
          prob = probs[p]!;
          bound = Math.imul(range >>> 11, prob);
          if (code >>> 0 < bound >>> 0) {
            range = bound;
            probs[p] = prob + ((2048 - prob) >> 5);
            distance = rep2;
          } else {
            range = (range - bound) | 0;
            code = (code - bound) | 0;
            probs[p] = prob - (prob >> 5);
            distance = rep3;
            rep3 = rep2;
          }
          rep2 = rep1;
        }
        rep1 = rep0;
        rep0 = distance;
      }
    }
    if (range >>> 24 === 0) {
      range <<= 8;
      code = (code << 8) | input[ip++]!;
    }

    // The length: a tree of 8, 8 or 256 leaves, told apart by two choice bits.
    let treeBase = lengthBase + lengthLow + (posState << 3);
    let leaves = 8;
    let length = 2;
    p = lengthBase;
    prob = probs[p]!;
    bound = Math.imul(range >>> 11, prob);
    if (code >>> 0 < bound >>> 0) {
      range = bound;
      probs[p] = prob + ((2048 - prob) >> 5);
    } else {
      range = (range - bound) | 0;
      code = (code - bound) | 0;
      probs[p] = prob - (prob >> 5);
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | input[ip++]!;
      }
      p = lengthBase + 1;
      prob = probs[p]!;
      bound = Math.imul(range >>> 11, prob);
      if (code >>> 0 < bound >>> 0) {
        range = bound;
        probs[p] = prob + ((2048 - prob) >> 5);
        treeBase += lengthMid - lengthLow;
        length = 10;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probs[p] = prob - (prob >> 5);
        treeBase = lengthBase + lengthHigh;
        leaves = 256;
        length = 18;
      }
    }
    if (range >>> 24 === 0) {
      range <<= 8;
      code = (code << 8) | input[ip++]!;
    }
    let node = 1;
    do {
      p = treeBase + node;
      prob = probs[p]!;
      bound = Math.imul(range >>> 11, prob);
      node <<= 1;
      if (code >>> 0 < bound >>> 0) {
        range = bound;
        probs[p] = prob + ((2048 - prob) >> 5);
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probs[p] = prob - (prob >> 5);
        node |= 1;
      }
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | input[ip++]!;
      }
    } while (node < leaves);
    length += node - leaves;

    if (!simple) {
      state = state < 7 ? 8 : 11;
    } else {
      state = state < 7 ? 7 : 10;
      treeBase = posSlots + (Math.min(length - 2, 3) << 6);
      node = 1;
      do {
        p = treeBase + node;
        prob = probs[p]!;
        bound = Math.imul(range >>> 11, prob);
        node <<= 1;
        if (code >>> 0 < bound >>> 0) {
          range = bound;
          probs[p] = prob + ((2048 - prob) >> 5);
        } else {
          range = (range - bound) | 0;
          code = (code - bound) | 0;
          probs[p] = prob - (prob >> 5);
          node |= 1;
        }
        if (range >>> 24 === 0) {
          range <<= 8;
          code = (code << 8) | input[ip++]!;
        }
      } while (node < 64);
      const slot = node - 64;
      rep0 = slot;
      if (slot >= 4) {
        let bits = (slot >> 1) - 1;
        rep0 = (2 | (slot & 1)) << bits;
        let shifted = 1;
        let add = 0;
        if (slot < 14) {
          treeBase = posSpecial + rep0 - slot;
        } else {
          for (bits -= 4; bits > 0; bits--) {
            range >>>= 1;
            const over = code >>> 0 >= range >>> 0 ? 1 : 0;
            code = (code - (range & -over)) | 0;
            add = (add << 1) | over;
            if (range >>> 24 === 0) {
              range <<= 8;
              code = (code << 8) | input[ip++]!;
            }
          }
          rep0 = (rep0 + (add << 4)) | 0;
          add = 0;
          treeBase = posAlign;
          bits = 4;
        }
        node = 1;
        for (; bits > 0; bits--) {
          p = treeBase + node;
          prob = probs[p]!;
          bound = Math.imul(range >>> 11, prob);
          node <<= 1;
          if (code >>> 0 < bound >>> 0) {
            range = bound;
            probs[p] = prob + ((2048 - prob) >> 5);
          } else {
            range = (range - bound) | 0;
            code = (code - bound) | 0;
            probs[p] = prob - (prob >> 5);
            node |= 1;
            add |= shifted;
          }
          shifted <<= 1;
          if (range >>> 24 === 0) {
            range <<= 8;
            code = (code << 8) | input[ip++]!;
          }
        }
        rep0 = (rep0 + add) | 0;
        if (rep0 === -1) {
          lzma.stop = 'end';
          break;
        }
      }
    }

    let place = at - rep0 - 1;
    if (rep0 < 0 || place < origin || rep0 >= reach) {
      lzma.stop = 'distance';
      break;
    }
    if (at + length > outEnd) {
      lzma.pending = at + length - outEnd;
      length = outEnd - at;
    }
    if (place >= 0) {
      do out[at++] = out[place++]!;
      while (--length > 0);
    } else {
      window.at = at;
      repeat(window, rep0 + 1, length);
      at = window.at;
    }
    previous = out[at - 1]!;
  }
  window.at = at;
  lzma.range = range;
  lzma.code = code;
  lzma.state = state;
  lzma.rep0 = rep0;
  lzma.rep1 = rep1;
  lzma.rep2 = rep2;
  lzma.rep3 = rep3;
  return ip;
}
