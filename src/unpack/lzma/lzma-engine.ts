import { lzmaCode } from './lzma-code.js';
import { input, literals, probabilities } from './lzma-places.js';
import { addressIn, type Machine, type MachineKind, type Variable } from '../engine/machine.js';
import {
  largestWindow,
  position,
  type Sliding,
  windowRoom as slidingRoom,
  startSliding,
  written,
} from '../engine/sliding.js';
import { type Compression, tooLong } from '../types.js';

const names = ['rep0', 'rep1', 'rep2', 'rep3', 'state', 'pending', 'stop'] as const;

/** See assembly/lzma.ts. */
interface LzmaMachine extends Machine, Readonly<Record<(typeof names)[number], Variable>> {
  readonly range: Variable;
  readonly code: Variable;
  readonly parity: Variable;
  readonly reach: Variable;
  readonly lc: Variable;
  readonly literalMask: Variable;
  readonly positionMask: Variable;
  run(from: number, inEnd: number, outEnd: number): number;
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const kind: MachineKind<LzmaMachine> = { code: lzmaCode };

/** An LZMA decoder. */
export interface Lzma extends Sliding<LzmaMachine> {
  readonly limit: number;
  /** Largest sum of lc and lp there is memory for. */
  readonly bits: number;
}

/** A decoder for a dictionary of `dictionary` bytes and at most `limit` bytes of output. Give it back with `endSliding`. */
export function startLzma(format: Compression, dictionary: number, bits: number, limit: number): Lzma {
  const start = Math.ceil((probabilities + 2 * probabilityCount(bits)) / 64) * 64;
  const size = Math.max(dictionary, 4096);
  const lzma: Lzma = { ...startSliding(format, kind, start, size, limit), limit, bits };
  for (const name of names) lzma.machine[name].value = 0;
  lzma.machine.reach.value = Math.min(size, largestWindow);
  resetDictionary(lzma);
  return lzma;
}

/** Number of probabilities for a sum of lc and lp. */
function probabilityCount(bits: number): number {
  return literals + (0x300 << bits);
}

/** Bytes of the last match that wait for room. */
export function pending(lzma: Lzma): number {
  return lzma.machine.pending.value;
}

/** Why decoding stopped: it did not, it met the end marker, or a match from before the start of the dictionary. */
export function stopped(lzma: Lzma): 'no' | 'end' | 'distance' {
  return (['no', 'end', 'distance'] as const)[lzma.machine.stop.value]!;
}

/** Whether the range decoder is where an encoder leaves it at the end. */
export function isFinished(lzma: Lzma): boolean {
  return lzma.machine.code.value === 0;
}

export function resetDictionary(lzma: Lzma): void {
  const at = position(lzma);
  lzma.machine.origin.value = at;
  lzma.machine.parity.value = -at & 15;
}

export function resetState(lzma: Lzma): void {
  const { machine } = lzma;
  const bits = machine.lc.value + 32 - Math.clz32(machine.literalMask.value);
  const odds = new Uint16Array(machine.memory.buffer, probabilities, probabilityCount(bits));
  odds.fill(isLittleEndian ? 0x0400 : 0x0004);
  for (const name of names) if (name !== 'stop') machine[name].value = 0;
}

/** Sets lc, lp and pb from their common byte, and resets the state. False if they are not valid. */
export function setProperties(lzma: Lzma, byte: number): boolean {
  const lc = byte % 9;
  const lp = Math.floor(byte / 9) % 5;
  if (byte >= 225 || lc + lp > lzma.bits) return false;
  const { machine } = lzma;
  machine.lc.value = lc;
  machine.literalMask.value = (1 << lp) - 1;
  machine.positionMask.value = (1 << Math.floor(byte / 45)) - 1;
  resetState(lzma);
  return true;
}

/** Starts the range decoder with its first five bytes. False if they can't be right. */
export function startRange(lzma: Lzma, bytes: Uint8Array): boolean {
  const code = ((bytes[1]! << 24) | (bytes[2]! << 16) | (bytes[3]! << 8) | bytes[4]!) >>> 0;
  lzma.machine.range.value = 0xffff_ffff;
  lzma.machine.code.value = code;
  return bytes[0] === 0 && code !== 0xffff_ffff;
}

/** Gives the decoder up to `inputSize` bytes of input. What lies behind them reads as zeros. */
export function setInput(lzma: Lzma, bytes: Uint8Array): void {
  lzma.bytes.set(bytes, input);
  lzma.bytes.fill(0, input + bytes.length, input + bytes.length + 32);
}

/** Bytes that may be written next, 1 MiB at most. InputError at `offset` if the limit leaves none. */
export function lzmaRoom(lzma: Lzma, offset: number): number {
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
    const back = addressIn(lzma.machine.rep0) + 1;
    const end = Math.min(at + waiting, outEnd);
    lzma.machine.pending.value = waiting - (end - at);
    for (; at < end; at++) lzma.bytes[at] = lzma.bytes[at - back]!;
    lzma.machine.at.value = at;
  }
  return lzma.machine.run(input + from, input + inEnd, outEnd) - input;
}
