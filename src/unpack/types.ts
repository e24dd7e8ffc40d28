import { InputError } from '../input/input-error.js';

/** The compressions the kernel build knows, by the names its options use. */
export type Compression = 'gzip' | 'bzip2' | 'lzma' | 'xz' | 'lzo' | 'lz4' | 'zstd';

export interface UnpackOptions {
  /** Most bytes that may come out; a stream that holds more is an InputError. */
  readonly limit: number;
  /** Called once, when the stream has ended well, with the number of bytes it took from the source. */
  readonly onEnd?: (consumed: number) => void;
}

/** A stream of which any part can be had without handing out all that comes before. */
export interface Parts {
  /** Up to `length` bytes at `offset` of what the stream holds; shorter only at its end. InputError if it is broken. */
  read(offset: number, length: number): Uint8Array;
  /** Lets others use its memory. */
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
