import { demandOf } from './literals.js';
import type { LogHit, Occurrence, Pattern, Speaker } from './log.js';
import { makeScanner } from './scan.js';

interface Ready {
  readonly pattern: Pattern;
  /** Made when first tried. */
  regex: RegExp | null;
  readonly reach: number;
  hit: { line: number; lastLine: number; count: number; readonly occurrences: Occurrence[] } | null;
}

/** Patterns made ready for one log. */
interface Matcher {
  /**
   * Which patterns may match the line in `bytes` from `start` to `end`: 0 if none. They wait for `match`, which is called
   * only then, as it needs the line as text.
   */
  look(bytes: Uint8Array, start: number, end: number): number;
  /** Did the last look find one of the marks? */
  hasMark(): boolean;
  /** Gives the lines after this one that are to be kept: the most that a found pattern asks for; -1: none of them asks. */
  match(line: number, text: string, speaker: Speaker): number;
  /** What was found since the last time, in the order of first lines; the search then begins anew. */
  take(): Map<string, LogHit>;
}

const mostText = 500;
const before = 100;
/** Finds of one pattern that are kept: so many of the first, and so many of the last. */
export const keptFinds = 4;

/** The scanner of a list of patterns, which the next log is read with too: to make one takes as long as to read a megabyte. */
const scanners = new WeakMap<readonly Pattern[], ReturnType<typeof makeScanner>>();

/** `marks` are texts that also wake `match`. TypeError if a pattern is no regular expression or may take too long. */
export function makeMatcher(patterns: readonly Pattern[], marks: readonly string[]): Matcher {
  let found = new Map<string, LogHit>();
  let touched: Ready[] = [];
  const always: Ready[] = [];
  const byLiteral = new Map<string, Ready[]>(marks.map(mark => [mark, []]));
  for (const pattern of patterns) {
    const { literals, reach } = pattern.demand ?? demandOf(pattern.regex);
    const ready: Ready = { pattern, regex: null, reach, hit: null };
    if (literals === null) always.push(ready);
    for (const literal of literals ?? []) {
      const same = byLiteral.get(literal);
      if (same) same.push(ready);
      else byLiteral.set(literal, [ready]);
    }
  }
  let scanner = scanners.get(patterns);
  if (!scanner) scanners.set(patterns, (scanner = makeScanner([...byLiteral.keys()])));
  const waiting = [...byLiteral.values()];
  const numbers = new Int32Array(waiting.length);
  let count = 0;

  const attempt = (ready: Ready, line: number, text: string, speaker: Speaker): number => {
    const { pattern, reach, hit } = ready;
    // Two of its literals may be in the line.
    if (hit?.lastLine === line) return -1;
    if (pattern.speakers.length > 0 && !pattern.speakers.includes(speaker)) return -1;
    const regex = (ready.regex ??= new RegExp(pattern.regex));
    const looked = text.length > reach ? text.slice(0, reach) : text;
    const { follow } = pattern;
    if (hit && follow === undefined) {
      if (!regex.test(looked)) return -1;
      hit.lastLine = line;
      hit.count++;
      return -1;
    }
    const match = regex.exec(looked);
    if (!match) return -1;
    const one = {
      line,
      text: excerpt(text, match.index, match.index + match[0].length),
      groups: match.slice(1),
    };
    if (hit) {
      hit.lastLine = line;
      hit.count++;
      hit.occurrences.push(one);
      if (hit.occurrences.length > 2 * keptFinds) hit.occurrences.splice(keptFinds, 1);
    } else {
      const first = { line, lastLine: line, count: 1, occurrences: follow === undefined ? [] : [one] };
      ready.hit = first;
      touched.push(ready);
      found.set(pattern.id, { pattern: pattern.id, speaker, ...one, ...first });
    }
    return follow ?? -1;
  };
  return {
    look(bytes, start, end) {
      count = scanner.scan(bytes, start, end, numbers);
      return count + always.length;
    },
    hasMark() {
      for (let index = 0; index < count; index++) if (numbers[index]! < marks.length) return true;
      return false;
    },
    match(line, text, speaker) {
      let follow = -1;
      for (const ready of always) follow = Math.max(follow, attempt(ready, line, text, speaker));
      for (let index = 0; index < count; index++) {
        for (const ready of waiting[numbers[index]!]!)
          follow = Math.max(follow, attempt(ready, line, text, speaker));
      }
      return follow;
    },
    take() {
      for (const ready of touched) {
        const { id } = ready.pattern;
        found.set(id, { ...found.get(id)!, ...ready.hit! });
        ready.hit = null;
      }
      const taken = found;
      found = new Map();
      touched = [];
      return taken;
    },
  };
}

/** At most 500 characters of a line, without spaces at its end; the match is among them. */
export function excerpt(line: string, from: number, to: number): string {
  const text = line.trimEnd();
  if (text.length <= mostText) return text;
  if (to <= mostText) return `${text.slice(0, mostText - 3)}...`;
  const start = Math.max(0, from - before);
  const isRest = text.length - start <= mostText - 3;
  return isRest ? `...${text.slice(start)}` : `...${text.slice(start, start + mostText - 6)}...`;
}
