import {
  decode,
  isFinished,
  type Lzma,
  pending,
  resetDictionary,
  resetState,
  lzmaRoom,
  setInput,
  setProperties,
  startLzma,
  startRange,
  stopped,
} from './lzma-engine.js';
import { type Reader, takeBytes } from '../reader.js';
import { append, endSliding, isFull, takeOutput, written } from '../engine/sliding.js';
import { broken, type Compression } from '../types.js';

/**
 * Decodes one LZMA2 stream (xz file format 1.1, 5.3.1) with a dictionary of `dictionary` bytes to the end of its last
 * chunk, with at most `limit` bytes of output.
 */
export function* unlzma2(reader: Reader, dictionary: number, limit: number): Generator<Uint8Array> {
  const lzma = startLzma2(reader.format, dictionary, limit);
  try {
    for (const _ of lzma2Chunks(reader, lzma)) yield takeOutput(lzma);
    if (written(lzma) > 0) yield takeOutput(lzma);
  } finally {
    endSliding(lzma);
  }
}

/** A decoder for `lzma2Chunks`; see `startLzma`. */
export function startLzma2(format: Compression, dictionary: number, limit: number): Lzma {
  return startLzma(format, dictionary, 4, limit);
}

/** Decodes one LZMA2 stream with `lzma`, and pauses wherever output must be taken before it goes on. */
export function* lzma2Chunks(reader: Reader, lzma: Lzma): Generator<void> {
  const { format } = reader;
  let needsDictionary = true;
  let needsProperties = true;
  for (;;) {
    const start = reader.at;
    const control = takeBytes(reader, 1, 'an LZMA2 chunk')[0]!;
    if (control === 0) return;
    if (control >= 0xe0 || control === 1) {
      resetDictionary(lzma);
      needsDictionary = false;
      needsProperties = true;
    }
    if (needsDictionary || (control > 2 && control < 0x80)) throw broken(format, 'bad LZMA2 chunk', start);
    const head = takeBytes(reader, control >= 0xc0 ? 5 : control >= 0x80 ? 4 : 2, 'an LZMA2 chunk');
    let left = (head[0]! << 8) + head[1]! + 1;
    if (control < 0x80) {
      while (left > 0) {
        if (isFull(lzma, 1)) yield;
        const count = Math.min(left, lzmaRoom(lzma, reader.at));
        append(lzma, takeBytes(reader, count, 'an LZMA2 chunk'));
        left -= count;
      }
      continue;
    }
    left += (control & 0x1f) << 16;
    if (control >= 0xc0) {
      if (!setProperties(lzma, head[4]!)) throw broken(format, 'bad LZMA2 properties', start);
      needsProperties = false;
    } else if (needsProperties) throw broken(format, 'LZMA2 chunk without properties', start);
    else if (control >= 0xa0) resetState(lzma);

    const from = reader.at;
    const input = takeBytes(reader, (head[2]! << 8) + head[3]! + 1, 'an LZMA2 chunk');
    const size = input.length;
    setInput(lzma, input);
    if (size < 5 || !startRange(lzma, input)) throw broken(format, 'bad start of LZMA data', from);
    let at = 5;
    while (left > 0) {
      if (isFull(lzma, 1)) yield;
      const count = Math.min(left, lzmaRoom(lzma, from));
      const before = written(lzma);
      at = decode(lzma, at, size, count);
      if (stopped(lzma) !== 'no') throw broken(format, 'corrupt LZMA data', from + Math.min(at, size));
      if (written(lzma) - before < count) throw broken(format, 'LZMA data overruns its chunk', from + size);
      left -= count;
    }
    if (pending(lzma) > 0 || at !== size || !isFinished(lzma))
      throw broken(format, 'LZMA data does not end with its chunk', from + Math.min(at, size));
  }
}
