import type { Compression, StreamFacts } from '../unpack/index.js';
import type { ImageProblem } from './problems.js';

/** What a file, or what is packed in it, is by its own shape. */
export type Core =
  | 'elf'
  | 'bzimage' // x86 boot header, loaded high
  | 'zimage' // x86 boot header loaded low, or 32-bit Arm; `arch` tells
  | 'arm64-image'
  | 'riscv-image'
  | 'zboot'
  | 'uki'
  | 'uimage'
  | 'efi-application'
  | 'pe' // a PE file that is no EFI application
  | 'cpio'
  | 'disk-image'
  | 'device-tree'
  | 'android-boot'
  | 'archive'
  | 'text'
  | 'empty'
  | 'data';

/** The file's format; "xz-elf" is an ELF compressed as a whole, "gzip-xz-elf" one that was compressed again. */
type ImageFormat = Core | `${Compression}-${string}`;

/** Which program it is, if something in the image shows it. */
export type System =
  'linux' | 'xen' | 'mini-os' | 'grub' | 'netbsd' | 'freebsd' | 'ipxe' | 'memtest86' | 'memdisk';

export type ImageArch =
  'x86' | 'arm' | 'arm64' | 'riscv' | 'loongarch' | 'powerpc' | 'mips' | 's390' | 'ia64' | 'sparc';

export type Endian = 'little' | 'big';
export type Bits = 32 | 64;

/** The x86 boot header; null fields are not in its protocol yet. Addresses in bytes of physical memory. */
export interface SetupHeader {
  /** "2.15"; null for kernels from before the header. */
  readonly bootProtocol: string | null;
  /** Protocol as the header has it: 0x020f. 0 without a header. */
  readonly protocol: number;
  /** Bytes of real-mode code, boot sector included; the protected-mode part starts there. */
  readonly setupSize: number;
  /** Bytes of protected-mode code as the header says (syssize * 16). */
  readonly systemSize: number;
  readonly loadedHigh: boolean;
  readonly loadFlags: readonly string[];
  readonly extendedLoadFlags: readonly string[] | null;
  /** The whole text behind kernel_version: "6.1.0-50-amd64 (debian-kernel@...) #1 SMP ...". */
  readonly versionText: string | null;
  readonly code32Start: number;
  readonly relocatable: boolean | null;
  readonly alignment: number | null;
  readonly minAlignment: number | null;
  readonly commandLineSize: number | null;
  readonly payloadOffset: number | null;
  readonly payloadLength: number | null;
  readonly preferredAddress: bigint | null;
  readonly initSize: number | null;
  readonly handoverOffset: number | null;
  readonly kernelInfo: {
    readonly size: number;
    readonly sizeTotal: number;
    readonly setupTypeMax: number;
  } | null;
}

/** Where the kernel proper lies in the file and how it is packed. */
export interface Payload {
  readonly compression: Compression | 'none';
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes, size word included where the image counts it in. */
  readonly length: number;
  /** What the stream says of dictionary, window, filters and size; null if nothing is packed or its header is damaged. */
  readonly stream: StreamFacts | null;
  /**
   * The little-endian unpacked size in the last four bytes. `certain` is false where only unpacking everything could
   * tell it from stream data and that was not asked for. null: there is none (plain files of xz, zstd, ...).
   */
  readonly sizeWord: { readonly value: number; readonly certain: boolean } | null;
  /** Unpacked size; null unless everything was unpacked. */
  readonly unpackedSize: number | null;
}

/** One loadable ELF segment. */
export interface Segment {
  readonly offset: number;
  readonly fileSize: number;
  readonly memorySize: bigint;
  readonly virtual: bigint;
  readonly physical: bigint;
  readonly align: bigint;
  readonly flags: string;
}

export interface ElfFacts {
  readonly bits: Bits;
  readonly endian: Endian;
  /** e_machine. */
  readonly machine: number;
  readonly type: 'relocatable' | 'executable' | 'shared' | 'core' | 'other';
  readonly entry: bigint;
  readonly segments: readonly Segment[];
  /** Physical addresses from the lowest segment's start to the highest one's end; null without segments. */
  readonly load: { readonly from: bigint; readonly to: bigint } | null;
  /** Needs a dynamic linker: a program, not a kernel. */
  readonly interpreter: boolean;
  readonly sectionCount: number;
  /** The header names a section name table, which Xen's tools demanded up to 4.12. */
  readonly sectionNames: boolean;
  /** Has a symbol table; null where the section headers were not read. */
  readonly symbols: boolean | null;
  /** Multiboot header versions found in the first 8 KiB (32 KiB for 2). */
  readonly multiboot: readonly (1 | 2)[];
}

/** One note of owner "Xen". Numbers are bigint; L1_MFN_VALID and PHYS32_RELOC are lists of words. */
export interface XenNote {
  readonly type: number;
  /** "PHYS32_ENTRY"; null for a type no Xen knows. */
  readonly name: string | null;
  readonly value: string | bigint | readonly bigint[] | null;
  readonly raw: Uint8Array;
  /** Bytes from the start of the ELF to the note's header. */
  readonly offset: number;
}

