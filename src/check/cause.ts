import { type Level, levels } from '../profiles/rule-data.js';
import type { Blocker, Finding } from './finding.js';

/** A finding that asks for an option to be set or to be off. */
type OptionFinding = Extract<Finding, { code: 'need' | 'condition' }>;

/**
 * Of the findings of one file, those that follow from another one, each with its cause: an option that needs another one
 * which is off cannot be set before that one is. A cause follows from nothing; several findings of the same option, or held
 * back by the same one, have the most severe as their cause, or the first of them. Linear in the findings and their blockers.
 */
export function causesOf(findings: readonly Finding[]): Map<Finding, Finding> {
  const about = findings.filter(isMissing);
  const ofOption = new Map<string, OptionFinding>();
  const ofRoot = new Map<string, OptionFinding>();
  for (const finding of about) {
    put(ofOption, finding.option, finding);
    const root = rootOf(finding);
    if (root !== null) put(ofRoot, root, finding);
  }
  const direct = new Map<Finding, Finding>();
  for (const finding of about) {
    const same = ofOption.get(finding.option)!;
    const root = rootOf(finding);
    const cause =
      same !== finding
        ? same
        : (deepest(finding.blockers ?? [], ofOption) ?? (root === null ? null : ofRoot.get(root)!));
    if (cause !== null && cause !== finding) direct.set(finding, cause);
  }
  const causes = new Map<Finding, Finding>();
  for (const finding of direct.keys()) {
    const cause = firstOf(finding, direct, causes);
    if (cause !== finding) causes.set(finding, cause);
  }
  return causes;
}

/** A driver that is a module is no cause of anything: it is there, only later. */
function isMissing(finding: Finding): finding is OptionFinding {
  if (finding.code !== 'need' && finding.code !== 'condition') return false;
  return finding.expected !== 'n' && (finding.actual === 'n' || finding.actual === 'absent');
}

/** Keeps the most severe, and of equals the first. */
function put(kept: Map<string, OptionFinding>, key: string, finding: OptionFinding): void {
  const before = kept.get(key);
  if (!before || rank(finding.level) > rank(before.level)) kept.set(key, finding);
}

const rank = (level: Level) => levels.indexOf(level);

/** The finding about a blocker that nothing else holds back, as far as there are findings about blockers. */
function deepest(
  blockers: readonly Blocker[],
  ofOption: ReadonlyMap<string, OptionFinding>,
): OptionFinding | null {
  for (const blocker of blockers) {
    const found =
      deepest(blocker.blockers, ofOption) ??
      (blocker.expected === 'n' ? undefined : ofOption.get(blocker.option));
    if (found) return found;
  }
  return null;
}

/** The one option at the end of the chain that holds the finding's option back; null where there are several, or none. */
function rootOf({ blockers }: OptionFinding): string | null {
  let root: string | null = null;
  let level = blockers ?? [];
  while (level.length > 0) {
    // What no user can set follows from its own blockers alone.
    const settable = level.filter(({ hidden, blockers: inner }) => !hidden || inner.length > 0);
    if (settable.length !== 1) return null;
    const [only] = settable;
    if (!only!.hidden) root = `${only!.option}=${only!.expected}`;
    level = only!.blockers;
  }
  return root;
}

/** Follows the chain to its end; where it comes back to itself, the finding stands alone. */
function firstOf(
  finding: Finding,
  direct: ReadonlyMap<Finding, Finding>,
  known: Map<Finding, Finding>,
): Finding {
  const met = new Set<Finding>([finding]);
  let at = finding;
  for (let next = direct.get(at); next; next = direct.get(at)) {
    const shortcut = known.get(next);
    if (shortcut) return shortcut;
    if (met.has(next)) return finding;
    met.add(next);
    at = next;
  }
  return at;
}
