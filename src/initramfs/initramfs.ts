import type { Compression } from '../unpack/index.js';
import type { InitProgram } from './program.js';

export type InitramfsMaker = 'initramfs-tools' | 'dracut' | 'mkinitcpio' | 'booster' | 'busybox' | 'mkinitfs';

/** One cpio archive of the row that an initramfs is. */
export interface Archive {
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly compression: Compression | 'none';
  readonly entries: number;
  /** Holds nothing but CPU microcode or ACPI tables: the early archive. */
  readonly early: boolean;
}

export interface InitramfsModule {
  /** As the kernel calls it, with "_" for "-": "xen_blkfront". */
  readonly name: string;
  /** Path inside the archive, without "./". */
  readonly path: string;
  /** How the file is packed: .ko, .ko.gz, .ko.xz, .ko.zst. */
  readonly compression: Compression | 'none';
  /** The kernel release whose folder in lib/modules it is in; null outside of these. */
  readonly release: string | null;
}

export interface InitramfsProblem {
  readonly code: 'damaged' | 'cut' | 'unknown-format' | 'old-cpio' | 'no-init' | 'limit' | 'unpackable';
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly detail: string;
}

/** What an initramfs holds, as far as it matters to a boot. */
export interface InitramfsFacts {
  readonly size: number;
  readonly archives: readonly Archive[];
  readonly maker: InitramfsMaker | null;
  /** Kernel releases that it has modules for, from lib/modules/RELEASE. */
  readonly releases: readonly string[];
  readonly modules: readonly InitramfsModule[];
  /** Names in modules.builtin, "_" for "-"; null where there is no such file. */
  readonly builtin: ReadonlySet<string> | null;
  /** Names in modules.dep; null where there is no such file. */
  readonly listed: ReadonlySet<string> | null;
  /** "init", "linuxrc", ...: what the kernel would start; null if there is nothing. */
  readonly init: string | null;
  /** What kind of program /init is; null where there is none, or only a link to it. */
  readonly program: InitProgram | null;
  /** Small files that tell how it boots: conf/conf.d/*, etc/cmdline.d/*, etc/conf.d/*; texts are cut at 64 KiB. */
  readonly settings: ReadonlyMap<string, string>;
  /** Programs in it that a root disk may need: "cryptsetup", "lvm", "mdadm", "multipath", "btrfs", "zpool", "kpartx". */
  readonly tools: readonly string[];
  /** Bytes once unpacked, headers included. */
  readonly unpackedSize: number;
  readonly problems: readonly InitramfsProblem[];
}
