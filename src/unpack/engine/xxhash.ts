import { u32 } from '../reader.js';

// xxHash as lz4 and zstd frames store it: the 32-bit hash, and the low half of the 64-bit one, both with seed 0.

/** A running xxHash; `value` is unsigned, 32 bits. */
export interface XxHash {
  update(bytes: Uint8Array): void;
  value(): number;
}

const a1 = 0x9e3779b1;
const a2 = 0x85ebca77;
const a3 = 0xc2b2ae3d;
const a4 = 0x27d4eb2f;
const a5 = 0x165667b1;

const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));

export function xxh32(): XxHash {
  const lanes = Int32Array.of(a1 + a2, a2, 0, -a1);
  const held = new Uint8Array(16);
  let inHeld = 0;
  let total = 0;
  const stripes = (bytes: Uint8Array, from: number): number => {
    let [one, two, three, four] = lanes as unknown as [number, number, number, number];
    let at = from;
    for (; at + 16 <= bytes.length; at += 16) {
      one = Math.imul(rotate((one + Math.imul(u32(bytes, at), a2)) | 0, 13), a1);
      two = Math.imul(rotate((two + Math.imul(u32(bytes, at + 4), a2)) | 0, 13), a1);
      three = Math.imul(rotate((three + Math.imul(u32(bytes, at + 8), a2)) | 0, 13), a1);
      four = Math.imul(rotate((four + Math.imul(u32(bytes, at + 12), a2)) | 0, 13), a1);
    }
    lanes.set([one, two, three, four]);
    return at;
  };
  return {
    update: bytes => {
      total += bytes.length;
      let at = 0;
      if (inHeld > 0) {
        at = Math.min(16 - inHeld, bytes.length);
        held.set(bytes.subarray(0, at), inHeld);
        inHeld += at;
        if (inHeld < 16) return;
        stripes(held, 0);
      }
      at = stripes(bytes, at);
      held.set(bytes.subarray(at));
      inHeld = bytes.length - at;
    },
    value: () => {
      let hash =
        total >= 16
          ? rotate(lanes[0]!, 1) + rotate(lanes[1]!, 7) + rotate(lanes[2]!, 12) + rotate(lanes[3]!, 18)
          : a5;
      hash = (hash + total) | 0;
      let at = 0;
      for (; at + 4 <= inHeld; at += 4)
        hash = Math.imul(rotate((hash + Math.imul(u32(held, at), a3)) | 0, 17), a4);
      for (; at < inHeld; at++) hash = Math.imul(rotate((hash + Math.imul(held[at]!, a5)) | 0, 11), a1);
      hash = Math.imul(hash ^ (hash >>> 15), a2);
      hash = Math.imul(hash ^ (hash >>> 13), a3);
      return (hash ^ (hash >>> 16)) >>> 0;
    },
  };
}

// Primes of the 64-bit hash, as BigInt for the few steps at the end and halves for the many before.
const b1 = 0x9e3779b185ebca87n;
const b2 = 0xc2b2ae3d27d4eb4fn;
const b3 = 0x165667b19e3779f9n;
const b4 = 0x85ebca77c2b2ae63n;
const b5 = 0x27d4eb2f165667c5n;

const low = (value: bigint) => BigInt.asUintN(64, value);
const rotate64 = (value: bigint, by: bigint) => low(low(value << by) | (value >> (64n - by)));
const round64 = (lane: bigint, word: bigint) => low(rotate64(low(lane + low(word * b2)), 31n) * b1);
const half = (value: bigint) => Number(BigInt.asIntN(32, value));

