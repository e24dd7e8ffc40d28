import { all, any, type Answer, not } from './answer.js';
import type { SignCondition } from './failure.js';
import type { SignContext } from './inputs.js';
import { signs } from './signs/index.js';

/** Puts the questions of a condition to the inputs. Conditions come from the data, which is checked: depth is bounded there. */
export function ask(condition: SignCondition, context: SignContext): Answer {
  switch (condition.kind) {
    case 'all':
      return all(condition.of.map(one => ask(one, context)));
    case 'any':
      return any(condition.of.map(one => ask(one, context)));
    case 'not':
      return not(ask(condition.of, context));
    default: {
      const sign = signs[condition.sign]!;
      if (condition.about.length === 0) return sign.ask(context, '');
      return any(condition.about.map(about => sign.ask(context, about)));
    }
  }
}

/** Signs that are asked about patterns. */
export const logQuestions: ReadonlySet<string> = new Set(['log', 'goes-on-after']);

/** The ids of patterns in logs that a condition asks for. */
export function patternsIn(condition: SignCondition): readonly string[] {
  if (condition.kind === 'sign') return logQuestions.has(condition.sign) ? condition.about : [];
  return condition.kind === 'not' ? patternsIn(condition.of) : condition.of.flatMap(patternsIn);
}
