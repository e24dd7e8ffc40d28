import { concat } from '../input/bytes.js';
import { InputError } from '../input/input-error.js';
import type { Source } from '../input/source.js';
import { identifySize } from './bytes.js';
import type { Parts } from '../unpack/index.js';
import type { Tap } from './tap.js';

/** Most bytes one read may ask for: no header, table or note list of a real image comes near. */
const longestRead = 1 << 24;
const blockSize = 1 << 20;
/** Reading backwards in a packed stream starts it anew; an honest image needs that once. */
const mostRestarts = 2;

/** The bytes of an image, lying in a file or coming out of a decoder. */
export interface Content {
  /** Up to `length` bytes at `offset`; shorter only where the content ends, breaks or reaches the limit. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Goes on until each of the taps named has seen all it wants, then tells every tap that nothing follows. */
  finish(wanted: readonly Tap[]): Promise<void>;
  /** Frees the decoder. */
  close(): Promise<void>;
  state(): ContentState;
}

interface ContentState {
  /** Length of the content, once its good end was seen. */
  readonly size: number | null;
  /** What broke the stream. */
  readonly failure: InputError | null;
  /** More came out than the limit allows. */
  readonly tooLarge: boolean;
}

/** Content that lies plainly in a source. Taps only run on `finish`. */
export function plainContent(source: Source, taps: readonly Tap[]): Content {
  return {
    read: async (offset, length) =>
      offset < source.size ? source.read(offset, Math.min(length, longestRead)) : new Uint8Array(0),
    finish: async wanted => {
      for (let at = 0; at < source.size && wanted.some(tap => !tap.done()); at += blockSize) {
        const block = source.read(at, blockSize);
        for (const tap of taps) if (!tap.done()) tap.push(block);
      }
      for (const tap of taps) tap.end();
    },
    close: async () => {},
    state: () => ({ size: source.size, failure: null, tooLarge: false }),
  };
}

/**
 * Content that comes out of a decoder, front to back. `open` starts the decoder; the taps see every byte once, as it
 * comes by. At most `limit` bytes are taken.
 */
export function packedContent(
  open: () => AsyncGenerator<Uint8Array>,
  limit: number,
  taps: readonly Tap[],
): Content {
  const head = new Uint8Array(Math.min(identifySize, limit));
  let headFilled = 0;
  let stream: AsyncGenerator<Uint8Array> | null = null;
  let chunk: Uint8Array = new Uint8Array(0);
  let chunkStart = 0;
  let seen = 0;
  let restarts = -1;
  let ended = false;
  let size: number | null = null;
  let failure: InputError | null = null;
  let tooLarge = false;

  async function start(): Promise<boolean> {
    await stream?.return(undefined);
    if (++restarts > mostRestarts) return false;
    stream = open();
    chunk = new Uint8Array(0);
    chunkStart = 0;
    ended = false;
    return true;
  }

  async function advance(): Promise<boolean> {
    if (!stream && !(await start())) return false;
    if (ended) return false;
    const position = chunkStart + chunk.length;
    let next: IteratorResult<Uint8Array>;
    try {
      next = await stream!.next();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failure ??= error;
      ended = true;
      return false;
    }
    if (next.done) {
      size ??= position;
      ended = true;
      return false;
    }
    chunk = next.value;
    chunkStart = position;
    if (position + chunk.length > limit) {
      tooLarge = true;
      ended = true;
      chunk = chunk.subarray(0, limit - position);
      await stream!.return(undefined);
    }
    look();
    return true;
  }

  // Shows the taps what they have not seen, and keeps the head at hand.
  function look(): void {
    const end = chunkStart + chunk.length;
    if (end <= seen) return;
    const fresh = chunk.subarray(seen - chunkStart);
    if (headFilled < head.length) {
      const part = fresh.subarray(0, head.length - headFilled);
      head.set(part, headFilled);
      headFilled += part.length;
    }
    for (const tap of taps) if (!tap.done()) tap.push(fresh);
    seen = end;
  }

  async function read(offset: number, wanted: number): Promise<Uint8Array> {
    const length = Math.min(wanted, longestRead);
    while (headFilled < Math.min(offset + length, head.length) && (await advance()));
    if (offset + length <= headFilled) return head.subarray(offset, offset + length);
    if (offset < chunkStart && !(await start())) return new Uint8Array(0);
    while (chunkStart + chunk.length <= offset) if (!(await advance())) return new Uint8Array(0);
    const parts: Uint8Array[] = [];
    let have = 0;
    do {
      const from = Math.max(0, offset - chunkStart);
      const part = chunk.subarray(from, from + length - have);
      parts.push(part);
      have += part.length;
    } while (have < length && (await advance()));
    return parts.length === 1 ? parts[0]! : concat(parts);
  }

  return {
    read,
    finish: async wanted => {
      while (wanted.some(tap => !tap.done()) && (await advance()));
      for (const tap of taps) tap.end();
    },
    close: async () => {
      await stream?.return(undefined);
    },
    state: () => ({ size, failure, tooLarge }),
  };
}

/**
 * Content of which only some parts are wanted: those come from `parts`, where the stream allows it. As soon as more is asked,
 * or a part is broken, `whole` takes over.
 */
export function partialContent(parts: Parts, whole: Content, taps: readonly Tap[]): Content {
  let isWhole = false;
  return {
    read: async (offset, length) => {
      if (!isWhole) {
        try {
          return parts.read(offset, Math.min(length, longestRead));
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          isWhole = true;
        }
      }
      return whole.read(offset, length);
    },
    finish: async wanted => {
      if (isWhole || wanted.length > 0) return whole.finish(wanted);
      for (const tap of taps) tap.end();
    },
    close: async () => {
      parts.close();
      await whole.close();
    },
    state: () => whole.state(),
  };
}

/** All of a content as far as it goes, `most` bytes of it. */
export async function readWhole(content: Content, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const part = await content.read(size, Math.min(blockSize, most - size));
    if (part.length === 0) return concat(parts);
    // A decoder may use the memory of its chunks again.
    parts.push(new Uint8Array(part));
    size += part.length;
  }
}
