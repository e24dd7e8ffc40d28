import { lzmaModule, place, probabilityCount } from './lzma-code.js';
import { broken, type Compression, tooLong } from './types.js';

const page = 1 << 16;
const chunkSize = 1 << 20;
const growth = 4 << 20;
const headroom = 16;
// Memory that may be touched behind the last byte of output.
const margin = 64;
// Addresses are 32 bits, and memory holds more than the window.
const largestWindow = 3 * 2 ** 30;
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

// The types of Node don't have WebAssembly; this is what is used of it.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: object };
};

/** One decoder with its memory: 64 KiB pages that hold state, input, probabilities and the window, in this order. */
interface Machine {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly run: (from: number, inEnd: number, outEnd: number) => number;
}

/**
 * An LZMA decoder. The window is a stretch of memory that slides when it is full: what is in reach moves to its start.
 */
export interface Lzma {
  readonly format: Compression;
  readonly limit: number;
  readonly machine: Machine;
  /** Largest sum of lc and lp there is memory for. */
  readonly bits: number;
  /** Bytes kept for matches to refer to. */
  readonly reach: number;
  /** Addresses: where the window begins and ends. */
  readonly start: number;
  readonly end: number;
  /** Address up to which output was handed out. */
  given: number;
  /** Bytes that came out before the one at `start`. */
  before: number;
  bytes: Uint8Array;
  view: DataView;
}

let module: object | undefined;
// Making a machine costs more than many a stream: one is kept for the next.
let idle: Machine | undefined;

/** A decoder for a dictionary of `dictionary` bytes and at most `limit` bytes of output. Give it back with `endLzma`. */
export function startLzma(format: Compression, dictionary: number, bits: number, limit: number): Lzma {
  let machine = idle;
  idle = undefined;
  if (!machine) {
    module ??= new WebAssembly.Module(lzmaModule());
    machine = new WebAssembly.Instance(module).exports as Machine;
  }
  const reach = Math.min(Math.max(dictionary, 4096), limit + 1, largestWindow);
  const kept = Math.ceil(reach / 64) * 64;
  const slack = Math.min(Math.max(kept, chunkSize), 16 * chunkSize);
  const start = Math.ceil((place.probabilities + 2 * probabilityCount(bits)) / 64) * 64;
  const { buffer } = machine.memory;
  const lzma: Lzma = {
    format,
    limit,
    machine,
    bits,
    reach: kept,
    start,
    end: start + Math.min(kept + slack, limit + 64),
    given: start,
    before: 0,
    bytes: new Uint8Array(buffer),
    view: new DataView(buffer),
  };
  ensure(lzma, start);
  lzma.bytes.fill(0, 0, place.input);
  write(lzma, place.at, start);
  write(lzma, place.reach, Math.min(Math.max(dictionary, 4096), kept));
  resetDictionary(lzma);
  return lzma;
}

/** Lets another decoder use the memory. */
export function endLzma(lzma: Lzma): void {
  if (lzma.bytes.length <= 2 * growth) idle = lzma.machine;
}

const read = (lzma: Lzma, field: number) => lzma.view.getUint32(field, true);
const write = (lzma: Lzma, field: number, value: number) => lzma.view.setUint32(field, value, true);

function ensure(lzma: Lzma, address: number): void {
  const missing = address + margin - lzma.bytes.length;
  if (missing <= 0) return;
  const { memory } = lzma.machine;
  try {
    memory.grow(Math.ceil(Math.max(missing, Math.min(growth, lzma.end - address)) / page));
  } catch {
    throw broken(lzma.format, `needs more memory than there is, after ${written(lzma)} bytes of output,`, 0);
  }
  lzma.bytes = new Uint8Array(memory.buffer);
  lzma.view = new DataView(memory.buffer);
}

/** Bytes that came out so far. */
export function written(lzma: Lzma): number {
  return lzma.before + read(lzma, place.at) - lzma.start;
}

/** Bytes of the last match that wait for room. */
export function pending(lzma: Lzma): number {
  return read(lzma, place.pending);
}

/** Why decoding stopped: it did not, it met the end marker, or a match from before the start of the dictionary. */
export function stopped(lzma: Lzma): 'no' | 'end' | 'distance' {
  return (['no', 'end', 'distance'] as const)[read(lzma, place.stop)]!;
}

/** Whether the range decoder is where an encoder leaves it at the end. */
export function isFinished(lzma: Lzma): boolean {
  return read(lzma, place.code) === 0;
}

export function resetDictionary(lzma: Lzma): void {
  const at = read(lzma, place.at);
  write(lzma, place.origin, at);
  write(lzma, place.parity, -at & 15);
}

