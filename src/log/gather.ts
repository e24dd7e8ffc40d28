// The stretches of a log, put together to boots while it is read.
import { platform } from '../platform/platform.js';
import type { Begins } from './boots.js';
import { cleanText } from './line-text.js';
import { excerpt, keptFinds } from './match.js';
import { type Excerpts, joinExcerpts } from './excerpts.js';
import type { BootFacts, BootList, Lines, LogBoot, LogBoots, LogFacts, LogHit, Speaker } from './log.js';

/** Boots that are kept; a console's log may hold any number. */
const keptBoots = 50;
export const tailLines = 20;
export const mostVersions = 8;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A line of the tail as its bytes: of few boots is it looked at. */
export interface RawLine {
  readonly line: number;
  /** Whose console it came from. */
  readonly mark: string;
  readonly bytes: Uint8Array;
}

interface Gathered extends Mutable<Omit<BootFacts, 'tail' | 'excerpts'>> {
  readonly speakers: Map<Speaker, number>;
  readonly hits: Map<string, LogHit>;
  tail: readonly RawLine[];
  excerpts: Excerpts;
}

interface Boot extends Mutable<Lines> {
  readonly facts: Gathered;
  crash: Lines | null;
}

/** Facts of a stretch without a boundary, and what began with it; `isCrash`: a crash kernel that kdump started. */
interface LogSection extends Lines {
  readonly begins: Begins;
  readonly isCrash: boolean;
  readonly facts: Omit<BootFacts, 'tail' | 'excerpts'>;
  readonly tail: readonly RawLine[];
  readonly excerpts: Excerpts;
}

interface LogGatherer {
  /** Takes the stretches in order. */
  add(stretch: LogSection): void;
  end(about: Pick<LogFacts, 'bytes' | 'lines' | 'longLines'>): LogBoots;
}

export function makeLogGatherer(): LogGatherer {
  const whole = nothing();
  const boots = makeList();
  const starts = makeList();
  return {
    add({ from, to, begins, isCrash, ...stretch }) {
      merge(whole, stretch);
      const current = boots.last.at(-1);
      // It runs where its boot crashed: what it says is not how that went.
      if (isCrash && current) {
        for (const boot of [current, starts.last.at(-1)])
          if (boot && boot.to === from - 1) boot.crash = { from, to };
        return;
      }
      const host = begins === 'boot' || !current ? push(boots, from, to) : current;
      merge(host.facts, stretch);
      host.to = to;
      if (begins !== 'start') return;
      const start = push(starts, from, to);
      merge(start.facts, stretch);
      start.facts.xens = host.facts.xens;
      start.facts.xenCommandLine = host.facts.xenCommandLine;
    },
    end: about => ({ whole: { ...about, ...finished(whole) }, boots: asList(boots), starts: asList(starts) }),
  };
}

interface List {
  count: number;
  readonly last: Boot[];
}

const makeList = (): List => ({ count: 0, last: [] });
const asList = ({ count, last }: List): BootList => ({
  count,
  last: last.map((boot): LogBoot => ({ ...boot, facts: finished(boot.facts) })),
});

function finished({ tail, excerpts, ...facts }: Gathered): BootFacts {
  const lines = tail.map(({ line, mark, bytes }) => ({
    line,
    text: excerpt(cleanText(mark, platform().utf8(bytes)), 0, 0),
  }));
  return { ...facts, tail: lines.filter(({ text }) => text !== ''), excerpts: excerpts.flat() };
}

function push(list: List, from: number, to: number): Boot {
  const boot: Boot = { from, to, crash: null, facts: nothing() };
  list.last.push(boot);
  list.count++;
  if (list.last.length > keptBoots) list.last.shift();
  return boot;
}

const nothing = (): Gathered => ({
  speakers: new Map(),
  hits: new Map(),
  tail: [],
  excerpts: [],
  kernels: [],
  xens: [],
  commandLine: null,
  xenCommandLine: null,
});

/** Adds what comes after. Lists are made anew, as another boot may share the old ones. */
function merge(
  into: Gathered,
  { facts, tail, excerpts }: Pick<LogSection, 'facts' | 'tail' | 'excerpts'>,
): void {
  for (const [who, lines] of facts.speakers) into.speakers.set(who, (into.speakers.get(who) ?? 0) + lines);
  for (const [id, hit] of facts.hits) {
    const before = into.hits.get(id);
    into.hits.set(
      id,
      before
        ? {
            ...before,
            lastLine: hit.lastLine,
            count: before.count + hit.count,
            occurrences: joined(before.occurrences, hit.occurrences),
          }
        : hit,
    );
  }
  into.excerpts = joinExcerpts(into.excerpts, excerpts);
  into.tail = [...into.tail, ...tail].slice(-tailLines);
  into.kernels = versions(into.kernels, facts.kernels, 'release');
  into.xens = versions(into.xens, facts.xens, 'version');
  into.commandLine = facts.commandLine ?? into.commandLine;
  into.xenCommandLine = facts.xenCommandLine ?? into.xenCommandLine;
}

function versions<T>(before: readonly T[], after: readonly T[], key: keyof T): readonly T[] {
  if (after.length === 0) return before;
  const repeats = before.at(-1)?.[key] === after[0]![key];
  return [...before, ...after.slice(repeats ? 1 : 0)].slice(-mostVersions);
}

function joined<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const all = [...before, ...after];
  return all.length > 2 * keptFinds ? [...all.slice(0, keptFinds), ...all.slice(-keptFinds)] : all;
}
