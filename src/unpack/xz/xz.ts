import { bytesSource, type Source } from '../../input/source.js';
import { type Checksum, crc32, crc32Sum, crc64Sum, sha256Sum } from '../checks.js';
import type { StreamFacts } from '../types.js';
import { unlzma2 } from '../lzma/lzma2.js';
import { openReader, peekBytes, type Reader, takeBytes, u32 } from '../reader.js';
import { broken, type UnpackOptions } from '../types.js';
import { readFilter, type FilterStage, startStage, type XzFilter } from './xz-filters.js';

const magic = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const checkSizes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

type XzFacts = Extract<StreamFacts, { compression: 'xz' }>;

/** What the header of a block says. Sizes are null where it doesn't. */
export interface BlockHeader {
  readonly filters: readonly XzFilter[];
  readonly compressed: number | null;
  readonly uncompressed: number | null;
}

/** Output so far, and the most there may be. */
interface Total {
  count: number;
  readonly limit: number;
}

interface Record {
  readonly unpadded: number;
  readonly uncompressed: number;
}

/** Opens one or more xz streams (xz file format 1.2); see `unpack` for the arguments. */
export function* unxz(
  source: Source,
  offset: number,
  length: number,
  options: UnpackOptions,
): Generator<Uint8Array> {
  const reader = openReader('xz', source, offset, length);
  const total: Total = { count: 0, limit: options.limit };
  let end: number;
  do {
    yield* stream(reader, total);
    end = reader.at;
  } while (skipToStream(reader));
  options.onEnd?.(end - offset);
}

/** The facts at the start of an xz stream. `head` is the stream's start, 1 KiB is enough. Null if they can't be read. */
export function xzHeader(head: Uint8Array): Omit<XzFacts, 'compression'> | null {
  const reader = openReader('xz', bytesSource(head), 0, head.length);
  try {
    const check = streamHeader(reader);
    const names = { 0: 'none', 1: 'crc32', 4: 'crc64', 10: 'sha256' } as const;
    const name = names[check as keyof typeof names] ?? 'unknown';
    if (nextByte(reader) === 0) return { dictionary: null, filters: [], check: name };
    const { filters } = blockHeader(reader);
    const last = filters.at(-1)!;
    const dictionary = 'dictionary' in last ? last.dictionary : null;
    return { dictionary, filters: filters.slice(0, -1).map(filter => filter.name), check: name };
  } catch {
    return null;
  }
}

/** Streams may follow each other, with zeros between them in fours. Moves to the next one, if there is one. */
function skipToStream(reader: Reader): boolean {
  const { at } = reader;
  for (;;) {
    const next = peekBytes(reader, 6);
    if (magic.every((byte, index) => next[index] === byte)) return true;
    if (next.length < 4 || u32(next, 0) !== 0) {
      reader.at = at;
      return false;
    }
    reader.at += 4;
  }
}

function* stream(reader: Reader, total: Total): Generator<Uint8Array> {
  const start = reader.at;
  const check = streamHeader(reader);
  const records: Record[] = [];
  while (nextByte(reader) !== 0) records.push(yield* block(reader, total, check));
  const indexSize = readIndex(reader, records);
  const at = reader.at;
  const footer = takeBytes(reader, 12, 'the stream footer');
  if (footer[10] !== 0x59 || footer[11] !== 0x5a) throw broken('xz', 'bad stream footer', at);
  if (crc32(footer.subarray(4, 10)) !== u32(footer, 0)) throw broken('xz', 'stream footer check fails', at);
  if (footer[8] !== 0 || footer[9] !== check || (u32(footer, 4) + 1) * 4 !== indexSize)
    throw broken('xz', `stream footer does not fit the stream from offset ${start}`, at);
}

/** Reads a stream's header, and returns the id of its check. */
export function streamHeader(reader: Reader): number {
  const { at } = reader;
  const bytes = takeBytes(reader, 12, 'the stream header');
  if (!magic.every((byte, index) => bytes[index] === byte)) throw broken('xz', 'no stream header', at);
  if (crc32(bytes.subarray(6, 8)) !== u32(bytes, 8)) throw broken('xz', 'stream header check fails', at);
  if (bytes[6] !== 0 || bytes[7]! > 15) throw broken('xz', 'unknown stream flags', at);
  return bytes[7]!;
}

/** The byte that distinguishes a block header from the index, without moving on. */
export function nextByte(reader: Reader): number {
  const byte = takeBytes(reader, 1, 'a block or the index')[0]!;
  reader.at--;
  return byte;
}

