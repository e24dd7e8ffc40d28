import { slidingPlace } from '../engine/sliding.js';
import {
  add,
  and,
  assemble,
  block,
  type Code,
  copy8,
  equal,
  greater,
  leave,
  leaveIf,
  less,
  lessOrEqual,
  lessSigned,
  load8,
  load16,
  load32,
  locals,
  loop,
  not,
  or,
  select,
  sequence,
  shiftLeft,
  shiftRight,
  store8,
  store32,
  subtract,
  type Value,
  when,
  wordAt,
} from '../engine/wasm.js';
import { describeTable, makeTable } from './zstd-table-code.js';

// The loop over the sequences of a zstd block (RFC 8878, 3.1.1.4), as WebAssembly.

export const largestBlock = 1 << 17;
/** What may be touched around input and literals. */
const margin = 64;
/** A table has at most 512 states of 8 bytes: base (4), base of the next state (2), extra bits (1), bits of the next state (1). */
export const tableSize = 512 * 8;
/** Tables for literal lengths, offsets, match lengths, and the weights of a Huffman table. */
const tableCount = 4;
/** A kind of table has at most 64 codes of 8 bytes: base (4), and, as in a table, extra bits above 16 others (4). */
export const kindSize = 64 * 8;

const tables = 64;
const counts = tables + tableCount * tableSize;
const symbols = counts + 2 * 64 + margin;
const kinds = symbols + 512;
const described = kinds + tableCount * kindSize;
const input = described + 2 * margin;

/** Where the memory holds what, in bytes. The fields of the state are 32-bit integers. */
export const place = {
  ...slidingPlace,
  reach: 8,
  /** Bits, counted from address 0: the next one, read downwards, and the last one. */
  bit: 12,
  low: 16,
  /** The last three offsets. */
  first: 20,
  second: 24,
  third: 28,
  /** Address of the next literal. */
  literal: 32,
  /** Logarithms of the tables' sizes. */
  logs: 36,
  /** How many symbols the table that was described last has. */
  symbolCount: 52,
  tables,
  /** How often each symbol stands in the table that is made, in 16 bits; the symbol of each of its states. */
  counts,
  symbols,
  /** The codes of each kind of table. */
  kinds,
  /** A description that was read before. */
  described,
  input,
  literals: input + largestBlock + 2 * margin,
  /** Where sequences are only noted down, they stand in the window's place: see recordSize. */
  records: input + 2 * largestBlock + 4 * margin,
  window: input + 2 * largestBlock + 4 * margin,
} as const;

const parameters = ['count', 'outEnd', 'literalEnd'] as const;
const kept = ['at', 'bit', 'first', 'second', 'third', 'literal'] as const;
const fixed = ['origin', 'reach', 'low'] as const;
const scratch = [
  'lengthEntry',
  'distanceEntry',
  'matchEntry',
  'width',
  'distance',
  'length',
  'run',
  'from',
  'end',
  'slot',
  'status',
  'record',
  'word',
] as const;
/** A record: where the sequence's output begins, the address of its literals, where its match begins, the distance. */
export const recordSize = 16;
const recordsSize = (largestBlock / 3 + 2) * recordSize;
type Name = (typeof parameters | typeof kept | typeof fixed | typeof scratch)[number];

/** The module that carries sequences out. */
export const zstdModule = (): Uint8Array<ArrayBuffer> => sequencesModule('copy');

/** One that only notes them down, without touching literals or output: place.at may be any number, place.origin is 0. */
export const zstdNotesModule = (): Uint8Array<ArrayBuffer> => sequencesModule('note');

/**
 * The module's run(count, outEnd, literalEnd) carries out `count` sequences, of which there is at least one. Returns 0; or 1 if they
 * are corrupt, 2 if they write beyond outEnd, which they don't.
 */
