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
  load8,
  load16,
  load32,
  locals,
  loop,
  multiply,
  not,
  or,
  select,
  sequence,
  shiftLeft,
  shiftRight,
  shiftSigned,
  store8,
  store16,
  store32,
  subtract,
  type Value,
  when,
  xor,
} from '../engine/wasm.js';

// The LZMA decoder proper (LZMA specification of the LZMA SDK), as WebAssembly.

/** Where the decoder's memory holds what, in bytes. The fields of the state are 32-bit integers. */
export const place = {
  ...slidingPlace,
  range: 8,
  code: 12,
  state: 16,
  rep0: 20,
  rep1: 24,
  rep2: 28,
  rep3: 32,
  /** Bytes of the last match that did not fit. */
  pending: 36,
  /** 0, or why it stopped: 1 the end marker, 2 a match from before the dictionary's start. */
  stop: 40,
  /** What must be added to an address to have its low bits count from the dictionary's start. */
  parity: 44,
  /** Dictionary size. */
  reach: 48,
  lc: 52,
  literalMask: 56,
  positionMask: 60,
  input: 64,
  probabilities: 64 + (1 << 18) + 64,
} as const;

/** Most bytes of input in memory at once. */
export const inputSize = 1 << 18;

// Where each group of probabilities starts, counted in probabilities. Names follow the specification.
const isMatch = 0;
const isRep = isMatch + 12 * 16;
const isRepG0 = isRep + 12;
const isRepG1 = isRepG0 + 12;
const isRepG2 = isRepG1 + 12;
const isRep0Long = isRepG2 + 12;
const posSlots = isRep0Long + 12 * 16;
const posSpecial = posSlots + 4 * 64;
const posAlign = posSpecial + 128;
const matchLength = posAlign + 16;
const lengthLow = 2;
const lengthMid = lengthLow + 16 * 8;
const lengthHigh = lengthMid + 16 * 8;
const repLength = matchLength + lengthHigh + 256;
const literals = repLength + lengthHigh + 256;

/** Number of probabilities for a sum of lc and lp. */
export function probabilityCount(bits: number): number {
  return literals + (0x300 << bits);
}

const parameters = ['ip', 'inEnd', 'outEnd'] as const;
const kept = ['range', 'code', 'state', 'rep0', 'rep1', 'rep2', 'rep3', 'at'] as const;
const fixed = ['origin', 'parity', 'reach', 'lc', 'literalMask', 'positionMask'] as const;
const scratch = [
  'p',
  'prob',
  'bound',
  'low',
  'posState',
  'base',
  'node',
  'match',
  'mask',
  'bit',
  'lengthBase',
  'length',
  'slot',
  'bits',
  'simple',
  'from',
  'left',
  'right',
  'next',
] as const;

/**
 * The module's run(ip, inEnd, outEnd) decodes symbols from the input at address ip, until output reaches outEnd, or the
 * next symbol starts behind inEnd, or place.stop says why not. Returns where in the input it stopped. Up to 21 bytes of input
 * behind inEnd and 8 of output behind outEnd must be there to touch.
 */
