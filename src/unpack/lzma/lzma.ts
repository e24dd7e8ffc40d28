import type { Source } from '../../input/source.js';
import { inputSize } from './lzma-places.js';
import {
  decode,
  isFinished,
  type Lzma,
  pending,
  lzmaRoom,
  setInput,
  setProperties,
  startLzma,
  startRange,
  stopped,
} from './lzma-engine.js';
import { lzmaHeader } from './lzma-header.js';
import { openReader, peekBytes, type Reader, takeBytes } from '../reader.js';
import { endSliding, isFull, takeOutput, written } from '../engine/sliding.js';
import { broken, tooLong, type UnpackOptions } from '../types.js';

// One symbol takes at most this many bytes of input.
const symbolBytes = 21;

/** Opens a .lzma ("LZMA alone") stream; see `unpack` for the arguments. */
export function* unlzma(
  source: Source,
  offset: number,
  length: number,
  options: UnpackOptions,
): Generator<Uint8Array> {
  const reader = openReader('lzma', source, offset, length);
  const header = lzmaHeader(takeBytes(reader, 13, 'the header'));
  if (!header) throw broken('lzma', 'bad header', offset);
  const bits = (header.properties % 9) + (Math.floor(header.properties / 9) % 5);
  const lzma = startLzma('lzma', header.dictionary, bits, options.limit);
  try {
    setProperties(lzma, header.properties);
    if (!startRange(lzma, takeBytes(reader, 5, 'the range coder')))
      throw broken('lzma', 'bad start of the data', offset + 13);
    yield* symbols(reader, lzma, header.size ?? Number.POSITIVE_INFINITY);
    // Without the end marker an early end is only plausible where the size was declared and reached.
    if (header.size !== null && written(lzma) !== header.size)
      throw broken('lzma', `ends after ${written(lzma)} of ${header.size} bytes,`, reader.at);
    if (!isFinished(lzma)) throw broken('lzma', 'bad end of the data', reader.at);
    const rest = takeOutput(lzma);
    if (rest.length > 0) yield rest;
  } finally {
    endSliding(lzma);
  }
  options.onEnd?.(reader.at - offset);
}

/** Input is decoded in pieces; what a symbol at the end of a piece might miss is left for the next. */
function* symbols(reader: Reader, lzma: Lzma, declared: number): Generator<Uint8Array> {
  const most = Math.min(declared, lzma.limit);
  while (stopped(lzma) === 'no') {
    const piece = peekBytes(reader, inputSize);
    const isLast = piece.length === reader.end - reader.at;
    setInput(lzma, piece);
    const safe = isLast ? piece.length : piece.length - symbolBytes;
    let at = 0;
    while (stopped(lzma) === 'no' && at <= safe) {
      if (isFull(lzma, 1)) yield takeOutput(lzma);
      const left = most - written(lzma);
      // All bytes are out: either the range coder has come to its end, or the next symbol must be the end marker.
      if (left === 0 && most === declared && pending(lzma) === 0 && isFinished(lzma)) {
        reader.at += at;
        return;
      }
      at = decode(lzma, at, safe, left === 0 ? 1 : Math.min(left, lzmaRoom(lzma, reader.at + at)));
      if (at > piece.length) throw broken('lzma', 'cut short', reader.end);
      if (stopped(lzma) === 'distance') throw broken('lzma', 'corrupt data', reader.at + at);
      if (written(lzma) < most || (written(lzma) === most && pending(lzma) === 0)) continue;
      if (most < declared) throw tooLong('lzma', lzma.limit, reader.at + at);
      throw broken('lzma', 'more data than the header declares', reader.at + at);
    }
    reader.at += at;
  }
}
