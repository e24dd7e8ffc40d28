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
    // A rule's finding is one object for all profiles; the others are told apart by what they say.
    const reported =
      finding.code === 'xen' ? { ...finding, profiles: [], evidence: [] } : { ...finding, profiles: [] };
    const key = 'rule' in finding ? finding : JSON.stringify(reported);
    const place = this.#places.get(key);
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

  /** By stage, then level, then as found. */
  sorted(): Finding[] {
    return this.#findings.toSorted((left, right) => rank(left) - rank(right));
  }
}

function rank(finding: Finding): number {
  const stage = finding.stage === null ? -1 : stages.indexOf(finding.stage);
  return stage * levels.length + (levels.length - 1 - levels.indexOf(finding.level));
}