export function lzmaModule(): Uint8Array<ArrayBuffer> {
  const { get, set, tee } = locals<string>([...parameters, ...kept, ...fixed, ...scratch]);
  const probability = (index: Value, group = 0): Code =>
    add(shiftLeft(index, 1), place.probabilities + 2 * group);

  const normalize = when(
    less(get('range'), 1 << 24),
    sequence(
      set('range', shiftLeft(get('range'), 8)),
      set('code', or(shiftLeft(get('code'), 8), load8(get('ip')))),
      set('ip', add(get('ip'), 1)),
    ),
  );
  const bound = (address: Value): Code =>
    sequence(
      set('p', address),
      set('prob', load16(get('p'))),
      set('bound', multiply(shiftRight(get('range'), 11), get('prob'))),
    );

  // A bit that decides what comes next.
  const choose = (address: Value, zero: Code, one: Code): Code =>
    sequence(
      bound(address),
      when(
        less(get('code'), get('bound')),
        sequence(
          set('range', get('bound')),
          store16(get('p'), add(get('prob'), shiftRight(subtract(2048, get('prob')), 5))),
          normalize,
          zero,
        ),
        sequence(
          set('range', subtract(get('range'), get('bound'))),
          set('code', subtract(get('code'), get('bound'))),
          store16(get('p'), subtract(get('prob'), shiftRight(get('prob'), 5))),
          normalize,
          one,
        ),
      ),
    );

  // A bit of a number, which is as likely one as the other: decoded without a branch. `low` is 1 for a zero bit. The
  // probability is in `prob`, and `p` has its address.
  const decide = sequence(
    set('bound', multiply(shiftRight(get('range'), 11), get('prob'))),
    set('low', less(get('code'), get('bound'))),
    set('range', select(get('low'), get('bound'), subtract(get('range'), get('bound')))),
    set('code', select(get('low'), get('code'), subtract(get('code'), get('bound')))),
    store16(get('p'), add(get('prob'), shiftSigned(subtract(select(get('low'), 2048, 31), get('prob')), 5))),
  );
  const digit = (address: Value, after: Code): Code =>
    sequence(set('p', address), set('prob', load16(get('p'))), decide, after, normalize);
  const grow = set('node', subtract(add(shiftLeft(get('node'), 1), 1), get('low')));
  const times = (count: number, part: (index: number) => Code): Code =>
    sequence(...Array.from({ length: count }, (_, index) => part(index)));
  // Leaves node at 2^count plus the number. base is the address of the tree. Both probabilities the next bit may need are
  // loaded before it is known which: else each bit would wait for memory.
  const tree = (count: number): Code =>
    sequence(
      set('p', add(get('base'), 2)),
      set('prob', load16(get('base'), 2)),
      set('node', 1),
      times(count, index =>
        index + 1 < count
          ? sequence(
              set('next', add(get('base'), shiftLeft(get('node'), 2))),
              set('left', load16(get('next'))),
              set('right', load16(get('next'), 2)),
              decide,
              set('prob', select(get('low'), get('left'), get('right'))),
              grow,
              set('p', add(get('base'), shiftLeft(get('node'), 1))),
              normalize,
            )
          : sequence(decide, grow, normalize),
      ),
    );

  const putLiteral = sequence(store8(get('at'), get('node')), set('at', add(get('at'), 1)), leave('next'));
  const literal = sequence(
    set(
      'base',
      probability(
        multiply(
          0x300,
          add(
            shiftLeft(and(add(get('at'), get('parity')), get('literalMask')), get('lc')),
            shiftRight(
              // The first byte of a dictionary has none before it.
              select(greater(get('at'), get('origin')), load8(subtract(get('at'), 1)), 0),
              subtract(8, get('lc')),
            ),
          ),
        ),
        literals,
      ),
    ),
    when(
      less(get('state'), 7),
      sequence(
        tree(8),
        set('state', select(less(get('state'), 4), 0, subtract(get('state'), 3))),
        putLiteral,
      ),
    ),
    set('match', load8(subtract(subtract(get('at'), get('rep0')), 1))),
    set('mask', 0x100),
    set('node', 1),
    times(8, () =>
      sequence(
        set('match', shiftLeft(get('match'), 1)),
        set('bit', get('mask')),
        set('mask', and(get('mask'), get('match'))),
        digit(
          add(get('base'), shiftLeft(add(add(get('mask'), get('bit')), get('node')), 1)),
          sequence(grow, set('mask', xor(get('mask'), select(get('low'), get('bit'), 0)))),
        ),
      ),
    ),
    set('state', subtract(get('state'), select(less(get('state'), 10), 3, 6))),
    putLiteral,
  );

  const checkDistance = sequence(
    // Unsigned: what would be negative is far too large.
    when(
      or(
        lessOrEqual(subtract(get('at'), get('origin')), get('rep0')),
        lessOrEqual(get('reach'), get('rep0')),
      ),
      sequence(store32(0, 2, place.stop), leave('done')),
    ),
  );

  const shortRepeat = sequence(
    checkDistance,
    store8(get('at'), load8(subtract(subtract(get('at'), get('rep0')), 1))),
    set('at', add(get('at'), 1)),
    set('state', select(less(get('state'), 7), 9, 11)),
    leave('next'),
  );
  const takeDistance = (from: string): Code =>
    sequence(
      set('from', get(from)),
      ...(from === 'rep3' ? [set('rep3', get('rep2'))] : []),
      ...(from === 'rep1' ? [] : [set('rep2', get('rep1'))]),
      set('rep1', get('rep0')),
      set('rep0', get('from')),
    );
  const repeated = sequence(
    set('simple', 0),
    set('lengthBase', place.probabilities + 2 * repLength),
    choose(
      probability(get('state'), isRepG0),
      choose(
        probability(add(shiftLeft(get('state'), 4), get('posState')), isRep0Long),
        shortRepeat,
        sequence(),
      ),
      choose(
        probability(get('state'), isRepG1),
        takeDistance('rep1'),
        choose(probability(get('state'), isRepG2), takeDistance('rep2'), takeDistance('rep3')),
      ),
    ),
  );
  const simple = sequence(
    set('simple', 1),
    set('lengthBase', place.probabilities + 2 * matchLength),
    set('rep3', get('rep2')),
    set('rep2', get('rep1')),
    set('rep1', get('rep0')),
  );

  const smallTree = (group: number, first: number): Code =>
    sequence(
      set('base', add(add(get('lengthBase'), 2 * group), shiftLeft(get('posState'), 4))),
      tree(3),
      set('length', add(get('node'), first - 8)),
    );
  const readLength = choose(
    get('lengthBase'),
    smallTree(lengthLow, 2),
    choose(
      add(get('lengthBase'), 2),
      smallTree(lengthMid, 10),
      sequence(
        set('base', add(get('lengthBase'), 2 * lengthHigh)),
        tree(8),
        set('length', add(get('node'), 18 - 256)),
      ),
    ),
  );

  // Bits of equal odds, highest first.
  const directBits = loop(
    'direct',
    set('range', shiftRight(get('range'), 1)),
    set('low', less(get('code'), get('range'))),
    set('code', select(get('low'), get('code'), subtract(get('code'), get('range')))),
    set('rep0', subtract(add(shiftLeft(get('rep0'), 1), 1), get('low'))),
    normalize,
    leaveIf('direct', tee('bits', subtract(get('bits'), 1))),
  );
  // Lowest first; `mask` is the bit's place.
  const reverseDigit = digit(
    add(get('base'), shiftLeft(get('node'), 1)),
    sequence(
      grow,
      set('rep0', add(get('rep0'), select(get('low'), 0, get('mask')))),
      set('mask', shiftLeft(get('mask'), 1)),
    ),
  );
  const readDistance = sequence(
    set(
      'base',
      probability(shiftLeft(select(less(get('length'), 6), subtract(get('length'), 2), 3), 6), posSlots),
    ),
    tree(6),
    set('slot', subtract(get('node'), 64)),
    set('rep0', get('slot')),
    when(
      lessOrEqual(4, get('slot')),
      sequence(
        set('bits', subtract(shiftRight(get('slot'), 1), 1)),
        set('rep0', or(2, and(get('slot'), 1))),
        set('node', 1),
        set('mask', 1),
        when(
          less(get('slot'), 14),
          sequence(
            set('rep0', shiftLeft(get('rep0'), get('bits'))),
            set('base', probability(subtract(get('rep0'), get('slot')), posSpecial)),
            loop('reverse', reverseDigit, leaveIf('reverse', tee('bits', subtract(get('bits'), 1)))),
          ),
          sequence(
            set('bits', subtract(get('bits'), 4)),
            directBits,
            set('rep0', shiftLeft(get('rep0'), 4)),
            set('base', place.probabilities + 2 * posAlign),
            times(4, () => reverseDigit),
            when(equal(get('rep0'), -1), sequence(store32(0, 1, place.stop), leave('done'))),
          ),
        ),
      ),
    ),
  );

  const copy = sequence(
    checkDistance,
    when(
      less(subtract(get('outEnd'), get('at')), get('length')),
      sequence(
        store32(0, subtract(get('length'), subtract(get('outEnd'), get('at'))), place.pending),
        set('length', subtract(get('outEnd'), get('at'))),
      ),
    ),
    set('from', subtract(subtract(get('at'), get('rep0')), 1)),
    set('length', add(get('length'), get('at'))),
    when(
      less(get('rep0'), 7),
      loop(
        'bytes',
        store8(get('at'), load8(get('from'))),
        set('from', add(get('from'), 1)),
        leaveIf('bytes', less(tee('at', add(get('at'), 1)), get('length'))),
      ),
      loop(
        'words',
        copy8(get('at'), get('from')),
        set('from', add(get('from'), 8)),
        leaveIf('words', less(tee('at', add(get('at'), 8)), get('length'))),
      ),
    ),
    set('at', get('length')),
  );

  const symbol = sequence(
    set('posState', and(add(get('at'), get('parity')), get('positionMask'))),
    choose(
      probability(add(shiftLeft(get('state'), 4), get('posState')), isMatch),
      literal,
      choose(probability(get('state'), isRep), simple, repeated),
    ),
    readLength,
    when(
      get('simple'),
      sequence(readDistance, set('state', select(less(get('state'), 7), 7, 10))),
      set('state', select(less(get('state'), 7), 8, 11)),
    ),
    copy,
  );

  const body = sequence(
    ...[...kept, ...fixed].map(name => set(name, load32(0, place[name]))),
    block(
      'done',
      loop(
        'again',
        leaveIf('done', not(less(get('at'), get('outEnd')))),
        leaveIf('done', greater(get('ip'), get('inEnd'))),
        block('next', symbol),
        leave('again'),
      ),
    ),
    ...kept.map(name => store32(0, get(name), place[name])),
    get('ip'),
  );
  return assemble(1, {
    name: 'run',
    parameters: parameters.length,
    variables: kept.length + fixed.length + scratch.length,
    body,
  });
}
