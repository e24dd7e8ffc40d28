import type { Core, ImageFacts, System } from './facts.js';
import type { ProblemCode } from './problems.js';

const coreTitles: Record<Core, string> = {
  elf: 'ELF image',
  bzimage: 'bzImage',
  zimage: 'zImage',
  'arm64-image': 'arm64 Image',
  'riscv-image': 'RISC-V Image',
  zboot: 'EFI zboot image',
  uki: 'unified kernel image',
  uimage: 'U-Boot image',
  'efi-application': 'EFI application',
  pe: 'PE program',
  cpio: 'cpio archive or initramfs',
  'disk-image': 'disk image',
  'device-tree': 'device tree or FIT image',
  'android-boot': 'Android boot image',
  archive: 'archive or package',
  text: 'text file',
  empty: 'empty file',
  data: 'unknown data',
};

const systemTitles: Record<System, string> = {
  linux: 'Linux kernel',
  xen: 'Xen hypervisor',
  'mini-os': 'Mini-OS',
  grub: 'GRUB',
  netbsd: 'NetBSD kernel',
  freebsd: 'FreeBSD kernel',
  ipxe: 'iPXE',
  memtest86: 'Memtest86+',
  memdisk: 'MEMDISK',
};

/** One short line for each kind of problem; arguments are the reporter's to add. */
export const problemTitles: Record<ProblemCode, string> = {
  'not-a-kernel': 'not a kernel image',
  'is-the-hypervisor': 'this is Xen itself, not a kernel for it',
  'header-truncated': 'the file ends inside a header',
  'header-malformed': 'a header contradicts itself',
  'nested-too-deep': 'images packed in images, too deep to follow',
  'protocol-too-old': 'boot protocol older than 2.08',
  'payload-missing': 'boot header without a kernel payload',
  'payload-outside-file': 'the payload lies outside the file',
  'payload-unknown': 'payload in no known compression',
  'payload-not-elf': 'the payload is not an ELF image',
  'payload-damaged': 'the payload cannot be unpacked',
  'payload-too-large': 'the payload unpacks to more than the limit',
  'payload-modern-lz4': 'modern lz4 frame, which no kernel loader reads',
  'size-word-missing': 'no size word behind the compressed data',
  'size-word-wrong': 'the size word is not the unpacked size',
  'elf-malformed': 'damaged ELF headers',
  'elf-not-executable': 'ELF file of a type that cannot be booted',
  'elf-needs-linker': 'ELF program, not a kernel',
  'elf-no-segments': 'ELF file without anything to load',
  'segment-outside-file': 'an ELF segment reaches outside the file',
  'notes-outside-file': 'the ELF notes reach outside the file',
  'notes-missing': 'no ELF notes at all',
  'xen-notes-missing': 'ELF notes, but none for Xen',
  'note-malformed': 'a damaged ELF note',
  'note-size': 'a Xen note of the wrong size',
  'note-unknown': 'a Xen note of unknown type',
  'note-repeated': 'a Xen note given more than once',
  'feature-unknown': 'an unknown Xen feature name',
  'feature-bit-unknown': 'an unknown Xen feature bit',
  'legacy-section-used': 'Xen facts only in the old __xen_guest section',
  'pe-malformed': 'damaged PE headers',
  'pe-section-outside-file': 'a PE section reaches outside the file',
  'uki-section-missing': 'unified kernel image without a needed section',
  'uimage-header-checksum': 'wrong U-Boot header checksum',
  'uimage-data-checksum': 'wrong U-Boot data checksum',
  'uimage-not-kernel': 'U-Boot image of something else than a Linux kernel',
  'zboot-unknown-compression': 'zboot image in an unknown compression',
  'file-truncated': 'the file is shorter than it says',
  'ikconfig-damaged': 'the kernel config inside the image cannot be unpacked',
};

/** "Linux kernel, xz-compressed ELF image", "Xen hypervisor, EFI application", "text file". */
export function imageTitle(facts: Pick<ImageFacts, 'format' | 'system' | 'arch'>): string {
  let [packed, core]: [string, string] = ['', facts.format];
  while (!(core in coreTitles)) {
    const dash = core.indexOf('-');
    packed += `${core.slice(0, dash)}-compressed `;
    core = core.slice(dash + 1);
  }
  const shape = packed + coreTitles[core as Core];
  const titled = core === 'zimage' && facts.arch ? `${facts.arch} ${shape}` : shape;
  return facts.system ? `${systemTitles[facts.system]}, ${titled}` : titled;
}
