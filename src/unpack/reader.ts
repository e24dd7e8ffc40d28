import { InputError } from '../input/input-error.js';
import type { Source } from '../input/source.js';
import { broken, type Compression } from './types.js';

const ahead = 1 << 18;

/** A place in a range of a source. All offsets are in bytes from the start of the source. */
export interface Reader {
  readonly format: Compression;
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  /** Offset of the next byte. */
  at: number;
  /** What was loaded last, from offset `from`. */
  loaded: Uint8Array;
  from: number;
}

/** A reader at the start of a range. InputError if the source doesn't hold the range. */
export function openReader(format: Compression, source: Source, offset: number, length: number): Reader {
  if (!(offset >= 0 && length >= 0 && offset + length <= source.size)) {
    const what = `${format}: ${length} bytes at offset ${offset} lie outside the input's ${source.size}`;
    throw new InputError(what, { offset });
  }
  const end = offset + length;
  return { format, source, start: offset, end, at: offset, loaded: new Uint8Array(0), from: offset };
}

/** Up to `count` of the next bytes, without moving on. */
export function peekBytes(reader: Reader, count: number): Uint8Array {
  const wanted = Math.min(count, reader.end - reader.at);
  const skip = reader.at - reader.from;
  if (skip < 0 || skip + wanted > reader.loaded.length) {
    reader.loaded = reader.source.read(reader.at, Math.min(Math.max(wanted, ahead), reader.end - reader.at));
    reader.from = reader.at;
    return reader.loaded.subarray(0, wanted);
  }
  return reader.loaded.subarray(skip, skip + wanted);
}

/** Exactly the next `count` bytes. `what` names them in the error if the stream is cut short. */
export function takeBytes(reader: Reader, count: number, what: string): Uint8Array {
  const bytes = peekBytes(reader, count);
  if (bytes.length < count) {
    throw broken(
      reader.format,
      `cut short: ${what} needs ${count} bytes, ${bytes.length} are left`,
      reader.at,
    );
  }
  reader.at += count;
  return bytes;
}

/** The bytes of a source from one offset to another, as a stream may take them. */
export function* pieces(source: Source, from: number, to: number): Generator<Uint8Array> {
  for (let at = from; at < to;) {
    const piece = source.read(at, Math.min(ahead, to - at));
    if (piece.length === 0) return;
    at += piece.length;
    yield piece;
  }
}

export function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

export function u24(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) | (bytes[at + 2]! << 16);
}

/** Little-endian, unsigned. */
export function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}

/** Big-endian, unsigned. */
export function be32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/** Little-endian, unsigned; exact up to 2^53, beyond that only known to be larger. */
export function u64(bytes: Uint8Array, at: number): number {
  return u32(bytes, at) + u32(bytes, at + 4) * 0x1_0000_0000;
}
