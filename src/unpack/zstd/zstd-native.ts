import { pipeline, Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { pieces, type Reader } from '../reader.js';
import { readZstdHeader, zstdFrameEnd } from './zstd-header.js';

type Create = (options: { readonly chunkSize: number }) => NodeJS.ReadWriteStream;

// Node has it from 22.15 on; the types are those of Node 20.
const create = (zlib as { createZstdDecompress?: Create }).createZstdDecompress;
const chunkSize = 1 << 20;
/** The largest window that zstd takes without being told to. */
const largestWindow = 1 << 27;

/**
 * What the frame at the reader holds, by Node's own zstd, up to `left` bytes. `onEnd` is called with the offset behind the
 * frame if all went well; if not, our own decoder has to start anew: it knows what is wrong, and where.
 */
export async function* nativeFrame(
  { source, at, end }: Reader,
  left: number,
  onEnd: (end: number) => void,
): AsyncGenerator<Uint8Array> {
  const header = create ? readZstdHeader(source.read(at, Math.min(18, end - at))) : '';
  if (!create || typeof header === 'string' || header.window > largestWindow) return;
  const frameEnd = zstdFrameEnd(source, at, end);
  if (frameEnd === null) return;
  // Ends and errors are seen on the stream itself.
  const input = Readable.from(pieces(source, at, frameEnd), { objectMode: true });
  let count = 0;
  try {
    for await (const chunk of pipeline(input, create({ chunkSize }), () => {})) {
      count += chunk.length;
      if (count > left) return;
      yield chunk as Uint8Array;
    }
  } catch {
    return;
  }
  onEnd(frameEnd);
}
