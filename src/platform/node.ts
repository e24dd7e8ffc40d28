// Node as a platform. Modules load with the first question that needs them: zlib costs two milliseconds, which a plain config
// has no need of.
import { DeflateError, type Inflation, type Platform, usePlatform } from './platform.js';

const chunkSize = 1 << 20;
const zlib = () => process.getBuiltinModule('node:zlib');
const stream = () => process.getBuiltinModule('node:stream');

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

type CreateUnzstd = (options: { readonly chunkSize: number }) => NodeJS.ReadWriteStream;

export const nodePlatform: Platform = {
  separator: process.platform === 'win32' ? '\\' : '/',
  latin1: (bytes, start, end) => bufferOf(bytes).toString('latin1', start, end),
  fromLatin1: text => Buffer.from(text, 'latin1'),
  utf8: (bytes, start, end) => bufferOf(bytes).toString('utf8', start, end),
  indexOf: (bytes, wanted, from) => bufferOf(bytes).indexOf(wanted, from),
  // zlib treats an empty buffer without memory as a request to start anew.
  crc32: (bytes, sum = 0) => (bytes.length === 0 ? sum : zlib().crc32(bytes, sum)),
  sha256() {
    const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
    return {
      update: bytes => {
        hash.update(bytes);
      },
      digest: () => hash.digest(),
    };
  },
  gunzip: (bytes, limit) => withDeflateError(() => zlib().gunzipSync(bytes, { maxOutputLength: limit })),
  inflateStart: (bytes, limit) =>
    withDeflateError(() =>
      zlib().inflateRawSync(bytes, {
        finishFlush: zlib().constants.Z_SYNC_FLUSH,
        maxOutputLength: limit,
      }),
    ),
  inflate,
  // Node has it from 22.15 on; the types are those of Node 20.
  get unzstd() {
    const create = (zlib() as { createZstdDecompress?: CreateUnzstd }).createZstdDecompress;
    return create
      ? (pieces: Iterable<Uint8Array>) => piped(pieces, create({ chunkSize })) as AsyncIterable<Uint8Array>
      : null;
  },
};

usePlatform(nodePlatform);

/** Ends and errors are seen on the stream itself. */
function piped<T extends NodeJS.ReadWriteStream>(pieces: Iterable<Uint8Array>, unpacker: T): T {
  const { pipeline, Readable } = stream();
  pipeline(Readable.from(pieces, { objectMode: true }), unpacker, () => {});
  return unpacker;
}

function inflate(pieces: Iterable<Uint8Array>): Inflation {
  const raw = zlib().createInflateRaw({ chunkSize });
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of piped(pieces, raw)) yield chunk as Uint8Array;
    } catch (error) {
      throw deflateError(error);
    }
  }
  return { chunks: chunks(), used: () => raw.bytesWritten };
}

function withDeflateError<T>(unpack: () => T): T {
  try {
    return unpack();
  } catch (error) {
    throw deflateError(error);
  }
}

/** zlib's errors by their codes; any other as it is. */
function deflateError(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_BUFFER_TOO_LARGE') return new DeflateError('too-long', message);
  if (code === 'Z_BUF_ERROR') return new DeflateError('cut', message);
  return code?.startsWith('Z_') ? new DeflateError('broken', message) : error;
}
