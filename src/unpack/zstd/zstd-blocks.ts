import type { Source } from '../../input/source.js';
import { u24 } from '../reader.js';
import { addressIn, releaseMachine, growMemory, takeMachine } from '../engine/machine.js';
import { largestWindow } from '../engine/sliding.js';
import { broken } from '../types.js';
import {
  input as inputPlace,
  largestBlock,
  literals as literalsPlace,
  records as recordsPlace,
  recordsEnd,
  recordSize,
} from './zstd-places.js';
import { readZstdHeader } from './zstd-header.js';
import {
  type BlockInput,
  type HuffmanTable,
  readHuffman,
  readLiterals,
  readLiteralsHeader,
} from './zstd-literals.js';
import { firstOffsets, offsetsOf, setOffsets, setStream, startSequences } from './zstd-sequences.js';
import { type Memory, setTable, type TableSources, type ZstdMachine, zstdKind } from './zstd-tables.js';

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
  readonly tables: TableSources;
  readonly huffman: number;
  /** Its sequences, and where their bits begin in the decoder's memory. */
  readonly sequences: number;
  readonly first: number;
}

/**
 * What a block does, as the decoder's memory holds it until the next block is looked at: at records (zstd-places.ts) four numbers a
 * sequence, where in the output it begins, the address of its literals (from literals on), where its match begins,
 * and the match's distance. The last record has no match.
 */
export interface Steps {
  /** How many records. */
  readonly count: number;
  readonly literals: Uint8Array;
}

/** A walk over a frame's blocks that unpacks nothing, but learns what stands where. */
export interface Walk {
  readonly source: Source;
  readonly end: number;
  readonly memory: Memory & { readonly machine: ZstdMachine };
  readonly window: number;
  readonly blocks: Block[];
  readonly limit: number;
  /** Offset of the next block, behind its header, and that header. */
  at: number;
  head: number;
  tables: TableSources;
  huffman: number;
  /** Bytes of output of the blocks so far. */
  count: number;
  isDone: boolean;
  /** The table read last for a block that reuses another block's table, and the block it belongs to. */
  known: { readonly of: number; readonly table: HuffmanTable } | null;
  readonly close: () => void;
}

/** Starts at a frame's header; null if there is none. At most `limit` bytes of output are walked over. */
export function startWalk(source: Source, offset: number, length: number, limit: number): Walk | null {
  const header = readZstdHeader(source.read(offset, Math.min(length, 18)));
  if (typeof header === 'string' || header.length + 3 > length) return null;
  const machine = takeMachine(zstdKind);
  const missing = recordsEnd - machine.memory.buffer.byteLength;
  if (missing > 0) growMemory(machine, missing, 'zstd');
  const { buffer } = machine.memory;
  const window = Math.max(header.window, 1);
  machine.origin.value = 0;
  machine.reach.value = Math.min(window, largestWindow);
  setOffsets(machine, firstOffsets);
  return {
    source,
    end: offset + length,
    memory: { bytes: new Uint8Array(buffer), view: new DataView(buffer), machine },
    window,
    blocks: [],
    limit,
    at: offset + header.length + 3,
    head: u24(source.read(offset + header.length, 3), 0),
    tables: [null, null, null],
    huffman: -1,
    count: 0,
    isDone: false,
    known: null,
    close: () => releaseMachine(zstdKind, machine),
  };
}

function setTables(memory: Walk['memory'], tables: TableSources): void {
  for (const [kind, table] of tables.entries())
    if (table !== null) setTable(memory.machine, memory, kind, table);
}

/** Walks on until the block that holds byte `until` of the output, or the frame's end. */
export function walkTo(walk: Walk, until: number): void {
  while (!walk.isDone && walk.count <= until) step(walk);
}

function step(walk: Walk): void {
  const { memory, head, at } = walk;
  const isLast = (head & 1) !== 0;
  const type = (head >> 1) & 3;
  const size = head >> 3;
  const most = Math.min(largestBlock, walk.window);
  if (type === 3 || size > most) throw broken('zstd', 'bad block header', at - 3);
  if (walk.count + most > walk.limit) throw broken('zstd', 'too much output', at - 3);
  const offsets = offsetsOf(memory.machine);
  // With the header of the next block.
  const stored = type === 1 ? 1 : size;
  const block = load(walk, at, stored, isLast ? 0 : 3);
  let count = size;
  let [sequences, first] = [0, 0];
  if (type === 2) {
    const literals = readLiteralsHeader(block, inputPlace);
    if (literals.type === 2) walk.huffman = walk.blocks.length;
    const tables: TableSources = [...walk.tables];
    ({ count: sequences, first } = startSequences(block, literals.end, tables));
    walk.tables = tables;
    count = run(memory, sequences, literals.count, walk.count, most, at);
  }
  const { tables, huffman, count: start } = walk;
  walk.blocks.push({ type, at, size, start, count, offsets, tables, huffman, sequences, first });
  walk.count += count;
  walk.at = at + stored + 3;
  walk.isDone = isLast;
  // A checksum, a size word: what is longer may be another frame.
  if (isLast && walk.end - at - stored > 8) throw broken('zstd', 'more than a frame', at + stored);
}

