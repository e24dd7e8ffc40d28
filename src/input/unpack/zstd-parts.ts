import type { Source } from '../source.js';
import { isLittleEndian } from './zstd-sequences.js';
import { broken, type Parts } from './types.js';
import { firstLiteral, startWalk, type Steps, stepsOf, type Walk, walkTo } from './zstd-blocks.js';

/** Pieces that one part may come from: those of honest kernels come from a hundredth as many. */
const mostPieces = 1 << 19;

/**
 * The parts of a zstd stream of one frame. Where everything stands is learnt from the sequences alone; of the bytes, only those
 * asked for are made, by following their matches back to the literals they come from. Null for what starts with no frame, and
 * where numbers don't lie in memory as WebAssembly has them.
 */
export function zstdParts(source: Source, offset: number, length: number, limit: number): Parts | null {
  const walk = isLittleEndian ? startWalk(source, offset, length, limit) : null;
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

/** What is still wanted of a block: three numbers a piece, its place in the result, its length and its place in the output. */
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
    // More come as it goes.
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

/** Asks for `size` bytes at `place` of the output, for `to` of the result. */
function want(work: Work, to: number, size: number, place: number): void {
  const { walk, wanted } = work;
  let done = 0;
  for (let index = blockAt(walk, place); done < size; index++) {
    const { start, count } = walk.blocks[index]!;
    const here = Math.min(size - done, start + count - place - done);
    if (here <= 0) continue;
    if (++work.pieces > mostPieces) throw broken('zstd', 'too many matches', place);
    (wanted[index] ??= []).push(to + done, here, place + done);
    done += here;
  }
}

function blockAt({ blocks }: Walk, place: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blocks[middle]!.start <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Copies `size` bytes of output from `from` as far as they are literals of this block, and asks for its matches. */
function copy(work: Work, { records, literals }: Steps, to: number, size: number, from: number): void {
  let low = 0;
  let high = records.length / 4 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (records[middle * 4]! <= from) low = middle;
    else high = middle - 1;
  }
  let at = from;
  const end = from + size;
  for (let record = low * 4; at < end && record < records.length; record += 4) {
    const match = records[record + 2]!;
    if (at < match) {
      const count = Math.min(end, match) - at;
      const literal = records[record + 1]! - firstLiteral + at - records[record]!;
      work.out.set(literals.subarray(literal, literal + count), to + at - from);
      at += count;
    }
    if (at >= end || record + 4 >= records.length) continue;
    const distance = records[record + 3]!;
    const count = Math.min(end, records[record + 4]!) - at;
    const place = to + at - from;
    const source = match - distance;
    const skip = (at - match) % distance;
    at += count;
    if (skip + count <= distance) {
      want(work, place, count, source + skip);
      continue;
    }
    // A match that overlaps itself repeats the bytes before it.
    const period = Math.min(distance, count);
    if (count > period) work.repeats.push(place, count, period);
    const first = Math.min(period, distance - skip);
    want(work, place, first, source + skip);
    if (period > first) want(work, place + first, period - first, source);
  }
}
