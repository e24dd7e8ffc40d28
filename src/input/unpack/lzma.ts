import type { Source } from '../source.js';
import { decodeLzma } from './lzma-core.js';
import { lzmaHeader } from './lzma-header.js';
import { newLzma, type Stop, setProperties, startRange, symbolBytes } from './lzma-state.js';
import { openReader, peek, take } from './reader.js';
import { broken, tooLong, type UnpackOptions } from './types.js';
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
  const declared = header.size ?? Number.POSITIVE_INFINITY;
  const most = Math.min(declared, options.limit);
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
      yield* drain(window, false);
      turn(window, header.dictionary);
      const left = most - written(window);
      // All bytes are out: either the range coder has come to its end, or the next symbol must be the end marker.
      if (left === 0 && lzma.code === 0 && most === declared) {
        lzma.stop = 'end';
        break;
      }
      const end = window.at + (left === 0 ? 1 : Math.min(left, room(window, reader.at + at)));
      at = decodeLzma(lzma, piece, at, safe, end);
      if (at > real.length) throw broken('lzma', 'cut short', reader.end);
      if ((lzma.stop as Stop) === 'distance') throw broken('lzma', 'corrupt data', reader.at + at);
      if (written(window) < most || (written(window) === most && lzma.pending === 0)) continue;
      if (most < declared) throw tooLong('lzma', options.limit, reader.at + at);
      throw broken('lzma', 'more data than the header declares', reader.at + at);
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