/** Adds the words of whole stripes to the four lanes, each held as its low and its high half. Returns where it stopped. */
function addStripes(lanes: Int32Array, bytes: Uint8Array, from: number): number {
  const end = bytes.length - 31;
  let at = from;
  for (let lane = 0; lane < 4; lane++) {
    let l = lanes[lane * 2]!;
    let h = lanes[lane * 2 + 1]!;
    for (at = from; at < end; at += 32) {
      const place = at + lane * 8;
      const wordLow = u32(bytes, place) | 0;
      const wordHigh = u32(bytes, place + 4) | 0;
      // word * b2: halves c2b2ae3d, 27d4eb4f. 16-bit parts carry the product of the low halves upward.
      let middle = Math.imul(wordLow >>> 16, 0xeb4f) + (Math.imul(wordLow & 0xffff, 0xeb4f) >>> 16);
      let cross = Math.imul(wordLow & 0xffff, 0x27d4) + (middle & 0xffff);
      let high =
        Math.imul(wordLow >>> 16, 0x27d4) +
        (middle >>> 16) +
        (cross >>> 16) +
        Math.imul(wordHigh, 0x27d4eb4f) +
        Math.imul(wordLow, 0xc2b2ae3d);
      const sum = (l + Math.imul(wordLow, 0x27d4eb4f)) | 0;
      high = (high + h + (sum >>> 0 < l >>> 0 ? 1 : 0)) | 0;
      // rotated left by 31, then * b1: halves 9e3779b1, 85ebca87.
      const turnedHigh = (high << 31) | (sum >>> 1);
      const turnedLow = (sum << 31) | (high >>> 1);
      middle = Math.imul(turnedLow >>> 16, 0xca87) + (Math.imul(turnedLow & 0xffff, 0xca87) >>> 16);
      cross = Math.imul(turnedLow & 0xffff, 0x85eb) + (middle & 0xffff);
      h =
        (Math.imul(turnedLow >>> 16, 0x85eb) +
          (middle >>> 16) +
          (cross >>> 16) +
          Math.imul(turnedHigh, 0x85ebca87) +
          Math.imul(turnedLow, 0x9e3779b1)) |
        0;
      l = Math.imul(turnedLow, 0x85ebca87);
    }
    lanes[lane * 2] = l;
    lanes[lane * 2 + 1] = h;
  }
  return at;
}

/** The low 32 bits of XXH64, which is what a zstd frame stores. */
export function xxh64Low(): XxHash {
  const lanes = Int32Array.from(
    [low(b1 + b2), b2, 0n, -b1].flatMap(value => [half(value), half(value >> 32n)]),
  );
  const held = new Uint8Array(32);
  let inHeld = 0;
  let total = 0;
  return {
    update: bytes => {
      total += bytes.length;
      let at = 0;
      if (inHeld > 0) {
        at = Math.min(32 - inHeld, bytes.length);
        held.set(bytes.subarray(0, at), inHeld);
        inHeld += at;
        if (inHeld < 32) return;
        addStripes(lanes, held, 0);
      }
      at = addStripes(lanes, bytes, at);
      held.set(bytes.subarray(at));
      inHeld = bytes.length - at;
    },
    value: () => {
      let hash = b5;
      if (total >= 32) {
        const words = [0, 8, 16, 24].map(
          at => BigInt(lanes[at / 4]! >>> 0) | (BigInt(lanes[at / 4 + 1]! >>> 0) << 32n),
        );
        const [one, two, three, four] = words as [bigint, bigint, bigint, bigint];
        hash = low(rotate64(one, 1n) + rotate64(two, 7n) + rotate64(three, 12n) + rotate64(four, 18n));
        for (const lane of words) hash = low((hash ^ round64(0n, lane)) * b1 + b4);
      }
      hash = low(hash + BigInt(total));
      const view = new DataView(held.buffer);
      let at = 0;
      for (; at + 8 <= inHeld; at += 8)
        hash = low(rotate64(hash ^ round64(0n, view.getBigUint64(at, true)), 27n) * b1 + b4);
      if (at + 4 <= inHeld) {
        hash = low(rotate64(hash ^ low(BigInt(u32(held, at)) * b1), 23n) * b2 + b3);
        at += 4;
      }
      for (; at < inHeld; at++) hash = low(rotate64(hash ^ low(BigInt(held[at]!) * b5), 11n) * b1);
      hash = low((hash ^ (hash >> 33n)) * b2);
      hash = low((hash ^ (hash >> 29n)) * b3);
      hash ^= hash >> 32n;
      return Number(hash & 0xffff_ffffn);
    },
  };
}
