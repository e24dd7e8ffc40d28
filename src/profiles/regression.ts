import type { Mode, Role, Stage } from './rule-data.js';

export const components = ['linux', 'xen'] as const;

/** Releases of Linux or Xen that broke booting under Xen, and those that mended it: profiles/regressions/. */
export interface Regression {
  readonly id: string;
  readonly title: string;
  /** Whose releases `since` and `mended` are. */
  readonly component: (typeof components)[number];
  /**
   * The first broken releases: one of two numbers (2.6.x: three) begins in mainline and goes on in every later line;
   * one with a number more is that of its own line, which got the fault with a backport.
   */
  readonly since: readonly string[];
  /**
   * The first mended releases, in the same form; a line without one of its own may have been mended all the same. Empty:
   * none is known.
   */
  readonly mended: readonly string[];
  /** The commits that broke it, where known, 12 to 40 hex digits. */
  readonly brokenBy: readonly string[];
  readonly mendedBy: readonly string[];
  /** null: all. */
  readonly roles: readonly Role[] | null;
  readonly modes: readonly Mode[] | null;
  readonly arch: readonly string[] | null;
  /** The Xen releases on which a Linux shows it, as ranges; null: every. */
  readonly xen: string | null;
  /** The Linux releases on which a Xen shows it, as ranges; null: every. */
  readonly kernel: string | null;
  /** What the config must have, as rules write needs. */
  readonly config: string | null;
  /** The key of xl's domain files that must be set. */
  readonly domain: string | null;
  readonly cpu: 'amd' | 'intel' | null;
  /** What else must hold, in words that follow "only"; null: every such boot shows it. */
  readonly only: string | null;
  /** Whether a boot shows it is chance, so that only a log can tell: check does not speak of it. */
  readonly chance: boolean;
  /** Functions of an oops or its call trace that show it; one "*" at the end stands for any rest. */
  readonly functions: readonly string[];
  /** Regular expressions for lines of logs that show it. */
  readonly messages: readonly string[];
  /** Where the boot stops, or what it lacks then. */
  readonly stage: Stage;
  readonly symptom: string;
  /** Does it stop the boot? */
  readonly fatal: boolean;
  /** What helps without another release; may be empty. */
  readonly workarounds: readonly string[];
  readonly sources: readonly string[];
}
