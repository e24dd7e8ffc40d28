import { existsSync } from 'node:fs';
import { release } from 'node:os';

/** Where distributions keep the config of the running kernel, the surest first; null if it is at none of them. */
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
