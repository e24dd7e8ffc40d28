import type { Machine, MachineKind, Variable } from '../engine/machine.js';
import { zstdCode } from './zstd-code.js';
import {
  counts as countsPlace,
  described,
  kinds as kindsPlace,
  kindSize,
  logs,
  tables,
  tableSize,
} from './zstd-places.js';

// The tables that a zstd block's numbers are read by: RFC 8878, 3.1.1.3.2.1 and 4.1.

/** The decoder's machine: see assembly/zstd.ts and zstd-tables.ts. */
export interface ZstdMachine extends Machine {
  readonly reach: Variable;
  readonly bit: Variable;
  readonly low: Variable;
  readonly first: Variable;
  readonly second: Variable;
  readonly third: Variable;
  readonly literal: Variable;
  run(count: number, outEnd: number, literalEnd: number, isNoted: boolean): number;
  readTable(kind: number, from: number, end: number, last: number, largestLog: number): number;
  makeTable(kind: number, count: number, log: number): void;
}

/** A machine's memory. */
export interface Memory {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** What a table is made from: the one the format defines, the only symbol there is, or a description. */
type TableSource = 'predefined' | number | Uint8Array;

/** Of literal lengths, offsets and match lengths. */
export type TableSources = [TableSource | null, TableSource | null, TableSource | null];

interface Kind {
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

/** Of literal lengths, offsets and match lengths. */
const kinds: readonly Kind[] = [
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

/** Huffman weights. */
export const weights = 3;
const weightKind = { largestLog: 6, bases: Array.from({ length: 13 }, (_, weight) => weight) };

/** Puts the codes of all kinds of tables into a machine's memory. */
function prepareTables({ memory }: Machine): void {
  const view = new DataView(memory.buffer);
  for (const [kind, { bases, extra }] of [...kinds, { ...weightKind, extra: [] }].entries())
    for (const [code, base] of bases.entries()) {
      const at = kindsPlace + kind * kindSize + code * 8;
      view.setUint32(at, base, true);
      view.setUint32(at + 4, (extra[code] ?? 0) << 16, true);
    }
}

export const zstdKind: MachineKind<ZstdMachine> = { code: zstdCode, prepare: prepareTables };

/** Makes the table of a kind from its description in memory. Returns where that ends, 0 if it is bad. */
export function readTable(machine: ZstdMachine, kind: number, from: number, end: number): number {
  const { largestLog, bases } = kinds[kind] ?? weightKind;
  return machine.readTable(kind, from, end, bases.length - 1, largestLog);
}

/** Makes a table of a kind that was read before, or needs no description. */
export function setTable(machine: ZstdMachine, memory: Memory, kind: number, table: TableSource): void {
  const { bytes, view } = memory;
  if (typeof table === 'number') {
    const code = kindsPlace + kind * kindSize + table * 8;
    const at = tables + kind * tableSize;
    // One state, which goes on to itself without a bit.
    bytes.copyWithin(at, code, code + 8);
    view.setUint32(logs + 4 * kind, 0, true);
  } else if (table === 'predefined') {
    const { counts, log } = kinds[kind]!.predefined;
    for (const [symbol, count] of counts.entries()) view.setInt16(countsPlace + 2 * symbol, count, true);
    machine.makeTable(kind, counts.length, log);
  } else {
    bytes.set(table, described);
    readTable(machine, kind, described, described + table.length);
  }
}

/** How many codes a kind of table has. */
export const codeCount = (kind: number): number => kinds[kind]!.bases.length;
