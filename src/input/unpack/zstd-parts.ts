import type { Source } from '../source.js';
import { broken, type Parts } from './types.js';
import { firstLiteral, startWalk, type Steps, stepsOf, type Walk, walkTo } from './zstd-blocks.js';

/** What may be done for one part: honest kernels need a hundredth of it. */
const mostTasks = 1 << 19;
const mostExpanded = 2000;
const mostKept = 160;

/**
 * The parts of a zstd stream of one frame. Where everything stands is learnt from the sequences alone; of the bytes, only those
 * asked for are made, by following their matches back to the literals they come from. Null for what starts with no frame.
 */
export function zstdParts(source: Source, offset: number, length: number, limit: number): Parts | null {
  const walk = startWalk(source, offset, length, limit);
  if (!walk) return null;
  const kept = new Map<number, Steps>();
  return {
    read(from, count) {
      walkTo(walk, from + count - 1);
      const have = Math.min(count, Math.max(0, walk.count - from));
      return have > 0 ? make(walk, kept, from, have) : new Uint8Array(0);
    },
    close: walk.close,
  };
}

/** Four numbers a task: place in the result, count, place in the output; or -1 and the period to repeat. */
type Tasks = number[];

function make(walk: Walk, kept: Map<number, Steps>, from: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  // The last first: what repeats comes after what it repeats.
  const tasks: Tasks = [0, count, from, 0];
  let done = 0;
  let expanded = 0;
  while (tasks.length > 0) {
    if (++done > mostTasks || expanded > mostExpanded) throw broken('zstd', 'too many matches', from);
    const period = tasks.pop()!;
    const place = tasks.pop()!;
    const size = tasks.pop()!;
    const to = tasks.pop()!;
    if (place < 0) {
      for (let at = to + period; at < to + size; at += period)
        out.copyWithin(at, to, Math.min(to + period, to + size - (at - to)));
      continue;
    }
    const index = blockAt(walk, place);
    const block = walk.blocks[index]!;
    let steps = kept.get(index);
    if (!steps) {
      steps = stepsOf(walk, block);
      expanded++;
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
      kept.set(index, steps);
    }
    const inside = Math.min(size, block.start + block.count - place);
    if (inside < size) tasks.push(to + inside, size - inside, place + inside, 0);
    copy(out, to, inside, place, steps, tasks);
  }
  return out;
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

/** Copies `size` bytes of output from `from` as far as they are literals of this block, and makes tasks of its matches. */
function copy(
  out: Uint8Array,
  to: number,
  size: number,
  from: number,
  { records, literals }: Steps,
  tasks: Tasks,
): void {
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
      out.set(literals.subarray(literal, literal + count), to + at - from);
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
      tasks.push(place, count, source + skip, 0);
      continue;
    }
    // A match that overlaps itself repeats the bytes before it.
    const period = Math.min(distance, count);
    if (count > period) tasks.push(place, count, -1, period);
    const first = Math.min(period, distance - skip);
    tasks.push(place, first, source + skip, 0);
    if (period > first) tasks.push(place + first, period - first, source, 0);
  }
}
