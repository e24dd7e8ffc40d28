import { json } from '../report/check/json.js';
import type { Report } from '../api/report.js';
import { version } from '../node/version.js';
import { writeAtomically } from '../node/write-file.js';

/** Writes the report as the baseline of later runs. Null if that worked, else why not. */
export function writeBaseline(path: string, report: Report): string | null {
  // What could not be read would be new in the next run.
  if (report.errors.length > 0) return `baseline ${path}: not written, since not every file could be read`;
  const results = report.results.filter(({ kind }) => kind !== 'repository');
  return writeAtomically(path, json({ ...report, results }, version()));
}