function sequencesModule(what: 'copy' | 'note'): Uint8Array<ArrayBuffer> {
  const { get, set, tee } = locals<Name>([...parameters, ...kept, ...fixed, ...scratch]);

  const bits = (width: Value): Code => and(wordAt(get('bit')), subtract(shiftLeft(1, width), 1));
  const skip = (width: Value): Code => set('bit', subtract(get('bit'), width));
  const takeState = (name: Name, index: number): Code => {
    const log = load32(0, place.logs + 4 * index);
    return sequence(skip(log), set(name, add(shiftLeft(bits(log), 3), place.tables + index * tableSize)));
  };
  const low = (word: Value, width: Value): Code => and(word, subtract(shiftLeft(1, width), 1));
  // Each value with the bits that follow it: the offset's, then the match length's and, below them, the literals'.
  const takeValues = sequence(
    set('width', load8(get('distanceEntry'), 6)),
    skip(get('width')),
    set('distance', add(load32(get('distanceEntry')), bits(get('width')))),
    set('width', load8(get('lengthEntry'), 6)),
    set('length', load8(get('matchEntry'), 6)),
    skip(add(get('width'), get('length'))),
    set('word', wordAt(get('bit'))),
    set('run', add(load32(get('lengthEntry')), low(get('word'), get('width')))),
    set('length', add(load32(get('matchEntry')), low(shiftRight(get('word'), get('width')), get('length')))),
  );
  // At most 26 bits for the three states: the one for offsets lowest, that for literals highest.
  const next = (entry: Name, word: Value, index: number): Code =>
    set(entry, add(shiftLeft(add(load16(get(entry), 4), word), 3), place.tables + index * tableSize));
  const nextStates = sequence(
    set('width', load8(get('distanceEntry'), 7)),
    set('from', add(get('width'), load8(get('matchEntry'), 7))),
    set('end', load8(get('lengthEntry'), 7)),
    skip(add(get('from'), get('end'))),
    set('word', wordAt(get('bit'))),
    next('lengthEntry', low(shiftRight(get('word'), get('from')), get('end')), 0),
    next('matchEntry', low(shiftRight(get('word'), get('width')), subtract(get('from'), get('width'))), 2),
    next('distanceEntry', low(get('word'), get('width')), 1),
  );
  const stop = (status: number): Code => sequence(set('status', status), leave('done'));

  const useDistance = when(
    greater(get('distance'), 3),
    sequence(
      set('distance', subtract(get('distance'), 3)),
      set('third', get('second')),
      set('second', get('first')),
      set('first', get('distance')),
    ),
    sequence(
      // 1 to 3 are recent offsets; without literals before them they count from the second.
      set('slot', subtract(add(get('distance'), not(get('run'))), 1)),
      when(
        get('slot'),
        sequence(
          set(
            'from',
            select(
              equal(get('slot'), 1),
              get('second'),
              select(equal(get('slot'), 2), get('third'), subtract(get('first'), 1)),
            ),
          ),
          set('third', select(equal(get('slot'), 1), get('third'), get('second'))),
          set('second', get('first')),
          set('first', get('from')),
        ),
      ),
      set('distance', get('first')),
    ),
  );

  // Eight bytes at once, up to `end` and a few beyond.
  const copyWords = (from: Name): Code =>
    loop(
      'words',
      copy8(get('at'), get(from)),
      set(from, add(get(from), 8)),
      leaveIf('words', less(tee('at', add(get('at'), 8)), get('end'))),
    );
  const copyLiterals = when(
    get('run'),
    sequence(
      set('end', add(get('at'), get('run'))),
      set('from', get('literal')),
      copyWords('from'),
      set('at', get('end')),
      set('literal', add(get('literal'), get('run'))),
    ),
  );
  const copyMatch = sequence(
    set('from', subtract(get('at'), get('distance'))),
    set('end', add(get('at'), get('length'))),
    when(
      less(get('distance'), 8),
      loop(
        'bytes',
        store8(get('at'), load8(get('from'))),
        set('from', add(get('from'), 1)),
        leaveIf('bytes', less(tee('at', add(get('at'), 1)), get('end'))),
      ),
      copyWords('from'),
    ),
    set('at', get('end')),
  );

  const note = sequence(
    store32(get('record'), get('at')),
    store32(get('record'), get('literal'), 4),
    set('at', add(get('at'), get('run'))),
    store32(get('record'), get('at'), 8),
    store32(get('record'), get('distance'), 12),
    set('record', add(get('record'), recordSize)),
    set('literal', add(get('literal'), get('run'))),
    set('at', add(get('at'), get('length'))),
  );

  const step = sequence(
    takeValues,
    useDistance,
    when(greater(get('count'), 1), nextStates),
    when(
      or(
        or(
          lessSigned(get('bit'), get('low')),
          greater(get('run'), subtract(get('literalEnd'), get('literal'))),
        ),
        // Unsigned: a distance of 0 is far too large, too.
        or(
          lessOrEqual(get('reach'), subtract(get('distance'), 1)),
          lessOrEqual(subtract(add(get('at'), get('run')), get('origin')), subtract(get('distance'), 1)),
        ),
      ),
      stop(1),
    ),
    when(greater(add(get('run'), get('length')), subtract(get('outEnd'), get('at'))), stop(2)),
    ...(what === 'copy' ? [copyLiterals, copyMatch] : [note]),
  );

  const body = sequence(
    ...[...kept, ...fixed].map(name => set(name, load32(0, place[name]))),
    set('record', place.records),
    takeState('lengthEntry', 0),
    takeState('distanceEntry', 1),
    takeState('matchEntry', 2),
    block(
      'done',
      loop('again', step, leaveIf('again', tee('count', subtract(get('count'), 1)))),
      when(not(equal(get('bit'), get('low'))), stop(1)),
    ),
    ...kept.map(name => store32(0, get(name), place[name])),
    get('status'),
  );
  const pages = what === 'copy' ? 8 : Math.ceil((place.records + recordsSize) / 65536);
  const run = {
    name: 'run',
    parameters: parameters.length,
    variables: kept.length + fixed.length + scratch.length,
    body,
  };
  return assemble(pages, run, describeTable(place), makeTable(place));
}
