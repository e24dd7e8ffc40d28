import { encodeUtf8 } from '../input/bytes.js';
import { platform } from '../platform/platform.js';
import type { System, XenFacts } from './facts.js';

/** Texts by which programs with a Linux boot header that are no Linux kernel give themselves away. */
const markers: readonly (readonly [string, System])[] = [
  ['iPXE', 'ipxe'],
  ['gPXE', 'ipxe'],
  ['Etherboot', 'ipxe'],
  ['Memtest86', 'memtest86'],
  ['MEMDISK', 'memdisk'],
  ['GRUB', 'grub'],
];

/** Names a program with a boot header by the texts in its head. */
export function systemOfMarkers(head: Uint8Array): System | null {
  return markers.find(([marker]) => platform().indexOf(head, encodeUtf8(marker)) >= 0)?.[1] ?? null;
}

const guests: Record<string, System> = {
  linux: 'linux',
  'mini-os': 'mini-os',
  grub: 'grub',
  netbsd: 'netbsd',
  freebsd: 'freebsd',
};

/** Whose kernel it is by its GUEST_OS note. */
export function systemOfNotes(xen: XenFacts | null): System | null {
  const name = xen?.guestOs?.toLowerCase() ?? '';
  return guests[name] ?? guests[name.split(/[\s_]/)[0]!] ?? null;
}
