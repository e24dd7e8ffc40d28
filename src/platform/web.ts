// The browser as a platform: uses nothing of Node, directly or through imports.
import { makeInflater } from './inflate.js';
import { DeflateError, type Platform, usePlatform } from './platform.js';
import { sha256 } from './sha256.js';

const chunkSize = 1 << 20;
const smallChunk = 1 << 14;
/** A number of arguments that every engine accepts. */
const mostCodes = 1 << 13;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export const webPlatform: Platform = {
  separator: '/',
  latin1,
  fromLatin1(text) {
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
    return bytes;
  },
  utf8: (bytes, start, end) => decoder.decode(bytes.subarray(start, end)),
  indexOf,
  crc32,
  sha256,
  gunzip,
  inflateStart(bytes, limit) {
    const parts = collector(limit);
    try {
      for (const chunk of makeInflater([bytes], smallChunk).chunks(true)) parts.add(chunk);
    } catch (error) {
      if (!(error instanceof DeflateError) || error.kind !== 'cut') throw error;
    }
    return parts.all();
  },
  inflate(pieces) {
    const inflater = makeInflater(pieces, chunkSize);
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield* inflater.chunks();
    }
    return { chunks: chunks(), used: inflater.used };
  },
  unzstd: null,
};

usePlatform(webPlatform);

// The decoder called "latin1" is windows-1252, in which 27 bytes are other characters.
function latin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  for (let at = start; at < end; at += mostCodes)
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + mostCodes, end)));
  return text;
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from = 0): number {
  const [first] = wanted;
  if (first === undefined) return Math.min(from, bytes.length);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + wanted.length > bytes.length) return -1;
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted[same]) same++;
    if (same === wanted.length) return at;
  }
  return -1;
}

let table: Int32Array | undefined;

function crcTable(): Int32Array {
  const made = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
    made[byte] = sum;
  }
  return made;
}

function crc32(bytes: Uint8Array, sum = 0): number {
  const rests = (table ??= crcTable());
  let rest = ~sum;
  for (let at = 0; at < bytes.length; at++) rest = (rest >>> 8) ^ rests[(rest ^ bytes[at]!) & 0xff]!;
  return ~rest >>> 0;
}

/** Puts chunks together up to a limit. */
function collector(limit: number) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    add(chunk: Uint8Array) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit)
        throw new DeflateError('too-long', `Cannot create a Buffer larger than ${limit} bytes`);
    },
    all() {
      const bytes = new Uint8Array(size);
      let at = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      return bytes;
    },
  };
}

function gunzip(bytes: Uint8Array, limit: number): Uint8Array {
  const parts = collector(limit);
  let at = 0;
  do {
    at = headerEnd(bytes, at);
    const { chunks, used } = makeInflater([bytes.subarray(at)], smallChunk);
    let sum = 0;
    let size = 0;
    for (const chunk of chunks()) {
      parts.add(chunk);
      sum = crc32(chunk, sum);
      size += chunk.length;
    }
    at += used();
    if (word(bytes, at) !== sum) throw new DeflateError('broken', 'incorrect data check');
    if (word(bytes, at + 4) !== size) throw new DeflateError('broken', 'incorrect length check');
    at += 8;
    // zlib's reader takes zeros behind a member for padding, and anything else for another one.
  } while (at < bytes.length && bytes[at] !== 0);
  return parts.all();
}

function byte(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) throw new DeflateError('cut', 'unexpected end of file');
  return bytes[at]!;
}

function word(bytes: Uint8Array, at: number): number {
  byte(bytes, at + 3);
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** Where the data of the member at `start` begins (RFC 1952, 2.3). */
function headerEnd(bytes: Uint8Array, start: number): number {
  const wrong = (what: string) => new DeflateError('broken', what);
  if (byte(bytes, start + 1) !== 0x8b || bytes[start] !== 0x1f) throw wrong('incorrect header check');
  const flags = byte(bytes, start + 3);
  if (bytes[start + 2] !== 8) throw wrong('unknown compression method');
  if (flags & 0xe0) throw wrong('unknown header flags set');
  byte(bytes, start + 9);
  let at = start + 10;
  if (flags & 4) at += 2 + (byte(bytes, at) | (byte(bytes, at + 1) << 8));
  for (const flag of [8, 16]) if (flags & flag) while (byte(bytes, at++) !== 0);
  if ((flags & 2) === 0) return at;
  if ((byte(bytes, at) | (byte(bytes, at + 1) << 8)) !== (crc32(bytes.subarray(start, at)) & 0xffff))
    throw wrong('header crc mismatch');
  return at + 2;
}
