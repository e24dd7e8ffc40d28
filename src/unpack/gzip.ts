import type { Source } from '../input/source.js';
import { DeflateError, platform } from '../platform/platform.js';
import { crc32 } from './checks.js';
import { openReader, peekBytes, pieces, type Reader, takeBytes, u16, u32 } from './reader.js';
import { broken, tooLong, type UnpackOptions } from './types.js';

/**
 * Opens one or more gzip members (RFC 1952); see `unpack` for the arguments. Headers and trailers are read here and only
 * the data is left to the platform, since zlib's own gzip reader treats anything after the last member as an error.
 */
export async function* ungzip(
  source: Source,
  offset: number,
  length: number,
  options: UnpackOptions,
): AsyncGenerator<Uint8Array> {
  const reader = openReader('gzip', source, offset, length);
  let left = options.limit;
  do {
    skipHeader(reader);
    let sum = 0;
    let size = 0;
    for await (const chunk of inflate(reader)) {
      if (chunk.length > left) throw tooLong('gzip', options.limit, reader.at);
      left -= chunk.length;
      size += chunk.length;
      sum = crc32(chunk, sum);
      yield chunk;
    }
    const { at } = reader;
    const trailer = takeBytes(reader, 8, 'the trailer');
    if (u32(trailer, 0) !== sum) throw broken('gzip', 'checksum fails', at);
    if (u32(trailer, 4) !== size % 2 ** 32)
      throw broken('gzip', `${size} bytes came out, the trailer says ${u32(trailer, 4)},`, at);
  } while (startsMember(reader));
  options.onEnd?.(reader.at - offset);
}

function startsMember(reader: Reader): boolean {
  const head = peekBytes(reader, 3);
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

function skipHeader(reader: Reader): void {
  const start = reader.at;
  if (!startsMember(reader)) throw broken('gzip', 'no header', start);
  const what = 'the header';
  const flags = takeBytes(reader, 10, what)[3]!;
  if (flags & 0xe0) throw broken('gzip', 'unknown header flags', start);
  if (flags & 0x04) takeBytes(reader, u16(takeBytes(reader, 2, what), 0), what);
  // Name and comment end with a zero.
  for (const flag of [0x08, 0x10]) if (flags & flag) while (takeBytes(reader, 1, what)[0] !== 0);
  if ((flags & 0x02) === 0) return;
  const bytes = reader.source.read(start, reader.at - start);
  const { at } = reader;
  if (u16(takeBytes(reader, 2, what), 0) !== (crc32(bytes) & 0xffff))
    throw broken('gzip', 'header check fails', at);
}

/** Unpacks the deflate stream at the reader; leaves the reader after it. */
async function* inflate(reader: Reader): AsyncGenerator<Uint8Array> {
  const start = reader.at;
  const { chunks, used } = platform().inflate(pieces(reader.source, reader.at, reader.end));
  try {
    yield* chunks;
  } catch (error) {
    if (!(error instanceof DeflateError)) throw error;
    throw broken(
      'gzip',
      error.kind === 'cut' ? 'cut short' : `corrupt data (${error.message})`,
      start + used(),
    );
  }
  reader.at = start + used();
}
