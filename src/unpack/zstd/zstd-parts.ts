import type { Source } from '../../input/source.js';
import { broken, type Parts } from '../types.js';
import { startWalk, type Steps, stepsOf, type Walk, walkTo } from './zstd-blocks.js';
import { literals as literalsPlace, records as recordsPlace, recordSize } from './zstd-places.js';

/** Limit on the pieces that one part is made of; real kernels need a hundredth of it. */
const mostPieces = 1 << 19;

/**
 * The parts of a zstd stream of one frame. The sequences alone show where everything is; only the bytes
 * requested are made, by following their matches back to the literals they come from. Null if no frame is at the start.
 */
export function zstdParts(source: Source, offset: number, length: number, limit: number): Parts | null {
  const walk = startWalk(source, offset, length, limit);
  if (!walk) return null;
  return {
    read(from, count) {
      walkTo(walk, from + count - 1);
      const have = Math.min(count, Math.max(0, walk.count - from));
      return have > 0 ? make(walk, from, have) : new Uint8Array(0);
    },
    close: walk.close,
  };
}

/**
 * What is still needed from a block: three numbers per piece, its place in the result, its length and its place in the
 * output.
 */
type Pieces = number[];

/** What is being made. */
interface Work {
  readonly walk: Walk;
  readonly out: Uint8Array;
  /** By block. */
  readonly wanted: (Pieces | undefined)[];
  /** Three numbers each: place in the result, length, and the period that repeats. */
  readonly repeats: number[];
  pieces: number;
}

function make(walk: Walk, from: number, count: number): Uint8Array {
  const work: Work = { walk, out: new Uint8Array(count), wanted: [], repeats: [], pieces: 0 };
  want(work, 0, count, from);
  // Matches lead back only: each block is looked at once, the last one first.
  for (let index = work.wanted.length - 1; index >= 0; index--) {
    const pieces = work.wanted[index];
    if (!pieces) continue;
    const steps = stepsOf(walk, index);
    // The list grows meanwhile.
    for (let at = 0; at < pieces.length; at += 3)
      copy(work, steps, pieces[at]!, pieces[at + 1]!, pieces[at + 2]!);
  }
  // What was found last is part of what others repeat.
  const { out, repeats } = work;
  for (let at = repeats.length - 3; at >= 0; at -= 3) {
    const [to, size, period] = [repeats[at]!, repeats[at + 1]!, repeats[at + 2]!];
    for (let done = period; done < size; done += period)
      out.copyWithin(to + done, to, to + Math.min(period, size - done));
  }
  return out;
}

/** Asks for `size` bytes from `from` of the output, for `to` of the result. */
function want(work: Work, to: number, size: number, from: number): void {
  const { walk, wanted } = work;
  let done = 0;
  for (let index = blockAt(walk, from); done < size; index++) {
    const { start, count } = walk.blocks[index]!;
    const here = Math.min(size - done, start + count - from - done);
    if (here <= 0) continue;
    if (++work.pieces > mostPieces) throw broken('zstd', 'too many matches', from);
    (wanted[index] ??= []).push(to + done, here, from + done);
    done += here;
  }
}

function blockAt({ blocks }: Walk, byte: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blocks[middle]!.start <= byte) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Copies `size` bytes of output from `from` as far as they are literals of this block, and asks for its matches. */
function copy(work: Work, { count: records, literals }: Steps, to: number, size: number, from: number): void {
  const { view } = work.walk.memory;
  const field = (record: number, index: number) =>
    view.getUint32(recordsPlace + record * recordSize + 4 * index, true);
  let low = 0;
  let high = records - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (field(middle, 0) <= from) low = middle;
    else high = middle - 1;
  }
  let at = from;
  const end = from + size;
  for (let record = low; at < end && record < records; record++) {
    const match = field(record, 2);
    if (at < match) {
      const count = Math.min(end, match) - at;
      const literal = field(record, 1) - literalsPlace + at - field(record, 0);
      work.out.set(literals.subarray(literal, literal + count), to + at - from);
      at += count;
    }
    if (at >= end || record === records - 1) continue;
    const distance = field(record, 3);
    const count = Math.min(end, field(record + 1, 0)) - at;
    const goal = to + at - from;
    const source = match - distance;
    const skip = (at - match) % distance;
    at += count;
    if (skip + count <= distance) {
      want(work, goal, count, source + skip);
      continue;
    }
    // A match that overlaps itself repeats the bytes before it.
    const period = Math.min(distance, count);
    if (count > period) work.repeats.push(goal, count, period);
    const first = Math.min(period, distance - skip);
    want(work, goal, first, source + skip);
    if (period > first) want(work, goal + first, period - first, source);
  }
}
