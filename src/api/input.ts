import type { Finding } from '../check/finding.js';
import type { Config } from '../config/config.js';
import type { InputPath } from '../input/files.js';

/** Most bytes of a kernel image that `check` takes from a pipe; a file may have any size. */
export const pipedImageLimit = 256 << 20;

/** One thing to judge. */
export interface Input extends InputPath {
  /** The files to merge, in this order; `path` is then the first of them. */
  readonly parts?: readonly InputPath[];
  readonly name?: string;
  /** Settings from the repository's file for this input. */
  readonly kernel?: string;
  readonly arch?: string;
}

/** A config, and where it comes from. */
export interface ReadConfig {
  readonly config: Config;
  readonly inside?: 'ikconfig';
  readonly name?: string;
  /** Paths of the files it was merged from. */
  readonly merged?: readonly string[];
  readonly arch?: string;
  /** Findings made while reading. */
  readonly notes?: readonly Finding[];
  /** Gives a finding its real file and line, where one config was made of several files. */
  readonly located?: (finding: Finding) => Finding;
}
