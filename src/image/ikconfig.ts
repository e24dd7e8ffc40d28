import { encodeUtf8 } from '../input/bytes.js';
import { platform } from '../platform/platform.js';
import { type MarkerTap, markerTap } from './tap.js';

const longest = 1 << 20;
const mostConfig = 1 << 23;

export interface Ikconfig {
  readonly config: Uint8Array | null;
  readonly failure: string | null;
}

/** Finds the kernel's own .config (IKCONFIG=y): a gzip stream between "IKCFG_ST" and "IKCFG_ED". */
export function ikconfigTap(): MarkerTap<Ikconfig> {
  return markerTap('IKCFG_ST', longest, 4, bytes => {
    const packed = bytes.subarray(8);
    if (packed[0] !== 0x1f || packed[1] !== 0x8b) return null;
    const end = platform().indexOf(packed, encodeUtf8('IKCFG_ED'));
    if (end < 0) return { config: null, failure: 'no end mark' };
    return inflate(packed.subarray(0, end));
  });
}

function inflate(packed: Uint8Array): Ikconfig {
  try {
    return { config: platform().gunzip(packed, mostConfig), failure: null };
  } catch (error) {
    return { config: null, failure: (error as Error).message };
  }
}

/** The first bytes that come out of a gzip stream whose header has at most a name; null if there is no such stream. */
export function gzipStart(bytes: Uint8Array, limit: number): string | null {
  const flags = bytes[3];
  const start = flags === 8 ? bytes.indexOf(0, 10) + 1 : 10;
  if ((flags !== 0 && flags !== 8) || start < 10) return null;
  try {
    // Without its header and trailer, so that what follows the stream doesn't matter.
    return platform().latin1(platform().inflateStart(bytes.subarray(start), limit));
  } catch {
    return null;
  }
}
