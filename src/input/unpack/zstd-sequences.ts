import { broken } from './types.js';
import { appendAcross, repeat, repeatAcross, turn, type Window, written } from './window.js';
import { buildTable, type FseTable, readTable, singleTable } from './zstd-fse.js';
import type { BlockInput, HuffmanTable, Literals } from './zstd-literals.js';

// Sequences of literals and matches: RFC 8878, 3.1.1.3.2 and 3.1.1.4.

/** A table of lengths or offsets: for each state the value's base and extra bits, and the way to the next state. */
interface CodeTable {
  readonly log: number;
  readonly base: Int32Array;
  /** extra bits << 8 | bits of the next state */
  readonly widths: Uint16Array;
  readonly next: Uint16Array;
}

/** What goes on from one block of a frame to the next. */
export interface FrameState {
  readonly window: Window;
  /** Window size in bytes. */
  readonly reach: number;
  /** Bytes in the window when the frame began. */
  readonly origin: number;
  huffman: HuffmanTable | null;
  /** Of literal lengths, offsets, match lengths. */
  tables: (CodeTable | null)[];
  offsets: [number, number, number];
}

interface CodeKind {
  readonly largestLog: number;
  readonly bases: readonly number[];
  readonly extra: readonly number[];
  readonly predefined: { readonly log: number; readonly counts: readonly number[] };
}

function extraBits(plain: number, ...rest: number[]): number[] {
  return [...new Array<number>(plain).fill(0), ...rest];
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
const offsetExtra = Array.from({ length: 32 }, (_, code) => code);

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
  const base = new Int32Array(size);
  const widths = new Uint16Array(size);
  for (let state = 0; state < size; state++) {
    const symbol = table.symbols[state]!;
    base[state] = kind.bases[symbol]!;
    widths[state] = (kind.extra[symbol]! << 8) | table.bits[state]!;
  }
  return { log: table.log, base, widths, next: table.bases };
}

const predefinedTables: (CodeTable | undefined)[] = [];

function predefined(index: number): CodeTable {
  const kind = kinds[index]!;
  predefinedTables[index] ??= codeTable(kind, buildTable(kind.predefined.counts, kind.predefined.log));
  return predefinedTables[index]!;
}

/** Reads the sequences section at literals.end and writes what the block holds to the window. */
export function runSequences(block: BlockInput, literals: Literals, frame: FrameState): void {
  const { bytes, end, offset } = block;
  const bad = (what: string) => broken('zstd', what, offset + literals.end);
  let at = literals.end;
  if (at >= end) throw bad('no sequences');
  let count = bytes[at++]!;
  if (count >= 128) {
    if (count < 255) count = ((count - 128) << 8) + bytes[at++]!;
    else {
      count = bytes[at]! + (bytes[at + 1]! << 8) + 0x7f00;
      at += 2;
    }
  }
  if (count > 0) {
    const modes = bytes[at++]!;
    if (at > end || (modes & 3) !== 0) throw bad('bad sequences');
    for (const [index, kind] of kinds.entries()) {
      const mode = (modes >> (6 - 2 * index)) & 3;
      if (mode === 0) frame.tables[index] = predefined(index);
      else if (mode === 1) {
        const symbol = bytes[at++]!;
        if (at > end || symbol >= kind.bases.length) throw bad('bad sequences');
        frame.tables[index] = codeTable(kind, singleTable(symbol));
      } else if (mode === 2) {
        const read = readTable(bytes, at, end, kind.bases.length - 1, kind.largestLog, offset + at);
        frame.tables[index] = codeTable(kind, read.table);
        at = read.end;
      }
    }
  } else if (at !== end) throw bad('bad sequences');
  const used = count === 0 ? 0 : execute(block, at, count, literals, frame);
  if (used < 0) throw bad('corrupt sequences');
  appendAcross(frame.window, literals.bytes.subarray(used, literals.count), frame.reach, offset);
}

