import { bytesSource, type Source } from '../../../../src/input/source.js';
import { readImage, type ReadImageOptions } from '../../../../src/image/read-image.js';
import type { ImageFacts } from '../../../../src/image/facts.js';

export const read = (bytes: Uint8Array, options?: ReadImageOptions): Promise<ImageFacts> =>
  readImage(bytesSource(bytes), options);

export const codes = (facts: ImageFacts): string[] => facts.problems.map(({ code }) => code);

/** A source that counts the bytes read from it. */
export function countingSource(bytes: Uint8Array): Source & { readonly total: () => number } {
  let total = 0;
  return {
    size: bytes.length,
    read(offset, length) {
      const part = bytes.subarray(offset, offset + length);
      total += part.length;
      return part;
    },
    total: () => total,
  };
}
