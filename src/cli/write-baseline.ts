import type { Report } from '../api/report.js';
import { InputError } from '../input/input-error.js';
import { version } from '../node/version.js';
import { writeAtomically } from '../node/write-file.js';
import { json } from '../report/check/json.js';

/** Writes the report as the baseline of later runs. Throws InputError if it cannot. */
export function writeBaseline(path: string, report: Report): void {
  // Findings of an unreadable file would count as new in the next run.
  if (report.errors.length > 0)
    throw new InputError(`baseline ${path}: not written, since not every file could be read`);
  const results = report.results.filter(({ kind }) => kind !== 'repository');
  const problem = writeAtomically(path, json({ ...report, results }, version()));
  if (problem !== null) throw new InputError(problem);
}
