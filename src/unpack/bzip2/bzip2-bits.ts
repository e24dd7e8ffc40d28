import { peekBytes, type Reader } from '../reader.js';
import { broken } from '../types.js';

const pieceSize = 1 << 18;
// A word may be read from the last byte, and a whole group of codes before the end is noticed.
const margin = 256;

/** Bits of a stream, highest first, in pieces. */
export interface BitReader {
  readonly reader: Reader;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Next bit, counted from the start of the piece, which is at reader.at. */
  bit: number;
  /** Bits of the piece; beyond them it is zeros. */
  end: number;
}

export function openBits(reader: Reader): BitReader {
  const bytes = new Uint8Array(Math.min(pieceSize, reader.end - reader.at) + margin);
  const input = { reader, bytes, view: new DataView(bytes.buffer), bit: 0, end: 0 };
  need(input, 0);
  return input;
}

/** Loads a new piece if the rest of this one has less than `count` bits. InputError if reading went past the end. */
export function need(input: BitReader, count: number): void {
  if (input.bit + count <= input.end && input.end > 0) return;
  const { reader, bytes } = input;
  if (reader.at + input.bit / 8 > reader.end) throw broken('bzip2', 'cut short', reader.end);
  reader.at += input.bit >> 3;
  input.bit &= 7;
  const piece = peekBytes(reader, bytes.length - margin);
  bytes.set(piece);
  bytes.fill(0, piece.length, piece.length + margin);
  input.end = piece.length * 8;
}

/** The next `count` bits, at most 24. */
export function bits(input: BitReader, count: number): number {
  need(input, count);
  const { bit } = input;
  input.bit += count;
  if (input.bit > input.end) throw broken('bzip2', 'cut short', input.reader.end);
  return (input.view.getInt32(bit >> 3) << (bit & 7)) >>> (32 - count);
}

/** Offset in the source of the next whole byte. */
export function sourceOffset(input: BitReader): number {
  return input.reader.at + ((input.bit + 7) >> 3);
}

/** Moves to the next whole byte. */
export function align(input: BitReader): void {
  input.bit = (input.bit + 7) & ~7;
}
