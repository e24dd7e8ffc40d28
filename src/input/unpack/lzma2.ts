import { decodeLzma } from './lzma-core.js';
import { newLzma, resetState, setProperties, startRange, symbolBytes } from './lzma-state.js';
import { type Reader, take } from './reader.js';
import { broken } from './types.js';
import { append, drain, room, turn, type Window, written } from './window.js';

/** Decodes one LZMA2 stream (xz file format 1.1, 5.3.1) with a dictionary of `dictionary` bytes, to the end of its last chunk. */
export function* unlzma2(reader: Reader, window: Window, dictionary: number): Generator<Uint8Array> {
  const { format } = reader;
  const lzma = newLzma(window, dictionary);
  const input = new Uint8Array(0x10000 + symbolBytes);
  let needsDictionary = true;
  let needsProperties = true;
  for (;;) {
    const start = reader.at;
    const control = take(reader, 1, 'an LZMA2 chunk')[0]!;
    if (control === 0) break;
    if (control >= 0xe0 || control === 1) {
      lzma.origin = written(window);
      needsDictionary = false;
      needsProperties = true;
    }
    if (needsDictionary || (control > 2 && control < 0x80)) throw broken(format, 'bad LZMA2 chunk', start);
    const head = take(reader, control >= 0xc0 ? 5 : control >= 0x80 ? 4 : 2, 'an LZMA2 chunk');
    let left = (head[0]! << 8) + head[1]! + 1;
    if (control < 0x80) {
      while (left > 0) {
        if (window.at === window.segment.length) yield* drain(window, false);
        turn(window, dictionary);
        const count = Math.min(left, room(window, reader.at));
        append(window, take(reader, count, 'an LZMA2 chunk'));
        left -= count;
      }
      continue;
    }
    left += (control & 0x1f) << 16;
    const size = (head[2]! << 8) + head[3]! + 1;
    if (control >= 0xc0) {
      const byte = head[4]!;
      if ((byte % 9) + (Math.floor(byte / 9) % 5) > 4 || !setProperties(lzma, byte))
        throw broken(format, 'bad LZMA2 properties', start);
      needsProperties = false;
    } else if (needsProperties) throw broken(format, 'LZMA2 chunk without properties', start);
    else if (control >= 0xa0) resetState(lzma);
    const from = reader.at;
    input.set(take(reader, size, 'an LZMA2 chunk'));
    input.fill(0, size, size + symbolBytes);
    if (size < 5 || !startRange(lzma, input)) throw broken(format, 'bad start of LZMA data', from);
    let at = 5;
    while (left > 0) {
      if (window.at === window.segment.length) yield* drain(window, false);
      turn(window, dictionary);
      const before = window.at;
      const end = before + Math.min(left, room(window, from));
      at = decodeLzma(lzma, input, at, size, end);
      if (lzma.stop !== 'no') throw broken(format, 'corrupt LZMA data', from + Math.min(at, size));
      if (window.at < end) throw broken(format, 'LZMA data overruns its chunk', from + size);
      left -= end - before;
    }
    if (lzma.pending > 0 || at !== size || lzma.code !== 0)
      throw broken(format, 'LZMA data does not end with its chunk', from + Math.min(at, size));
  }
  yield* drain(window, true);
}
