import { constants, gunzipSync } from 'node:zlib';
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
    const end = packed.indexOf('IKCFG_ED', 0, 'latin1');
    if (end < 0) return { config: null, failure: 'no end mark' };
    return inflate(packed.subarray(0, end));
  });
}

function inflate(packed: Uint8Array): Ikconfig {
  try {
    return { config: gunzipSync(packed, { maxOutputLength: mostConfig }), failure: null };
  } catch (error) {
    return { config: null, failure: (error as Error).message };
  }
}

/** The first bytes a gzip stream holds, as text; null if there is no such stream. */
export function gzipStart(bytes: Uint8Array, limit: number): string | null {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: limit }).toString(
      'latin1',
    );
  } catch {
    return null;
  }
}
