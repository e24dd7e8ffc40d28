import type { Pattern } from '../log/log.js';
import { loadData } from '../profiles/load.js';
import type { FailureData } from './failure.js';

/** The failure modes and what goes with them, read once. */
export function loadFailures(): FailureData {
  return loadData<FailureData>('failures.json');
}

/** What `logPatterns` gives, made ready by the build, read once. */
export function loadPatterns(): readonly Pattern[] {
  return loadData<readonly Pattern[]>('log-patterns.json');
}
