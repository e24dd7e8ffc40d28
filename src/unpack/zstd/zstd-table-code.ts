import {
  add,
  and,
  block,
  type Code,
  equal,
  type Function,
  greater,
  leadingZeros,
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
  store16,
  store32,
  subtract,
  type Value,
  when,
  wordAt,
} from '../engine/wasm.js';

// Finite state entropy tables (RFC 8878, 4.1), as WebAssembly: a kernel has them by the thousand.

/** The parts of the decoder's memory that tables are made in: see zstd-code.ts. */
interface Place {
  readonly logs: number;
  readonly symbolCount: number;
  readonly tables: number;
  readonly counts: number;
  readonly symbols: number;
  readonly kinds: number;
}

const tableBits = 12;
const kindBits = 9;
/** How a count says that its symbol has less than one state. */
const lessThanOne = 0xffff;

/**
 * describe(from, end, limits) reads the description of a table at address `from`, which ends before `end`. `limits`: the last
 * symbol there may be, and from bit 8 on the largest logarithm. Leaves the counts, place.symbolCount, and the logarithm as
 * its result's lowest four bits; above them stands how many bytes the description takes. 0 if it is bad.
 */
export function describeTable(place: Place): Function {
  const parameters = ['from', 'end', 'limits'] as const;
  const scratch = [
    'bit',
    'last',
    'log',
    'left',
    'count',
    'word',
    'width',
    'low',
    'value',
    'more',
    'result',
  ] as const;
  type Name = (typeof parameters | typeof scratch)[number];
  const { get, set } = locals<Name>([...parameters, ...scratch]);
  const raise = (name: Name, by: Value): Code => set(name, add(get(name), by));
  const mask = (width: Value): Code => subtract(shiftLeft(1, width), 1);
  const putCount = (value: Value): Code =>
    sequence(store16(add(shiftLeft(get('count'), 1), place.counts), value), raise('count', 1));

  // From 0 to left + 1; the low values are written with one bit less.
  const takeValue = sequence(
    set('width', subtract(31, leadingZeros(add(get('left'), 1)))),
    set('low', subtract(subtract(shiftLeft(2, get('width')), 2), get('left'))),
    set('word', wordAt(get('bit'))),
    set('value', and(get('word'), mask(get('width')))),
    raise('bit', get('width')),
    when(
      lessOrEqual(get('low'), get('value')),
      sequence(
        raise('bit', 1),
        when(
          and(shiftRight(get('word'), get('width')), 1),
          raise('value', subtract(shiftLeft(1, get('width')), get('low'))),
        ),
      ),
    ),
  );
  // Two bits tell how many more symbols don't occur; three of them, that two bits more follow.
  const takeZeros = loop(
    'zeros',
    set('more', and(wordAt(get('bit')), 3)),
    raise('bit', 2),
    set('low', get('more')),
    block(
      'put',
      loop(
        'one',
        leaveIf('put', not(get('low'))),
        putCount(0),
        set('low', subtract(get('low'), 1)),
        leave('one'),
      ),
    ),
    leaveIf('bad', greater(get('count'), add(get('last'), 1))),
    leaveIf('zeros', equal(get('more'), 3)),
  );
  const body = sequence(
    block(
      'bad',
      leaveIf('bad', lessOrEqual(get('end'), get('from'))),
      set('last', and(get('limits'), 255)),
      set('bit', shiftLeft(get('from'), 3)),
      set('log', add(and(wordAt(get('bit')), 15), 5)),
      raise('bit', 4),
      leaveIf('bad', greater(get('log'), shiftRight(get('limits'), 8))),
      set('left', shiftLeft(1, get('log'))),
      loop(
        'symbols',
        leaveIf('bad', greater(get('count'), get('last'))),
        takeValue,
        set('value', subtract(get('value'), 1)),
        putCount(and(get('value'), 0xffff)),
        set('left', subtract(get('left'), select(lessSigned(get('value'), 0), 1, get('value')))),
        when(not(get('value')), takeZeros),
        leaveIf('symbols', get('left')),
      ),
      leaveIf('bad', greater(get('bit'), shiftLeft(get('end'), 3))),
      store32(0, get('count'), place.symbolCount),
      set('result', or(shiftLeft(subtract(shiftRight(add(get('bit'), 7), 3), get('from')), 4), get('log'))),
    ),
    get('result'),
  );
  return { name: 'describe', parameters: parameters.length, variables: scratch.length, body };
}

/**
 * make(kind, count, log) makes the table `kind` of 1 << log states from the counts of its `count` symbols, which must add up to
 * that, and notes its logarithm. The counts are gone afterwards. Returns `log`.
 */
export function makeTable(place: Place): Function {
  const parameters = ['kind', 'count', 'log'] as const;
  const scratch = ['size', 'high', 'symbol', 'left', 'step', 'at', 'state', 'to', 'code', 'width'] as const;
  type Name = (typeof parameters | typeof scratch)[number];
  const { get, set, tee } = locals<Name>([...parameters, ...scratch]);
  const raise = (name: Name, by: Value): Code => set(name, add(get(name), by));
  const countAt = add(shiftLeft(get('symbol'), 1), place.counts);
  const forSymbols = (label: string, ...parts: readonly Code[]): Code =>
    sequence(
      set('symbol', 0),
      loop(label, ...parts, raise('symbol', 1), leaveIf(label, less(get('symbol'), get('count')))),
    );

  // Symbols with less than one state stand at the end.
  const putRare = forSymbols(
    'rare',
    when(
      equal(load16(countAt), lessThanOne),
      sequence(set('high', subtract(get('high'), 1)), store8(get('high'), get('symbol'), place.symbols)),
    ),
  );
  const next = and(add(get('at'), get('step')), subtract(get('size'), 1));
  const spread = forSymbols(
    'spread',
    set('left', load16(countAt)),
    when(
      equal(get('left'), lessThanOne),
      store16(countAt, 1),
      block(
        'placed',
        loop(
          'states',
          leaveIf('placed', not(get('left'))),
          store8(get('at'), get('symbol'), place.symbols),
          loop('search', leaveIf('search', lessOrEqual(get('high'), tee('at', next)))),
          set('left', subtract(get('left'), 1)),
          leave('states'),
        ),
      ),
    ),
  );
  const fill = loop(
    'fill',
    set('symbol', load8(get('state'), place.symbols)),
    set('left', load16(countAt)),
    store16(countAt, add(get('left'), 1)),
    set('width', subtract(get('log'), subtract(31, leadingZeros(get('left'))))),
    set('code', add(add(shiftLeft(get('kind'), kindBits), shiftLeft(get('symbol'), 3)), place.kinds)),
    store32(get('to'), load32(get('code'))),
    store32(
      get('to'),
      or(
        or(load32(get('code'), 4), shiftLeft(get('width'), 24)),
        subtract(shiftLeft(get('left'), get('width')), get('size')),
      ),
      4,
    ),
    raise('to', 8),
    raise('state', 1),
    leaveIf('fill', less(get('state'), get('size'))),
  );
  const body = sequence(
    store32(shiftLeft(get('kind'), 2), get('log'), place.logs),
    set('to', add(shiftLeft(get('kind'), tableBits), place.tables)),
    set('size', shiftLeft(1, get('log'))),
    set('high', get('size')),
    set('step', add(add(shiftRight(get('size'), 1), shiftRight(get('size'), 3)), 3)),
    putRare,
    spread,
    fill,
    get('log'),
  );
  return { name: 'make', parameters: parameters.length, variables: scratch.length, body };
}
