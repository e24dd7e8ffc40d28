// What can be said of a rule or check apart from one finding of it.
import type { Finding } from '../check/finding.js';
import type { Level, Stage } from '../profiles/rule-data.js';
import { checkTexts } from './checks.js';
import { ruleOf } from './json.js';

export interface Descriptor {
  readonly id: string;
  readonly title: string;
  /** Why it is checked. */
  readonly about: string;
  /** What the user sees where it is missing; '' for checks of the file itself. */
  readonly symptom: string;
  readonly level: Level;
  readonly stage: Stage | null;
  readonly evidence: readonly string[];
}

export function descriptorOf(finding: Finding): Descriptor {
  const { level, stage } = finding;
  const id = ruleOf(finding);
  if ('rule' in finding) {
    const { title, reason, symptom, evidence, ...rule } = finding.rule;
    return { id, title, about: reason, symptom, level: rule.level, stage: rule.stage, evidence };
  }
  const title = checkTexts[id]?.title ?? id.replaceAll('-', ' ');
  return { id, title, about: checkTexts[id]?.about ?? title, symptom: '', level, stage, evidence: [] };
}
