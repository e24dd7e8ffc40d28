// The shape of profiles/failures/*.yaml once read. profiles/failures/README.md says how to write them.
import type { VersionRange } from '../input/version.js';
import type { Speaker } from '../log/log.js';
import type { Mode, Role } from '../profiles/rule-data.js';
import type { Step } from './steps.js';

/** What can be asked of the inputs: a sign by its name with what it is asked about, or several together. */
export type Condition =
  | { readonly kind: 'sign'; readonly sign: string; readonly about: readonly string[] }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

export const places = [
  'domain',
  'config',
  'command-line',
  'xen-command-line',
  'host',
  'guest',
  'image',
  'initramfs',
] as const;
export type Place = (typeof places)[number];

/** One way to mend it. The first in a list is the smallest. */
export interface Fix {
  readonly to: Place;
  readonly text: string;
  /** As they have to stand in the domain file, the .config or on the command line. */
  readonly lines: readonly string[];
  /** To be run, by hand. */
  readonly commands: readonly string[];
}

export const confidences = ['source', 'derived', 'mixed', 'memory'] as const;
/** How the fact is known: named sources say it; concluded from source code; partly; nobody wrote it down. */
export type Confidence = (typeof confidences)[number];

export interface FailureMode {
  readonly id: string;
  readonly title: string;
  /** Null fits all. */
  readonly role: readonly Role[] | null;
  readonly mode: readonly Mode[] | null;
  readonly arch: readonly string[] | null;
  readonly xen: readonly VersionRange[] | null;
  readonly kernel: readonly VersionRange[] | null;
  readonly step: Step;
  readonly symptom: string;
  readonly cause: string;
  /** Where one is known not to hold, it is not this. */
  readonly needs: readonly Condition[];
  readonly proves: readonly Condition[];
  readonly points: readonly Condition[];
  readonly hints: readonly Condition[];
  readonly against: readonly Condition[];
  /** Known to look like a failure and to be none. */
  readonly harmless: boolean;
  /** More general modes that this one says more exactly. */
  readonly insteadOf: readonly string[];
  readonly fix: readonly Fix[];
  /** Ids in collect.yaml. */
  readonly collect: readonly string[];
  /** What would show that it is this one and no other. */
  readonly settle: string | null;
  readonly sources: readonly string[];
  readonly confidence: Confidence;
}

/** Something to look for in logs, under the id that logs and conditions use. */
export interface LogPattern {
  readonly id: string;
  readonly regex: string;
  readonly speakers: readonly Speaker[];
}

/** What a line in a log shows of the boot it is from. */
export interface Mark {
  readonly pattern: string;
  /** Only in a boot of that role. */
  readonly for: Role | null;
  readonly passed: readonly Step[];
  /** Whose boot it is. */
  readonly role: Role | null;
  readonly mode: Mode | null;
  /** It went wrong, whatever the cause. */
  readonly failed: boolean;
}

/** Something to get where what was given is not enough. */
export interface Collect {
  readonly id: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly commands: readonly string[];
  /** It is at hand where this holds. */
  readonly unless: Condition | null;
}

export interface FailureData {
  readonly modes: readonly FailureMode[];
  /** Of modes, marks and the shared ones; ids of messages of Xen's tables stand there, not here. */
  readonly patterns: readonly LogPattern[];
  readonly marks: readonly Mark[];
  readonly collect: readonly Collect[];
}
