// Rules that a maintainer requires: what they find is an error.
import { nearest } from '../input/nearest.js';
import { UsageError } from '../input/values.js';
import { atLevel } from '../profiles/resolve.js';
import { type Profile, type Rule, stages } from '../profiles/rule-data.js';

/**
 * Gives the profiles with the rules of these words at level error: a word is the id of a rule, or a stage, which stands
 * for all that is more than a note in it. `known` are rules of profiles that are not checked. Throws UsageError for a word that is neither.
 */
export function requiring(
  profiles: readonly Profile[],
  words: readonly string[],
  known: readonly Rule[],
): Profile[] {
  const ids = new Set([...known, ...profiles.flatMap(({ rules }) => rules)].map(({ id }) => id));
  for (const word of words) {
    if (ids.has(word) || (stages as readonly string[]).includes(word)) continue;
    const near = nearest(word, [...ids, ...stages]);
    throw new UsageError(
      `there is no rule ${word} to require${near ? `; did you mean ${near}?` : ''} (xen-checkconfig profiles NAME lists them)`,
    );
  }
  const isRequired = ({ id, stage, level }: Rule) =>
    words.includes(id) || (level !== 'note' && words.includes(stage));
  // Profiles share rules, and what they share stays one rule.
  const raised = new Map<Rule, Rule>();
  const raise = (rule: Rule): Rule => {
    if (!isRequired(rule)) return rule;
    const known = raised.get(rule) ?? atLevel(rule, 'error');
    raised.set(rule, known);
    return known;
  };
  return profiles.map(profile => ({ ...profile, rules: profile.rules.map(raise) }));
}
