import { levels, stages } from '../profiles/rule-data.js';
import type { Finding } from './finding.js';

/** Findings, each once: what several profiles share names all of them. */
export class Collection {
  readonly #findings: Finding[];
  readonly #places = new Map<Finding | string, number>();

  constructor(findings: readonly Finding[]) {
    this.#findings = [...findings];
  }

  add(finding: Finding, profile: string): void {
    const reported =
      finding.code === 'xen' ? { ...finding, profiles: [], evidence: [] } : { ...finding, profiles: [] };
    // A rule's finding is one object for all profiles that share the rule; others are told apart by what they say.
    const key = 'rule' in finding ? finding : JSON.stringify(reported);
    const place = this.#places.get(key) ?? this.#sameRule(finding);
    if (place === undefined) {
      this.#places.set(key, this.#findings.length);
      this.#findings.push({ ...finding, profiles: [profile] });
    } else {
      const before = this.#findings[place]!;
      const profiles = [...before.profiles, profile];
      // Each loader has evidence of its own for one and the same refusal.
      this.#findings[place] =
        before.code === 'xen' && finding.code === 'xen'
          ? { ...before, profiles, evidence: [...new Set([...before.evidence, ...finding.evidence])] }
          : { ...before, profiles };
    }
  }

  /** Where a finding stands that says the same by a rule which a profile took over and changed in nothing that is said. */
  #sameRule(finding: Finding): number | undefined {
    if (!('rule' in finding)) return undefined;
    const place = this.#findings.findIndex(one => 'rule' in one && one.rule.id === finding.rule.id);
    return place >= 0 && said(this.#findings[place]!) === said(finding) ? place : undefined;
  }

  /** By stage, then level, then as found. */
  sorted(): Finding[] {
    return this.#findings.toSorted((left, right) => rank(left) - rank(right));
  }
}

/** All that a person reads of a finding, its profiles aside. */
function said(finding: Finding): string {
  if (!('rule' in finding)) return '';
  const { id, title, reason, symptom, fix, set } = finding.rule;
  return JSON.stringify({ ...finding, profiles: [], rule: { id, title, reason, symptom, fix, set } });
}

function rank(finding: Finding): number {
  const stage = finding.stage === null ? -1 : stages.indexOf(finding.stage);
  return stage * levels.length + (levels.length - 1 - levels.indexOf(finding.level));
}
