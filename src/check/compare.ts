import type { Config } from '../config/config.js';
import type { Setting } from '../config/setting.js';
import { optionsOf } from '../profiles/need.js';
import type { Profile, Rule, RuleCase } from '../profiles/rule-data.js';
import type { CheckResult } from './check.js';
import type { Blocker, Finding } from './finding.js';
import { hardnessOf } from './harder.js';
import { needOf } from './rule.js';
import type { Verdict, VerdictName } from './verdict.js';

/** One of the two configs, and what the check says of it. */
interface Side {
  readonly config: Pick<Config, 'settings' | 'kind'>;
  readonly result: CheckResult;
}

/** An option that the two configs treat differently; null where a config does not name it. */
export interface SettingChange {
  readonly option: string;
  readonly before: Setting | null;
  readonly after: Setting | null;
}

/** Findings that only the new config has, and that only the old one had. */
interface FindingChanges {
  readonly came: readonly Finding[];
  readonly gone: readonly Finding[];
}

/**
 * Where a mode went. worse: it no longer boots, no longer shows anything, cannot be had any more, or hangs on more than
 * before, such as a module that the initramfs has to hold; better: the reverse; other: another verdict, or other conditions,
 * but neither of these; same: the same verdict under the same conditions.
 */
export type Direction = 'worse' | 'better' | 'other' | 'same';

/** What the change means for one mode. */
export interface ModeChange extends FindingChanges {
  readonly profile: string;
  readonly before: Verdict;
  readonly after: Verdict;
  readonly course: Direction;
  /** The changed options that the new verdict comes from; empty where it comes from another version or architecture. */
  readonly because: readonly SettingChange[];
  /** Those behind any finding that came or went. */
  readonly related: readonly SettingChange[];
}

export interface Comparison {
  /** In the order of the profiles. */
  readonly modes: readonly ModeChange[];
  /** Findings about the files themselves. */
  readonly file: FindingChanges;
  /** Every option that differs, by name. */
  readonly changed: readonly SettingChange[];
}

/**
 * What becomes of each profile when `before` turns into `after`. `unknown` says what it is if a mode that boots can no
 * longer be judged: worse where the profiles were asked for, since they do not pass then. Pure: the same input gives the
 * same result.
 */
export function compare(
  before: Side,
  after: Side,
  profiles: readonly Profile[],
  unknown: 'worse' | 'other' = 'other',
): Comparison {
  const changed = changesOf(before.config.settings, after.config.settings);
  // In a fragment an option that is not named is open, which is another thing than n.
  const isWhole = before.config.kind === 'config' && after.config.kind === 'config';
  const telling = changed.filter(change => !isWhole || !isNominal(change));
  const byOption = new Map(telling.map(change => [change.option, change]));
  const modes: ModeChange[] = [];
  for (const profile of profiles) {
    const of = ({ result }: Side) => result.verdicts.find(verdict => verdict.profile === profile.name)!;
    const verdicts = { before: of(before), after: of(after) };
    const turnover = turnoverOf(before, after, finding => finding.profiles.includes(profile.name));
    const course = courseOf(verdicts.before, verdicts.after, unknown);
    const because = course === 'same' ? [] : behindVerdict(profile, verdicts, course, turnover, byOption);
    const related = new Set([...because, ...behind([...turnover.came, ...turnover.gone], byOption)]);
    modes.push({ profile: profile.name, ...verdicts, course, ...turnover, because, related: [...related] });
  }
  return { modes, file: turnoverOf(before, after, finding => finding.profiles.length === 0), changed };
}

/** Do the kernel's tools see no difference, since one config says n and the other does not name the option? */
export function isNominal({ before, after }: SettingChange): boolean {
  return (before ?? after)!.tri === 0 && (before === null || after === null);
}

function changesOf(before: Config['settings'], after: Config['settings']): SettingChange[] {
  const changes: SettingChange[] = [];
  for (const [option, old] of before) {
    const now = after.get(option) ?? null;
    if (now === null || now.type !== old.type || now.text !== old.text)
      changes.push({ option, before: old, after: now });
  }
  for (const [option, now] of after)
    if (!before.has(option)) changes.push({ option, before: null, after: now });
  return changes.sort((left, right) => (left.option < right.option ? -1 : 1));
}

// How bad a verdict is.
const rank: Readonly<Record<Exclude<VerdictName, 'unknown'>, number>> = {
  boots: 0,
  conditional: 0,
  silent: 1,
  fails: 2,
  'not-applicable': 2,
};

const courses = { harder: 'worse', easier: 'better', other: 'other', same: 'same' } as const;

function courseOf(before: Verdict, after: Verdict, unknown: 'worse' | 'other'): Direction {
  const isSame = before.verdict === after.verdict && before.stage === after.stage;
  if (before.verdict === 'unknown' || after.verdict === 'unknown')
    return isSame ? 'same' : openCourse(before.verdict, after.verdict, unknown);
  const [old, now] = [rank[before.verdict], rank[after.verdict]];
  if (old !== now) return now > old ? 'worse' : 'better';
  return isSame || old === 0 ? courses[hardnessOf(before.conditions, after.conditions)] : 'other';
}

