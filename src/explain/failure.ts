// The shape of profiles/failures/*.yaml once read. profiles/failures/README.md says how to write them.
import type { VersionRange } from '../input/version.js';
import type { Speaker } from '../log/log.js';
import type { Mode, Role } from '../profiles/rule-data.js';
import type { EventKind, GuestSystem } from './event.js';
import type { Remedy } from './remedy.js';
import type { Step } from './steps.js';
import type { SystemName } from './system-names.js';

/** What can be asked of the inputs: a sign by its name with what it is asked about, or several together. */
export type SignCondition =
  | { readonly kind: 'sign'; readonly sign: string; readonly about: readonly string[] }
  | { readonly kind: 'all' | 'any'; readonly of: readonly SignCondition[] }
  | { readonly kind: 'not'; readonly of: SignCondition };

export const confidences = ['source', 'derived', 'mixed', 'memory'] as const;
/** How the fact is known: stated by named sources, concluded from source code, partly known, or written down nowhere. */
export type Confidence = (typeof confidences)[number];

export interface FailureMode {
  readonly id: string;
  readonly title: string;
  /** Null matches everything. */
  readonly role: readonly Role[] | null;
  readonly mode: readonly Mode[] | null;
  readonly arch: readonly string[] | null;
  readonly xen: readonly VersionRange[] | null;
  readonly kernel: readonly VersionRange[] | null;
  readonly step: Step;
  readonly symptom: string;
  readonly cause: string;
  /** If one of these is known not to hold, the failure is not of this mode. */
  readonly needs: readonly SignCondition[];
  readonly proves: readonly SignCondition[];
  readonly points: readonly SignCondition[];
  readonly hints: readonly SignCondition[];
  readonly against: readonly SignCondition[];
  /** Looks like a failure and is known to be harmless. */
  readonly harmless: boolean;
  /** More general modes that this one replaces when both fit. */
  readonly insteadOf: readonly string[];
  readonly fix: readonly Remedy[];
  /** Ids in collect.yaml. */
  readonly collect: readonly string[];
  /** What would show that it is this failure and no other. */
  readonly settle: string | null;
  readonly sources: readonly string[];
  readonly confidence: Confidence;
}

/** A pattern to look for in logs, under the id that logs and conditions use. */
export interface LogPattern {
  readonly id: string;
  readonly regex: string;
  readonly speakers: readonly Speaker[];
  /** As of src/log: every find counts, with so many lines after it. */
  readonly follow?: number;
}

/** What a line in a log shows about the boot it is from. */
export interface ProgressMark {
  readonly pattern: string;
  /** Only in a boot of that role. */
  readonly for: Role | null;
  readonly passed: readonly Step[];
  /** Whose boot it is. */
  readonly role: Role | null;
  readonly mode: Mode | null;
  /** What runs. */
  readonly system: GuestSystem | null;
}

/** Something to collect if the inputs are not enough. */
export interface CollectStep {
  readonly id: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly commands: readonly string[];
  /** The user already has it if this condition holds. */
  readonly unless: SignCondition | null;
}

/** What commands are called, by the names that the data has for them; of each the variants in order, that for any system last. */
export type CommandTable = Readonly<
  Record<string, readonly { readonly system: SystemName | null; readonly commands: readonly string[] }[]>
>;

export interface FailureData {
  readonly modes: readonly FailureMode[];
  /** Patterns of modes, of marks, and shared ones. Ids of messages in Xen's tables are kept in those tables, not here. */
  readonly patterns: readonly LogPattern[];
  readonly marks: readonly ProgressMark[];
  readonly events: readonly EventKind[];
  readonly collect: readonly CollectStep[];
  readonly commands: CommandTable;
}
