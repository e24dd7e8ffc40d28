// The lines around what matters in a log, kept while it is read: few, however long the log is.
import type { LogLine } from './log.js';

/** Lines that stand together, in order. */
type Excerpt = readonly LogLine[];
/** In order; no line stands in two. */
export type Excerpts = readonly Excerpt[];

/** Excerpts that are kept: so many of the first, and so many of the last. */
const kept = 4;
/** Lines of one. */
const mostLines = 240;
export const linesBefore = 2;

/** Keeps the lines of a stretch of a log that somebody asked for. */
interface ExcerptKeeper {
  /** Are lines being kept? Then each goes to `line`. */
  isOpen(): boolean;
  /** A find that wants `follow` lines after it; `before` gives the lines ahead of it. */
  find(line: LogLine, follow: number, before: () => readonly LogLine[]): void;
  /** The next line, where no find is in it. */
  line(line: LogLine): void;
  take(): Excerpts;
}

export function makeExcerptKeeper(): ExcerptKeeper {
  let all: LogLine[][] = [];
  let current: LogLine[] = [];
  let open = 0;
  let last = 0;
  const push = (line: LogLine) => {
    // A line that is written in two parts comes twice.
    if (line.line <= last) return;
    last = line.line;
    current.push(line);
    if (current.length >= mostLines) open = 0;
  };
  return {
    isOpen: () => open > 0,
    find(line, follow, before) {
      if (open === 0) {
        current = [];
        all.push(current);
        if (all.length > 2 * kept) all.splice(kept, 1);
        before().forEach(push);
      }
      open = Math.max(open - 1, follow, 1);
      push(line);
    },
    line(line) {
      open--;
      push(line);
    },
    take() {
      const taken = all;
      all = [];
      open = 0;
      return taken;
    },
  };
}

/** What two stretches kept, as one. */
export function joinExcerpts(before: Excerpts, after: Excerpts): Excerpts {
  const all = [...before, ...after];
  return all.length > 2 * kept ? [...all.slice(0, kept), ...all.slice(-kept)] : all;
}
