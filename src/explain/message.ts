// The shape of profiles/messages/*.yaml once read. profiles/messages/README.md says how to write them.
import type { VersionRange } from '../input/version.js';
import type { Demand } from '../log/literals.js';
import type { Speaker } from '../log/log.js';
import type { Subject } from '../log/subject.js';
import type { Step } from './steps.js';

/** A message of Xen, its tools or Linux's drivers for Xen, as its source has it, or several that say the same. */
export interface Message {
  readonly id: string;
  /** libxl, xen-netback, hypervisor, ...: a name of scripts/messages/components.ts. */
  readonly component: string;
  /** Functions of the source that print it. */
  readonly functions: readonly string[];
  /** Source of a regular expression that finds it in a line. */
  readonly pattern: string;
  /** What it demands of a line. */
  readonly demand: Demand;
  /** In whose lines. */
  readonly speakers: readonly Speaker[];
  /** Releases of Xen whose source has it, among those that were looked at; null for Linux's messages. */
  readonly xen: readonly VersionRange[] | null;
  /** The same of Linux. */
  readonly linux: readonly VersionRange[] | null;
  readonly subject: Subject;
  /** Where the boot is when it is said. */
  readonly step: Step;
  /** It tells a failure; else it only looks like one. */
  readonly isError: boolean;
  /** What it says, in plain words. */
  readonly meaning: string;
  /** What to do; null where that depends on the lines around it. */
  readonly advice: string | null;
}
