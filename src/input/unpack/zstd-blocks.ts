import type { Source } from '../source.js';
import { openReader, type Reader, take, u16 } from './reader.js';
import { giveMachine, largestWindow, type MachineKind, takeMachine } from './sliding.js';
import { broken } from './types.js';
import { readZstdHeader } from './zstd.js';
import { largestBlock, place, zstdNotesModule } from './zstd-code.js';
import {
  type BlockInput,
  type HuffmanTable,
  readHuffman,
  readLiterals,
  readLiteralsHeader,
} from './zstd-literals.js';
import { type Memory, setStream, setTable, startSequences, type Tables } from './zstd-sequences.js';

/** What records count literals from. */
export const firstLiteral: number = place.literals;

const kind: MachineKind = { code: zstdNotesModule };
const recent = [place.first, place.second, place.third] as const;

/** A block whose place in the output is known, with what it takes to read it again. */
interface Block {
  readonly type: number;
  /** Offset and length of its content in the source. */
  readonly at: number;
  readonly size: number;
  /** Where its output starts, and how long that is. */
  readonly start: number;
  readonly count: number;
  /** The last offsets before it, its tables, and the place of the block that has its Huffman table. */
  readonly offsets: readonly number[];
  readonly tables: Tables;
  readonly huffman: number;
  /** Its sequences, and where their bits begin in the decoder's memory. */
  readonly sequences: number;
  readonly first: number;
}

/**
 * What a block does. Four numbers a sequence: where in the output it begins, where it takes literals (from `firstLiteral`
 * on), where its match begins, and the match's distance. A last record has no match.
 */
export interface Steps {
  readonly records: Uint32Array;
  readonly literals: Uint8Array;
}

/** A walk over a frame's blocks that unpacks nothing, but learns what stands where. */
export interface Walk {
  readonly reader: Reader;
  readonly memory: Memory & { readonly run: (one: number, two: number, three: number) => number };
  readonly window: number;
  readonly blocks: Block[];
  readonly limit: number;
  tables: Tables;
  huffman: number;
  /** Bytes of output of the blocks so far. */
  count: number;
  isDone: boolean;
  readonly close: () => void;
}

/** Starts at a frame's header; null if there is none. At most `limit` bytes of output are walked over. */
export function startWalk(source: Source, offset: number, length: number, limit: number): Walk | null {
  const reader = openReader('zstd', source, offset, length);
  const header = readZstdHeader(source.read(offset, Math.min(length, 18)));
  if (typeof header === 'string') return null;
  reader.at += header.length;
  const machine = takeMachine(kind);
  const { buffer } = machine.memory;
  const view = new DataView(buffer);
  const window = Math.max(header.window, 1);
  view.setUint32(place.origin, 0, true);
  view.setUint32(place.reach, Math.min(window, largestWindow), true);
  for (const [index, field] of recent.entries()) view.setUint32(field, [1, 4, 8][index]!, true);
  return {
    reader,
    memory: { bytes: new Uint8Array(buffer), view, run: machine.run },
    window,
    blocks: [],
    limit,
    tables: [null, null, null],
    huffman: -1,
    count: 0,
    isDone: false,
    close: () => giveMachine(kind, machine),
  };
}

/** Walks on until the block that holds byte `until` of the output, or the frame's end. */
export function walkTo(walk: Walk, until: number): void {
  while (!walk.isDone && walk.count <= until) step(walk);
}

