// The shapes of profiles/*.yaml. schema/profile.json says the same to editors and to the validator.

export const stages = ['load', 'start', 'console', 'root', 'network', 'services', 'lifecycle'] as const;
/** How far a boot gets, in order. */
export type Stage = (typeof stages)[number];

export const levels = ['note', 'warning', 'error'] as const;
/** Ordered: a level counts at its own rank and below. */
export type Level = (typeof levels)[number];

export type Role = 'dom0' | 'domu';
export type Mode = 'pv' | 'pvh' | 'hvm' | 'arm' | 'xenlinux';
export type Flavour = 'pvops' | 'xenlinux' | 'none';

export const roots = ['disk', 'initramfs', 'network', 'any'] as const;
/** Where the root file system is: for a guest `disk` is a Xen disk, for dom0 one of the machine. `any`: nobody says. */
export type Root = (typeof roots)[number];

/** What besides the config tells whether an alternative holds. */
export type SetupQuestion = 'no-initramfs' | 'emulated-disks' | 'plain-image';

/** What a built module counts for: `early` not at all, `initramfs` if the initramfs holds it, `later` fully. */
export type ModuleUse = 'early' | 'initramfs' | 'later';

/** Where something holds: every key that is given must match. Ranges are texts like "2.6.24..3.9" (see parseRange). */
export interface Scope {
  /** A need on the config itself: the scope does not hold where this does not. */
  readonly when?: string;
  readonly arch?: readonly string[];
  readonly kernel?: string;
  readonly xen?: string;
  readonly root?: readonly Root[];
}

/** Another way to meet a need, which holds only under a condition that the config cannot tell. */
export interface Alternative {
  readonly need: string;
  /** Holds on these Xen releases only. With a named Xen that is sure; the condition is named where none was. */
  readonly xen?: string;
  /** Is a way for these roots only. */
  readonly root?: readonly Root[];
  /** The question whose answer settles the condition, where what was given besides the config answers it. */
  readonly asks?: SetupQuestion;
  /** The condition in words that follow "boots only if". */
  readonly condition: string;
}

/** The parts of a rule that can differ between kernels. */
export interface RuleCase extends Scope {
  /** The option that a finding names and that the fix sets. */
  readonly option?: string;
  /** What must hold; by default that `option` is on. */
  readonly need?: string;
  readonly otherwise?: readonly Alternative[];
  readonly stage?: Stage;
  readonly level?: Level;
  readonly module?: ModuleUse;
  readonly reason?: string;
  readonly symptom?: string;
  readonly fix?: string;
  /** The lines to put into the config, where they are not simply the option: "CONFIG_HIGHMEM64G=y". */
  readonly set?: readonly string[];
}

export interface Rule extends RuleCase {
  readonly id: string;
  readonly title: string;
  readonly stage: Stage;
  readonly level: Level;
  /** Why the kernel needs it. */
  readonly reason: string;
  /** What the user sees when it is missing. */
  readonly symptom: string;
  /** What to do, where it is more than setting the option. */
  readonly fix?: string;
  /** Options that may be off; the finding lists those that are on. */
  readonly spare?: readonly string[];
  /** The first case whose scope holds the kernel counts, on top of the rule; without any match the rule is silent. */
  readonly cases?: readonly RuleCase[];
  /** Why this is true: a boot that was observed, a source tree at a version, a document. */
  readonly evidence: readonly string[];
}

/** A kernel that can have the mode (`applies`) or cannot (`excludes`), with the reason. */
export interface Exclusion extends Scope {
  readonly because: string;
  readonly evidence: readonly string[];
}

export interface ProfileDoc {
  readonly name: string;
  readonly title?: string;
  readonly about?: string;
  /** A base for others, never checked by itself. */
  readonly abstract?: boolean;
  readonly role?: Role;
  readonly mode?: Mode;
  readonly flavour?: Exclude<Flavour, 'none'>;
  readonly applies?: readonly Scope[];
  readonly excludes?: readonly Exclusion[];
  readonly extends?: readonly string[];
  readonly rules?: readonly Rule[];
  readonly drop?: readonly string[];
  readonly levels?: Readonly<Record<string, Level>>;
}

/** A profile with everything it inherits in place. */
export interface Profile {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly role: Role;
  readonly mode: Mode;
  readonly flavour: Exclude<Flavour, 'none'>;
  readonly applies: readonly Scope[];
  readonly excludes: readonly Exclusion[];
  readonly rules: readonly Rule[];
}
