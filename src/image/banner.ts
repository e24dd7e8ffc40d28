import { platform } from '../platform/platform.js';
import { gzipStart } from './ikconfig.js';
import { type MarkerTap, markerTap } from './tap.js';

export interface Banner {
  readonly text: string;
  readonly version: string;
}

/** Finds "Linux version 6.1.0-50-amd64 (builder) ...", which every Linux kernel prints first. */
export function linuxBannerTap(): MarkerTap<Banner> {
  return markerTap('Linux version ', 1024, 64, bytes => {
    const match = /^Linux version (\d[^\s\0]{1,128}) \([^\0\n]*/.exec(platform().latin1(bytes));
    return match ? { text: match[0].trim(), version: match[1]! } : null;
  });
}

/** Finds the format of the line with which Xen introduces itself. */
export function xenBannerTap(): MarkerTap<true> {
  return markerTap('Xen version %d.%d', 64, 1, () => true);
}

/** Finds the release in the header of Xen's own packed .config, which Xen carries since 4.13 or so. */
export function xenConfigTap(): MarkerTap<string> {
  return markerTap('\x1f\x8b\x08', 1024, 32, bytes => {
    const start = gzipStart(bytes, 1 << 16);
    return start === null ? null : (/^# Xen\/\S+ (\d\S*) Configuration$/m.exec(start)?.[1] ?? null);
  });
}
