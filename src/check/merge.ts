import { type Level, levels, stages } from '../profiles/rule-data.js';
import type { Finding } from './finding.js';

/** Findings that differ in their profiles alone (or in what proves them for each) become one; the order is stage, level, line. */
export function merge(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const before = merged.get(key);
    merged.set(key, before ? both(before, finding) : finding);
  }
  return [...merged.values()]
    .map((finding, index) => ({ finding, index }))
    .sort((left, right) => rank(left.finding) - rank(right.finding) || left.index - right.index)
    .map(({ finding }) => finding);
}

function both(before: Finding, finding: Finding): Finding {
  const profiles = [...new Set([...before.profiles, ...finding.profiles])];
  if (before.code !== 'xen' || finding.code !== 'xen') return { ...before, profiles };
  return { ...before, profiles, evidence: [...new Set([...before.evidence, ...finding.evidence])] };
}

function rank(finding: Finding): number {
  const stage = finding.stage === null ? -1 : stages.indexOf(finding.stage);
  return stage * 8 + (levels.length - levels.indexOf(finding.level as Level));
}

function keyOf(finding: Finding): string {
  const { profiles: _, ...rest } = finding.code === 'xen' ? { ...finding, evidence: [] } : finding;
  return JSON.stringify(rest, (key, value) =>
    key === 'rule' && typeof value === 'object' ? [value.id, value.reason, value.symptom, value.fix] : value,
  );
}
