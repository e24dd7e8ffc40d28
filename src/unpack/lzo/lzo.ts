import type { Source } from '../../input/source.js';
import { adler32, crc32 } from '../checks.js';
import { decodeLzoBlock } from './lzo-block.js';
import { be32, openReader, peekBytes, type Reader, takeBytes } from '../reader.js';
import { broken, tooLong, type UnpackOptions } from '../types.js';

const magic = [0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a];
// The largest block lzop writes or takes.
const largestBlock = 64 << 20;

const flagBits = {
  adlerOut: 0x1,
  adlerIn: 0x2,
  extra: 0x40,
  crcOut: 0x100,
  crcIn: 0x200,
  filter: 0x800,
  crcHeader: 0x1000,
};

/** Opens one or more lzop files after each other; see `unpack` for the arguments. */
export function* unlzo(
  source: Source,
  offset: number,
  length: number,
  options: UnpackOptions,
): Generator<Uint8Array> {
  const reader = openReader('lzo', source, offset, length);
  let left = options.limit;
  do {
    const flags = readHeader(reader);
    for (;;) {
      const at = reader.at;
      const size = be32(takeBytes(reader, 4, 'a block'), 0);
      if (size === 0) break;
      if (size > largestBlock) throw broken('lzo', 'bad block size', at);
      if (size > left) throw tooLong('lzo', options.limit, at);
      const block = readBlock(reader, size, flags, at);
      left -= size;
      yield block;
    }
  } while (startsFile(reader));
  options.onEnd?.(reader.at - offset);
}

function startsFile(reader: Reader): boolean {
  const head = peekBytes(reader, magic.length);
  return magic.every((byte, index) => head[index] === byte);
}

/** Reads a file header, returns its flags. */
function readHeader(reader: Reader): number {
  const start = reader.at;
  if (!startsFile(reader)) throw broken('lzo', 'no header', start);
  takeBytes(reader, magic.length, 'the header');
  const from = reader.at;
  const what = 'the header';
  const number = (count: number): number =>
    takeBytes(reader, count, what).reduce((sum, byte) => sum * 256 + byte, 0);
  const version = number(2);
  const hasMore = version >= 0x940;
  number(2);
  if (hasMore) number(2);
  const method = number(1);
  if (hasMore) number(1);
  const flags = number(4);
  if (flags & flagBits.filter) throw broken('lzo', 'unknown filter', start);
  // mode, time, name
  number(hasMore ? 12 : 8);
  takeBytes(reader, number(1), what);
  const bytes = reader.source.read(from, reader.at - from);
  const sum = flags & flagBits.crcHeader ? crc32(bytes) : adler32(bytes);
  if (sum !== number(4)) throw broken('lzo', 'header check fails', start);
  if (method < 1 || method > 3) throw broken('lzo', `unknown method ${method}`, start);
  if (flags & flagBits.extra) {
    takeBytes(reader, number(4), what);
    number(4);
  }
  return flags;
}

function readBlock(reader: Reader, size: number, flags: number, at: number): Uint8Array {
  const word = () => be32(takeBytes(reader, 4, 'a block'), 0);
  const stored = word();
  if (stored === 0 || stored > size) throw broken('lzo', 'bad block size', at);
  const adlerOut = flags & flagBits.adlerOut ? word() : null;
  const crcOut = flags & flagBits.crcOut ? word() : null;
  // A block that didn't get smaller is stored as it is, and has no sums of its own.
  const adlerIn = stored < size && flags & flagBits.adlerIn ? word() : null;
  const crcIn = stored < size && flags & flagBits.crcIn ? word() : null;
  const bytes = takeBytes(reader, stored, 'a block');
  if ((adlerIn !== null && adlerIn !== adler32(bytes)) || (crcIn !== null && crcIn !== crc32(bytes)))
    throw broken('lzo', 'checksum of the compressed block fails', at);
  let out: Uint8Array;
  if (stored === size) out = bytes.slice();
  else {
    out = new Uint8Array(size);
    const wrong = decodeLzoBlock(bytes, out);
    if (wrong !== null) throw broken('lzo', wrong, at);
  }
  if ((adlerOut !== null && adlerOut !== adler32(out)) || (crcOut !== null && crcOut !== crc32(out)))
    throw broken('lzo', 'checksum of the block fails', at);
  return out;
}
