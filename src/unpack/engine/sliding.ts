import { broken, type Compression } from '../types.js';

const page = 1 << 16;
const chunkSize = 1 << 20;
const growth = 4 << 20;
const headroom = 16;
// Memory that may be touched behind the last byte of output.
const margin = 64;
/** Addresses are 32 bits, and memory holds more than the window. */
export const largestWindow = 3 * 2 ** 30;

/** Where the memory of every decoder holds the address of the next byte of output, and where matches may begin. */
export const slidingPlace = { at: 0, origin: 4 } as const;

// The types of Node don't have WebAssembly; this is what is used of it.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: object };
};

export type Run = (one: number, two: number, three: number) => number;

/** A decoder's loop in WebAssembly, with its memory: state and input first, then the window. */
export interface Machine {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly run: Run;
}

/** Where machines of one kind come from. Making one costs more than many a stream: one is kept for the next. */
export interface MachineKind<M extends Machine = Machine> {
  readonly code: () => Uint8Array;
  /** Puts what never changes into a new machine's memory. */
  readonly prepare?: (machine: Machine) => void;
  module?: object;
  idle?: M | undefined;
}

/**
 * The output of a decoder, as far back as matches may reach: a stretch of memory that slides when it is full, so that what is
 * in reach moves to its start. Only what was written takes real memory.
 */
export interface Sliding<M extends Machine = Machine> {
  readonly format: Compression;
  readonly kind: MachineKind<M>;
  readonly machine: M;
  /** Bytes kept for matches to refer to. */
  readonly reach: number;
  /** Addresses: where the window begins and ends. */
  readonly start: number;
  readonly end: number;
  /** Address up to which output was handed out. */
  given: number;
  /** Bytes that came out before the one at `start`. */
  before: number;
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView;
}

/** A window at address `start` for matches up to `reach` bytes back and `limit` bytes of output. Give it back with `endSliding`. */
export function startSliding<M extends Machine>(
  format: Compression,
  kind: MachineKind<M>,
  start: number,
  reach: number,
  limit: number,
): Sliding<M> {
  const machine = takeMachine(kind);
  const kept = Math.ceil(Math.min(reach, limit + 1, largestWindow) / 64) * 64;
  const slack = Math.min(Math.max(kept, chunkSize), 8 * chunkSize);
  const { buffer } = machine.memory;
  const window: Sliding<M> = {
    format,
    kind,
    machine,
    reach: kept,
    start,
    end: start + Math.min(kept + slack, limit + 64),
    given: start,
    before: 0,
    bytes: new Uint8Array(buffer),
    view: new DataView(buffer),
  };
  ensure(window, start);
  writeWord(window, slidingPlace.at, start);
  writeWord(window, slidingPlace.origin, start);
  return window;
}

/** A machine that nobody uses. */
export function takeMachine<M extends Machine>(kind: MachineKind<M>): M {
  const { idle } = kind;
  kind.idle = undefined;
  if (idle) return idle;
  kind.module ??= new WebAssembly.Module(kind.code());
  const machine = new WebAssembly.Instance(kind.module).exports as M;
  kind.prepare?.(machine);
  return machine;
}

/** Lets another decoder use the machine. */
export function giveMachine<M extends Machine>(kind: MachineKind<M>, machine: M): void {
  kind.idle = machine;
}

/** Lets another decoder use the memory. */
export function endSliding<M extends Machine>(window: Sliding<M>): void {
  if (window.bytes.length <= 2 * growth) window.kind.idle = window.machine;
}

export function readWord(window: Sliding, place: number): number {
  return window.view.getUint32(place, true);
}

export function writeWord(window: Sliding, place: number, value: number): void {
  window.view.setUint32(place, value, true);
}

/** Address of the next byte of output. */
export function position(window: Sliding): number {
  return readWord(window, slidingPlace.at);
}

/** Bytes that came out so far. */
export function written(window: Sliding): number {
  return window.before + position(window) - window.start;
}

/**
 * Makes room for at least `wanted` bytes, and returns how many may be written, 1 MiB at most. If `isFull` for as many,
 * output must have been taken. The views may be new ones afterwards.
 */
export function room(window: Sliding, wanted: number): number {
  if (window.end - position(window) < wanted) slide(window);
  const at = position(window);
  const count = Math.min(window.end - at, chunkSize);
  ensure(window, at + count);
  return count;
}

function slide(window: Sliding): void {
  const at = position(window);
  // In sixteens, so that the low bits of addresses keep their meaning.
  const by = Math.max(0, at - window.start - window.reach) & ~15;
  window.bytes.copyWithin(window.start, window.start + by, at);
  writeWord(window, slidingPlace.at, at - by);
  const origin = readWord(window, slidingPlace.origin) - by;
  writeWord(window, slidingPlace.origin, Math.max(window.start, origin));
  window.given -= by;
  window.before += by;
}

function ensure(window: Sliding, address: number): void {
  const missing = address + margin - window.bytes.length;
  if (missing <= 0) return;
  const { memory } = window.machine;
  try {
    memory.grow(Math.ceil(Math.max(missing, Math.min(growth, window.end - address)) / page));
  } catch {
    throw broken(window.format, 'needs more memory than there is for a window', 0);
  }
  window.bytes = new Uint8Array(memory.buffer);
  window.view = new DataView(memory.buffer);
}

/** Writes bytes that were stored as they are; there must be room for them. */
export function append(window: Sliding, bytes: Uint8Array): void {
  const at = position(window);
  window.bytes.set(bytes, at);
  writeWord(window, slidingPlace.at, at + bytes.length);
}

/** Whether output must be taken before `wanted` bytes more are written. */
export function isFull(window: Sliding, wanted: number): boolean {
  const at = position(window);
  return at - window.given >= chunkSize || window.end - at < wanted;
}

/** The output that was not taken yet, as the caller's own, with 16 bytes to spare before it in its buffer. */
export function takeOutput(window: Sliding): Uint8Array {
  const at = position(window);
  const bytes = new Uint8Array(at - window.given + headroom).subarray(headroom);
  bytes.set(window.bytes.subarray(window.given, at));
  window.given = at;
  return bytes;
}

/** Leaves the output as taken, for who looks at it in the window. */
export function passOutput(window: Sliding): void {
  window.given = position(window);
}

/** Bytes `from` to `to` of the output, which must have been written, as the caller's own; null if they are out of reach by now. */
export function keptOutput(window: Sliding, from: number, to: number): Uint8Array | null {
  const shift = window.start - window.before;
  return from < window.before ? null : window.bytes.slice(from + shift, to + shift);
}
