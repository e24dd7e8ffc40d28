import { append, position, readWord, type Sliding } from './sliding.js';
import { broken } from './types.js';
import { place, tableSize } from './zstd-code.js';

import { buildTable, type FseTable, readTable, singleTable } from './zstd-fse.js';
import type { BlockInput, HuffmanTable, Literals } from './zstd-literals.js';

// Sequences of literals and matches: RFC 8878, 3.1.1.3.2 and 3.1.1.4.

/** What goes on from one block of a frame to the next. */
export interface FrameState {
  readonly window: Sliding;
  huffman: HuffmanTable | null;
  readonly tables: Tables;
}

/** A decoding table as the decoder's memory holds it: see tableSize. */
export interface CodeTable {
  readonly log: number;
  readonly bytes: Uint8Array;
}

/** Of literal lengths, offsets and match lengths. */
export type Tables = [CodeTable | null, CodeTable | null, CodeTable | null];

/** The memory of a decoder. */
export type Memory = Pick<Sliding, 'bytes' | 'view'>;

/** Whether this machine has numbers in memory as WebAssembly has them. */
export const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

interface CodeKind {
  readonly largestLog: number;
  readonly bases: readonly number[];
  readonly extra: readonly number[];
  readonly predefined: { readonly log: number; readonly counts: readonly number[] };
}

function extraBits(plain: number, ...rest: number[]): number[] {
  return [...Array.from({ length: plain }, () => 0), ...rest];
}

/** Codes cover the numbers without gaps: each starts where the one before ends. */
function basesFrom(first: number, extra: readonly number[]): number[] {
  let base = first;
  return extra.map(bits => {
    const own = base;
    base += 2 ** bits;
    return own;
  });
}

const lengthExtra = extraBits(16, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
const matchExtra = extraBits(32, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
// Offsets of 2 GiB and more are in no window.
const offsetExtra = Array.from({ length: 31 }, (_, code) => code);

const kinds: readonly CodeKind[] = [
  {
    largestLog: 9,
    extra: lengthExtra,
    bases: basesFrom(0, lengthExtra),
    predefined: {
      log: 6,
      counts: [
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1,
        -1, -1, -1,
      ],
    },
  },
  {
    largestLog: 8,
    extra: offsetExtra,
    bases: offsetExtra.map(code => 2 ** code),
    predefined: {
      log: 5,
      counts: [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
    },
  },
  {
    largestLog: 9,
    extra: matchExtra,
    bases: basesFrom(3, matchExtra),
    predefined: {
      log: 6,
      counts: [
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
      ],
    },
  },
];

function codeTable(kind: CodeKind, table: FseTable): CodeTable {
  const size = 1 << table.log;
  const words = new Uint32Array(2 * size);
  for (let state = 0; state < size; state++) {
    const symbol = table.symbols[state]!;
    words[2 * state] = kind.bases[symbol]!;
    words[2 * state + 1] = table.bases[state]! | (kind.extra[symbol]! << 16) | (table.bits[state]! << 24);
  }
  const bytes = new Uint8Array(words.buffer);
  // WebAssembly reads little-endian words.
  if (!isLittleEndian) Buffer.from(words.buffer).swap32();
  return { log: table.log, bytes };
}

/** Puts a table into the decoder's memory. */
export function setTable({ bytes, view }: Memory, index: number, table: CodeTable): void {
  bytes.set(table.bytes, place.tables + index * tableSize);
  view.setUint32(place.logs + 4 * index, table.log, true);
}

const predefinedTables: (CodeTable | undefined)[] = [];

function predefined(index: number): CodeTable {
  const kind = kinds[index]!;
  predefinedTables[index] ??= codeTable(kind, buildTable(kind.predefined.counts, kind.predefined.log));
  return predefinedTables[index]!;
}

/**
 * Reads the head of the sequences section at `from`, and makes the decoder's memory ready to run them. `tables` are those of
 * the block before, and then of this one. Returns the number of sequences, and where their bits begin.
 */
export function startSequences(
  block: BlockInput,
  from: number,
  memory: Memory,
  tables: Tables,
): { count: number; first: number } {
  const { bytes, end, offset } = block;
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
  for (const [index, kind] of kinds.entries()) {
    const mode = (modes >> (6 - 2 * index)) & 3;
    if (mode === 0) tables[index] = predefined(index);
    else if (mode === 1) {
      const symbol = bytes[at++]!;
      if (at > end || symbol >= kind.bases.length) throw bad('bad sequences');
      tables[index] = codeTable(kind, singleTable(symbol));
    } else if (mode === 2) {
      const read = readTable(bytes, at, end, kind.bases.length - 1, kind.largestLog, offset + at);
      tables[index] = codeTable(kind, read.table);
      at = read.end;
    } else if (!tables[index]) throw bad('bad sequences');
    if (mode !== 3) setTable(memory, index, tables[index]!);
  }
  if (end <= at || bytes[end - 1] === 0) throw bad('bad sequences');
  setStream(block, memory, at * 8);
  return { count, first: at * 8 };
}

/** Lets the sequences be read from the block's end down to bit `first`, counted from address 0. */
export function setStream({ bytes, end }: BlockInput, { view }: Memory, first: number): void {
  // The highest bit set is the end mark.
  view.setUint32(place.bit, end * 8 - (Math.clz32(bytes[end - 1]!) - 23), true);
  view.setUint32(place.low, first, true);
  view.setUint32(place.literal, place.literals, true);
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
  const { count } = startSequences(block, literals.end, window, frame.tables);
  let used = 0;
  if (count > 0) {
    const status = window.machine.run(count, outEnd, place.literals + literals.count);
    if (status === 1) throw broken('zstd', 'corrupt sequences', block.offset + literals.end);
    if (status === 2) return false;
    used = readWord(window, place.literal) - place.literals;
  }
  const rest = literals.bytes.subarray(used, literals.count);
  if (rest.length > outEnd - position(window)) return false;
  append(window, rest);
  return true;
}
