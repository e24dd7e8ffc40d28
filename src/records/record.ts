// What files beside kernel, initramfs, domain file and log tell of a boot: menus of boot loaders and output of programs.
import type { XenNote } from '../image/facts.js';
import type { InitramfsFacts } from '../initramfs/initramfs.js';

/** A file that a boot loader loads, as its menu names it. */
export interface LoadedFile {
  readonly line: number;
  readonly path: string;
  /** The words behind the path. */
  readonly commandLine: string;
}

/** How an entry starts its first program. `kernel`: GRUB legacy and extlinux; `efi`: the firmware loads it by itself. */
export type LoadCommand =
  'multiboot' | 'multiboot2' | 'linux' | 'kernel' | 'xen_hypervisor' | 'chainloader' | 'efi';

/** One thing that a menu can start. */
export interface MenuEntry {
  readonly line: number;
  readonly title: string | null;
  readonly command: LoadCommand;
  readonly xen: LoadedFile | null;
  /** Null where a boot loader is chained. */
  readonly kernel: LoadedFile | null;
  readonly ramdisks: readonly LoadedFile[];
}

export interface MenuFacts {
  readonly kind: 'boot-menu';
  readonly syntax: 'grub.cfg' | 'menu.lst' | 'boot loader entry' | 'extlinux.conf' | 'xen.cfg';
  readonly entries: readonly MenuEntry[];
  /** The entry that boots unless somebody chooses; of those with Xen the first, where the file does not tell. */
  readonly usual: MenuEntry | null;
}

/** A value, and its line from 1. */
export interface Told {
  readonly value: string;
  readonly line: number;
}

/** What `xl info` or `xm info` prints, by its own keys: xen_version, virt_caps, free_memory (MiB), xen_commandline. */
export interface HostFacts {
  readonly kind: 'host';
  readonly values: ReadonlyMap<string, Told>;
}

export type DomainState = 'running' | 'paused' | 'shutdown' | 'crashed' | 'dying';

/** One line of `xl list`. */
export interface ListedDomain {
  readonly line: number;
  readonly text: string;
  readonly name: string;
  readonly id: number;
  /** MiB. */
  readonly memory: number;
  readonly states: readonly DomainState[];
  /** Seconds of a processor that it used. */
  readonly time: number;
}

export interface DomainListFacts {
  readonly kind: 'domains';
  readonly domains: readonly ListedDomain[];
}

/** One device of a guest, both ends of it as xenstore has them. */
export interface StoreDevice {
  readonly line: number;
  /** "vbd", "vif", "console", "pci", ... */
  readonly type: string;
  /** The guest's number. */
  readonly domain: number;
  readonly device: string;
  /** XenbusState: 1 initialising, 2 init-wait, 3 initialised, 4 connected, 5 closing, 6 closed; null: not written. */
  readonly back: Told | null;
  readonly front: Told | null;
  readonly hotplugStatus: Told | null;
  readonly hotplugError: Told | null;
}

export interface StoreFacts {
  readonly kind: 'xenstore';
  readonly devices: readonly StoreDevice[];
}

/** Of `lsmod`: names with "_" for "-", and their lines. */
export interface LoadedModulesFacts {
  readonly kind: 'loaded-modules';
  readonly modules: ReadonlyMap<string, number>;
}

/** The names of what an initramfs holds; what it tells beside names is not known. */
export interface ListingFacts {
  readonly kind: 'initramfs-list';
  readonly facts: InitramfsFacts;
}

/** Of `readelf -n`: Xen's notes. */
export interface NotesFacts {
  readonly kind: 'elf-notes';
  readonly notes: readonly { readonly line: number; readonly note: XenNote }[];
}

/** Of `file`, for one kernel image. */
export interface FileFacts {
  readonly kind: 'file-output';
  readonly line: number;
  readonly text: string;
  readonly format: 'bzimage' | 'elf' | 'arm64-image' | 'zimage' | null;
  readonly bits: 32 | 64 | null;
  readonly release: string | null;
}

/** A domain that Xen makes at boot, from the device tree. */
export interface TreeDomain {
  readonly name: string;
  readonly line: number | null;
  readonly commandLine: string | null;
  readonly hasKernel: boolean;
  readonly hasRamdisk: boolean;
}

export interface DeviceTreeFacts {
  readonly kind: 'device-tree';
  readonly model: string | null;
  readonly xenCommandLine: Told | null;
  /** dom0's, of xen,dom0-bootargs or of its module. */
  readonly commandLine: Told | null;
  readonly hasDom0Kernel: boolean;
  readonly domains: readonly TreeDomain[];
}

/** What `qvm-prefs` prints of a qube. */
export interface QubeFacts {
  readonly kind: 'qube';
  readonly values: ReadonlyMap<string, Told>;
}

export type RecordFacts =
  | MenuFacts
  | HostFacts
  | DomainListFacts
  | StoreFacts
  | LoadedModulesFacts
  | ListingFacts
  | NotesFacts
  | FileFacts
  | DeviceTreeFacts
  | QubeFacts;

export type RecordKind = RecordFacts['kind'];
