// The shipped tables, read from profiles/xen as the build reads them.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { assembleXenData, type XenFile, xenFiles } from '../../../scripts/compile/xen.js';
import type { XenImage, XenNotes } from '../../../src/xen/image-input.js';

function readFiles(): Record<XenFile, unknown> {
  const read = (name: XenFile) => {
    const url = new URL(`../../../../profiles/xen/${name}.yaml`, import.meta.url);
    return parse(readFileSync(url, 'utf8')) as unknown;
  };
  return Object.fromEntries(xenFiles.map(name => [name, read(name)])) as Record<XenFile, unknown>;
}

const parsed = readFiles();

/** A copy of the parsed files, to be changed at will. */
export function parsedFiles(): Record<XenFile, unknown> {
  return structuredClone(parsed);
}

export const { data: xen, faults } = assembleXenData(parsed);

/** Notes of a 64-bit Linux 6.1 with XEN_PV, XEN_PVH and XEN_DOM0, as readelf -n shows them. */
export const linuxNotes: XenNotes = {
  anyNote: true,
  source: 'notes',
  guestOs: 'linux',
  loader: 'generic',
  xenVersion: 'xen-3.0',
  paeMode: null,
  features: '!writable_page_tables|pae_pgdir_above_4gb',
  supportedFeatures: 0x8801,
  entry: 0xffffffff82800000n,
  virtBase: 0xffffffff80000000n,
  paddrOffset: 0,
  phys32Entry: 0x1000000,
};

export const noXenNotes: XenNotes = {
  anyNote: true,
  source: null,
  guestOs: null,
  loader: null,
  xenVersion: null,
  paeMode: null,
  features: null,
  supportedFeatures: null,
  entry: null,
  virtBase: null,
  paddrOffset: null,
  phys32Entry: null,
};

/** A bzImage of Linux 6.1 as the kernel build makes it, LZ4. */
export const bzImage: XenImage = {
  container: 'bzimage',
  wrapper: null,
  payload: { compression: 'lz4', sizeWord: true },
  bootProtocol: 0x20f,
  arch: 'x86',
  bits: 64,
  elf: { entry: 0x1000000, loadStart: 0x1000000, loadEnd: 0x2c00000, sectionNames: true },
  notes: linuxNotes,
};

export const vmlinux: XenImage = { ...bzImage, container: 'elf', payload: null, bootProtocol: null };
