import type { Version } from '../input/version.js';
import type { Settings } from './settings.js';

/** config: a whole .config; defconfig: only what differs from the defaults; fragment: a few lines to merge. */
export type ConfigKind = 'config' | 'defconfig' | 'fragment';

/** A line that a reader should know of although it does not stop the reading. */
export type ConfigProblem =
  | {
      readonly code: 'duplicate';
      readonly line: number;
      readonly option: string;
      readonly firstLine: number;
      readonly same: boolean;
    }
  | { readonly code: 'malformed'; readonly line: number; readonly text: string };

export interface Config {
  readonly kind: ConfigKind;
  /** From the header; null if there is none. */
  readonly version: Version | null;
  /** i386, x86_64, arm, arm64, ia64, or the kernel's own name of another architecture; null if nothing tells. */
  readonly arch: string | null;
  readonly settings: Pick<Settings, 'size' | 'has' | 'get' | 'keys' | typeof Symbol.iterator>;
  readonly problems: readonly ConfigProblem[];
  /** A whole config without the options that nobody is asked for, as Fedora and Enterprise Linux keep theirs. */
  readonly leavesOut?: true;
}
