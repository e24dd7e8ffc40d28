import type { Config } from '../config/config.js';
import { inRanges, type Version } from '../input/version.js';
import type { Lifetimes, NeverOptions } from '../profiles/lifetimes.js';
import { type ModuleNames, moduleFile } from '../profiles/modules.js';
import { evaluate, optionsOf } from '../profiles/need.js';
import type { Exclusion, Profile, Stage } from '../profiles/rule-data.js';
import type { XenCheckTable } from '../xen/check-table.js';
import { blockersOf, lifeOf } from './blockers.js';
import { fileFindings } from './file.js';
import type { Condition, Finding, UnknownCause } from './finding.js';
import { merge } from './merge.js';
import { type Effective, effective, inScope, moduleSets, needOf, whenHolds, type XenTarget } from './rule.js';
import { type Verdict, verdictOf } from './verdict.js';
import { type Kernel, type View, viewOf } from './view.js';
import { xenFindings } from './xen.js';

/** What the checks rest on besides the profiles: see profiles/lifetimes.json, profiles/modules.yaml. */
export interface Facts {
  readonly modules: ModuleNames;
  readonly never: NeverOptions;
  readonly suse: Readonly<Record<string, string>>;
  readonly xen: XenCheckTable;
  /** A function, since only what is wrong needs it, and it is large. */
  readonly lifetimes: () => Lifetimes;
}

export interface CheckOptions {
  readonly xen: XenTarget;
  /** Replace what the file says of its kernel. */
  readonly kernel?: Version;
  readonly arch?: string;
  /** Profiles asked for by name: a finding says so where the kernel cannot have one, or the input leaves it open. */
  readonly asked?: ReadonlySet<string>;
}

export interface CheckResult {
  readonly kernel: Kernel;
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
}

/** Judges a config by profiles. Pure: the same input gives the same result. */
export function check(
  config: Config,
  profiles: readonly Profile[],
  facts: Facts,
  options: CheckOptions,
): CheckResult {
  const view = viewOf(config, facts.suse, {
    ...(options.kernel && { version: options.kernel }),
    ...(options.arch && { arch: options.arch }),
  });
  const verdicts: Verdict[] = [];
  const findings: Finding[] = fileFindings(view, facts);
  for (const profile of profiles) {
    const outcome = checkProfile(view, profile, facts, options);
    verdicts.push(outcome.verdict);
    findings.push(...outcome.findings);
  }
  return { kernel: view.kernel, verdicts, findings: merge(findings) };
}

