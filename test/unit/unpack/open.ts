import { inflateRawSync } from 'node:zlib';
import { InputError } from '../../../src/input/input-error.js';
import { bytesSource } from '../../../src/input/source.js';
import { type Compression, unpack } from '../../../src/unpack/index.js';
import type { Fixture } from './fixtures.js';

export function stream(fixture: Fixture): Uint8Array {
  const bytes = Buffer.from(fixture.stream, 'base64');
  return fixture.isDeflated ? inflateRawSync(bytes) : bytes;
}

/** What came of one run. */
export interface Outcome {
  readonly output: Uint8Array;
  /** Bytes the stream took; null unless it ended well. */
  readonly consumed: number | null;
  readonly error: InputError | null;
}

/** Unpacks all of `bytes` from `offset`. Throws whatever is not an InputError. */
export async function open(
  bytes: Uint8Array,
  compression: Compression,
  limit: number,
  offset = 0,
): Promise<Outcome> {
  const chunks: Uint8Array[] = [];
  let consumed: number | null = null;
  let error: InputError | null = null;
  const onEnd = (count: number) => {
    consumed = count;
  };
  try {
    const source = bytesSource(bytes);
    for await (const chunk of unpack(source, offset, bytes.length - offset, compression, { limit, onEnd }))
      chunks.push(chunk);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    error = thrown;
  }
  return { output: Buffer.concat(chunks), consumed, error };
}
