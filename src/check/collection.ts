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
    const key = 'rule' in finding ? finding : JSON.stringify({ ...finding, profiles: [], evidence: [] });
    const place = this.#places.get(key);
    if (place === undefined) {
      this.#places.set(key, this.#findings.length);
      this.#findings.push({ ...finding, profiles: [profile] });
    } else {
      const before = this.#findings[place]!;
      this.#findings[place] = {
        ...before,
        ...evidenceOf(before, finding),
        profiles: [...before.profiles, profile],
      };
    }
  }

  /** By stage, then level, then as found. */
  sorted(): Finding[] {
    return this.#findings.toSorted((left, right) => rank(left) - rank(right));
  }
}

/** What proves it for each profile may differ. */
function evidenceOf(before: Finding, finding: Finding): { evidence?: readonly string[] } {
  if (before.code !== 'xen' || finding.code !== 'xen') return {};
  return { evidence: [...new Set([...before.evidence, ...finding.evidence])] };
}

function rank(finding: Finding): number {
  const stage = finding.stage === null ? -1 : stages.indexOf(finding.stage);
  return stage * levels.length + (levels.length - 1 - levels.indexOf(finding.level));
}
