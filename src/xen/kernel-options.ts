/** What a kernel's compression option packs its payload with; without any of them (before 2.6.30) it is gzip. */
export const compressionOptions = {
  KERNEL_GZIP: 'gzip',
  KERNEL_BZIP2: 'bzip2',
  KERNEL_LZMA: 'lzma',
  KERNEL_XZ: 'xz',
  KERNEL_LZO: 'lzo',
  KERNEL_LZ4: 'lz4',
  KERNEL_ZSTD: 'zstd',
} as const;
