import { broken } from '../types.js';
import { logs, tables, tableSize } from './zstd-places.js';
import { readTable, weights as weightKind, type ZstdMachine } from './zstd-tables.js';

// Literals and their Huffman codes: RFC 8878, 3.1.1.3.1 and 4.2.

/** For each next `log` bits: the symbol, and its number of bits above it (bits << 8 | symbol). */
export interface HuffmanTable {
  readonly log: number;
  readonly entries: Uint16Array;
}

const longest = 11;
const mostLiterals = 1 << 17;

/** Bytes of one compressed block, readable as words up to 8 bytes before and after. */
export interface BlockInput {
  /** Whose memory it is in. */
  readonly machine: ZstdMachine;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the block ends in `bytes`. */
  end: number;
  /** Offset of bytes[0] in the source. */
  offset: number;
}

/** What one literals section gives: the literals stand at the start of the buffer. */
export interface Literals {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly table: HuffmanTable | null;
  /** Where the section ended in the block. */
  readonly end: number;
}

/** The header of a literals section. */
interface LiteralsHeader {
  /** 0: stored; 1: one byte; 2: with a Huffman table; 3: with that of the block before. */
  readonly type: number;
  readonly format: number;
  readonly count: number;
  /** Where its data starts and ends in the block. */
  readonly start: number;
  readonly end: number;
}

export function readLiteralsHeader(block: BlockInput, from: number): LiteralsHeader {
  const { bytes, end } = block;
  const bad = () => broken('zstd', 'bad literals', block.offset + from);
  if (from >= end) throw bad();
  const type = bytes[from]! & 3;
  const format = (bytes[from]! >> 2) & 3;
  const word = block.view.getUint32(from, true);
  if (type < 2) {
    const headSize = format === 1 ? 2 : format === 3 ? 3 : 1;
    const count = headSize === 1 ? bytes[from]! >> 3 : (word & (headSize === 2 ? 0xffff : 0xff_ffff)) >>> 4;
    const start = from + headSize;
    const stop = start + (type === 0 ? count : 1);
    if (count > mostLiterals || stop > end) throw bad();
    return { type, format, count, start, end: stop };
  }
  const width = format < 2 ? 10 : format === 2 ? 14 : 18;
  const start = from + (format < 2 ? 3 : format + 2);
  const mask = (1 << width) - 1;
  const count = (word >>> 4) & mask;
  const size = format === 3 ? (word >>> 22) | (bytes[from + 4]! << 10) : (word >>> (4 + width)) & mask;
  if (count > mostLiterals || start + size > end) throw bad();
  return { type, format, count, start, end: start + size };
}

/** Reads the literals section at `from`, into `buffer` (128 KiB). `previous` is the table of the block before. */
export function readLiterals(
  block: BlockInput,
  from: number,
  buffer: Uint8Array,
  previous: HuffmanTable | null,
): Literals {
  const { bytes } = block;
  const bad = (what: string) => broken('zstd', what, block.offset + from);
  const { type, format, count, start: dataStart, end: sectionEnd } = readLiteralsHeader(block, from);
  let at = dataStart;
  if (type === 0) {
    buffer.set(bytes.subarray(at, at + count));
    return { bytes: buffer, count, table: previous, end: sectionEnd };
  }
  if (type === 1) {
    buffer.fill(bytes[at]!, 0, count);
    return { bytes: buffer, count, table: previous, end: sectionEnd };
  }
  let table = previous;
  if (type === 2) ({ table, end: at } = readHuffman(block, at, sectionEnd));
  if (!table) throw bad('literals without a Huffman table');
  let isGood: boolean;
  if (format === 0) {
    isGood = decodeStream(block, at, sectionEnd, table, buffer, 0, count);
  } else {
    const each = (count + 3) >> 2;
    if (sectionEnd - at < 6 || each * 3 > count) throw bad('bad literals');
    let start = at + 6;
    isGood = true;
    for (let stream = 0; stream < 4; stream++) {
      const stop = stream < 3 ? start + block.view.getUint16(at + stream * 2, true) : sectionEnd;
      if (stop > sectionEnd) throw bad('bad literals');
      const to = stream < 3 ? each * (stream + 1) : count;
      isGood &&= decodeStream(block, start, stop, table, buffer, each * stream, to);
      start = stop;
    }
  }
  if (!isGood) throw bad('corrupt literals');
  return { bytes: buffer, count, table, end: sectionEnd };
}

