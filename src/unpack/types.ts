import { InputError } from '../input/input-error.js';

/** The compressions the kernel build knows, by the names its options use. */
export type Compression = 'gzip' | 'bzip2' | 'lzma' | 'xz' | 'lzo' | 'lz4' | 'zstd';

/**
 * What a stream says about itself, read without unpacking it. Sizes are in bytes, null if the stream does not give them.
 */
export type StreamFacts =
  | {
      readonly compression: 'xz';
      /** Of the first block. */
      readonly dictionary: number | null;
      /** Names of the filters before LZMA2, in the encoder's order: "x86", "arm64", "delta", ... */
      readonly filters: readonly string[];
      readonly check: 'none' | 'crc32' | 'crc64' | 'sha256' | 'unknown';
    }
  | { readonly compression: 'lzma'; readonly dictionary: number; readonly size: number | null }
  | {
      readonly compression: 'zstd';
      readonly window: number;
      readonly size: number | null;
      readonly hasChecksum: boolean;
    }
  /** Size is modulo 2^32, from the last four bytes of the range: wrong if anything follows the stream. */
  | { readonly compression: 'gzip'; readonly size: number }
  | { readonly compression: 'lz4'; readonly frame: 'legacy' | 'modern' }
  | { readonly compression: 'bzip2'; readonly blockSize: number }
  | { readonly compression: 'lzo' };

export interface UnpackOptions {
  /** Most bytes that may come out; a stream that holds more is an InputError. */
  readonly limit: number;
  /** Called once, when the stream has ended well, with the number of bytes it took from the source. */
  readonly onEnd?: (consumed: number) => void;
}

/** A stream whose parts can be read without returning everything before them. */
export interface Parts {
  /** Up to `length` bytes at `offset` of what the stream holds; shorter only at its end. InputError if it is broken. */
  read(offset: number, length: number): Uint8Array;
  /** Releases its memory for other decoders. */
  close(): void;
}

/** A broken stream: what is wrong, and where in the source, in bytes from its start. */
export function broken(format: Compression, what: string, offset: number): InputError {
  return new InputError(`${format}: ${what} at offset ${offset}`, { offset });
}

/** A stream that holds more than the caller wants to take. */
export function tooLong(format: Compression, limit: number, offset: number): InputError {
  return broken(format, `more than the ${limit} bytes allowed come out`, offset);
}
