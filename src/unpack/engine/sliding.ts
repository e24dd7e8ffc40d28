import type { Compression } from '../types.js';
import {
  addressIn,
  releaseMachine,
  growMemory,
  type Machine,
  type MachineKind,
  takeMachine,
} from './machine.js';

const chunkSize = 1 << 20;
const growth = 4 << 20;
const headroom = 16;
// Memory that may be touched behind the last byte of output.
const margin = 64;
/** Addresses are 32 bits, and memory holds more than the window. */
export const largestWindow = 3 * 2 ** 30;

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
  };
  ensure(window, start);
  machine.at.value = start;
  machine.origin.value = start;
  return window;
}

/** Releases the memory for another decoder. */
export function endSliding<M extends Machine>(window: Sliding<M>): void {
  if (window.bytes.length <= 2 * growth) releaseMachine(window.kind, window.machine);
}

/** Address of the next byte of output. */
export function position(window: Sliding): number {
  return addressIn(window.machine.at);
}

/** Bytes that came out so far. */
export function written(window: Sliding): number {
  return window.before + position(window) - window.start;
}

/**
 * Makes room for at least `wanted` bytes, and returns how many may be written, 1 MiB at most. If `isFull` for as many,
 * output must have been taken. The views may be new ones afterwards.
 */
export function windowRoom(window: Sliding, wanted: number): number {
  if (window.end - position(window) < wanted) slide(window);
  const at = position(window);
  const count = Math.min(window.end - at, chunkSize);
  ensure(window, at + count);
  return count;
}

function slide(window: Sliding): void {
  const at = position(window);
  // By multiples of 16, so that the low bits of addresses keep their meaning.
  const by = Math.max(0, at - window.start - window.reach) & ~15;
  window.bytes.copyWithin(window.start, window.start + by, at);
  const { machine } = window;
  machine.at.value = at - by;
  machine.origin.value = Math.max(window.start, addressIn(machine.origin) - by);
  window.given -= by;
  window.before += by;
}

function ensure(window: Sliding, address: number): void {
  const missing = address + margin - window.bytes.length;
  if (missing <= 0) return;
  growMemory(window.machine, Math.max(missing, Math.min(growth, window.end - address)), window.format);
  window.bytes = new Uint8Array(window.machine.memory.buffer);
}

/** Writes bytes that were stored as they are; there must be room for them. */
export function append(window: Sliding, bytes: Uint8Array): void {
  const at = position(window);
  window.bytes.set(bytes, at);
  window.machine.at.value = at + bytes.length;
}

/** Whether output must be taken before `wanted` bytes more are written. */
export function isFull(window: Sliding, wanted: number): boolean {
  const at = position(window);
  return at - window.given >= chunkSize || window.end - at < wanted;
}

/** A copy of the output that was not taken yet, with 16 spare bytes before it in its buffer. */
export function takeOutput(window: Sliding): Uint8Array {
  const at = position(window);
  const bytes = new Uint8Array(at - window.given + headroom).subarray(headroom);
  bytes.set(window.bytes.subarray(window.given, at));
  window.given = at;
  return bytes;
}

/** Marks the output as taken, for callers that read it in the window. */
export function passOutput(window: Sliding): void {
  window.given = position(window);
}

/** A copy of bytes `from` to `to` of the output, which must have been written; null if they have left the window. */
export function keptOutput(window: Sliding, from: number, to: number): Uint8Array | null {
  const shift = window.start - window.before;
  return from < window.before ? null : window.bytes.slice(from + shift, to + shift);
}
