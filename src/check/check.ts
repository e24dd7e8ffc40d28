import type { Config, ConfigKind } from '../config/config.js';
import { atMost, type Version } from '../input/version.js';
import type { Exclusion, Level, Profile, Root, Rule, Stage } from '../profiles/rule-data.js';
import { type Applied, applyRule, type Facts } from './apply.js';
import { builtView } from './built.js';
import { Collection } from './collection.js';
import { fileFindings } from './file.js';
import type { Condition, Finding, UnknownCause } from './finding.js';
import { initramfsFindings } from './initramfs.js';
import { regressionFindings, regressionSuspects } from './known-regressions.js';
import { type BootTarget, inScope, whenHolds, type XenTarget } from './rule.js';
import { isOfDomain, rootOf, type Setup } from './setup.js';
import { type Verdict, verdictOf } from './verdict.js';
import { type Kernel, type ConfigView, configViewOf } from './view.js';
import { xenFindings } from './xen.js';

export type { Facts } from './apply.js';

export interface CheckOptions {
  readonly xen: XenTarget;
  /** Replace what the file says of its kernel. */
  readonly kernel?: Version;
  readonly arch?: string;
  /** Profiles asked for by name: a finding says so where the kernel cannot have one, or the input leaves it open. */
  readonly asked?: ReadonlySet<string>;
  /** The level of the finding that the input leaves a verdict open (default: error). */
  readonly unknown?: Level;
  /** The kernel's image: what its loader says then stands for what the config lets one expect of it. */
  readonly image?: ImageChecks;
  /** Where the root file system is; by default where the domain file puts it, else a disk. */
  readonly root?: Root;
  /** The initramfs and the domain file that the kernel will be booted with. */
  readonly setup?: Setup;
  /** The file as it was read, where the config is what a kernel tree made of it. */
  readonly source?: Config;
}

/** What a kernel's image adds to its config: see with-image.ts, which is loaded only where there is an image. */
export interface ImageChecks {
  /** Where config and image contradict each other. */
  contradictions(view: ConfigView): readonly Finding[];
  /** What the loader says, for a built-in profile or one like it; null where the tables know no such mode. */
  loader(profile: Profile, xen: XenTarget): LoaderOutcome | null;
}

export interface LoaderOutcome {
  readonly accepted: boolean;
  readonly finding: Extract<Finding, { code: 'loader' }> | null;
}

export interface CheckResult {
  readonly kernel: Kernel;
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
}

/** The config as the rules see it: as the build would make it, where no kernel tree has made it already. */
export function viewToCheck(
  config: Config,
  { suse, builds }: Pick<Facts, 'suse' | 'builds'>,
  { kernel, arch, source }: Pick<CheckOptions, 'kernel' | 'arch' | 'source'>,
): ConfigView {
  const view = configViewOf(config, suse, { ...(kernel && { version: kernel }), ...(arch && { arch }) });
  return source ? view : builtView(view, builds());
}