/** Reads a block's header. */
export function blockHeader(reader: Reader): BlockHeader {
  const at = reader.at;
  const size = (nextByte(reader) + 1) * 4;
  const bytes = takeBytes(reader, size, 'a block header');
  if (crc32(bytes.subarray(0, size - 4)) !== u32(bytes, size - 4))
    throw broken('xz', 'block header check fails', at);
  const flags = bytes[1]!;
  if ((flags & 0x3c) !== 0) throw broken('xz', 'unknown block flags', at);
  const fields = openReader('xz', reader.source, at + 2, size - 6);
  const compressed = (flags & 0x40) !== 0 ? number(fields) : null;
  const uncompressed = (flags & 0x80) !== 0 ? number(fields) : null;
  const filters: XzFilter[] = [];
  for (let count = (flags & 3) + 1; count > 0; count--) {
    const place = fields.at;
    const id = number(fields);
    const filter = readFilter(id, takeBytes(fields, number(fields), 'filter properties'));
    if (typeof filter === 'string') throw broken('xz', filter, place);
    // LZMA2 stands last, and only there.
    if ((count === 1) !== (filter.name === 'lzma2')) throw broken('xz', 'bad order of filters', place);
    filters.push(filter);
  }
  const padding = takeBytes(fields, fields.end - fields.at, 'padding');
  if (padding.some(byte => byte !== 0)) throw broken('xz', 'unknown block header fields', at);
  return { filters, compressed, uncompressed };
}

/** Bytes of output a decoder must keep. */
export function dictionaryOf({ filters }: BlockHeader): number {
  const coder = filters.at(-1)!;
  return 'dictionary' in coder ? coder.dictionary : 0;
}

function* block(reader: Reader, total: Total, check: number): Generator<Uint8Array, Record> {
  const start = reader.at;
  const header = blockHeader(reader);
  const from = reader.at;
  // The header lists the filters as the encoder used them; the decoder goes the other way.
  const stages: FilterStage[] = [];
  for (const filter of [...header.filters].reverse()) {
    const stage = startStage(filter);
    if (stage) stages.push(stage);
  }
  const sum = checksum(check);
  let uncompressed = 0;
  const passed = (bytes: Uint8Array, isLast: boolean): Uint8Array => {
    for (const stage of stages) bytes = stage(bytes, isLast);
    sum?.update(bytes);
    uncompressed += bytes.length;
    return bytes;
  };
  for (const raw of unlzma2(reader, dictionaryOf(header), total.limit - total.count)) {
    const bytes = passed(raw, false);
    if (bytes.length > 0) yield bytes;
  }
  const rest = passed(new Uint8Array(0), true);
  if (rest.length > 0) yield rest;

  total.count += uncompressed;
  const compressed = reader.at - from;
  if (header.compressed !== null && header.compressed !== compressed)
    throw broken('xz', `block takes ${compressed} bytes, its header says ${header.compressed}`, start);
  if (header.uncompressed !== null && header.uncompressed !== uncompressed)
    throw broken('xz', `block holds ${uncompressed} bytes, its header says ${header.uncompressed}`, start);
  const padding = takeBytes(reader, -compressed & 3, 'block padding');
  if (padding.some(byte => byte !== 0)) throw broken('xz', 'bad block padding', from + compressed);
  const at = reader.at;
  const stored = takeBytes(reader, checkSizes[check]!, 'the check');
  if (sum?.value().some((byte, index) => byte !== stored[index]))
    throw broken('xz', `check of the block from offset ${start} fails`, at);
  return { unpadded: from + compressed - start + stored.length, uncompressed };
}

/** Check ids without a definition can't be verified; their size is known, so that the data can still be read. */
function checksum(check: number): Checksum | null {
  if (check === 1) return crc32Sum();
  if (check === 4) return crc64Sum();
  return check === 10 ? sha256Sum() : null;
}

/** Compares the index with what was read; returns its size. */
function readIndex(reader: Reader, records: readonly Record[]): number {
  const start = reader.at;
  let sum = 0;
  takeBytes(reader, 1, 'the index');
  if (number(reader) !== records.length) throw broken('xz', 'index and blocks differ in number', start);
  for (const record of records) {
    const at = reader.at;
    if (number(reader) !== record.unpadded || number(reader) !== record.uncompressed)
      throw broken('xz', 'index and block differ in size', at);
  }
  const padding = takeBytes(reader, -(reader.at - start) & 3, 'the index');
  if (padding.some(byte => byte !== 0)) throw broken('xz', 'bad index padding', start);
  const size = reader.at - start;
  for (let at = start; at < reader.at;) {
    const bytes = reader.source.read(at, Math.min(1 << 16, reader.at - at));
    sum = crc32(bytes, sum);
    at += bytes.length;
  }
  if (sum !== u32(takeBytes(reader, 4, 'the index check'), 0)) throw broken('xz', 'index check fails', start);
  return size + 4;
}

/** A number of 1 to 9 bytes, seven bits each, lowest first. Exact up to 2^53, which sizes of real files stay below. */
function number(reader: Reader): number {
  const { at } = reader;
  let value = 0;
  for (let index = 0; index < 9; index++) {
    const byte = takeBytes(reader, 1, 'a number')[0]!;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) {
      if (byte === 0 && index > 0) break;
      return value;
    }
  }
  throw broken('xz', 'bad number', at);
}
