import type { Finding } from '../../check/finding.js';
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
}

/** Stage by stage, what concerns the file itself first; within a stage errors first, then what most files have. */
export function findingGroups(results: readonly FileResult[]): Group[] {
  const groups = new Map<string, Omit<Group, 'places'> & { places: FindingLocation[] }>();
  for (const [file, { findings }] of results.entries())
    for (const finding of findings) {
      const message = messageOf(finding);
      const key = keyOf(finding, message);
      const place = { file, line: finding.line, path: finding.file ?? null };
      const group = groups.get(key);
      if (group) group.places.push(place);
      else {
        const { level, stage, profiles } = finding;
        groups.set(key, { rule: ruleOf(finding), level, stage, profiles, message, places: [place] });
      }
    }
  return [...groups.values()].sort(
    (left, right) =>
      stageRank(left.stage) - stageRank(right.stage) ||
      levels.indexOf(right.level) - levels.indexOf(left.level) ||
      right.places.length - left.places.length,
  );
}

const stageRank = (stage: Stage | null) => (stage === null ? -1 : stages.indexOf(stage));

function keyOf(finding: Finding, { message, why, fix, set }: FindingText): string {
  const { level, stage, profiles } = finding;
  return JSON.stringify([ruleOf(finding), level, stage, profiles, message, why, fix, set]);
}