/** Judges a config by profiles. Pure: the same input gives the same result. */
export function judgeConfig(
  config: Config,
  profiles: readonly Profile[],
  facts: Facts,
  options: CheckOptions,
): CheckResult {
  const view = viewToCheck(config, facts, options);
  const setup = options.setup ?? {};
  const applier = (target: BootTarget): ((rule: Rule) => Applied) => {
    // Profiles share most of their rules: each is applied once.
    const applied = new Map<Rule, Applied>();
    return rule => {
      let result = applied.get(rule);
      if (!result) applied.set(rule, (result = applyRule(rule, view, facts, target)));
      return result;
    };
  };
  const { initramfs, domain } = setup;
  const applyPlain = applier({
    ...options.xen,
    root: options.root ?? 'disk',
    setup: initramfs ? { initramfs } : {},
  });
  // A domain file is of one guest: the other modes and dom0 are judged without it.
  const applyGuest =
    domain && applier({ ...options.xen, root: options.root ?? rootOf(domain.facts) ?? 'disk', setup });
  const unpacking = initramfsFindings(view, setup);
  const verdicts: Verdict[] = [];
  const suspects = regressionSuspects(view, facts.regressions, options.xen);
  const { image } = options;
  const file = configViewOf(options.source ?? config, facts.suse, {
    ...(view.kernel.version && { version: view.kernel.version }),
    ...(view.kernel.arch !== null && { arch: view.kernel.arch }),
  });
  const findings = new Collection([...fileFindings(file, facts), ...(image?.contradictions(view) ?? [])]);
  for (const profile of profiles) {
    const requested = options.asked?.has(profile.name) ?? false;
    const because = exclusionOf(profile, view, options.xen, requested);
    if (because) {
      verdicts.push({ profile: profile.name, verdict: 'not-applicable', stage: null, conditions: [] });
      if (requested) findings.add(notApplicable(because), profile.name);
      continue;
    }
    const errors = new Set<Stage>();
    const conditions: Condition[] = [];
    const unsure = unknownCause(view.config.kind, view.kernel);
    let open = unsure !== null;
    const take = (finding: Finding) => {
      findings.add(finding, profile.name);
      if (finding.level === 'error') errors.add(finding.stage!);
      if ('conditions' in finding && (finding.code === 'condition' || finding.level === 'warning')) {
        conditions.push(...finding.conditions);
      }
    };
    const loader = image?.loader(profile, options.xen) ?? null;
    const isDomain = domain && isOfDomain(profile, domain.facts, options.xen.version);
    const apply = isDomain ? applyGuest! : applyPlain;
    for (const rule of profile.rules) {
      const result = apply(rule);
      if (result === 'open') open = true;
      // An image that is loaded shows that nothing is missing for that.
      else if (result && !(loader?.accepted && result.stage === 'load')) take(result);
    }
    if (loader?.finding) take(loader.finding);
    unpacking.forEach(take);
    for (const finding of xenFindings(view, profile, facts.xen, options.xen))
      if (!loader || finding.stage !== 'load') take(finding);
    for (const finding of regressionFindings(suspects, view, profile, options.xen)) take(finding);
    const verdict = verdictOf(profile.name, errors, open, conditions);
    if (verdict.verdict === 'unknown' && requested)
      findings.add(unknown(unsure ?? 'fragment', options.unknown ?? 'error'), profile.name);
    verdicts.push(verdict);
  }
  return { kernel: view.kernel, verdicts, findings: findings.sorted() };
}

function notApplicable({ because, evidence }: Pick<Exclusion, 'because' | 'evidence'>): Finding {
  return { code: 'not-applicable', level: 'error', stage: null, profiles: [], line: null, because, evidence };
}

function unknown(because: UnknownCause, level: Level): Finding {
  return { code: 'unknown', level, stage: null, profiles: [], line: null, because };
}

/** Why a config of that kind leaves every mode open; null if it does not. */
export function unknownCause(kind: ConfigKind, kernel: Kernel): UnknownCause | null {
  if (kind !== 'config') return kind;
  if (!kernel.version) return 'no-version';
  return kernel.arch ? null : 'no-arch';
}

/** The last release that SUSE brought the port of Xen to. */
const newestPort = '4.1';
/** Why this kernel cannot have the profile's mode; null if it can, or if the input does not tell. */
function exclusionOf(
  profile: Profile,
  view: ConfigView,
  xen: XenTarget,
  requested: boolean,
): Pick<Exclusion, 'because' | 'evidence'> | null {
  const { kernel } = view;
  const isOther = (profile.flavour === 'xenlinux') !== (kernel.flavour === 'xenlinux');
  // A fragment tells of the old port by its version, or by options that only the port has.
  const mayBePort = requested || (kernel.version !== null && atMost(kernel.version, newestPort));
  if (isOther && (view.config.kind === 'config' || (kernel.flavour !== 'xenlinux' && !mayBePort))) {
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
