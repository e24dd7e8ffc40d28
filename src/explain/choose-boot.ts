// Which of several boots in a log is explained.
import type { BootFacts, Lines, LogBoots } from '../log/log.js';
import type { FailureData } from './failure.js';
import type { Flags, InputFile, Inputs } from './inputs.js';
import { targetOf } from './target.js';

/** A boot by its number from 1; 0 is the last, -1 the one before it; `all`: the whole log as if it were one. */
export type BootSelector = number | 'all';

/** One of the boots that can be chosen. */
export interface BootEntry extends Lines {
  readonly number: number;
  /** Releases that it names, the last of each. */
  readonly kernel: string | null;
  readonly xen: string | null;
}

/** What is to be said of a log of which not all is taken: it holds several boots, a crash kernel, or a guest's start among other things. */
export interface BootNote {
  readonly path: string;
  /** `start`: starts of guests, in the log of their host. */
  readonly of: 'boot' | 'start';
  readonly count: number;
  /** Null: all of them, as one. */
  readonly number: number | null;
  readonly lines: Lines;
  /** Lines of a crash kernel in them, which are left out. */
  readonly crash: Lines | null;
  /** In order; the last of them, where there are very many. */
  readonly entries: readonly BootEntry[];
}

interface ChosenBoots {
  readonly logs: readonly InputFile<BootFacts>[];
  readonly notes: readonly BootNote[];
  /** Logs that have no such boot. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Of each log the boot that was asked for. dom0's is one of the machine, with all that its guests did; a guest's is its own
 * start, where the log tells them apart.
 */
export function chooseBoots(
  logs: readonly InputFile<LogBoots>[],
  inputs: Inputs,
  failures: FailureData,
  flags: Flags,
  which: BootSelector,
): ChosenBoots {
  const ofHost = logs.map(({ path, facts }) => ({
    path,
    facts: facts.boots.last.at(-1)?.facts ?? facts.whole,
  }));
  const { role } = targetOf({ ...inputs, logs: ofHost }, failures, flags);
  const kinds = logs.map(({ facts }) => (role !== 'dom0' && facts.starts.count > 0 ? 'start' : 'boot'));
  const lists = logs.map(({ facts }, index) => (kinds[index] === 'start' ? facts.starts : facts.boots));
  const isMany = lists.some(({ count }) => count > 1);
  const chosen: InputFile<BootFacts>[] = [];
  const notes: BootNote[] = [];
  const problems: { path: string; message: string }[] = [];
  for (const [index, { path, facts }] of logs.entries()) {
    const { count, last } = lists[index]!;
    const first = count - last.length + 1;
    // A log of one boot goes with whichever boot of another log.
    const number = which === 'all' ? null : count <= 1 && isMany ? 1 : which > 0 ? which : count + which;
    const boot = number === null ? null : last[number - first];
    if (number !== null && !boot && count > 0) {
      problems.push({ path, message: missing(number, count, first) });
      continue;
    }
    chosen.push({ path, facts: boot?.facts ?? facts.whole });
    // One start of a guest is not all that its host's log holds.
    const isPart = boot !== undefined && boot !== null && kinds[index] === 'start' && boot.from > 1;
    if (count <= 1 && !boot?.crash && !isPart) continue;
    notes.push({
      path,
      of: kinds[index]!,
      count,
      number,
      lines: boot ? { from: boot.from, to: boot.to } : { from: 1, to: facts.whole.lines },
      crash: boot?.crash ?? null,
      entries: last.map((one, at) => ({
        number: first + at,
        from: one.from,
        to: one.to,
        kernel: one.facts.kernels.at(-1)?.release ?? null,
        xen: one.facts.xens.at(-1)?.version ?? null,
      })),
    });
  }
  return { logs: chosen, notes, problems };
}

function missing(number: number, count: number, first: number): string {
  const has = count === 1 ? 'holds one boot' : `holds ${count} boots`;
  return number >= 1 && number <= count
    ? `${has}, of which those from ${first} on can be chosen`
    : `${has}; none is the one that --boot asks for`;
}
