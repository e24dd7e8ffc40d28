import type { Demand } from './literals.js';

/** Who speaks in a line of a log, as far as the line itself tells. */
export type Speaker =
  | 'hypervisor' // "(XEN)"
  | 'xl' // xl, xm, libxl, libxlu, libvirt's libxl driver
  | 'xc' // libxc, libxenguest, "domainbuilder"
  | 'xend'
  | 'libvirt'
  | 'hotplug' // block and network scripts
  | 'qemu'
  | 'pygrub'
  | 'grub' // GRUB, pvgrub, PV-GRUB (Mini-OS)
  | 'kernel'
  | 'initramfs' // initramfs-tools, dracut, mkinitcpio
  | 'systemd'
  | 'other';

/** What to look for in a log. The reader knows nothing of what it means. */
export interface Pattern {
  readonly id: string;
  /** A regular expression in JavaScript's syntax, matched against one cleaned line. */
  readonly regex: string;
  /** Only in what these say; empty: whoever says it. */
  readonly speakers: readonly Speaker[];
  /** What `demandOf` says of the regex, where that was worked out before. */
  readonly demand?: Demand;
  /**
   * Where each of its finds is to be looked at, with its place: lines after it that are kept with it, the two before it being kept
   * too. Left out: the first find is enough.
   */
  readonly follow?: number;
}

/** One line where a pattern was found. */
export interface Occurrence {
  readonly line: number;
  /** That line cleaned, as in a LogHit. */
  readonly text: string;
  readonly groups: readonly (string | undefined)[];
}

/** A line of a log, cleaned; at most 300 characters. */
export interface LogLine {
  readonly line: number;
  readonly text: string;
}

/** One pattern's finds. */
export interface LogHit {
  readonly pattern: string;
  /** Line of the first find, from 1. */
  readonly line: number;
  /** That line cleaned: no colour, time stamp or other control characters; at most 500 characters. */
  readonly text: string;
  readonly speaker: Speaker;
  /** Groups of the first find by number, from the first; named ones are numbered too. */
  readonly groups: readonly (string | undefined)[];
  readonly lastLine: number;
  /** Lines with at least one match. */
  readonly count: number;
  /** Of a pattern with `follow`: its first finds and its last, at most eight, in order. */
  readonly occurrences: readonly Occurrence[];
}

/** What a log, or a stretch of it, shows. */
export interface BootFacts {
  /** Lines by speaker; blank ones are nobody's. */
  readonly speakers: ReadonlyMap<Speaker, number>;
  /** By pattern id, in the order of their first lines. */
  readonly hits: ReadonlyMap<string, LogHit>;
  /** The last lines that say something, cleaned, at most 20. */
  readonly tail: readonly LogLine[];
  /** The lines around finds of patterns with `follow`, in order; of very many finds the first and the last. */
  readonly excerpts: readonly LogLine[];
  /** Kernel and Xen versions that it names, in order, the last 8 of each; one that is named again right after itself is left out. */
  readonly kernels: readonly { readonly line: number; readonly version: string; readonly release: string }[];
  readonly xens: readonly { readonly line: number; readonly version: string }[];
  /** What the kernel says of its command line: the last such line. */
  readonly commandLine: { readonly line: number; readonly text: string } | null;
  /** The same of the hypervisor. */
  readonly xenCommandLine: { readonly line: number; readonly text: string } | null;
}

/** The facts of a whole log. */
export interface LogFacts extends BootFacts {
  readonly bytes: number;
  readonly lines: number;
  /** Lines that are longer than what is looked at: their first 4,096 bytes. */
  readonly longLines: number;
}

/** First and last line, from 1. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/** One boot of several in a log. Line numbers in the facts are those of the whole log. */
export interface LogBoot extends Lines {
  readonly facts: BootFacts;
  /** A crash kernel that kdump started in it; the facts hold nothing of that. */
  readonly crash: Lines | null;
}

export interface BootList {
  /** All there are in the log. */
  readonly count: number;
  /** The last of them, in order; facts of more than these are not kept. */
  readonly last: readonly LogBoot[];
}

/** A log by its boots. */
export interface LogBoots {
  readonly whole: LogFacts;
  /** Boots of the machine, or of the one guest whose console it is. Always one, if the log has a line. */
  readonly boots: BootList;
  /** Starts of guests on that machine, each one of which lies in a boot; mostly none. */
  readonly starts: BootList;
}
