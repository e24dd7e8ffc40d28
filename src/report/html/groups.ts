import type { Finding } from '../../check/finding.js';
import { causesOf } from '../../check/cause.js';
import { levels, type Level, type Stage, stages } from '../../profiles/rule-data.js';
import { ruleOf } from '../check/json.js';
import { type FindingText, messageOf } from '../words/message.js';
import type { FileResult } from '../../api/report.js';

/** Where a finding is: the place of the file among the results, and its line there. */
export interface FindingLocation {
  readonly file: number;
  readonly line: number | null;
  /** The file that the line is in, if it is another. */
  readonly path: string | null;
}

/** Findings of many files that say the same, once. */
export interface Group {
  readonly rule: string;
  readonly level: Level;
  readonly stage: Stage | null;
  readonly profiles: readonly string[];
  readonly message: FindingText;
  readonly places: readonly FindingLocation[];
  /** What it follows from, in every place; null of a cause. */
  readonly follows: string | null;
  /** What its members have in common. */
  readonly key: string;
  /** The name of its article on the page. */
  readonly anchor: string;
}

/** Stage by stage, what concerns the file itself last; within a stage causes first, then errors, then what most files have. */
export function findingGroups(results: readonly FileResult[]): Group[] {
  const groups = new Map<string, Open>();
  for (const [file, { findings }] of results.entries()) {
    const causes = causesOf(findings);
    for (const finding of findings) {
      const message = messageOf(finding);
      const key = keyWith(finding, message);
      const place = { file, line: finding.line, path: finding.file ?? null };
      const cause = causes.get(finding);
      const follows = cause ? messageOf(cause).message : null;
      const group = groups.get(key);
      if (group) {
        group.places.push(place);
        if (follows === null) group.follows = null;
      } else {
        const { level, stage, profiles } = finding;
        const about = { rule: ruleOf(finding), level, stage, profiles, message, follows, key };
        groups.set(key, { ...about, places: [place] });
      }
    }
  }
  const sorted = [...groups.values()].sort(
    (left, right) =>
      stageRank(left.stage) - stageRank(right.stage) ||
      Number(left.follows !== null) - Number(right.follows !== null) ||
      levels.indexOf(right.level) - levels.indexOf(left.level) ||
      right.places.length - left.places.length,
  );
  return sorted.map((group, index) => ({ ...group, anchor: `finding-${index + 1}` }));
}

interface Open extends Omit<Group, 'places' | 'follows' | 'anchor'> {
  places: FindingLocation[];
  follows: string | null;
}

const stageRank = (stage: Stage | null) => (stage === null ? stages.length : stages.indexOf(stage));

/** The key of the group that has the finding. */
export const groupKey = (finding: Finding) => keyWith(finding, messageOf(finding));

function keyWith(finding: Finding, { message, why, fix, set }: FindingText): string {
  const { level, stage, profiles } = finding;
  return JSON.stringify([ruleOf(finding), level, stage, profiles, message, why, fix, set]);
}
