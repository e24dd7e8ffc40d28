// The shape of profiles/events/*.yaml once read. profiles/events/README.md says how to write them.
import type { Subject } from '../log/subject.js';
import type { Role } from '../profiles/rule-data.js';
import type { Remedy } from './remedy.js';
import type { Step } from './steps.js';

/**
 * What an event does to the boot: `fatal` ends it, `error` is a failure that a boot can end from, `follows` comes of another
 * failure, `notice` looks like one of these and is none.
 */
export const eventLevels = ['fatal', 'error', 'follows', 'notice'] as const;
type EventLevel = (typeof eventLevels)[number];

/** Kernels and what else may run as a guest, as far as they are told apart. */
export const guestSystems = [
  'linux',
  'mini-os',
  'openbsd',
  'netbsd',
  'freebsd',
  'windows',
  'unikraft',
  'osv',
  'other',
] as const;
export type GuestSystem = (typeof guestSystems)[number];

/** Something that may happen in a boot, as one line of a log tells it. */
export interface EventKind {
  readonly id: string;
  readonly pattern: string;
  readonly level: EventLevel;
  /** Null: wherever the boot is at that line. */
  readonly step: Step | null;
  /** Null: what its words are about. */
  readonly subject: Subject | null;
  /** Whose boot it is of; null: that of whoever speaks. */
  readonly role: Role | null;
  /** The kernel that says such a thing. */
  readonly system: GuestSystem | null;
  /** Nothing that comes later shows that it did no harm. */
  readonly final: boolean;
  /** Says nothing but that something failed: any other kind says more of the same line. */
  readonly isGeneral: boolean;
  /** One of profiles/messages: a kind written for the event says more of the same line. */
  readonly isMessage: boolean;
  /** What an error of a kernel names beside it is read: function, program, release. */
  readonly isOops: boolean;
  /** What happened, as a clause: "xl cannot add a network card: the script $1 failed". $next: the line after it, $line: its own message. */
  readonly says: string;
  /** Why, or what that means; null where the clause says all that is known. */
  readonly means: string | null;
  readonly fix: readonly Remedy[];
  /** Ids in collect.yaml. */
  readonly collect: readonly string[];
  readonly sources: readonly string[];
}