function step(walk: Walk): void {
  const { reader, memory } = walk;
  const head = take(reader, 3, 'a block header');
  const word = u16(head, 0) | (head[2]! << 16);
  const type = (word >> 1) & 3;
  const size = word >> 3;
  const most = Math.min(largestBlock, walk.window);
  if (type === 3 || size > most) throw broken('zstd', 'bad block header', reader.at - 3);
  if (walk.count + most > walk.limit) throw broken('zstd', 'too much output', reader.at - 3);
  const at = reader.at;
  const offsets = recent.map(field => memory.view.getUint32(field, true));
  const bytes = take(reader, type === 1 ? 1 : size, 'a block');
  let count = size;
  let [sequences, first] = [0, 0];
  if (type === 2) {
    const block = load(memory, bytes, at);
    const literals = readLiteralsHeader(block, place.input);
    if (literals.type === 2) walk.huffman = walk.blocks.length;
    const tables: Tables = [...walk.tables];
    ({ count: sequences, first } = startSequences(block, literals.end, memory, tables));
    walk.tables = tables;
    count = run(memory, sequences, literals.count, walk.count, most, at);
  }
  const { tables, huffman, count: start } = walk;
  walk.blocks.push({ type, at, size, start, count, offsets, tables, huffman, sequences, first });
  walk.count += count;
  if ((word & 1) === 0) return;
  walk.isDone = true;
  // A checksum, a size word: what is longer may be another frame.
  if (reader.end - reader.at > 8) throw broken('zstd', 'more than a frame', reader.at);
}

/** Notes down the sequences that were made ready; returns how many bytes the block holds. */
function run(
  memory: Walk['memory'],
  sequences: number,
  literals: number,
  start: number,
  most: number,
  offset: number,
): number {
  const { view } = memory;
  if (sequences === 0) return literals;
  view.setUint32(place.at, start, true);
  if (memory.run(sequences, start + most, place.literals + literals) !== 0)
    throw broken('zstd', 'corrupt sequences', offset);
  const rest = place.literals + literals - view.getUint32(place.literal, true);
  const count = view.getUint32(place.at, true) - start + rest;
  if (count > most) throw broken('zstd', 'block is larger than it may be', offset);
  return count;
}

function load({ bytes: memory, view }: Memory, bytes: Uint8Array, at: number): BlockInput {
  memory.set(bytes, place.input);
  memory.fill(0, place.input + bytes.length, place.input + bytes.length + 16);
  return { bytes: memory, view, end: place.input + bytes.length, offset: at - place.input };
}

/** Reads a block once more, this time with its literals. */
export function stepsOf(walk: Walk, block: Block): Steps {
  const { memory } = walk;
  const content = walk.reader.source.read(block.at, block.type === 1 ? 1 : block.size);
  if (block.type !== 2) {
    const literals = block.type === 0 ? content : new Uint8Array(block.count).fill(content[0]!);
    return { records: Uint32Array.of(block.start, firstLiteral, block.start + block.count, 1), literals };
  }
  // The walk may go on afterwards.
  const kept = recent.map(field => memory.view.getUint32(field, true));
  for (const [index, table] of block.tables.entries()) if (table) setTable(memory, index, table);
  for (const [index, field] of recent.entries()) memory.view.setUint32(field, block.offsets[index]!, true);
  const input = load(memory, content, block.at);
  const { type } = readLiteralsHeader(input, place.input);
  const table = type === 3 ? huffmanOf(walk, block.huffman) : null;
  const again = type === 3 ? load(memory, content, block.at) : input;
  const buffer = memory.bytes.subarray(place.literals, place.literals + largestBlock);
  const { count } = readLiterals(again, place.input, buffer, table);
  const literals = buffer.slice(0, count);
  const { sequences } = block;
  setStream(again, memory, block.first);
  run(memory, sequences, count, block.start, largestBlock, block.at);
  const records = new Uint32Array(sequences * 4 + 4);
  records.set(new Uint32Array(memory.bytes.buffer, place.records, sequences * 4));
  const end = block.start + block.count;
  const used = sequences > 0 ? memory.view.getUint32(place.literal, true) - place.literals : 0;
  records.set([end - (count - used), firstLiteral + used, end, 1], sequences * 4);
  for (const [index, table] of walk.tables.entries()) if (table) setTable(memory, index, table);
  for (const [index, field] of recent.entries()) memory.view.setUint32(field, kept[index]!, true);
  return { records, literals };
}

function huffmanOf(walk: Walk, index: number): HuffmanTable | null {
  const block = walk.blocks[index];
  if (!block) return null;
  const content = walk.reader.source.read(block.at, block.size);
  const input = load(walk.memory, content, block.at);
  const { start, end } = readLiteralsHeader(input, place.input);
  return readHuffman(input, start, end).table;
}
