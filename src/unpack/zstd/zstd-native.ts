import { platform } from '../../platform/platform.js';
import { pieces, type Reader } from '../reader.js';
import { readZstdHeader, zstdFrameEnd } from './zstd-header.js';

/** The largest window that zstd accepts by default. */
const largestWindow = 1 << 27;

/**
 * Unpacks the frame at the reader with the platform's own zstd, up to `left` bytes. `onEnd` is called with the offset
 * after the frame if all went well; if not, our own decoder has to start anew: it knows what is wrong, and where.
 */
export async function* nativeFrame(
  { source, at, end }: Reader,
  left: number,
  onEnd: (end: number) => void,
): AsyncGenerator<Uint8Array> {
  const { unzstd } = platform();
  const header = unzstd ? readZstdHeader(source.read(at, Math.min(18, end - at))) : '';
  if (!unzstd || typeof header === 'string' || header.window > largestWindow) return;
  const frameEnd = zstdFrameEnd(source, at, end);
  if (frameEnd === null) return;
  let count = 0;
  try {
    for await (const chunk of unzstd(pieces(source, at, frameEnd))) {
      count += chunk.length;
      if (count > left) return;
      yield chunk;
    }
  } catch {
    return;
  }
  onEnd(frameEnd);
}