interface Outcome {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

function checkProfile(view: View, profile: Profile, facts: Facts, options: CheckOptions): Outcome {
  const { name } = profile;
  const asked = options.asked?.has(name) ?? false;
  const because = exclusionOf(profile, view, options.xen);
  if (because) {
    const finding: Finding = {
      code: 'not-applicable',
      level: 'error',
      stage: null,
      profiles: [name],
      line: null,
      because: because.because,
      evidence: because.evidence,
    };
    return {
      verdict: { profile: name, verdict: 'not-applicable', stage: null, conditions: [] },
      findings: asked ? [finding] : [],
    };
  }
  const findings: Finding[] = [];
  const errors = new Set<Stage>();
  const conditions: Condition[] = [];
  const unsure = unknownCause(view);
  let open = unsure !== null;
  for (const rule of profile.rules) {
    const found = effective(rule, view, options.xen);
    if (!found) continue;
    const result = applyRule(found, view, name, facts, options.xen);
    if (result === 'open') open = true;
    else if (result) {
      findings.push(result);
      if (result.code === 'condition') conditions.push(...result.conditions);
      else if (result.level === 'error') errors.add(found.stage);
    }
  }
  for (const finding of xenFindings(view, profile, facts.xen, options.xen)) {
    findings.push(finding);
    if (finding.level === 'error') errors.add(finding.stage!);
    else if (finding.level === 'warning' && finding.code === 'xen') conditions.push(...finding.conditions);
  }
  if (open && asked) {
    findings.push({
      code: 'unknown',
      level: 'warning',
      stage: null,
      profiles: [name],
      line: null,
      because: unsure ?? 'fragment',
    });
  }
  return { verdict: verdictOf(name, errors, open, conditions), findings };
}

function unknownCause({ config, kernel }: View): UnknownCause | null {
  if (config.kind !== 'config') return config.kind;
  if (!kernel.version) return 'no-version';
  return kernel.arch ? null : 'no-arch';
}

/** Why this kernel cannot have the profile's mode; null if it can, or if the input does not tell. */
function exclusionOf(
  profile: Profile,
  view: View,
  xen: XenTarget,
): Pick<Exclusion, 'because' | 'evidence'> | null {
  const { kernel } = view;
  if ((profile.flavour === 'xenlinux') !== (kernel.flavour === 'xenlinux') && view.config.kind === 'config') {
    return kernel.flavour === 'xenlinux'
      ? { because: 'this is a xenlinux kernel, which has modes of its own', evidence: [] }
      : { because: 'this is no xenlinux kernel', evidence: [] };
  }
  if (profile.applies.some(scope => inScope(scope, kernel, xen) && whenHolds(scope.when, view))) return null;
  const said = profile.excludes.find(entry => inScope(entry, kernel, xen) && whenHolds(entry.when, view));
  if (said) return said;
  const arches = [...new Set(profile.applies.flatMap(scope => scope.arch ?? []))];
  if (kernel.arch !== null && !arches.includes(kernel.arch)) {
    return {
      because: `this kernel is for ${kernel.arch}, the mode exists on ${arches.join(', ')}`,
      evidence: [],
    };
  }
  return { because: 'this kernel version cannot have it', evidence: [] };
}

/** The finding a rule makes, "open" if the input leaves it undecided, null if the rule is content. */
function applyRule(
  rule: Effective,
  view: View,
  profile: string,
  facts: Facts,
  xen: XenTarget,
): Finding | 'open' | null {
  if (rule.rule.spare) return spareFinding(rule, view, profile);
  const need = needOf(rule.need);
  const { low, high } = evaluate(need, option => view.span(option));
  if (low === 2 || (low === 1 && rule.module === 'later')) return null;
  if (high > low) return 'open';
  if (low === 1 && rule.module === 'initramfs' && view.tri(initramfs) === 2)
    return moduleFinding(rule, view, profile, facts);
  return missingFinding(rule, view, profile, facts, xen);
}

/** Without it no module can be there before the root disk is. */
const initramfs = 'BLK_DEV_INITRD';

function base(rule: Effective, view: View, profile: string) {
  const option = rule.option!;
  return {
    rule: {
      ...rule.rule,
      reason: rule.reason ?? rule.rule.reason,
      symptom: rule.symptom ?? rule.rule.symptom,
      ...(rule.fix && { fix: rule.fix }),
      ...(rule.set && { set: rule.set }),
    },
    stage: rule.stage,
    profiles: [profile],
    option: view.name(option),
    actual: view.actual(option),
    line: view.line(option),
  };
}

function spareFinding(rule: Effective, view: View, profile: string): Finding | null {
  const options = rule.rule.spare!.filter(option => view.tri(option) > 0);
  if (options.length === 0) return null;
  return {
    code: 'spare',
    level: rule.level,
    stage: rule.stage,
    profiles: [profile],
    line: view.line(options[0]!),
    rule: rule.rule,
    options,
  };
}

function moduleFinding(rule: Effective, view: View, profile: string, facts: Facts): Finding {
  const { version, flavour } = view.kernel;
  const alternatives = moduleSets(needOf(rule.need), view);
  const files = alternatives.map(set =>
    set.map(option => moduleFile(facts.modules, option, version, flavour)).join(' + '),
  );
  return {
    code: 'condition',
    level: 'note',
    ...base(rule, view, profile),
    expected: 'm',
    conditions: [{ kind: 'modules', rule: rule.rule.id, files: [...new Set(files)] }],
  };
}

function missingFinding(
  rule: Effective,
  view: View,
  profile: string,
  facts: Facts,
  xen: XenTarget,
): Finding | 'open' | null {
  const expected = wanted(rule, view, facts.lifetimes());
  const other = expected === 'n' ? null : offInstead(rule, expected, view);
  if (other !== null) return missingFinding({ ...rule, option: other }, view, profile, facts, xen);
  const about = { ...base(rule, view, profile), expected };
  const conditions: Condition[] = [];
  let undecided = false;
  for (const way of rule.otherwise) {
    const span = evaluate(needOf(way.need), option => view.span(option));
    if (way.xen && xen.given) {
      if (!inRanges(xen.version, way.xen)) continue;
      if (span.low > 0) return null;
    }
    if (span.low > 0) conditions.push({ kind: 'setup', rule: rule.rule.id, text: way.condition });
    else if (span.high > 0) undecided = true;
  }
  if (conditions.length) return { code: 'condition', level: 'warning', ...about, conditions };
  if (undecided) return 'open';
  const blockers = expected === 'n' ? [] : blockersOf(rule.option!, expected, view, facts.lifetimes());
  return {
    code: 'need',
    level: rule.level,
    ...about,
    blockers,
    hidden: isHidden(rule.option!, view, facts.lifetimes()),
  };
}

/** Where the rule's option is what it must be, the need fails for another: the first of its options that is off. */
function offInstead(rule: Effective, expected: 'y' | 'm', view: View): string | null {
  if (view.tri(rule.option!) < (expected === 'y' ? 2 : 1)) return null;
  const options = [...optionsOf(needOf(rule.need))];
  return options.find(option => option !== rule.option && view.tri(option) === 0) ?? null;
}

/** What the option has to be: n if the need asks for its absence, m if that is enough, else y. */
function wanted(rule: Effective, view: View, lifetimes: Lifetimes): 'y' | 'm' | 'n' {
  const need = needOf(rule.need);
  const option = rule.option!;
  if (!optionsOf(need).has(option)) return 'y';
  const valueWith = (value: 0 | 1 | 2) =>
    evaluate(need, name => (name === option ? { low: value, high: value } : view.span(name))).high;
  if (valueWith(0) > valueWith(2)) return 'n';
  const loadable = rule.module === 'later' || (rule.module === 'initramfs' && view.tri(initramfs) === 2);
  const enough = loadable && valueWith(1) > 0;
  return enough && lifeOf(option, view, lifetimes)?.type === 'tristate' ? 'm' : 'y';
}

function isHidden(option: string, view: View, lifetimes: Lifetimes): boolean {
  return lifeOf(option, view, lifetimes)?.prompt === false;
}
