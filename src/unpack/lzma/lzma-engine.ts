import { lzmaModule, place, probabilityCount } from './lzma-code.js';
import {
  largestWindow,
  type MachineKind,
  position,
  readWord,
  type Sliding,
  slidingPlace,
  room as slidingRoom,
  startSliding,
  writeWord,
  written,
} from '../engine/sliding.js';
import { type Compression, tooLong } from '../types.js';

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const kind: MachineKind = { code: lzmaModule };

/** An LZMA decoder. */
export interface Lzma extends Sliding {
  readonly limit: number;
  /** Largest sum of lc and lp there is memory for. */
  readonly bits: number;
}

/** A decoder for a dictionary of `dictionary` bytes and at most `limit` bytes of output. Give it back with `endSliding`. */
export function startLzma(format: Compression, dictionary: number, bits: number, limit: number): Lzma {
  const start = Math.ceil((place.probabilities + 2 * probabilityCount(bits)) / 64) * 64;
  const size = Math.max(dictionary, 4096);
  const lzma: Lzma = { ...startSliding(format, kind, start, size, limit), limit, bits };
  for (let field: number = place.range; field < place.input; field += 4) writeWord(lzma, field, 0);
  writeWord(lzma, place.reach, Math.min(size, largestWindow));
  resetDictionary(lzma);
  return lzma;
}

/** Bytes of the last match that wait for room. */
export function pending(lzma: Lzma): number {
  return readWord(lzma, place.pending);
}

/** Why decoding stopped: it did not, it met the end marker, or a match from before the start of the dictionary. */
export function stopped(lzma: Lzma): 'no' | 'end' | 'distance' {
  return (['no', 'end', 'distance'] as const)[readWord(lzma, place.stop)]!;
}

/** Whether the range decoder is where an encoder leaves it at the end. */
export function isFinished(lzma: Lzma): boolean {
  return readWord(lzma, place.code) === 0;
}

export function resetDictionary(lzma: Lzma): void {
  const at = position(lzma);
  writeWord(lzma, slidingPlace.origin, at);
  writeWord(lzma, place.parity, -at & 15);
}

export function resetState(lzma: Lzma): void {
  const bits = readWord(lzma, place.lc) + 32 - Math.clz32(readWord(lzma, place.literalMask));
  const odds = new Uint16Array(lzma.machine.memory.buffer, place.probabilities, probabilityCount(bits));
  odds.fill(isLittleEndian ? 0x0400 : 0x0004);
  for (const field of [place.state, place.rep0, place.rep1, place.rep2, place.rep3, place.pending])
    writeWord(lzma, field, 0);
}

/** Sets lc, lp and pb from their common byte, and resets the state. False if they are not valid. */
export function setProperties(lzma: Lzma, byte: number): boolean {
  const lc = byte % 9;
  const lp = Math.floor(byte / 9) % 5;
  if (byte >= 225 || lc + lp > lzma.bits) return false;
  writeWord(lzma, place.lc, lc);
  writeWord(lzma, place.literalMask, (1 << lp) - 1);
  writeWord(lzma, place.positionMask, (1 << Math.floor(byte / 45)) - 1);
  resetState(lzma);
  return true;
}

/** Starts the range decoder with its first five bytes. False if they can't be right. */
export function startRange(lzma: Lzma, bytes: Uint8Array): boolean {
  const code = ((bytes[1]! << 24) | (bytes[2]! << 16) | (bytes[3]! << 8) | bytes[4]!) >>> 0;
  writeWord(lzma, place.range, 0xffff_ffff);
  writeWord(lzma, place.code, code);
  return bytes[0] === 0 && code !== 0xffff_ffff;
}

/** Gives the decoder up to `inputSize` bytes of input. What lies behind them reads as zeros. */
export function setInput(lzma: Lzma, bytes: Uint8Array): void {
  lzma.bytes.set(bytes, place.input);
  lzma.bytes.fill(0, place.input + bytes.length, place.input + bytes.length + 32);
}

/** Bytes that may be written next, 1 MiB at most. InputError at `offset` if the limit leaves none. */
export function room(lzma: Lzma, offset: number): number {
  const left = lzma.limit - written(lzma);
  if (left <= 0) throw tooLong(lzma.format, lzma.limit, offset);
  return Math.min(left, slidingRoom(lzma, 1));
}

/** Decodes input from `from`, until `count` bytes more are out or the next symbol starts behind `inEnd`; returns where it stopped. */
export function decode(lzma: Lzma, from: number, inEnd: number, count: number): number {
  let at = position(lzma);
  const outEnd = at + count;
  const waiting = pending(lzma);
  if (waiting > 0) {
    const back = readWord(lzma, place.rep0) + 1;
    const end = Math.min(at + waiting, outEnd);
    writeWord(lzma, place.pending, waiting - (end - at));
    for (; at < end; at++) lzma.bytes[at] = lzma.bytes[at - back]!;
    writeWord(lzma, slidingPlace.at, at);
  }
  return lzma.machine.run(place.input + from, place.input + inEnd, outEnd) - place.input;
}
