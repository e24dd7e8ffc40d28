import type { ConfigProblem } from '../config/config.js';
import type { InitramfsMaker } from '../initramfs/initramfs.js';
import type { VersionRange } from '../input/version.js';
import type { Precision } from '../profiles/broken-in.js';
import type { Regression } from '../profiles/regression.js';
import type { Level, Rule, Stage } from '../profiles/rule-data.js';

/** What an option has in the file; "absent" is apart from n, though the kernel treats both alike. */
export type Actual = 'y' | 'm' | 'n' | 'absent' | 'other';

/** One link of why an option cannot simply be set: what it needs, and what that has now. */
export interface Blocker {
  readonly option: string;
  readonly expected: 'y' | 'm' | 'n';
  readonly actual: Actual;
  readonly line: number | null;
  /** The file that has the line, where that is another than the one that was checked: one part of a merged config. */
  readonly file?: string;
  /** No user can set it: it follows from others. */
  readonly hidden: boolean;
  /** The file asks for it on that line, and the tree drops it. */
  readonly dropped?: true;
  /** Where the kernel tree says that it is needed, if a tree was asked. */
  readonly at?: { readonly file: string; readonly line: number };
  /** What holds this one back in turn. */
  readonly blockers: readonly Blocker[];
}

/** What a verdict hangs on that the config cannot tell. */
export type Condition =
  /** Each inner list is one need: any one of its files meets it. */
  | { readonly kind: 'modules'; readonly rule: string; readonly files: readonly string[] }
  | { readonly kind: 'setup'; readonly rule: string; readonly text: string };

interface Base {
  readonly level: Level;
  readonly stage: Stage | null;
  /** Names of the profiles it belongs to; empty for what concerns the file itself. */
  readonly profiles: readonly string[];
  readonly line: number | null;
  /** The file that has the line, where that is another than the one that was checked: one part of a merged config. */
  readonly file?: string;
}

interface AboutOption extends Base {
  readonly rule: Rule;
  readonly option: string;
  readonly expected: 'y' | 'm' | 'n';
  readonly actual: Actual;
}

