import { type Compression, tooLong } from './types.js';

/**
 * What came out of a stream so far, as far back as matches may reach, in segments of equal size.
 * Segments are filled in order and never written again, so that they serve as the output, too: a window takes no
 * more memory than the output itself, and none of what lies behind the dictionary.
 */
export interface Window {
  readonly format: Compression;
  readonly limit: number;
  /** Segments hold 1 << shift bytes. */
  readonly shift: number;
  /** Those out of reach are empty. The current one is segments[index]. */
  readonly segments: Uint8Array[];
  index: number;
  segment: Uint8Array;
  /** Bytes written to the current segment. */
  at: number;
  /** Bytes of the current segment that were handed out. */
  given: number;
  /** Output that was complete before it could be handed out, in order. */
  ready: Uint8Array[];
}

const empty = new Uint8Array(0);
const largest = 20;

/** A window for at most `limit` bytes of output. */
export function openWindow(format: Compression, limit: number): Window {
  let shift = 9;
  while (shift < largest && 1 << shift < limit) shift++;
  const segment = new Uint8Array(1 << shift);
  return { format, limit, shift, segments: [segment], index: 0, segment, at: 0, given: 0, ready: [] };
}

/** Bytes written so far. */
export function written(window: Window): number {
  return window.index * (1 << window.shift) + window.at;
}

/** Bytes that may yet be written to the current segment. InputError at `offset` if that is none because of the limit. */
export function room(window: Window, offset: number): number {
  const left = window.limit - written(window);
  if (left <= 0) throw tooLong(window.format, window.limit, offset);
  return Math.min(left, (1 << window.shift) - window.at);
}

/** Bytes in the current segment that were not handed out yet; they stay valid. */
export function give(window: Window): Uint8Array {
  const bytes = window.segment.subarray(window.given, window.at);
  window.given = window.at;
  return bytes;
}

/** Hands out what is ready; with `isEnd` all that was written. */
export function* drain(window: Window, isEnd: boolean): Generator<Uint8Array> {
  if (window.ready.length > 0) {
    const { ready } = window;
    window.ready = [];
    yield* ready;
  }
  if (window.at > window.given && (isEnd || window.at === window.segment.length)) yield give(window);
}

/** Starts a new segment when the current one is full, and lets go of those more than `reach` bytes back. */
export function turn(window: Window, reach: number): void {
  if (window.at < 1 << window.shift) return;
  if (window.at > window.given) window.ready.push(give(window));
  const old = window.index - Math.ceil(reach / (1 << window.shift)) - 1;
  for (let index = old; index >= 0 && window.segments[index] !== empty; index--)
    window.segments[index] = empty;
  window.segment = new Uint8Array(1 << window.shift);
  window.segments.push(window.segment);
  window.index++;
  window.at = 0;
  window.given = 0;
}

/** Copies `length` bytes from `back` bytes ago to the current segment, which must have the room for them. */
export function repeat(window: Window, back: number, length: number): void {
  const { segment, segments, shift, index } = window;
  const mask = (1 << shift) - 1;
  let at = window.at;
  let left = length;
  while (left > 0) {
    const from = at - back;
    const source = from >= 0 ? segment : segments[index + (from >> shift)]!;
    let place = from & mask;
    let run = Math.min(left, mask + 1 - place);
    left -= run;
    while (run-- > 0) segment[at++] = source[place++]!;
  }
  window.at = at;
}

/** Appends bytes to the current segment, which must have the room for them. */
export function append(window: Window, bytes: Uint8Array): void {
  window.segment.set(bytes, window.at);
  window.at += bytes.length;
}

/** Like `repeat`, over as many segments as it takes. `offset` is for the error if that is more than the limit. */
export function repeatAcross(
  window: Window,
  back: number,
  length: number,
  reach: number,
  offset: number,
): void {
  for (let left = length; left > 0; ) {
    turn(window, reach);
    const count = Math.min(left, room(window, offset));
    repeat(window, back, count);
    left -= count;
  }
}

/** Like `append`, over as many segments as it takes. */
export function appendAcross(window: Window, bytes: Uint8Array, reach: number, offset: number): void {
  for (let from = 0; from < bytes.length; ) {
    turn(window, reach);
    const count = Math.min(bytes.length - from, room(window, offset));
    append(window, bytes.subarray(from, from + count));
    from += count;
  }
}
