import type { Window } from './window.js';

// Where each group of probabilities starts. Names follow the LZMA specification.
export const isMatch = 0;
export const isRep = isMatch + 12 * 16;
export const isRepG0 = isRep + 12;
export const isRepG1 = isRepG0 + 12;
export const isRepG2 = isRepG1 + 12;
export const isRep0Long = isRepG2 + 12;
export const posSlots = isRep0Long + 12 * 16;
export const posSpecial = posSlots + 4 * 64;
export const posAlign = posSpecial + 128;
export const matchLength = posAlign + 16;
export const lengthLow = 2;
export const lengthMid = lengthLow + 16 * 8;
export const lengthHigh = lengthMid + 16 * 8;
export const repLength = matchLength + lengthHigh + 256;
export const literals = repLength + lengthHigh + 256;

/** One symbol takes at most this many bytes of input. */
export const symbolBytes = 21;

/** Why decodeLzma stopped before its bounds: it did not, it met the end marker, or a match from before the start. */
export type Stop = 'no' | 'end' | 'distance';

/** The state of an LZMA decoder between calls. */
export interface Lzma {
  readonly window: Window;
  /** Dictionary size in bytes. */
  readonly dictionary: number;
  /** Bytes written to the window when the dictionary was last emptied. */
  origin: number;
  probabilities: Uint16Array;
  lc: number;
  literalMask: number;
  positionMask: number;
  range: number;
  code: number;
  state: number;
  rep0: number;
  rep1: number;
  rep2: number;
  rep3: number;
  /** Bytes of the last match that did not fit. */
  pending: number;
  stop: Stop;
}

export function newLzma(window: Window, dictionary: number): Lzma {
  return {
    window,
    dictionary: Math.min(Math.max(dictionary, 4096), 0x7fff_ffff),
    origin: 0,
    probabilities: new Uint16Array(0),
    lc: 0,
    literalMask: 0,
    positionMask: 0,
    range: -1,
    code: 0,
    state: 0,
    rep0: 0,
    rep1: 0,
    rep2: 0,
    rep3: 0,
    pending: 0,
    stop: 'no',
  };
}

/** Sets lc, lp and pb from their common byte, and resets the state. False if the byte is none of the valid 225. */
export function setProperties(lzma: Lzma, byte: number): boolean {
  if (byte >= 225) return false;
  const lp = Math.floor(byte / 9) % 5;
  lzma.lc = byte % 9;
  lzma.literalMask = (1 << lp) - 1;
  lzma.positionMask = (1 << Math.floor(byte / 45)) - 1;
  const size = literals + (0x300 << (lzma.lc + lp));
  if (lzma.probabilities.length !== size) lzma.probabilities = new Uint16Array(size);
  resetState(lzma);
  return true;
}

export function resetState(lzma: Lzma): void {
  lzma.probabilities.fill(1024);
  lzma.state = lzma.rep0 = lzma.rep1 = lzma.rep2 = lzma.rep3 = lzma.pending = 0;
}

/** Starts the range decoder with its first five bytes. False if they can't be right. */
export function startRange(lzma: Lzma, bytes: Uint8Array): boolean {
  lzma.range = -1;
  lzma.code = (bytes[1]! << 24) | (bytes[2]! << 16) | (bytes[3]! << 8) | bytes[4]!;
  return bytes[0] === 0 && lzma.code !== -1;
}
