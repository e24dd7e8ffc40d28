// The smallest change to a configuration after which profiles pass: what they find wrong is wanted, until nothing is.
import { check, type CheckOptions, type CheckResult, type Facts } from '../check/check.js';
import type { Finding } from '../check/finding.js';
import type { Config } from '../config/config.js';
import { parseConfig } from '../config/parse.js';
import { guarded, type Tree } from '../kconfig/tree.js';
import type { Profile } from '../profiles/rule-data.js';
import { type Change, fixConfig, type Want } from './fix.js';

export interface ProfileFix {
  /** Each with what asked for it. */
  readonly changes: readonly (Change & { readonly because: Finding })[];
  /** Errors (and warnings, if `least` says so) that remain; empty if all profiles pass. */
  readonly open: readonly Finding[];
  /** The .config with the changes, as the tree writes it. */
  readonly written: Uint8Array;
  /** How it fares. */
  readonly outcome: CheckResult;
}

const letters = ['n', 'm', 'y'] as const;

/** Each round can only find what the one before uncovered. */
const maxRounds = 12;

/**
 * Finds the change for a config that the tree can read, and proves it: what `written` and `outcome` hold comes from
 * reading the config anew with the lines of the change behind it. Throws InputError where the tree writes no config.
 */
export function fixProfiles(
  tree: Tree,
  base: Uint8Array,
  profiles: readonly Profile[],
  facts: Facts,
  options: CheckOptions,
  least: 'error' | 'warning' = 'error',
): ProfileFix {
  const wants = new Map<string, { want: Want; because: Finding }>();
  let changes: readonly Change[] = [];
  for (let round = 0; round < maxRounds; round++) {
    tree.readConfig(base);
    const found = guarded(() =>
      fixConfig(
        tree.kconfig,
        [...wants.values()].map(({ want }) => want),
      ),
    );
    changes = found.changes;
    const before = wants.size;
    for (const error of errorsOf(check(configOf(tree.writeConfig()), profiles, facts, options), least)) {
      for (const want of wantsOf(error)) {
        const key = `${want.name}=${want.value}`;
        if (!wants.has(key)) wants.set(key, { want, because: error });
      }
    }
    if (wants.size === before) break;
  }
  const apply = (kept: readonly Change[]) => {
    tree.readConfig(Buffer.concat([base, Buffer.from(kept.map(changeLine).join(''))]));
    return tree.writeConfig();
  };
  const errorsWith = (kept: readonly Change[]) =>
    errorsOf(check(configOf(apply(kept)), profiles, facts, options), least);
  if (errorsWith(changes).length === 0) {
    for (const part of partsOf(changes)) {
      const fewer = changes.filter(change => !part.includes(change));
      if (errorsWith(fewer).length === 0) changes = fewer;
    }
  }
  // The line is the one that the tree writes: without modules an m comes to y.
  apply(changes);
  changes = changes.map(change => ({ ...change, to: letters[tree.symbol(change.name)!.tri] }));
  const written = apply(changes);
  const outcome = check(configOf(written), profiles, facts, options);
  const because = new Map([...wants.values()].map(({ want, because }) => [want.name, because]));
  return {
    changes: changes.map(change => ({ ...change, because: because.get(change.for)! })),
    open: errorsOf(outcome, least),
    written,
    outcome,
  };
}

/**
 * What to try without, since a later round may make needless what an earlier one wanted: all that is for one symbol, the
 * most lines first, then each line of these.
 */
function partsOf(changes: readonly Change[]): Change[][] {
  const groups = [...new Set(changes.map(change => change.for))].map(name =>
    changes.filter(change => change.for === name),
  );
  groups.sort((left, right) => right.length - left.length);
  const lines = groups.filter(group => group.length > 1).flatMap(group => group.map(change => [change]));
  return [...groups, ...lines.reverse()];
}

/** The line of a .config that makes the change. */
export function changeLine({ name, to }: Change): string {
  return to === 'n' ? `# CONFIG_${name} is not set\n` : `CONFIG_${name}=${to}\n`;
}

function configOf(written: Uint8Array): Config {
  return { ...parseConfig(written), kind: 'config' };
}

function errorsOf({ findings }: CheckResult, least: 'error' | 'warning'): Finding[] {
  return findings.filter(
    ({ level, profiles }) => (level === 'error' || level === least) && profiles.length > 0,
  );
}

/** What would mend an error; nothing for one that no option mends. */
function wantsOf(finding: Finding): Want[] {
  if (finding.code === 'need' || finding.code === 'condition') {
    const { rule, option, expected } = finding;
    return rule.set ? rule.set.flatMap(wantOfLine) : [{ name: option, value: expected }];
  }
  // Every Xen that unpacks anything unpacks gzip.
  if (finding.code === 'xen' && finding.subject === 'compression' && finding.option !== 'KERNEL_GZIP')
    return [{ name: 'KERNEL_GZIP', value: 'y' }];
  return [];
}

function wantOfLine(line: string): Want[] {
  const set = /^CONFIG_(\w+)=([ym])$/.exec(line);
  if (set) return [{ name: set[1]!, value: set[2] as 'y' | 'm' }];
  const unset = /^# CONFIG_(\w+) is not set$/.exec(line);
  return unset ? [{ name: unset[1]!, value: 'n' }] : [];
}
