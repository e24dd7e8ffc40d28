import type { Finding } from '../check/finding.js';
import type { Config } from '../config/config.js';
import type { InputPath } from '../input/files.js';

/** Most bytes of a kernel image that `check` takes from a pipe; a file may have any size. */
export const pipedImageLimit = 256 << 20;

/** One thing to judge. */
export interface Input extends InputPath {
  /** What to merge, in this order; then `path` is the first of them. */
  readonly parts?: readonly InputPath[];
  readonly name?: string;
  /** What the repository's file says of this one. */
  readonly kernel?: string;
  readonly arch?: string;
}

/** A config, and what is known of where it comes from. */
export interface ReadConfig {
  readonly config: Config;
  readonly inside?: 'ikconfig';
  readonly name?: string;
  /** Paths of the files it was merged from. */
  readonly merged?: readonly string[];
  readonly arch?: string;
  /** Findings of the reading itself. */
  readonly notes?: readonly Finding[];
  /** Gives a finding the file and line that it stands for, where several files are one config. */
  readonly located?: (finding: Finding) => Finding;
}
