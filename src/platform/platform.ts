// What the core needs from the platform it runs on: functions that the language lacks, or has only in a slow form.

/** Why packed bytes cannot be unpacked. The message is zlib's. */
export class DeflateError extends Error {
  readonly kind: 'cut' | 'broken' | 'too-long';
  constructor(kind: DeflateError['kind'], message: string) {
    super(message);
    this.name = 'DeflateError';
    this.kind = kind;
  }
}

/** The output of a stream, and how much of the stream was read. */
export interface Inflation {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes taken so far; behind the last chunk it is the length of the packed data. */
  used(): number;
}

/** A running SHA-256. */
export interface Hash {
  update(bytes: Uint8Array): void;
  /** The 32 bytes; nothing may follow. */
  digest(): Uint8Array;
}

export interface Platform {
  /** Between the names of a path: "\" on Windows, "/" elsewhere. */
  readonly separator: '/' | '\\';
  /** Text with one character a byte, U+0000 to U+00FF. */
  latin1(bytes: Uint8Array, start?: number, end?: number): string;
  /** The bytes of such a text; of other characters only the low eight bits stay. */
  fromLatin1(text: string): Uint8Array;
  /** Text from UTF-8; invalid bytes become U+FFFD, a byte order mark is kept. */
  utf8(bytes: Uint8Array, start?: number, end?: number): string;
  /** Where the wanted bytes stand first, at `from` or behind it; -1 if nowhere. */
  indexOf(bytes: Uint8Array, wanted: Uint8Array, from?: number): number;
  /** CRC-32 (RFC 1952) as a number; `sum` is that of the bytes before. */
  crc32(bytes: Uint8Array, sum?: number): number;
  sha256(): Hash;
  /**
   * All members of a gzip file (RFC 1952), and zeros behind them. Throws DeflateError, also if more than `limit` bytes come
   * out.
   */
  gunzip(bytes: Uint8Array, limit: number): Uint8Array;
  /**
   * What comes out of a raw deflate stream (RFC 1951) as far as its bytes are there, whatever follows its end. Throws
   * DeflateError if they are broken or more than `limit` bytes come out.
   */
  inflateStart(bytes: Uint8Array, limit: number): Uint8Array;
  /** Unpacks the raw deflate stream that the pieces begin with. Its chunks end with a DeflateError if it is cut or broken. */
  inflate(pieces: Iterable<Uint8Array>): Inflation;
  /** Unpacks one zstd frame, if the platform can. It throws any error on failure. */
  readonly unzstd: ((pieces: Iterable<Uint8Array>) => AsyncIterable<Uint8Array>) | null;
}

let current: Platform | undefined;

/** Sets the platform; each entry point does so once, before anything else. */
export function usePlatform(platform: Platform): void {
  current = platform;
}

/** The platform in use. Throws Error if none was set. */
export function platform(): Platform {
  if (!current)
    throw new Error('no platform is set: import platform/node.js or platform/web.js before anything is read');
  return current;
}
