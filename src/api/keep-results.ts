import type { FailOn, Verdict } from '../check/verdict.js';
import { failingFindings, type FileResult } from './report.js';
import type { CheckRequest } from './check-request.js';

/**
 * Gathers results for the report. Thousands of files must not fill memory: what many of them say alike is kept once, and
 * of several files only the findings that the report will show.
 */
export function keepResults(
  keep: NonNullable<CheckRequest['keep']>,
  failOn: FailOn,
): { readonly results: FileResult[]; add(result: FileResult): void } {
  const results: FileResult[] = [];
  const verdict = sharing<Verdict>(JSON.stringify);
  const profiles = sharing<ReadonlySet<string>>(names => [...names].join());
  const cut = (result: FileResult): FileResult =>
    keep === 'all'
      ? result
      : { ...result, findings: keep === 'none' ? [] : failingFindings({ failOn }, result) };
  return {
    results,
    add(given) {
      const result = {
        ...given,
        verdicts: given.verdicts.map(verdict),
        counted: profiles(given.counted),
      };
      // The text of one file alone shows more of it.
      if (results.length === 1) results[0] = cut(results[0]!);
      results.push(results.length > 0 ? cut(result) : result);
    },
  };
}

/** Gives the first of all values that are the same. */
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
