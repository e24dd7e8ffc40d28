// The findings of many files by their cause: what a person mends, with the files it is in and what goes with it.
import { causesOf } from '../../check/cause.js';
import type { Finding } from '../../check/finding.js';
import { ruleOf } from '../../check/rule-id.js';
import { type Level, levels, type Stage, stages } from '../../profiles/rule-data.js';
import type { FileResult } from '../../api/report.js';
import { messageOf } from '../words/message.js';

/** Where a cause is: the place of the file among the results, the line, and the file of the line if it is another. */
interface CausePlace {
  readonly file: number;
  readonly line: number | null;
  readonly path: string | null;
}

export interface FindingCause {
  /** The first one met, and the same with the profiles of all: its words are those of the cause. */
  readonly head: Finding;
  readonly finding: Finding;
  readonly level: Level;
  /** In how many files it is. */
  readonly files: number;
  /** One a file, of the first files. */
  readonly places: readonly CausePlace[];
  /** Findings that come with it, by level, its own among them. */
  readonly counts: Readonly<Record<Level, number>>;
  /** What follows from it: options, by name. */
  readonly follows: readonly string[];
  /** Lines to set, which differ where the files do; what most files need comes first. */
  readonly ways: readonly { readonly set: readonly string[]; readonly files: number }[];
}

interface Open {
  finding: Finding;
  profiles: Set<string>;
  files: number;
  last: number;
  places: CausePlace[];
  counts: Record<Level, number>;
  follows: Set<string>;
  ways: Map<string, { set: readonly string[]; files: number }>;
}

/**
 * The causes of the findings that `select` takes of each file: the most severe first, then those in most files, then by
 * stage; what is odd about a file itself after what stops a boot. No more than `most` places of each are kept.
 */
export function causesIn(
  results: readonly FileResult[],
  select: (result: FileResult, file: number) => readonly Finding[],
  most = Number.POSITIVE_INFINITY,
): FindingCause[] {
  const open = new Map<string, Open>();
  for (const [file, result] of results.entries()) {
    const findings = select(result, file);
    const causes = causesOf(findings);
    const own = new Map<Finding, Open>();
    for (const finding of findings)
      if (!causes.has(finding)) own.set(finding, add(open, finding, file, most));
    for (const [finding, cause] of causes) {
      const { counts, follows, profiles } = own.get(cause)!;
      counts[finding.level]++;
      if (nameOf(finding) === nameOf(cause)) for (const profile of finding.profiles) profiles.add(profile);
      else follows.add(nameOf(finding));
    }
  }
  const found = [...open.values()].map(({ finding, profiles, places, files, counts, follows, ways }) => ({
    head: finding,
    finding: { ...finding, profiles: [...profiles] },
    level: finding.level,
    files,
    places,
    counts,
    follows: [...follows],
    ways: [...ways.values()].sort((left, right) => right.files - left.files),
  }));
  return found.sort(
    (left, right) =>
      levels.indexOf(right.level) - levels.indexOf(left.level) ||
      Number(left.finding.stage === null) - Number(right.finding.stage === null) ||
      right.files - left.files ||
      stageRank(left.finding.stage) - stageRank(right.finding.stage),
  );
}

function add(open: Map<string, Open>, finding: Finding, file: number, most: number): Open {
  const { set, message } = messageOf(finding);
  const key = keyOf(finding, message);
  let cause = open.get(key);
  if (!cause) {
    cause = {
      finding,
      profiles: new Set(),
      files: 0,
      last: -1,
      places: [],
      counts: { error: 0, warning: 0, note: 0 },
      follows: new Set(),
      ways: new Map(),
    };
    open.set(key, cause);
  }
  cause.counts[finding.level]++;
  for (const profile of finding.profiles) cause.profiles.add(profile);
  if (cause.last === file) return cause;
  cause.last = file;
  cause.files++;
  if (cause.places.length < most) cause.places.push({ file, line: finding.line, path: finding.file ?? null });
  const way = set.join('\n');
  const before = cause.ways.get(way);
  if (before) before.files++;
  else if (cause.ways.size < mostWays) cause.ways.set(way, { set, files: 1 });
  return cause;
}

/** Files can each need other lines. */
const mostWays = 100;

/** An option that is off is one cause whatever rule asks for it; else what says the same is the same. */
function keyOf(finding: Finding, message: string): string {
  const { code, level } = finding;
  if (code === 'not-applicable') return `${level} ${code} ${finding.because}`;
  if (code !== 'need') return `${level} ${ruleOf(finding)} ${message}`;
  const { option, actual, expected } = finding;
  return `${level} ${option} ${actual === 'absent' ? 'n' : actual} ${expected === 'n' ? 'off' : 'on'}`;
}

function nameOf(finding: Finding): string {
  return 'option' in finding && finding.option ? `CONFIG_${finding.option}` : ruleOf(finding);
}

const stageRank = (stage: Stage | null) => (stage === null ? -1 : stages.indexOf(stage));