/** Returns how many literals were used; -1 if the sequences can't be right. */
function execute(
  block: BlockInput,
  start: number,
  count: number,
  literals: Literals,
  frame: FrameState,
): number {
  const { bytes, view, end } = block;
  const { window, reach } = frame;
  const [lengths, distances, matches] = frame.tables;
  if (!lengths || !distances || !matches || end <= start || bytes[end - 1] === 0) return -1;
  const { base: lengthBase, widths: lengthWidths, next: lengthNext } = lengths;
  const { base: distanceBase, widths: distanceWidths, next: distanceNext } = distances;
  const { base: matchBase, widths: matchWidths, next: matchNext } = matches;
  const { shift } = window;
  const size = 1 << shift;
  const mask = size - 1;
  const literalBytes = literals.bytes;
  const literalEnd = literals.count;
  let [first, second, third] = frame.offsets;
  const low = start * 8;
  let bit = end * 8 - (Math.clz32(bytes[end - 1]!) - 23);
  let literal = 0;

  bit -= lengths.log;
  let lengthState = (view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << lengths.log) - 1);
  bit -= distances.log;
  let distanceState = (view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << distances.log) - 1);
  bit -= matches.log;
  if (bit < low) return -1;
  let matchState = (view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << matches.log) - 1);

  // Where the current segment lies; looked up again whenever a new one begins.
  let out = window.segment;
  let at = window.at;
  let base = written(window) - at;
  let fits = Math.min(size, window.limit - base);
  let known = base - frame.origin;

  for (let left = count; left > 0; left--) {
    let width = distanceWidths[distanceState]! >> 8;
    let distance = distanceBase[distanceState]!;
    if (width > 24) {
      // A word holds 25 bits for sure: take the upper ones first.
      bit -= width - 16;
      if (bit < low) return -1;
      distance += ((view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << (width - 16)) - 1)) * 0x10000;
      width = 16;
    }
    bit -= width;
    if (bit < low) return -1;
    distance += (view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << width) - 1);
    width = matchWidths[matchState]! >> 8;
    bit -= width;
    if (bit < low) return -1;
    let length =
      matchBase[matchState]! + ((view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << width) - 1));
    width = lengthWidths[lengthState]! >> 8;
    bit -= width;
    if (bit < low) return -1;
    let run = lengthBase[lengthState]! + ((view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << width) - 1));

    if (distance > 3) {
      distance -= 3;
      third = second;
      second = first;
      first = distance;
    } else {
      if (run === 0) distance++;
      if (distance === 1) distance = first;
      else {
        const chosen = distance === 2 ? second : distance === 3 ? third : first - 1;
        if (distance !== 2) third = second;
        second = first;
        first = distance = chosen;
      }
    }

    if (left > 1) {
      width = lengthWidths[lengthState]! & 0xff;
      bit -= width;
      if (bit < low) return -1;
      lengthState =
        lengthNext[lengthState]! + ((view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << width) - 1));
      width = matchWidths[matchState]! & 0xff;
      bit -= width;
      if (bit < low) return -1;
      matchState =
        matchNext[matchState]! + ((view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << width) - 1));
      width = distanceWidths[distanceState]! & 0xff;
      bit -= width;
      if (bit < low) return -1;
      distanceState =
        distanceNext[distanceState]! + ((view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << width) - 1));
    }

    if (literal + run > literalEnd || distance <= 0 || distance > reach) return -1;
    if (distance > known + at + run) return -1;
    if (at + run + length <= fits) {
      while (run-- > 0) out[at++] = literalBytes[literal++]!;
      let place = at - distance;
      if (place >= 0) {
        while (length-- > 0) out[at++] = out[place++]!;
        continue;
      }
      const old = window.segments[window.index + (place >> shift)]!;
      place &= mask;
      if (place + length <= size) {
        while (length-- > 0) out[at++] = old[place++]!;
        continue;
      }
      window.at = at;
      repeat(window, distance, length);
      at = window.at;
      continue;
    }
    window.at = at;
    appendAcross(window, literalBytes.subarray(literal, literal + run), reach, block.offset);
    literal += run;
    repeatAcross(window, distance, length, reach, block.offset);
    turn(window, reach);
    out = window.segment;
    at = window.at;
    base = written(window) - at;
    fits = Math.min(size, window.limit - base);
    known = base - frame.origin;
  }
  window.at = at;
  frame.offsets = [first, second, third];
  return bit === low ? literal : -1;
}