/** Data, never text: report/message makes the sentences. */
export type Finding =
  /** A need is not met. `blockers` tell why the option cannot just be set; empty where nothing is known to hold it. */
  | (AboutOption & {
      readonly code: 'need';
      readonly blockers: readonly Blocker[];
      readonly hidden: boolean;
      /** The file asks for it on that line, and its tree drops it. */ readonly dropped?: true;
      /** The kernel release that the blockers were read from, where that is not the kernel's own. */
      readonly asOf?: string;
    })
  /** A need that modules would meet, but the initramfs that was given does not have them for this kernel. */
  | (AboutOption & {
      readonly code: 'lacking';
      /** Any one of these would do. */
      readonly files: readonly string[];
      readonly initramfs: string;
      readonly maker: InitramfsMaker | null;
      /** It is not in there, or only for kernels of other releases. */
      readonly because: 'missing' | 'other-release';
      /** The releases that it has modules for. */
      readonly releases: readonly string[];
    })
  /** The kernel cannot unpack the initramfs that was given. */
  | (Base & {
      readonly code: 'initramfs';
      readonly about: 'compression' | 'damaged';
      readonly initramfs: string;
      /** The option that the compression needs; null for what is damaged. */
      readonly option: string | null;
      /** The compression, or what is wrong. */
      readonly detail: string;
    })
  /** A need is met under a condition. `blockers` as of a need, where the option is off. */
  | (AboutOption & {
      readonly code: 'condition';
      readonly conditions: readonly Condition[];
      readonly blockers?: readonly Blocker[];
    })
  /** Options that could be turned off. */
  | (Base & { readonly code: 'spare'; readonly rule: Rule; readonly options: readonly string[] })
  /** A profile that was asked for, and that this kernel cannot have. */
  | (Base & {
      readonly code: 'not-applicable';
      readonly because: string;
      readonly evidence: readonly string[];
    })
  /** A profile that was asked for, and whose verdict the input leaves open. */
  | (Base & { readonly code: 'unknown'; readonly because: UnknownCause })
  /** An option whose name no kernel has. */
  | (Base & {
      readonly code: 'misspelt';
      readonly option: string;
      readonly means: string | null;
      readonly note: string;
    })
  /** An option that kernels of this version and architecture do not have: the kernel's tools drop the line. */
  | (Base & {
      readonly code: 'foreign';
      readonly option: string;
      readonly last: string | null;
      readonly first: string | null;
    })
  /** The Xen it meets cannot run that mode, or its loader does not unpack the kernel that the config builds. */
  | (Base & {
      readonly code: 'xen';
      readonly subject: 'mode' | 'compression' | 'hypercalls';
      readonly option: string | null;
      readonly xen: string;
      /** The releases that do. */
      readonly ranges: readonly VersionRange[];
      readonly conditions: readonly Condition[];
      readonly evidence: readonly string[];
    })
  /** What the loader that the Xen has for this mode says to the real image. */
  | (Base & {
      readonly code: 'loader';
      readonly xen: string;
      /** Why it refuses; null where it takes the image under conditions. */
      readonly reason: string | null;
      /** What the user sees then. */
      readonly seen: string | null;
      readonly conditions: readonly Condition[];
      readonly ways: readonly { readonly text: string; readonly commands: readonly string[] }[];
      readonly evidence: readonly string[];
    })
  /** The config and the image say different things of the kernel. */
  | (Base & {
      readonly code: 'image';
      readonly about: ImageMismatch;
      readonly option: string | null;
      readonly inConfig: string;
      readonly inImage: string;
    })
  /** A release of Linux or Xen that is known not to boot so. */
  | (Base & {
      readonly code: 'regression';
      readonly regression: Regression;
      readonly release: string;
      readonly precision: Precision;
    })
  | (Base & { readonly code: 'line'; readonly problem: ConfigProblem })
  /** An option of a merged config that a later file sets otherwise. The line is that of the later one. */
  | (Base & {
      readonly code: 'override';
      readonly option: string;
      /** The values as the files write them. */
      readonly before: { readonly text: string; readonly file: string; readonly line: number };
      readonly after: string;
      /** The earlier one counts: y stays where the later file has m, as --prefer-builtin asks. */
      readonly kept: boolean;
    })
  /** A setting that the repository's own file brings, and that is not in force: others were named as trusted. */
  | (Base & {
      readonly code: 'untrusted';
      /** The key of the file; "files" for a file that settings name. */
      readonly setting: string;
      /** Its value here and there; null where it is missing. */
      readonly own: string | null;
      readonly trusted: string | null;
      /** What the trusted settings are called. */
      readonly from: string;
    })
  /** A waiver that holds nothing any more. The line is in the repository's own file. */
  | (Base & {
      readonly code: 'waiver';
      readonly about: 'unused' | 'expired';
      /** What it waives, as far as it says. */
      readonly waived: {
        readonly rule?: string;
        readonly option?: string;
        readonly value?: 'y' | 'm' | 'n';
        readonly files?: readonly string[];
      };
      /** The value for which it would match a finding, where it matches none. */
      readonly other?: 'y' | 'm' | 'n' | null;
      readonly expires: string | null;
      /** A rule with nearly that name, where no rule has it. */
      readonly near: string | null;
    });

/** What a config and an image can contradict each other in. */
export type ImageMismatch =
  | 'version'
  | 'arch'
  | 'compression'
  | 'no-pvh-entry'
  | 'pvh-entry'
  /** PVH without XEN_PVH: the note is there, and no code for Xen behind it. */
  | 'pvh-note'
  | 'no-pv-entry'
  | 'pv-entry'
  | 'no-dom0-bit'
  | 'dom0-bit';

export type UnknownCause = 'fragment' | 'defconfig' | 'no-version' | 'no-arch';