export function resetState(lzma: Lzma): void {
  const { lc, lp } = { lc: read(lzma, place.lc), lp: 32 - Math.clz32(read(lzma, place.literalMask)) };
  const odds = new Uint16Array(lzma.machine.memory.buffer, place.probabilities, probabilityCount(lc + lp));
  odds.fill(isLittleEndian ? 0x0400 : 0x0004);
  for (const field of [place.state, place.rep0, place.rep1, place.rep2, place.rep3, place.pending])
    write(lzma, field, 0);
}

/** Sets lc, lp and pb from their common byte, and resets the state. False if they are not valid. */
export function setProperties(lzma: Lzma, byte: number): boolean {
  const lc = byte % 9;
  const lp = Math.floor(byte / 9) % 5;
  if (byte >= 225 || lc + lp > lzma.bits) return false;
  write(lzma, place.lc, lc);
  write(lzma, place.literalMask, (1 << lp) - 1);
  write(lzma, place.positionMask, (1 << Math.floor(byte / 45)) - 1);
  resetState(lzma);
  return true;
}

/** Starts the range decoder with its first five bytes. False if they can't be right. */
export function startRange(lzma: Lzma, bytes: Uint8Array): boolean {
  const code = ((bytes[1]! << 24) | (bytes[2]! << 16) | (bytes[3]! << 8) | bytes[4]!) >>> 0;
  write(lzma, place.range, 0xffff_ffff);
  write(lzma, place.code, code);
  return bytes[0] === 0 && code !== 0xffff_ffff;
}

/** Gives the decoder up to `inputSize` bytes of input. What lies behind them reads as zeros. */
export function setInput(lzma: Lzma, bytes: Uint8Array): void {
  lzma.bytes.set(bytes, place.input);
  lzma.bytes.fill(0, place.input + bytes.length, place.input + bytes.length + 32);
}

/**
 * Bytes that may be written next, 1 MiB at most. All output that `isFull` tells of must have been taken.
 * InputError at `offset` if the limit leaves none.
 */
export function room(lzma: Lzma, offset: number): number {
  const left = lzma.limit - written(lzma);
  if (left <= 0) throw tooLong(lzma.format, lzma.limit, offset);
  if (read(lzma, place.at) === lzma.end) slide(lzma);
  const at = read(lzma, place.at);
  const count = Math.min(left, lzma.end - at, chunkSize);
  ensure(lzma, at + count);
  return count;
}

function slide(lzma: Lzma): void {
  // In sixteens, so that the low bits of addresses keep their meaning.
  const by = (lzma.end - lzma.start - lzma.reach) & ~15;
  lzma.bytes.copyWithin(lzma.start, lzma.start + by, lzma.end);
  write(lzma, place.at, lzma.end - by);
  write(lzma, place.origin, Math.max(lzma.start, read(lzma, place.origin) - by));
  lzma.given -= by;
  lzma.before += by;
}

/** Decodes input from `from`, until `count` bytes more are out or the next symbol starts behind `inEnd`; returns where it stopped. */
export function decode(lzma: Lzma, from: number, inEnd: number, count: number): number {
  let at = read(lzma, place.at);
  const outEnd = at + count;
  const waiting = pending(lzma);
  if (waiting > 0) {
    const back = read(lzma, place.rep0) + 1;
    const end = Math.min(at + waiting, outEnd);
    write(lzma, place.pending, waiting - (end - at));
    for (; at < end; at++) lzma.bytes[at] = lzma.bytes[at - back]!;
    write(lzma, place.at, at);
  }
  return lzma.machine.run(place.input + from, place.input + inEnd, outEnd) - place.input;
}

/** Writes bytes that were stored as they are; there must be room for them. */
export function append(lzma: Lzma, bytes: Uint8Array): void {
  const at = read(lzma, place.at);
  lzma.bytes.set(bytes, at);
  write(lzma, place.at, at + bytes.length);
}

/** Whether there is so much output that it must be taken. */
export function isFull(lzma: Lzma): boolean {
  const at = read(lzma, place.at);
  return at - lzma.given >= chunkSize || at === lzma.end;
}

/** The output that was not taken yet, as the caller's own, with 16 bytes to spare before it in its buffer. */
export function takeOutput(lzma: Lzma): Uint8Array {
  const at = read(lzma, place.at);
  const bytes = new Uint8Array(at - lzma.given + headroom).subarray(headroom);
  bytes.set(lzma.bytes.subarray(lzma.given, at));
  lzma.given = at;
  return bytes;
}
