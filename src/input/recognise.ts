/** What a file that is not text seems to be, in words that follow "looks like"; null if nothing is known of it. */
export function recognise(bytes: Uint8Array): string | null {
  for (const [offset, magic, what] of signatures) {
    if (offset + magic.length > bytes.length) continue;
    let index = 0;
    while (index < magic.length && bytes[offset + index] === magic.charCodeAt(index)) index++;
    if (index === magic.length) return what;
  }
  return null;
}

// Specific before general: a bzImage also carries a PE header.
const signatures: readonly (readonly [number, string, string])[] = [
  [0x202, 'HdrS', 'a Linux kernel image (bzImage)'],
  [0x38, 'ARM\x64', 'a Linux kernel image (arm64 Image)'],
  [0x24, '\x18\x28\x6f\x01', 'a Linux kernel image (arm zImage)'],
  [0, '\x7fELF', 'an ELF file'],
  [0, 'MZ', 'an EFI or Windows executable'],
  [0, '070701', 'an initramfs (cpio archive)'],
  [0, '070702', 'an initramfs (cpio archive)'],
  [0, '\x1f\x8b', 'a gzip file'],
  [0, '\xfd7zXZ\x00', 'an xz file'],
  [0, 'BZh', 'a bzip2 file'],
  [0, '\x28\xb5\x2f\xfd', 'a zstd file'],
  [0, '\x02\x21\x4c\x18', 'an lz4 file'],
  [0, '\x89LZO', 'an lzop file'],
  [0, '!<arch>\n', 'a Debian package or ar archive'],
  [0, '\xed\xab\xee\xdb', 'an RPM package'],
  [0, 'PK\x03\x04', 'a zip archive'],
  [257, 'ustar', 'a tar archive'],
  [0, '\xd0\x0d\xfe\xed', 'a device tree blob'],
  [0, '\x27\x05\x19\x56', 'a U-Boot image (uImage)'],
];
