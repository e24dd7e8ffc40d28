import { json } from '../report/json.js';
import type { Report } from '../report/report.js';
import { version } from './version.js';
import { writeAtomically } from './write-file.js';

/** Writes the report as the baseline of later runs. Null if that worked, else why not. */
export function writeBaseline(path: string, report: Report): string | null {
  // What could not be read would be new in the next run.
  if (report.errors.length > 0) return `baseline ${path}: not written, since not every file could be read`;
  const results = report.results.filter(({ kind }) => kind !== 'repository');
  return writeAtomically(path, json({ ...report, results }, version()));
}