/** A note of another owner: build-id and the like. */
export interface OtherNote {
  readonly owner: string;
  readonly type: number;
  readonly raw: Uint8Array;
  readonly offset: number;
}

export interface XenFeature {
  readonly name: string;
  readonly bit: number;
  /** Written with "!" in FEATURES. */
  readonly required: boolean;
  readonly from: 'FEATURES' | 'SUPPORTED_FEATURES';
}

/** The Xen notes in one piece, or the old `__xen_guest` section in the same words. Addresses as the image states them. */
export interface XenFacts {
  readonly source: 'pt-note' | 'sht-note' | 'legacy-section';
  /** The `__xen_guest` text, if that is the source. */
  readonly legacy: string | null;
  readonly guestOs: string | null;
  readonly guestVersion: string | null;
  readonly xenVersion: string | null;
  readonly loader: string | null;
  readonly pae: 'no' | 'yes' | 'extended-cr3' | 'bimodal';
  readonly entry: bigint | null;
  readonly hypercallPage: bigint | null;
  readonly virtBase: bigint | null;
  readonly paddrOffset: bigint | null;
  readonly hvStartLow: bigint | null;
  readonly initP2m: bigint | null;
  readonly bsdSymtab: boolean;
  readonly suspendCancel: boolean;
  readonly modStartPfn: boolean;
  /** Physical entry for PVH; null: no PVH entry. */
  readonly phys32Entry: bigint | null;
  /** Set when the image can be moved for PVH; missing words take Xen's defaults. */
  readonly phys32Reloc: { readonly align: number | null; readonly min: number; readonly max: number } | null;
  readonly features: readonly XenFeature[];
  /** Is the SUPPORTED_FEATURES note there? Without it Xen doesn't check for dom0 ability. */
  readonly supportedFeatures: boolean;
}

export interface PeSection {
  readonly name: string;
  readonly offset: number;
  /** Bytes in the file that count (without padding). */
  readonly size: number;
}

export interface PeFacts {
  readonly machine: number;
  readonly arch: ImageArch | null;
  readonly bits: Bits | null;
  readonly subsystem: number;
  readonly efi: boolean;
  readonly sections: readonly PeSection[];
}

/** Parts of a unified kernel image; texts are cut at 64 KiB. */
export interface UkiFacts {
  readonly stub: string | null;
  readonly linux: PeSection | null;
  readonly initrd: PeSection | null;
  readonly commandLine: string | null;
  readonly uname: string | null;
  readonly osRelease: string | null;
}

/** 32-bit Arm zImage header. */
export interface ArmZimageFacts {
  readonly start: number;
  readonly end: number;
}

/** arm64 and RISC-V Image header. Sizes in bytes. */
export interface FlatImageFacts {
  readonly textOffset: bigint;
  /** 0 in images from before Linux 3.17. */
  readonly imageSize: bigint;
  readonly flags: bigint;
  readonly pageSize: 4096 | 16384 | 65536 | null;
}

export interface UimageFacts {
  readonly name: string;
  readonly os: number;
  readonly type: number;
  readonly dataSize: number;
  readonly load: number;
  readonly entry: number;
  /** As the header names it; null: a number that stands for none of the known ones. */
  readonly compression: Compression | 'none' | null;
  /** Seconds since 1970. */
  readonly time: number;
}

/** Everything that a kernel image says about itself. */
export interface ImageFacts {
  /** File size in bytes. */
  readonly size: number;
  readonly format: ImageFormat;
  /** What lies in the innermost wrapping that was opened; null if none could be. */
  readonly core: Core | null;
  readonly system: System | null;
  readonly arch: ImageArch | null;
  readonly bits: Bits | null;
  readonly endian: Endian | null;
  /** Release: "6.1.0-50-amd64"; of Xen "4.17.5". */
  readonly version: string | null;
  /** "Linux version 6.1.0 (...) ...", in one line. */
  readonly banner: string | null;
  readonly setup: SetupHeader | null;
  readonly pe: PeFacts | null;
  /** Has an EFI entry (PE header) of its own. */
  readonly efiStub: boolean;
  readonly payload: Payload | null;
  readonly elf: ElfFacts | null;
  /** Xen notes in file order; empty too when they come from `__xen_guest`. */
  readonly notes: readonly XenNote[];
  readonly otherNotes: readonly OtherNote[];
  readonly xen: XenFacts | null;
  readonly uki: UkiFacts | null;
  readonly uimage: UimageFacts | null;
  readonly armZimage: ArmZimageFacts | null;
  readonly flatImage: FlatImageFacts | null;
  /** Kind of disk image or archive: "qcow2", "mbr", "ext", "tar", ... */
  readonly variant: string | null;
  /** The kernel's own .config, unpacked. */
  readonly ikconfig: Uint8Array | null;
  /** Were the notes looked for, to the end of what could be read? false where only identification was asked. */
  readonly notesRead: boolean;
  /**
   * The image that came out of `payload`, where that is no bare kernel but packed, or wrapped, once more: a bzImage that
   * was compressed as a whole. Read as a file of its own; what it says stands in the facts of the file too.
   */
  readonly inner: ImageFacts | null;
  readonly problems: readonly ImageProblem[];
}
