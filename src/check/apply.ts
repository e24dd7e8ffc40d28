import { inRanges } from '../input/version.js';
import type { BuildData } from '../profiles/build-data.js';
import type { Lifetimes, NeverOptions } from '../profiles/lifetimes.js';
import { type ModuleNames, moduleFile } from '../profiles/modules.js';
import { evaluateNeed, type Need, optionsOf } from '../profiles/need.js';
import type { Regression } from '../profiles/regression.js';
import type { Rule } from '../profiles/rule-data.js';
import type { XenCheckTable } from '../xen/check-table.js';
import { blockersOf, lifeOf } from './blockers.js';
import type { Blocker, Condition, Finding } from './finding.js';
import { holding } from './initramfs.js';
import { type EffectiveRule, effective, moduleSets, needOf, type BootTarget } from './rule.js';
import { answerOf } from './setup.js';
import type { ConfigView } from './view.js';

/** What the checks rest on besides the profiles: see profiles/lifetimes.json, profiles/modules.yaml. */
export interface Facts {
  readonly modules: ModuleNames;
  readonly never: NeverOptions;
  readonly suse: Readonly<Record<string, string>>;
  readonly xen: XenCheckTable;
  /** A function, since only a kernel or Xen whose release is known exactly needs it. */
  readonly regressions: () => readonly Regression[];
  /** A function, since only what is wrong needs it, and it is large. */
  readonly lifetimes: () => Lifetimes;
  /** Of every option known, for options that no rule names. */
  readonly allLifetimes: () => Lifetimes;
  /** What the build drops. */
  readonly builds: () => BuildData;
  /** What a kernel tree says holds an option back; null where it knows nothing of the option. Stands for the lifetimes. */
  readonly explain?: (option: string, expected: 'y' | 'm' | 'n', view: ConfigView) => BlockedOption | null;
}

export interface BlockedOption {
  readonly blockers: readonly Blocker[];
  /** The option has no prompt. */
  readonly hidden: boolean;
  /** The line that asks for it, where the tree drops it. */
  readonly dropped: number | null;
  /** The release that this was read from, where that is not the kernel's own. */
  readonly asOf?: string;
}

/** The finding a rule makes, "open" if the input leaves it undecided, null if the rule is content. */
export type Applied = Finding | 'open' | null;

/** Applies one rule to a config. The finding names no profile yet: many share the rule. */
export function applyRule(given: Rule, view: ConfigView, facts: Facts, target: BootTarget): Applied {
  const rule = effective(given, view, target);
  if (!rule) return null;
  if (rule.rule.spare) return spareFinding(rule, view);
  const need = needOf(rule.need);
  const { low, high } = evaluateNeed(need, option => view.span(option));
  if (low === 2 || (low === 1 && rule.module === 'later')) return null;
  if (high > low || rule.unsure) return 'open';
  // What such a file leaves out has its default, which is on for all that rules ask of every kernel.
  if (view.config.leavesOut && isLeftOut(need, view, facts.lifetimes()))
    return rule.level === 'error' ? 'open' : null;
  if (low === 1 && rule.module === 'initramfs' && view.tri(initramfs) === 2)
    return moduleFinding(rule, view, facts, target);
  return missingFinding(rule, view, facts, target);
}

/** Does the need fail for an option that the file leaves out because nobody is asked for it? */
function isLeftOut(need: Need, view: ConfigView, lifetimes: Lifetimes): boolean {
  return [...optionsOf(need)].some(option => {
    const life = view.actual(option) === 'absent' ? lifeOf(option, view, lifetimes) : null;
    return life !== null && life.prompt !== true;
  });
}

/** Without it no module can be there before the root disk is. */
const initramfs = 'BLK_DEV_INITRD';

function base(rule: EffectiveRule, view: ConfigView) {
  const option = rule.option!;
  return {
    rule: rule.reported,
    stage: rule.stage,
    profiles: [],
    option: view.name(option),
    actual: view.actual(option),
    line: view.line(option),
  };
}

function spareFinding(rule: EffectiveRule, view: ConfigView): Finding | null {
  const options = rule.rule.spare!.filter(option => view.tri(option) > 0);
  if (options.length === 0) return null;
  return {
    code: 'spare',
    level: rule.level,
    stage: rule.stage,
    profiles: [],
    line: view.line(options[0]!),
    rule: rule.rule,
    options,
  };
}

