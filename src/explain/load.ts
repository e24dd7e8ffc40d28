import { loadData } from '../profiles/load.js';
import type { FailureData } from './failure.js';

/** The failure modes and what goes with them, read once. */
export function loadFailures(): FailureData {
  return loadData<FailureData>('failures.json');
}
