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

/** One line about all of it; null where nothing was passed over. */
export function passedText({ foreign, otherArch, parts, ignored, closed }: Passed): string | null {
  const counted: readonly (readonly [number, string, string])[] = [
    [otherArch.length, 'config for another architecture', 'configs for other architectures'],
    [foreign.length, 'file that is no kernel config', 'files that are no kernel configs'],
    [parts, 'file of one option', 'files of one option each'],
    [ignored, 'name in .gitignore', 'names in .gitignore'],
    [closed, 'folder that is not entered', 'folders that are not entered'],
  ];
  const texts = counted.flatMap(([count, one, many]) =>
    count ? [`${count} ${count === 1 ? one : many}`] : [],
  );
  return texts.length ? `passed over: ${texts.join(', ')}` : null;
}
