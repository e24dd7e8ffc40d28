// What a verdict hangs on, before and after a change: is it more to provide?
import type { Condition } from './finding.js';

/** `other`: neither can be said to be the harder one, such as two setups of which each takes something else. */
type Hardness = 'harder' | 'easier' | 'other' | 'same';

/**
 * Compares what two verdicts hang on. Harder is what asks for something that was not asked for before, whatever else it asks
 * for no longer: who provided all that the one hung on may lack what the other needs.
 */
export function hardnessOf(before: readonly Condition[], after: readonly Condition[]): Hardness {
  const found = new Set<Hardness>();
  const gone = before.filter(condition => !isMet(condition, after));
  for (const condition of after) if (!isMet(condition, before)) found.add(stepOf(condition, gone));
  if (found.has('harder')) return 'harder';
  if (found.has('other')) return 'other';
  return gone.length > 0 ? 'easier' : 'same';
}

/** Does what the others ask for provide it as well? */
function isMet(condition: Condition, others: readonly Condition[]): boolean {
  return others.some(other => {
    if (condition.kind === 'setup') return other.kind === 'setup' && other.text === condition.text;
    // Any one of its files will do, so all that the other may be met by must be among them.
    return other.kind === 'modules' && other.files.every(file => condition.files.includes(file));
  });
}

/** A condition that was not there, against those of its rule that it takes the place of: a module is less than a setup. */
function stepOf(condition: Condition, gone: readonly Condition[]): Hardness {
  // Of none this holds, too: then it is new.
  const old = gone.filter(({ rule }) => rule === condition.rule);
  if (old.every(({ kind }) => kind === 'modules')) return 'harder';
  return condition.kind === 'modules' ? 'easier' : 'other';
}
