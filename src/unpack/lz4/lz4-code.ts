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
  sequence,
  shiftRight,
  store8,
  store32,
  subtract,
  when,
} from '../engine/wasm.js';

// The loop over the sequences of an LZ4 block (lz4 block format), as WebAssembly.

/** Where the memory holds what, in bytes. The fields of the state are 32-bit integers. */
export const place = {
  ...slidingPlace,
  /** Address of the next byte of input. */
  input: 8,
  /** Address from which on the output is enough. */
  enough: 12,
  output: 64,
} as const;

/** What the loop returns. */
export const outcome = { end: 0, corrupt: 1, full: 2, enough: 3 } as const;

const parameters = ['inEnd', 'outEnd', 'unused'] as const;
const kept = ['at', 'input'] as const;
const fixed = ['origin', 'enough'] as const;
const scratch = ['token', 'count', 'more', 'distance', 'from', 'end', 'status'] as const;
type Name = (typeof parameters | typeof kept | typeof fixed | typeof scratch)[number];

/**
 * The module's run(inEnd, outEnd) decodes sequences until the input ends, or output reaches place.enough. Returns an outcome;
 * nothing is written from outEnd + 8 on, and input is touched up to inEnd + 8.
 */
export function lz4Module(): Uint8Array<ArrayBuffer> {
  const { get, set, tee } = locals<Name>([...parameters, ...kept, ...fixed, ...scratch]);
  const stop = (status: number): Code => sequence(set('status', status), leave('done'));
  const stopIf = (condition: Code, status: number): Code => when(condition, stop(status));

  // A length of 15 goes on in the bytes that follow, up to one below 255.
  const extend = (largest: number): Code =>
    when(
      equal(get('count'), largest),
      loop(
        'lengths',
        stopIf(lessOrEqual(get('inEnd'), get('input')), outcome.corrupt),
        set('more', load8(get('input'))),
        set('input', add(get('input'), 1)),
        set('count', add(get('count'), get('more'))),
        leaveIf('lengths', equal(get('more'), 255)),
      ),
    );
  // Eight bytes at once, up to `end` and a few beyond.
  const copyWords = loop(
    'words',
    copy8(get('at'), get('from')),
    set('from', add(get('from'), 8)),
    leaveIf('words', less(tee('at', add(get('at'), 8)), get('end'))),
  );
  const fits = stopIf(greater(get('count'), subtract(get('outEnd'), get('at'))), outcome.full);

  const step = sequence(
    stopIf(lessOrEqual(get('inEnd'), get('input')), outcome.corrupt),
    set('token', load8(get('input'))),
    set('input', add(get('input'), 1)),
    set('count', shiftRight(get('token'), 4)),
    when(
      get('count'),
      sequence(
        extend(15),
        stopIf(greater(get('count'), subtract(get('inEnd'), get('input'))), outcome.corrupt),
        fits,
        set('from', get('input')),
        set('end', add(get('at'), get('count'))),
        copyWords,
        set('at', get('end')),
        set('input', add(get('input'), get('count'))),
      ),
    ),
    // The last sequence has no match.
    stopIf(equal(get('input'), get('inEnd')), outcome.end),
    stopIf(less(subtract(get('inEnd'), get('input')), 2), outcome.corrupt),
    set('distance', load16(get('input'))),
    set('input', add(get('input'), 2)),
    // Unsigned: a distance of 0 is far too large, too.
    stopIf(lessOrEqual(subtract(get('at'), get('origin')), subtract(get('distance'), 1)), outcome.corrupt),
    set('count', add(and(get('token'), 15), 4)),
    extend(19),
    fits,
    set('from', subtract(get('at'), get('distance'))),
    set('end', add(get('at'), get('count'))),
    when(
      less(get('distance'), 8),
      loop(
        'bytes',
        store8(get('at'), load8(get('from'))),
        set('from', add(get('from'), 1)),
        leaveIf('bytes', less(tee('at', add(get('at'), 1)), get('end'))),
      ),
      copyWords,
    ),
    set('at', get('end')),
  );

  const body = sequence(
    ...[...kept, ...fixed].map(name => set(name, load32(0, place[name]))),
    block(
      'done',
      loop('again', step, leaveIf('again', less(get('at'), get('enough')))),
      set('status', outcome.enough),
    ),
    ...kept.map(name => store32(0, get(name), place[name])),
    get('status'),
  );
  return assemble(1, {
    name: 'run',
    parameters: parameters.length,
    variables: kept.length + fixed.length + scratch.length,
    body,
  });
}