/** Records the prepared sequences; returns how many bytes the block holds. */
function run(
  memory: Walk['memory'],
  sequences: number,
  literals: number,
  start: number,
  most: number,
  offset: number,
): number {
  const { machine } = memory;
  if (sequences === 0) return literals;
  machine.at.value = start;
  if (machine.run(sequences, start + most, literalsPlace + literals, true) !== 0)
    throw broken('zstd', 'corrupt sequences', offset);
  const rest = literalsPlace + literals - addressIn(machine.literal);
  const count = addressIn(machine.at) - start + rest;
  if (count > most) throw broken('zstd', 'block is larger than it may be', offset);
  return count;
}

/** Puts `size` bytes at `at` of the source into the decoder's memory; of the `more` that follow, the walk notes the number. */
function load(walk: Walk, at: number, size: number, more: number): BlockInput {
  const { machine, bytes: memory, view } = walk.memory;
  const wanted = size + more;
  const to = inputPlace;
  const bytes = walk.source.read(
    at,
    Math.max(0, Math.min(wanted, walk.end - at)),
    memory.subarray(to, to + wanted),
  );
  if (bytes.length < wanted)
    throw broken('zstd', `cut short: a block needs ${wanted} bytes, ${bytes.length} are left`, at);
  if (bytes.buffer !== memory.buffer) memory.set(bytes, to);
  if (more > 0) walk.head = u24(memory, to + size);
  memory.fill(0, to + size, to + size + 16);
  return { machine, bytes: memory, view, end: to + size, offset: at - to };
}

/** Reads a block again, this time with its literals. The walk may continue afterwards. */
export function stepsOf(walk: Walk, index: number): Steps {
  const { memory } = walk;
  const block = walk.blocks[index]!;
  // A table that stands in another block is read first: there is room for one block.
  const table = block.type === 2 ? huffmanFor(walk, block) : null;
  const input = load(walk, block.at, block.type === 1 ? 1 : block.size, 0);
  const end = block.start + block.count;
  if (block.type !== 2) {
    const from = inputPlace;
    const literals = memory.bytes.subarray(from, from + block.size);
    if (block.type === 1) literals.fill(literals[0]!);
    return { count: putRecord(memory.view, 0, block.start, literalsPlace, end), literals };
  }
  const kept = offsetsOf(memory.machine);
  setTables(memory, block.tables);
  setOffsets(memory.machine, block.offsets);
  const buffer = memory.bytes.subarray(literalsPlace, literalsPlace + largestBlock);
  const { count } = readLiterals(input, inputPlace, buffer, table);
  const { sequences } = block;
  setStream(input, block.first);
  run(memory, sequences, count, block.start, largestBlock, block.at);
  const used = sequences > 0 ? addressIn(memory.machine.literal) - literalsPlace : 0;
  setTables(memory, walk.tables);
  setOffsets(memory.machine, kept);
  const rest = putRecord(memory.view, sequences, end - (count - used), literalsPlace + used, end);
  return { count: rest, literals: buffer };
}

/** Records the literals after the last match; returns the number of records including them. */
function putRecord(view: DataView, index: number, start: number, literal: number, end: number): number {
  const at = recordsPlace + index * recordSize;
  for (const [field, value] of [start, literal, end].entries()) view.setUint32(at + 4 * field, value, true);
  return index + 1;
}

/** The table of a block that uses an earlier one's. */
function huffmanFor(walk: Walk, block: Block): HuffmanTable | null {
  const of = block.huffman;
  const owner = walk.blocks[of];
  if (!owner || owner === block) return null;
  if (walk.known?.of === of) return walk.known.table;
  const input = load(walk, owner.at, owner.size, 0);
  const { start, end } = readLiteralsHeader(input, inputPlace);
  const { table } = readHuffman(input, start, end);
  walk.known = { of, table };
  return table;
}
