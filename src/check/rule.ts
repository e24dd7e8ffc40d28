import { atLeast, atMost, compareReleases, inRanges, parseRange, type Version } from '../input/version.js';
import { evaluateNeed, type Need, parseNeed } from '../profiles/need.js';
import type { ModuleUse, Alternative, Root, Rule, RuleCase, Scope, Stage } from '../profiles/rule-data.js';
import type { Setup } from './setup.js';
import type { Kernel, ConfigView } from './view.js';

/** The Xen that the kernel will meet. `given` is false where nobody named one and `version` is the newest known. */
export interface XenTarget {
  readonly version: Version;
  readonly given: boolean;
}

/** All of a boot that is not the kernel. */
export interface BootTarget extends XenTarget {
  readonly root: Root;
  readonly setup: Setup;
}

/** A rule as it stands for one kernel. */
export interface EffectiveRule extends RuleCase {
  readonly rule: Rule;
  /** The rule as findings carry it, with the texts of the matching case; one object shared by all files. */
  readonly reported: Rule;
  readonly stage: Stage;
  readonly level: Rule['level'];
  readonly need: string;
  readonly otherwise: readonly Alternative[];
  readonly module: ModuleUse;
  /** The kernel's version is not known, and not every kernel of today is one that the rule is about. */
  readonly unsure: boolean;
}

const needs = new Map<string, Need>();

/** The parsed form of a need, kept, since the same few texts come again for every file. */
export function needOf(text: string): Need {
  let need = needs.get(text);
  if (!need) needs.set(text, (need = parseNeed(text)));
  return need;
}

/** A kernel of unknown architecture counts as one of these: what people build today. */
const current = new Set(['x86_64', 'arm64']);

/** Does the scope hold this kernel and this Xen? */
export function inScope(scope: Scope, kernel: Kernel, xen: XenTarget & { readonly root?: Root }): boolean {
  if (
    scope.arch &&
    !scope.arch.some(arch => (kernel.arch === null ? current.has(arch) : arch === kernel.arch))
  )
    return false;
  if (scope.root && xen.root && !scope.root.includes(xen.root)) return false;
  if (scope.kernel && !holdsKernel(scope.kernel, kernel.version)) return false;
  return !scope.xen || inRanges(xen.version, scope.xen);
}

// A kernel of unknown version counts as a new one: only ranges without an end hold it.
function holdsKernel(range: string, version: Version | null): boolean {
  const parsed = parseRange(range)!;
  if (version === null) return parsed.to === null;
  return (
    (parsed.from === null || atLeast(version, parsed.from)) &&
    (parsed.to === null || atMost(version, parsed.to))
  );
}

/** The oldest release that is maintained: kernels of unknown version may be as old. */
const oldestToday = '5.10';

/** Is the scope that of newer kernels alone, where the version is not known? */
function isUnsure({ kernel: range }: Scope, { version }: Kernel): boolean {
  if (version !== null || range === undefined) return false;
  const { from } = parseRange(range)!;
  return from !== null && compareReleases(from, oldestToday) > 0;
}

const moduleUse: Readonly<Record<Stage, ModuleUse>> = {
  load: 'early',
  start: 'early',
  console: 'early',
  root: 'initramfs',
  network: 'later',
  services: 'later',
  lifecycle: 'later',
};

/** The rule for this kernel: with its first case that matches, or null if the rule does not concern the kernel. */
export function effective(rule: Rule, view: ConfigView, xen: BootTarget): EffectiveRule | null {
  const { kernel } = view;
  if (!inScope(rule, kernel, xen) || !whenHolds(rule.when, view)) return null;
  let merged: RuleCase & Rule = rule;
  let unsure = isUnsure(rule, kernel);
  let reported = rule;
  if (rule.cases) {
    const match = rule.cases.find(entry => inScope(entry, kernel, xen) && whenHolds(entry.when, view));
    if (!match) return null;
    unsure ||= isUnsure(match, kernel);
    merged = { ...rule, ...match };
    reported = toldOf(rule, match);
  }
  return {
    ...merged,
    rule,
    reported: reported,
    need: merged.need ?? merged.option ?? 'y',
    otherwise: merged.otherwise ?? [],
    module: merged.module ?? moduleUse[merged.stage],
    unsure,
  };
}

const toldRules = new WeakMap<Rule, Map<RuleCase, Rule>>();

/** Kept, so that the findings of thousands of files share a few rules. */
function toldOf(rule: Rule, match: RuleCase): Rule {
  let known = toldRules.get(rule);
  if (!known) toldRules.set(rule, (known = new Map<RuleCase, Rule>()));
  let reported = known.get(match);
  if (!reported) {
    const { reason = rule.reason, symptom = rule.symptom, fix, set } = match;
    reported = { ...rule, reason, symptom, ...(fix && { fix }), ...(set && { set }) };
    known.set(match, reported);
  }
  return reported;
}

/** A `when` that the input leaves open does not hold: better silent than wrong. */
export function whenHolds(when: string | undefined, view: ConfigView): boolean {
  return when === undefined || evaluateNeed(needOf(when), option => view.span(option)).low > 0;
}

/**
 * The smallest sets of options that are m and that together give the need at least m: one entry an alternative, an
 * empty entry if none is needed. Kept to 64 alternatives, which no built-in rule comes near.
 */
export function moduleSets(need: Need, view: ConfigView): string[][] {
  const found = sets(need, view).sort((left, right) => left.length - right.length);
  const kept: string[][] = [];
  for (const set of found)
    if (!kept.some(smaller => smaller.every(option => set.includes(option)))) kept.push(set);
  return kept;
}

function sets(need: Need, view: ConfigView): string[][] {
  switch (need.kind) {
    case 'option': {
      const value = view.tri(need.option);
      return value === 2 ? [[]] : value === 1 ? [[need.option]] : [];
    }
    case 'and':
      return need.operands.reduce<string[][]>(
        (done, operand) => {
          const next = sets(operand, view);
          return done.flatMap(left => next.map(right => [...new Set([...left, ...right])])).slice(0, 64);
        },
        [[]],
      );
    case 'or':
      return need.operands.flatMap(operand => sets(operand, view)).slice(0, 64);
    default:
      return evaluateNeed(need, option => view.span(option)).low > 0 ? [[]] : [];
  }
}
