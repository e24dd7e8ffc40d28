// What can be said of a rule or check apart from one finding of it.
import type { Finding } from '../../check/finding.js';
import { checkOf } from '../../check/rule-id.js';
import type { Level, Stage } from '../../profiles/rule-data.js';
import { checkTexts } from './checks.js';

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
  if ('rule' in finding) {
    const { title, reason, symptom, evidence, ...rule } = finding.rule;
    const { id } = rule;
    return { id, title, about: reason, symptom, level: rule.level, stage: rule.stage, evidence };
  }
  const { level, stage } = finding;
  const id = checkOf(finding);
  const { title, about } = checkTexts[id];
  return { id, title, about, symptom: '', level, stage, evidence: [] };
}
