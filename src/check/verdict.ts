import { type Level, levels, type Profile, type Stage, stages } from '../profiles/rule-data.js';
import type { Condition, Finding } from './finding.js';

export type VerdictName = 'boots' | 'conditional' | 'silent' | 'fails' | 'not-applicable' | 'unknown';

export interface Verdict {
  readonly profile: string;
  readonly verdict: VerdictName;
  /** The first stage that fails (`console` for silent), else null. */
  readonly stage: Stage | null;
  /** What has to hold besides, for `conditional` and, where known, for `silent`. */
  readonly conditions: readonly Condition[];
}

/** The verdict that errors and conditions make: the first failing stage, except that a mute console does not stop a boot. */
export function verdictOf(
  profile: string,
  errors: ReadonlySet<Stage>,
  open: boolean,
  conditions: readonly Condition[],
): Verdict {
  const failing = stages.find(stage => stage !== 'console' && errors.has(stage));
  if (failing) return { profile, verdict: 'fails', stage: failing, conditions: [] };
  if (open) return { profile, verdict: 'unknown', stage: null, conditions: [] };
  if (errors.has('console')) return { profile, verdict: 'silent', stage: 'console', conditions };
  return { profile, verdict: conditions.length ? 'conditional' : 'boots', stage: null, conditions };
}

/** Does the kernel come up in that mode, as far as the config can tell? */
export function boots(verdict: Verdict): boolean {
  return verdict.verdict === 'boots' || verdict.verdict === 'conditional';
}

/** The rule of profiles/domu-hvm.yaml that finds Xen's drivers missing, so that emulated devices have to do. */
export const emulationRule = 'pv-drivers';

/**
 * The profiles whose findings count for the exit code. A profile that was asked for by name always counts. Of a group,
 * and of all modes where none was asked for, those count that boot; if none does, those that the input leaves open, those
 * without an error first; else all that the kernel could have. A group that was asked for (`strict`) is about Xen's
 * support: HVM on nothing but emulated devices, which any kernel has, is no mode of it where the kernel could have another.
 */
export function counting(
  verdicts: readonly Verdict[],
  requested: readonly (readonly string[])[],
  findings: readonly Finding[] = [],
  strict = false,
): Set<string> {
  const emulated = new Set(
    findings.flatMap(finding =>
      strict && 'rule' in finding && finding.rule.id === emulationRule ? finding.profiles : [],
    ),
  );
  const faulty = new Set(findings.flatMap(finding => (finding.level === 'error' ? finding.profiles : [])));
  const counted = new Set<string>();
  for (const group of requested) {
    const members = verdicts.filter(verdict => group.includes(verdict.profile));
    if (group.length === 1) {
      counted.add(group[0]!);
      continue;
    }
    const possible = members.filter(verdict => verdict.verdict !== 'not-applicable');
    const best = [
      members.filter(verdict => boots(verdict) && !emulated.has(verdict.profile)),
      possible.every(({ profile }) => emulated.has(profile)) ? members.filter(boots) : [],
      members.filter(verdict => verdict.verdict === 'unknown' && !faulty.has(verdict.profile)),
      members.filter(verdict => verdict.verdict === 'unknown'),
      possible,
    ].find(some => some.length > 0);
    for (const verdict of best ?? members) counted.add(verdict.profile);
  }
  return counted;
}

/** Is it one of the findings that make a verdict what it is: an error at the stage where the boot fails, or falls silent? */
export function isReason({ level, stage, profiles }: Finding, verdicts: readonly Verdict[]): boolean {
  return (
    level === 'error' &&
    verdicts.some(
      verdict =>
        (verdict.verdict === 'fails' || verdict.verdict === 'silent') &&
        verdict.stage === stage &&
        profiles.includes(verdict.profile),
    )
  );
}

export type FailOn = Level | 'never';

/**
 * Is any finding of a counted profile, or of the file itself, at or above the level? A verdict that may stay unknown, whose
 * finding is a note then, never is.
 */
export function fails(findings: readonly Finding[], counted: ReadonlySet<string>, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  const least = levels.indexOf(failOn);
  return findings.some(
    finding =>
      levels.indexOf(finding.level) >= least &&
      !(finding.code === 'unknown' && finding.level === 'note') &&
      (finding.profiles.length === 0 || finding.profiles.some(profile => counted.has(profile))),
  );
}

/** Names of profiles by role: the groups dom0 and domu hold the modes of their role. */
export function profileGroups(profiles: readonly Pick<Profile, 'name' | 'role'>[]): Map<string, string[]> {
  const groups = new Map<string, string[]>([
    ['dom0', []],
    ['domu', []],
  ]);
  for (const { name, role } of profiles) groups.get(role)!.push(name);
  return groups;
}
