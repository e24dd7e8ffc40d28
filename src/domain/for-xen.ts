import { compareVersions, parseVersion, type Version } from '../input/version.js';
import type { DomainFacts, DomainProblem } from './domain.js';
import { xlKey } from './keys.js';
import { newProblems } from './problem.js';

/** First Xen whose xl warns of these or has the better key. */
const deprecated: Record<string, string> = {
  builder: '4.10',
  device_model: '4.2',
  vif2: '4.2',
  altp2mhvm: '4.9',
};

/** Problems of a file in xl's syntax that only come with one Xen: keys that its xl does not know yet, or no longer. */
export function problemsForXen(facts: DomainFacts, xen: Version): DomainProblem[] {
  const problems = newProblems();
  if (facts.syntax !== 'xl') return problems.list;
  for (const [name, { line }] of facts.settings) {
    const key = xlKey(name);
    if (!key) continue;
    if (key.since !== undefined && compareVersions(xen, parseVersion(key.since)!) < 0)
      problems.add('not-for-xen', 'too-new', line, name, { other: key.better, text: key.since });
    if (key.until !== undefined && !within(xen, key.until))
      problems.add('not-for-xen', 'too-old', line, name, { other: key.better, text: key.until });
    const since = deprecated[name];
    if (since !== undefined && compareVersions(xen, parseVersion(since)!) >= 0)
      problems.add('deprecated', 'use-other', line, name, { other: key.better, text: since });
  }
  return problems.list;
}

/** Point releases of the last one count as it. */
function within(xen: Version, last: string): boolean {
  const limit = parseVersion(last)!;
  return compareVersions({ ...xen, parts: xen.parts.slice(0, limit.parts.length) }, limit) <= 0;
}
