import { existsSync } from 'node:fs';
import { release } from 'node:os';

/** Gives the path of the running kernel's config, the most reliable place first; null if there is none. */
export function runningKernelConfig(
  version = release(),
  exists: (path: string) => boolean = existsSync,
): string | null {
  const places = [
    '/proc/config.gz',
    `/boot/config-${version}`,
    `/lib/modules/${version}/config`,
    `/usr/lib/modules/${version}/config`,
    `/lib/modules/${version}/build/.config`,
    `/usr/lib/kernel/config-${version}`,
  ];
  return places.find(exists) ?? null;
}
