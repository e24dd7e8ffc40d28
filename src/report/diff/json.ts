import type { ModeChange } from '../../check/compare.js';
import type { Verdict } from '../../check/verdict.js';
import { type DiffPair, type DiffReport, diffSummary, valueText } from '../../api/diff-report.js';
import { plain, printed } from '../check/json.js';
import { conditionText } from '../words/message.js';

/**
 * The comparison as JSON, schemaVersion 1: of two files `modes`, `findings` and `changed` at the top, of two folders one
 * entry of `pairs` each, with `added` and `removed`.
 */
export function diffJson(report: DiffReport, version: string): string {
  const { tool, old, target, pairs, only, errors } = report;
  const [first] = pairs;
  return printed({
    schemaVersion: 1,
    tool: { ...tool, version },
    target,
    old,
    new: report.new,
    ...(only
      ? {
          pairs: pairs.map(pair => ({
            path: pair.path,
            ...(pair.from !== undefined && { from: pair.from }),
            ...pairJson(pair),
          })),
          added: only.added,
          removed: only.removed,
        }
      : first
        ? pairJson(first)
        : {}),
    errors,
    summary: diffSummary(report),
  });
}

function pairJson({ comparison: { modes, file, changed }, waived = [] }: DiffPair): object {
  return {
    modes: modes.map(mode => ({ ...modeJson(mode), ...(waived.includes(mode.profile) && { waived: true }) })),
    findings: {
      came: file.came.map(finding => plain(finding)),
      gone: file.gone.map(finding => plain(finding)),
    },
    changed: changed.map(({ option, before, after }) => ({
      option: `CONFIG_${option}`,
      before: valueText(before),
      after: valueText(after),
    })),
  };
}

function modeJson({ profile, course, before, after, because, came, gone }: ModeChange): object {
  const short = ({ verdict, stage, conditions }: Verdict) => ({
    verdict,
    stage,
    conditions: conditions.map(condition => conditionText([condition])),
  });
  return {
    profile,
    course,
    before: short(before),
    after: short(after),
    because: because.map(({ option }) => `CONFIG_${option}`),
    findings: { came: came.map(finding => plain(finding)), gone: gone.map(finding => plain(finding)) },
  };
}
