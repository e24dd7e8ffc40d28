// What a check passed over, counted for one line.
import type { SearchCounts } from './find-configs.js';

/** A file that a search or a glob found and that was not judged. */
export interface PassedFile {
  readonly path: string;
  /** What is wrong with it, in words that follow its path. */
  readonly why: string;
}

/** Everything that was not judged although it lies where the request looked. */
export interface Passed extends SearchCounts {
  /** Configs of other programs, and what turned out to be none. */
  readonly foreign: readonly PassedFile[];
  /** Configs for architectures on which no profile that was asked for exists. */
  readonly otherArch: readonly PassedFile[];
}

export const nothingPassed: SearchCounts = { parts: 0, ignored: 0, closed: 0 };

export function addCounts(left: SearchCounts, right: SearchCounts): SearchCounts {
  return {
    parts: left.parts + right.parts,
    ignored: left.ignored + right.ignored,
    closed: left.closed + right.closed,
  };
}
