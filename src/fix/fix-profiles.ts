// The smallest change to a configuration after which profiles pass: what they find wrong is wanted, until nothing is.
import { concat, encodeUtf8 } from '../input/bytes.js';
import type { CheckResult } from '../check/check.js';
import type { Finding } from '../check/finding.js';
import { counting } from '../check/verdict.js';
import type { Config } from '../config/config.js';
import { parseConfig } from '../config/parse.js';
import { withStackGuard } from '../kconfig/tree.js';
import type { Profile } from '../profiles/rule-data.js';
import { type Conflict, conflictsOf } from './conflict.js';
import { type SymbolChange, changeOf, withoutNeedless } from './fix.js';
import { type Loss, lossesOf } from './losses.js';
import { type SearchResult, searchFor } from './search.js';
import { applySettings, type SymbolSetting } from './settings.js';
import { errorsOf, judge, type FixContext } from './work.js';

/** Other members of the groups, with the number of changes that they would take; null if they cannot pass. */
export interface GroupChoice {
  readonly profiles: readonly Profile[];
  readonly changes: number | null;
}

export interface ProfileFix {
  /** The profiles that pass: of each group one or more. */
  readonly profiles: readonly Profile[];
  /** Each with the finding that asked for it; null where it only keeps what the user asked for. */
  readonly changes: readonly (SymbolChange & { readonly because: Finding | null })[];
  /** Errors (and warnings, if `least` says so) that remain; empty if all profiles pass. */
  readonly open: readonly Finding[];
  /** Why there is no fix, where the tree tells. */
  readonly conflicts: readonly Conflict[];
  /** What the user asked for and gets no longer. */
  readonly losses: readonly Loss[];
  /** The .config with the changes, as the tree writes it. */
  readonly written: Uint8Array;
  /** How it fares. */
  readonly outcome: CheckResult;
  /** Where groups left a choice. */
  readonly others: readonly GroupChoice[];
}

const letters = ['n', 'm', 'y'] as const;

/**
 * Finds the change after which, of each group of profiles, one or more pass, and proves it: what `written` and `outcome`
 * hold comes from reading the config anew with the lines of the change behind it. Where groups leave a choice, the
 * cheapest change counts. Throws InputError where the tree writes no config.
 */
export function fixGroups(work: FixContext, groups: readonly (readonly Profile[])[]): ProfileFix {
  const everyone = [...new Set(groups.flat())];
  const found = combinations(work, groups, everyone)
    .map(profiles => ({ profiles, ...withStackGuard(() => searchFor(work, profiles)) }))
    .sort((left, right) => left.left - right.left || left.cost - right.cost);
  let best: ProfileFix | null = null;
  for (const each of found) {
    let fix = finish(work, each.profiles, each);
    for (;;) {
      // Another member of a group may boot now as well, and has to be clean then.
      const others = fix.open.length > 0 ? [] : alsoCounted(work, fix, groups, everyone);
      if (others.length === 0) break;
      const profiles = [...fix.profiles, ...others];
      const more = withStackGuard(() => searchFor(work, profiles));
      fix = finish(work, profiles, more);
    }
    if (fix.open.length === 0) return { ...fix, others: found.filter(other => other !== each).map(optionOf) };
    best ??= fix;
  }
  return best!;
}

function optionOf({
  profiles,
  settings,
  left,
}: SearchResult & { profiles: readonly Profile[] }): GroupChoice {
  return { profiles, changes: left === 0 ? settings.length : null };
}

/** More would take too long; all groups of built-in profiles together have six. */
const maxCombinations = 24;

/** One profile of each group that this kernel can have; of a group without any, all. */
function combinations(
  work: FixContext,
  groups: readonly (readonly Profile[])[],
  everyone: readonly Profile[],
): Profile[][] {
  applySettings(work.search.start, []);
  const { verdicts } = judge(work, work.live, everyone, false);
  const possible = (profile: Profile) =>
    verdicts.some(({ profile: name, verdict }) => name === profile.name && verdict !== 'not-applicable');
  let all: Profile[][] = [[]];
  for (const group of groups) {
    const members = group.filter(possible);
    const choices = members.length > 0 ? members.map(member => [member]) : [group];
    all = all.flatMap(chosen => choices.map(more => [...new Set([...chosen, ...more])]));
    all = all.slice(0, maxCombinations);
  }
  return all;
}

/** Profiles of groups that the check would count as well, and that have something to say. */
function alsoCounted(
  work: FixContext,
  { written, profiles }: ProfileFix,
  groups: readonly (readonly Profile[])[],
  everyone: readonly Profile[],
): Profile[] {
  if (groups.every(group => group.length === 1)) return [];
  const outcome = judge(work, configOf(written), everyone, false);
  const names = groups.map(group => group.map(({ name }) => name));
  const counted = counting(outcome.verdicts, names, outcome.findings);
  const faulty = new Set(errorsOf(outcome, work.least).flatMap(finding => finding.profiles));
  return everyone.filter(
    profile => counted.has(profile.name) && faulty.has(profile.name) && !profiles.includes(profile),
  );
}

/** Proves what was found; where that fails, every trial takes the long way. */
function finish(work: FixContext, profiles: readonly Profile[], found: SearchResult): ProfileFix {
  const { search } = work;
  const linesOf = (settings: readonly SymbolSetting[]) => settings.map(setting => changeOf(search, setting));
  const tried = (lines: readonly SymbolChange[]) => ({ lines, ...prove(work, lines, profiles) });
  const passes = ({ outcome }: { outcome: CheckResult }) => errorsOf(outcome, work.least).length === 0;
  let { settings } = found;
  let proof = tried(linesOf(settings));
  if (found.left === 0 && !passes(proof)) {
    settings = withoutNeedless(found.all, fewer => passes(tried(linesOf(fewer))));
    proof = tried(linesOf(settings));
  }
  // The line is the one that the tree writes: without modules an m becomes y.
  const final = proof.lines.map(change => ({ ...change, to: letters[work.tree.symbol(change.name)!.tri] }));
  if (final.some(({ to }, index) => to !== proof.lines[index]!.to)) proof = tried(final);
  const { lines, written, outcome } = proof;
  const open = errorsOf(outcome, work.least);
  const because = (change: SymbolChange) =>
    found.wants.find(({ want }) => want.name === change.for)?.because ?? null;
  return {
    profiles,
    changes: lines.map(change => ({ ...change, because: because(change) })),
    open,
    losses: open.length === 0 ? withStackGuard(() => lossesOf(search, settings)) : [],
    conflicts: open.length === 0 ? [] : withStackGuard(() => conflictsOf(work, found.wants)),
    written,
    outcome,
    others: [],
  };
}

/** What the config with these lines behind it comes to. */
function prove(
  work: FixContext,
  changes: readonly SymbolChange[],
  profiles: readonly Profile[],
): { written: Uint8Array; outcome: CheckResult } {
  const { tree, base } = work;
  tree.readConfig(concat([base, encodeUtf8(changes.map(changeLine).join(''))]));
  const written = tree.writeConfig();
  return { written, outcome: judge(work, configOf(written), profiles, true) };
}

function configOf(written: Uint8Array): Config {
  return { ...parseConfig(written), kind: 'config' };
}

/** The line of a .config that makes the change. */
export function changeLine({ name, to }: SymbolChange): string {
  return to === 'n' ? `# CONFIG_${name} is not set\n` : `CONFIG_${name}=${to}\n`;
}