/** What a module is worth: nothing to say where the initramfs that was given holds it, an error where it does not. */
function moduleFinding(
  rule: EffectiveRule,
  view: ConfigView,
  facts: Facts,
  { setup }: BootTarget,
): Finding | null {
  const { version, flavour } = view.kernel;
  const sets = moduleSets(needOf(rule.need), view).map(set =>
    set.map(option => moduleFile(facts.modules, option, version, flavour)),
  );
  const files = [...new Set(sets.map(set => set.join(' + ')))];
  const about = { ...base(rule, view), expected: 'm' as const };
  const held = setup.initramfs ? holding(setup.initramfs.facts, sets, version) : 'unknown';
  if (held === 'yes') return null;
  if (held !== 'unknown') {
    const { path, facts: initramfs } = setup.initramfs!;
    const { maker, releases } = initramfs;
    return {
      code: 'lacking',
      level: rule.level,
      ...about,
      files,
      initramfs: path,
      maker,
      because: held,
      releases,
    };
  }
  const conditions = [{ kind: 'modules' as const, rule: rule.rule.id, files }];
  return { code: 'condition', level: 'note', ...about, conditions };
}

function missingFinding(
  rule: EffectiveRule,
  view: ConfigView,
  facts: Facts,
  target: BootTarget,
): Finding | 'open' | null {
  const expected = wanted(rule, view, facts.lifetimes());
  const instead = expected === 'n' ? null : offInstead(rule, expected, view);
  if (instead !== null) return missingFinding({ ...rule, option: instead }, view, facts, target);
  const about = { ...base(rule, view), expected };
  const conditions: Condition[] = [];
  let undecided = false;
  for (const other of rule.otherwise) {
    const span = evaluateNeed(needOf(other.need), option => view.span(option));
    if (other.root && !other.root.includes(target.root)) continue;
    if (other.xen && target.given) {
      if (!inRanges(target.version, other.xen)) continue;
      if (span.low > 0) return null;
    }
    const answer = other.asks ? answerOf(other.asks, target.setup) : null;
    if (answer === false) continue;
    if (answer === true && span.low > 0) return null;
    if (span.low > 0) conditions.push({ kind: 'setup', rule: rule.rule.id, text: other.condition });
    else if (span.high > 0) undecided = true;
  }
  if (!conditions.length && undecided) return 'open';
  const explained: BlockedOption = facts.explain?.(rule.option!, expected, view) ?? {
    blockers: expected === 'n' ? [] : blockersOf(rule.option!, expected, view, facts.lifetimes()),
    hidden: isHidden(rule.option!, view, facts.lifetimes()),
    dropped: view.dropped(rule.option!),
  };
  const { blockers, hidden, dropped, asOf } = explained;
  if (conditions.length)
    return {
      code: 'condition',
      level: 'warning',
      ...about,
      conditions,
      ...(blockers.length && { blockers }),
    };
  const since = asOf !== undefined && blockers.length > 0 ? { asOf } : {};
  const need = { code: 'need', level: rule.level, ...about, blockers, hidden, ...since } as const;
  return dropped === null ? need : { ...need, line: dropped, dropped: true };
}

/** Where the rule's option is what it must be, the need fails for another: the first of its options that is off. */
function offInstead(rule: EffectiveRule, expected: 'y' | 'm', view: ConfigView): string | null {
  if (view.tri(rule.option!) < (expected === 'y' ? 2 : 1)) return null;
  const options = [...optionsOf(needOf(rule.need))];
  return options.find(option => option !== rule.option && view.tri(option) === 0) ?? null;
}

/** What the option has to be: n if the need asks for its absence, m if that is enough, else y. */
function wanted(rule: EffectiveRule, view: ConfigView, lifetimes: Lifetimes): 'y' | 'm' | 'n' {
  const need = needOf(rule.need);
  const option = rule.option!;
  if (!optionsOf(need).has(option)) return 'y';
  const valueWith = (value: 0 | 1 | 2) =>
    evaluateNeed(need, name => (name === option ? { low: value, high: value } : view.span(name))).high;
  if (valueWith(0) > valueWith(2)) return 'n';
  const loadable = rule.module === 'later' || (rule.module === 'initramfs' && view.tri(initramfs) === 2);
  const enough = loadable && valueWith(1) > 0;
  return enough && lifeOf(option, view, lifetimes)?.type === 'tristate' ? 'm' : 'y';
}

function isHidden(option: string, view: ConfigView, lifetimes: Lifetimes): boolean {
  return lifeOf(option, view, lifetimes)?.prompt === false;
}