/** The input leaves one of the two open. That it fails is sure all the same, and worse than not to know it. */
function openCourse(before: VerdictName, after: VerdictName, unknown: 'worse' | 'other'): Direction {
  if (after === 'fails' || after === 'silent') return 'worse';
  if (unknown === 'other') return 'other';
  const boots = (verdict: VerdictName) => verdict === 'boots' || verdict === 'conditional';
  if (after === 'unknown') return boots(before) ? 'worse' : 'other';
  return boots(after) ? 'better' : 'worse';
}

function turnoverOf(before: Side, after: Side, concerns: (finding: Finding) => boolean): FindingChanges {
  const old = before.result.findings.filter(concerns);
  const now = after.result.findings.filter(concerns);
  const [oldKeys, newKeys] = [new Set(old.map(keyOf)), new Set(now.map(keyOf))];
  return {
    came: now.filter(finding => !oldKeys.has(keyOf(finding))),
    gone: old.filter(finding => !newKeys.has(keyOf(finding))),
  };
}

function behindVerdict(
  profile: Profile,
  { before, after }: { readonly before: Verdict; readonly after: Verdict },
  course: Direction,
  { came, gone }: FindingChanges,
  changed: ReadonlyMap<string, SettingChange>,
): SettingChange[] {
  const names = [before.verdict, after.verdict];
  // No option of a fragment decides that it is one; and which modes there are is decided before any rule is.
  if (after.verdict === 'unknown') return [];
  if (names.includes('not-applicable')) return pick(scopeOptions(profile), changed);
  const broke = came.filter(finding => decides(after, finding));
  const fixed = gone.filter(finding => decides(before, finding));
  return behind(course === 'better' ? [...fixed, ...broke] : [...broke, ...fixed], changed);
}

// What may differ between two findings that say the same: where it stands, n or absent, what holds the option back.
const incidental = new Set([
  'line',
  'firstLine',
  'profiles',
  'expected',
  'actual',
  'blockers',
  'hidden',
  'asOf',
  'evidence',
]);

/** The same for a finding of the old config and one of the new if they say the same. */
export function keyOf(finding: Finding): string {
  return JSON.stringify(finding, (key, value: unknown) => {
    if (incidental.has(key)) return undefined;
    return (key === 'rule' || key === 'regression') && typeof value === 'object'
      ? (value as { id: string }).id
      : value;
  });
}

/** Is it findings like this one that make the verdict what it is? */
function decides(verdict: Verdict, finding: Finding): boolean {
  switch (verdict.verdict) {
    case 'fails':
    case 'silent':
      return finding.level === 'error' && finding.stage === verdict.stage;
    case 'conditional':
      return 'conditions' in finding && finding.conditions.length > 0;
    default:
      return false;
  }
}

function behind(findings: readonly Finding[], changed: ReadonlyMap<string, SettingChange>): SettingChange[] {
  const named = pick(new Set(findings.flatMap(namedBy)), changed);
  if (named.length) return named;
  const rules = findings.flatMap(finding => ('rule' in finding ? [finding.rule] : []));
  return pick(new Set(rules.flatMap(rule => parts(rule).flatMap(part => inNeed(part.when)))), changed);
}

function pick(options: Iterable<string>, changed: ReadonlyMap<string, SettingChange>): SettingChange[] {
  const found: SettingChange[] = [];
  for (const option of options) {
    const change = changed.get(option);
    if (change) found.push(change);
  }
  return found;
}

/** The options a finding is about: what holds its option back before the option itself, then the rest of the need. */
function namedBy(finding: Finding): string[] {
  const options: string[] = [];
  if ('blockers' in finding) addBlockers(finding.blockers ?? [], options);
  if ('option' in finding && finding.option) options.push(finding.option);
  if ('options' in finding) options.push(...finding.options);
  if ('rule' in finding) {
    for (const part of parts(finding.rule)) {
      options.push(...inNeed(part.need ?? part.option));
      for (const other of part.otherwise ?? []) options.push(...inNeed(other.need));
    }
  }
  return options;
}

// No deeper than the check itself, which has its own limit.
function addBlockers(blockers: readonly Blocker[], options: string[]): void {
  for (const blocker of blockers) {
    addBlockers(blocker.blockers, options);
    options.push(blocker.option);
  }
}

function parts(rule: Rule): readonly RuleCase[] {
  return [rule, ...(rule.cases ?? [])];
}

function inNeed(need: string | undefined): string[] {
  return need === undefined ? [] : [...optionsOf(needOf(need))];
}

/** The options that decide whether a kernel can have the profile at all, its architecture among them. */
function scopeOptions(profile: Profile): Set<string> {
  const scopes = [...profile.applies, ...profile.excludes];
  return new Set([
    ...scopes.flatMap(scope => inNeed(scope.when)),
    'X86_64',
    'X86_32',
    'ARM64',
    'ARM',
    '64BIT',
  ]);
}
