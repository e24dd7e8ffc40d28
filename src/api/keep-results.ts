import type { Finding } from '../check/finding.js';
import { type FailOn, fails, isReason, type Verdict } from '../check/verdict.js';
import { type FileResult, isCounted } from './report.js';
import type { CheckRequest } from './check-request.js';

/**
 * Gathers results for the report. So that thousands of files fit in memory, equal values are kept once, and
 * with several files only the findings that the report will show are kept: what counts, and why a mode does not boot.
 */
export function keepResults(
  keep: NonNullable<CheckRequest['keep']>,
  failOn: FailOn,
): { readonly results: FileResult[]; add(result: FileResult): void } {
  const results: FileResult[] = [];
  const verdict = sharing<Verdict>(JSON.stringify);
  const profiles = sharing<ReadonlySet<string>>(names => [...names].join());
  const isTold =
    ({ verdicts, counted }: FileResult) =>
    (finding: Finding) =>
      (finding.level !== 'note' && isCounted(finding, counted)) ||
      isReason(finding, verdicts) ||
      fails([finding], counted, failOn);
  const cut = (result: FileResult): FileResult =>
    keep === 'all'
      ? result
      : { ...result, findings: keep === 'none' ? [] : result.findings.filter(isTold(result)) };
  return {
    results,
    add(given) {
      const result = {
        ...given,
        verdicts: given.verdicts.map(verdict),
        counted: profiles(given.counted),
      };
      // The text report of a single file shows more.
      if (results.length === 1) results[0] = cut(results[0]!);
      results.push(results.length > 0 ? cut(result) : result);
    },
  };
}

/** Gives the first of all equal values. */
function sharing<T>(keyOf: (value: T) => string): (value: T) => T {
  const known = new Map<string, T>();
  return value => {
    const key = keyOf(value);
    const first = known.get(key);
    if (first !== undefined) return first;
    known.set(key, value);
    return value;
  };
}
