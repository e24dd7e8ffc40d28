import type { FaultCode } from './syntax.js';

/** A value and the line of the file that it stands on, from 1. */
export interface Located<T> {
  readonly value: T;
  readonly line: number;
}

export type DomainSyntax = 'xl' | 'xm' | 'libvirt';
export type GuestType = 'pv' | 'pvh' | 'hvm';

/** A value as the file has it: `12`, `"text"`, `[ "a", "b" ]`. */
export type DomainValue = string | number | readonly DomainValue[];

/** How a disk is made available: what `phy:`, `file:`, `tap:aio:`, `backendtype=` and libvirt's `<driver>` ask for. */
export type DiskBackend = 'phy' | 'file' | 'tap' | 'qdisk' | 'standalone' | 'other';

export interface Disk {
  readonly line: number;
  /** The words as the file has them. */
  readonly text: string;
  /** What it is stored in: path or device; null for an empty drive or where it cannot be read. */
  readonly target: string | null;
  readonly format: string | null;
  /** As the guest is to see it: "xvda", "hda", "sda1"; as written, without "ioemu:" or ":cdrom". */
  readonly device: string | null;
  readonly access: 'r' | 'w' | null;
  readonly backend: DiskBackend | null;
  readonly cdrom: boolean;
  readonly script: string | null;
}

export interface Interface {
  readonly line: number;
  readonly text: string;
  readonly bridge: string | null;
  readonly mac: string | null;
  /** An emulated card's name: "e1000". */
  readonly model: string | null;
  /** "vif", "ioemu", "netfront" as written. */
  readonly type: string | null;
  readonly script: string | null;
}

/** What is odd about a domain file; the reporters have the words. */
export interface DomainProblem {
  readonly code:
    | 'unknown-key'
    | 'not-for-xen'
    | 'contradiction'
    | 'overridden'
    | 'bad-value'
    | 'missing-key'
    | 'syntax'
    | 'needs-program'
    | 'deprecated';
  readonly line: number;
  /** From 1; null where only the line is known. */
  readonly column: number | null;
  readonly key: string;
  /** The other key of a contradiction or of what overrides it; the nearest known key of an unknown one. */
  readonly other: string | null;
  readonly detail: DomainDetail;
  /** The words of the file it is about, or null; at most 200 characters. */
  readonly text: string | null;
}

/** What exactly is odd. Under each code only some of them come. */
export type DomainDetail =
  // unknown-key: nobody knows it; xm did.
  | 'unknown'
  | 'xm-only'
  // not-for-xen: the key came with a later Xen (`text` names the first), or went with an earlier one (`text`: the last).
  | 'too-new'
  | 'too-old'
  // contradiction
  | 'two-types'
  | 'kernel-and-firmware'
  | 'hvm-only'
  | 'pvh-only'
  | 'not-for-pv'
  | 'memory-over-maxmem'
  | 'vcpus-over-maxvcpus'
  | 'same-disk'
  | 'hd-and-xvd'
  // overridden
  | 'again'
  | 'cmdline-wins'
  | 'bootloader-wins'
  | 'bootloader-unused'
  | 'hvmloader'
  // bad-value
  | 'needs-list'
  | 'needs-text'
  | 'needs-number'
  | 'unknown-choice'
  | 'firmware-choice'
  | 'disk'
  | 'disk-name'
  | 'interface'
  | 'unit'
  // missing-key
  | 'no-name'
  | 'no-kernel'
  | 'no-disk'
  // needs-program: the value of a key; a statement.
  | 'value'
  | 'statement'
  // deprecated: `other` is the key to use instead.
  | 'use-other'
  | FaultCode;

/** What a domain file asks for. Sizes in MiB. Absent is null: what that means depends on the Xen. */
export interface DomainFacts {
  readonly syntax: DomainSyntax;
  readonly name: Located<string> | null;
  /** What `type`, `builder`, `pvh` or libvirt's `<os><type>` and `<domain type>` say; null: left to the default. */
  readonly type: Located<GuestType> | null;
  readonly kernel: Located<string> | null;
  readonly ramdisk: Located<string> | null;
  /** The kernel's command line as the tools put it together: `cmdline`, else `root` and `extra`. */
  readonly commandLine: Located<string> | null;
  readonly root: Located<string> | null;
  readonly extra: Located<string> | null;
  readonly bootloader: Located<string> | null;
  readonly bootloaderArgs: readonly Located<string>[];
  /** "bios", "uefi", "ovmf", "pvh", a path to OVMF. */
  readonly firmware: Located<string> | null;
  readonly boot: Located<string> | null;
  readonly memory: Located<number> | null;
  readonly maxmem: Located<number> | null;
  readonly vcpus: Located<number> | null;
  readonly maxvcpus: Located<number> | null;
  readonly disks: readonly Disk[];
  readonly interfaces: readonly Interface[];
  /** PCI devices to pass through, as written. */
  readonly pci: readonly Located<string>[];
  readonly serial: readonly Located<string>[];
  readonly deviceModel: Located<string> | null;
  /** Every key that was read, by its name in xl's words, later ones over earlier ones. */
  readonly settings: ReadonlyMap<string, Located<DomainValue>>;
  readonly problems: readonly DomainProblem[];
}
