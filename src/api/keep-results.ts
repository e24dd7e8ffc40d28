import type { FailOn, Verdict } from '../check/verdict.js';
import { failingFindings, type FileResult } from './report.js';
import type { CheckArguments } from '../cli/arguments/options.js';

/**
 * Gathers results for the report. Thousands of files must not fill memory: what many of them say alike is kept once, and
 * what the text of several files does not show is not kept.
 */
export function keepResults(
  { reports, verbose, quiet, writeBaseline }: CheckArguments,
  failOn: FailOn,
): { readonly results: FileResult[]; add(result: FileResult): void } {
  const results: FileResult[] = [];
  const keepsAll = verbose || writeBaseline === true || reports.some(({ format }) => format !== 'text');
  const verdict = sharing<Verdict>(JSON.stringify);
  const profiles = sharing<ReadonlySet<string>>(names => [...names].join());
  const cut = (result: FileResult): FileResult =>
    keepsAll ? result : { ...result, findings: quiet ? [] : failingFindings({ failOn }, result) };
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
