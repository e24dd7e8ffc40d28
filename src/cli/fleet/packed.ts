// Workers' results in messages between threads: findings share rules, so each rule is sent only once.
import type { Finding } from '../../check/finding.js';
import type { Rule } from '../../profiles/rule-data.js';
import type { FileResult } from '../../api/report.js';
import type { InputResult } from '../../api/judge.js';

/** One for each input of a batch. */
export type BatchResult = readonly InputResult[];

type WithPlace<F> = F extends { readonly rule: Rule } ? Omit<F, 'rule'> & { readonly rule: number } : F;
type PackedFinding = WithPlace<Finding>;
type PackedResult = Omit<FileResult, 'findings'> & { readonly findings: readonly PackedFinding[] };

export interface PackedBatch {
  /** Rules that no earlier message contained; findings refer to them by their index among all. */
  readonly rules: readonly Rule[];
  readonly judged: readonly (Omit<InputResult, 'results'> & { readonly results: readonly PackedResult[] })[];
}

/** Packs the answers of one worker, in the order in which they are sent. */
export function packing(): (answer: BatchResult) => PackedBatch {
  const places = new Map<Rule, number>();
  return answer => {
    const rules: Rule[] = [];
    const placeOf = (rule: Rule) => {
      let place = places.get(rule);
      if (place === undefined) {
        places.set(rule, (place = places.size));
        rules.push(rule);
      }
      return place;
    };
    const pack = (finding: Finding): PackedFinding =>
      'rule' in finding ? { ...finding, rule: placeOf(finding.rule) } : finding;
    const judged = answer.map(({ results, problem }) => ({
      problem,
      results: results.map(result => ({ ...result, findings: result.findings.map(pack) })),
    }));
    return { rules, judged };
  };
}

/** Reads the messages of one worker, in their order. */
export function unpacking(): (message: PackedBatch) => BatchResult {
  const known: Rule[] = [];
  const unpack = (finding: PackedFinding): Finding =>
    'rule' in finding ? ({ ...finding, rule: known[finding.rule] } as Finding) : finding;
  return ({ rules, judged }) => {
    known.push(...rules);
    return judged.map(({ results, problem }) => ({
      problem,
      results: results.map(result => ({ ...result, findings: result.findings.map(unpack) })),
    }));
  };
}
