// What the tables need to know of a kernel file. Plain structural types: the image reader's result fits them.

export type ImageCompression = 'none' | 'gzip' | 'bzip2' | 'lzma' | 'xz' | 'lzo' | 'lz4' | 'zstd' | 'unknown';

/**
 * What a file is once any compression around the whole file is off. `packed`: compressed once more; `other`: no kernel at
 * all.
 */
export type Container =
  | 'elf'
  | 'bzimage'
  | 'zimage'
  | 'arm64-image'
  | 'riscv-image'
  | 'uimage'
  | 'zboot'
  | 'uki'
  | 'multiboot-xen'
  | 'xen'
  | 'initramfs'
  | 'packed'
  | 'other';

export type XenArch = 'x86' | 'arm' | 'arm64' | 'riscv' | 'other';

/** Compressed data and what matters of it to a loader. Absent means not known, and is never held against the image. */
export interface CompressedData {
  readonly compression: ImageCompression;
  /** Do the last four bytes give the unpacked size (little-endian)? The kernel build appends them, compressors do not. */
  readonly sizeWord?: boolean;
  /** The xz dictionary in bytes. */
  readonly xzDictionary?: number;
  /** The data starts, or ends, behind the end of the file. */
  readonly cut?: 'offset' | 'length' | null;
}

/** The ELF that the loader ends with. Addresses are physical, in bytes. */
interface LoadedElf {
  /** The e_entry field. */
  readonly entry?: bigint | number;
  /** Lowest and highest p_paddr of the PT_LOAD segments, the second with its size in memory added. */
  readonly loadStart?: bigint | number;
  readonly loadEnd?: bigint | number;
  readonly sectionNames?: boolean;
  readonly bigEndian?: boolean;
  /** Headers point behind the end of the data. */
  readonly broken?: boolean;
}

/** The notes of owner Xen, or what the __xen_guest section says in their place. Null: the note is not there. */
export interface XenNotes {
  /** Any ELF note at all, whoever owns it: a build-id counts. */
  readonly anyNote: boolean;
  /** Where the values are from; null: there are none. */
  readonly source: 'notes' | 'legacy' | null;
  /** The file has a __xen_guest section, read or not. */
  readonly legacySection?: boolean;
  readonly guestOs: string | null;
  readonly loader: string | null;
  readonly xenVersion: string | null;
  readonly paeMode: string | null;
  /** The FEATURES string, as it stands. */
  readonly features: string | null;
  /** The first word of SUPPORTED_FEATURES, one bit a feature. */
  readonly supportedFeatures: bigint | number | null;
  readonly entry: bigint | number | null;
  readonly virtBase: bigint | number | null;
  readonly paddrOffset: bigint | number | null;
  readonly phys32Entry: bigint | number | null;
}

export interface XenImage {
  readonly container: Container;
  /** Compression around the whole file; for a uImage the one that its header names. Null: none. */
  readonly wrapper: CompressedData | null;
  /** What a bzImage holds; null for every other container, and where it was not read. */
  readonly payload: CompressedData | null;
  /** Boot protocol of a bzImage, 0x020f for 2.15. */
  readonly bootProtocol: number | null;
  readonly arch: XenArch | null;
  readonly bits: 32 | 64 | null;
  /** Release of a Linux kernel, where the image tells. */
  readonly release?: string | null;
  readonly elf: LoadedElf | null;
  /** Null: not read, so nothing is known. */
  readonly notes: XenNotes | null;
  /** Length of the file, and of what it unpacks to, in bytes. */
  readonly size?: number;
  readonly unpackedSize?: number;
}
