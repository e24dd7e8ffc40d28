import { addressIn } from '../engine/machine.js';
import { append, position, type Sliding } from '../engine/sliding.js';
import { broken } from '../types.js';
import { literals as literalsPlace } from './zstd-places.js';
import type { BlockInput, HuffmanTable, Literals } from './zstd-literals.js';
import { codeCount, readTable, setTable, type TableSources, type ZstdMachine } from './zstd-tables.js';

// Sequences of literals and matches: RFC 8878, 3.1.1.3.2 and 3.1.1.4.

/** What goes on from one block of a frame to the next. */
export interface FrameState {
  readonly window: Sliding<ZstdMachine>;
  huffman: HuffmanTable | null;
  readonly tables: TableSources;
}

const recent = ['first', 'second', 'third'] as const;
/** The last three offsets where a frame begins. */
export const firstOffsets: readonly number[] = [1, 4, 8];

export const offsetsOf = (machine: ZstdMachine): number[] => recent.map(name => addressIn(machine[name]));

export function setOffsets(machine: ZstdMachine, offsets: readonly number[]): void {
  for (const [index, name] of recent.entries()) machine[name].value = offsets[index]!;
}

/**
 * Reads the head of the sequences section at `from`, and makes the decoder's memory ready to run them. `tables` are those of
 * the block before, and then of this one. Returns the number of sequences, and where their bits begin.
 */
export function startSequences(
  block: BlockInput,
  from: number,
  tables: TableSources,
): { count: number; first: number } {
  const { machine, bytes, end, offset } = block;
  const bad = (what: string) => broken('zstd', what, offset + from);
  let at = from;
  if (at >= end) throw bad('no sequences');
  let count = bytes[at++]!;
  if (count >= 128) {
    if (count < 255) count = ((count - 128) << 8) + bytes[at++]!;
    else {
      count = bytes[at]! + (bytes[at + 1]! << 8) + 0x7f00;
      at += 2;
    }
  }
  if (count === 0) {
    if (at !== end) throw bad('bad sequences');
    return { count: 0, first: at * 8 };
  }
  const modes = bytes[at++]!;
  if (at > end || (modes & 3) !== 0) throw bad('bad sequences');
  for (const kind of [0, 1, 2] as const) {
    const mode = (modes >> (6 - 2 * kind)) & 3;
    if (mode === 0) tables[kind] = 'predefined';
    else if (mode === 1) {
      const symbol = bytes[at++]!;
      if (at > end || symbol >= codeCount(kind)) throw bad('bad sequences');
      tables[kind] = symbol;
    } else if (mode === 2) {
      const stop = readTable(machine, kind, at, end);
      if (stop === 0) throw broken('zstd', 'bad entropy table', offset + at);
      tables[kind] = bytes.slice(at, stop);
      at = stop;
    } else if (tables[kind] === null) throw bad('bad sequences');
    if (mode < 2) setTable(machine, block, kind, tables[kind]!);
  }
  if (end <= at || bytes[end - 1] === 0) throw bad('bad sequences');
  setStream(block, at * 8);
  return { count, first: at * 8 };
}

/** Lets the sequences be read from the block's end down to bit `first`, counted from address 0. */
export function setStream({ machine, bytes, end }: BlockInput, first: number): void {
  // The highest bit set is the end mark.
  machine.bit.value = end * 8 - (Math.clz32(bytes[end - 1]!) - 23);
  machine.low.value = first;
  machine.literal.value = literalsPlace;
}

/**
 * Reads the sequences section at literals.end, and writes what the block holds to the window, up to address `outEnd`.
 * False if it holds more than that.
 */
export function runSequences(
  block: BlockInput,
  literals: Literals,
  frame: FrameState,
  outEnd: number,
): boolean {
  const { window } = frame;
  const { count } = startSequences(block, literals.end, frame.tables);
  let used = 0;
  if (count > 0) {
    const status = window.machine.run(count, outEnd, literalsPlace + literals.count, false);
    if (status === 1) throw broken('zstd', 'corrupt sequences', block.offset + literals.end);
    if (status === 2) return false;
    used = addressIn(window.machine.literal) - literalsPlace;
  }
  const rest = literals.bytes.subarray(used, literals.count);
  if (rest.length > outEnd - position(window)) return false;
  append(window, rest);
  return true;
}