/** Decodes one stream, which is read from its end, to out[from..to). False if the codes don't end where the stream starts. */
function decodeStream(
  block: BlockInput,
  start: number,
  end: number,
  table: HuffmanTable,
  out: Uint8Array,
  from: number,
  to: number,
): boolean {
  const { view, bytes } = block;
  const { entries, log } = table;
  if (end <= start || bytes[end - 1] === 0) return false;
  let bit = end * 8 - (Math.clz32(bytes[end - 1]!) - 23);
  const first = start * 8;
  const down = 32 - log;
  let at = from;
  // Two codes of at most 11 bits are in the 25 bits that a word holds for sure.
  for (const pairs = to - 1; at < pairs && bit > first; at += 2) {
    const low = bit - 25;
    const word = view.getInt32(low >> 3, true) << (7 - (low & 7));
    const one = entries[word >>> down]!;
    const two = entries[(word << (one >> 8)) >>> down]!;
    out[at] = one;
    out[at + 1] = two;
    bit -= (one >> 8) + (two >> 8);
  }
  for (; at < to && bit > first; at++) {
    const low = bit - 25;
    const entry = entries[(view.getInt32(low >> 3, true) << (7 - (low & 7))) >>> down]!;
    out[at] = entry;
    bit -= entry >> 8;
  }
  return at === to && bit === first;
}

/** Reads the Huffman table at `from` of a literals section that ends at `end`. */
export function readHuffman(
  block: BlockInput,
  from: number,
  end: number,
): { table: HuffmanTable; end: number } {
  const { bytes } = block;
  const bad = () => broken('zstd', 'bad Huffman table', block.offset + from);
  if (from >= end) throw bad();
  const head = bytes[from]!;
  const size = head < 128 ? head : (head - 126) >> 1;
  const at = from + 1;
  const stop = at + size;
  if (stop > end) throw bad();
  const weights: number[] = [];
  if (head < 128) {
    const start = readTable(block.machine, weightKind, at, stop);
    if (start === 0 || !readWeights(block, start, stop, weights)) throw bad();
  } else {
    for (let index = 0; index < head - 127; index++) {
      const byte = bytes[at + (index >> 1)]!;
      weights.push(index % 2 === 0 ? byte >> 4 : byte & 15);
    }
  }
  const table = huffmanTable(weights);
  if (!table) throw bad();
  return { table, end: stop };
}

/** Two states take turns, until one asks for more bits than there are. */
function readWeights(block: BlockInput, start: number, end: number, weights: number[]): boolean {
  const { bytes, view } = block;
  if (end <= start || bytes[end - 1] === 0) return false;
  const first = start * 8;
  let bit = end * 8 - (Math.clz32(bytes[end - 1]!) - 23);
  const read = (count: number) => {
    bit -= count;
    return bit < first ? 0 : (view.getInt32(bit >> 3, true) >>> (bit & 7)) & ((1 << count) - 1);
  };
  const log = view.getUint32(logs + 4 * weightKind, true);
  const table = tables + weightKind * tableSize;
  const next = (state: number) => {
    const word = view.getUint32(table + 8 * state + 4, true);
    return (word & 0xffff) + read(word >>> 24);
  };
  let one = read(log);
  let two = read(log);
  if (bit < first) return false;
  while (weights.length < 255) {
    weights.push(bytes[table + 8 * one]!);
    one = next(one);
    [one, two] = [two, one];
    if (bit < first) {
      weights.push(bytes[table + 8 * one]!);
      return weights.length < 256;
    }
  }
  return false;
}

/** The last symbol's weight isn't stored: it completes the sum to a power of two. */
function huffmanTable(weights: number[]): HuffmanTable | null {
  let sum = 0;
  for (const weight of weights) {
    if (weight > longest) return null;
    if (weight > 0) sum += 1 << (weight - 1);
  }
  if (sum === 0) return null;
  const log = 32 - Math.clz32(sum);
  const left = (1 << log) - sum;
  if (log > longest || (left & (left - 1)) !== 0) return null;
  weights.push(32 - Math.clz32(left));
  const entries = new Uint16Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    for (let symbol = 0; symbol < weights.length; symbol++) {
      if (weights[symbol] !== weight) continue;
      const next = at + (1 << (weight - 1));
      entries.fill(((log + 1 - weight) << 8) | symbol, at, next);
      at = next;
    }
  }
  return { log, entries };
}
