import type { Source } from '../source.js';
import { decodeLzma } from './lzma-core.js';
import { lzmaHeader } from './lzma-header.js';
import { newLzma, type Stop, setProperties, startRange, symbolBytes } from './lzma-state.js';
import { openReader, peek, take } from './reader.js';
import { broken, type UnpackOptions } from './types.js';
import { drain, openWindow, room, turn, written } from './window.js';

/** Opens a .lzma ("LZMA alone") stream; see `unpack` for the arguments. */
export function* unlzma(
  source: Source,
  offset: number,
  length: number,
  options: UnpackOptions,
): Generator<Uint8Array> {
  const reader = openReader('lzma', source, offset, length);
  const header = lzmaHeader(take(reader, 13, 'the header'));
  if (!header) throw broken('lzma', 'bad header', offset);
  const window = openWindow('lzma', options.limit);
  const lzma = newLzma(window, header.dictionary);
  setProperties(lzma, header.properties);
  if (!startRange(lzma, take(reader, 5, 'the range coder')))
    throw broken('lzma', 'bad start of the data', offset + 13);

  // Input is decoded in pieces; what a symbol at the end of a piece might miss is left for the next.
  const pieceSize = 1 << 18;
  let size = header.size ?? Number.POSITIVE_INFINITY;
  const declared = size;
  while (lzma.stop === 'no') {
    const real = peek(reader, pieceSize);
    const isLast = real.length === reader.end - reader.at;
    let piece = real;
    if (isLast) {
      piece = new Uint8Array(real.length + symbolBytes);
      piece.set(real);
    }
    const safe = isLast ? real.length : real.length - symbolBytes;
    let at = 0;
    while (lzma.stop === 'no' && at <= safe) {
      // All declared bytes are out: either the range coder has come to its end, or an end marker must follow.
      if (written(window) === declared && lzma.pending === 0) {
        if (lzma.code === 0) {
          lzma.stop = 'end';
          break;
        }
        size = declared + 1;
      }
      yield* drain(window, false);
      turn(window, header.dictionary);
      const left = size - written(window);
      const end = size > declared ? window.at + 1 : window.at + Math.min(left, room(window, reader.at + at));
      at = decodeLzma(lzma, piece, at, safe, end);
      if (at > real.length) throw broken('lzma', 'cut short', reader.end);
      if ((lzma.stop as Stop) === 'distance') throw broken('lzma', 'corrupt data', reader.at + at);
      const over = written(window) > declared || (written(window) === declared && lzma.pending > 0);
      if (over) throw broken('lzma', 'more data than the header declares', reader.at + at);
    }
    reader.at += at;
  }
  // Without the end marker an early end is only plausible where the size was declared and reached.
  if (header.size !== null && written(window) !== header.size)
    throw broken('lzma', `ends after ${written(window)} of ${header.size} bytes`, reader.at);
  if (lzma.code !== 0) throw broken('lzma', 'bad end of the data', reader.at);
  yield* drain(window, true);
  options.onEnd?.(reader.at - offset);
}
