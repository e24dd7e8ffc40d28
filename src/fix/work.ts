// A config with its tree, how it is judged, and what the findings ask for.
import { check, type CheckOptions, type CheckResult, type Facts } from '../check/check.js';
import type { Finding } from '../check/finding.js';
import type { Config } from '../config/config.js';
import { guarded, type Tree } from '../kconfig/tree.js';
import type { Profile } from '../profiles/rule-data.js';
import { createSearch, type Search, type Want } from './fix.js';
import { liveConfig } from './live-config.js';

/** What has to be fixed: errors alone, or warnings as well. */
type Least = 'error' | 'warning';

/** A config with its tree, and how it is judged. */
export interface Work {
  readonly tree: Tree;
  readonly base: Uint8Array;
  readonly facts: Facts;
  readonly options: CheckOptions;
  readonly least: Least;
  readonly search: Search;
  readonly live: Config;
}

/** Begins with `base`, which the tree must have read last. */
export function startWork(
  tree: Tree,
  base: Uint8Array,
  facts: Facts,
  options: CheckOptions,
  least: Least,
): Work {
  const search = guarded(() => createSearch(tree.kconfig));
  return { tree, base, facts, options, least, search, live: liveConfig(tree.kconfig) };
}

/** The check. Trials need no chains. */
export function judge(
  { facts, options }: Work,
  config: Config,
  profiles: readonly Profile[],
  explained: boolean,
): CheckResult {
  // A profile that does not apply to this kernel must be reported as such.
  const asked = new Set(profiles.map(({ name }) => name));
  return check(config, profiles, explained ? facts : { ...facts, explain: unexplained }, {
    ...options,
    asked,
  });
}

const unexplained: NonNullable<Facts['explain']> = () => ({ blockers: [], hidden: false, dropped: null });

export function errorsOf({ findings }: CheckResult, least: Least): Finding[] {
  return findings.filter(
    ({ level, profiles }) => (level === 'error' || level === least) && profiles.length > 0,
  );
}

/** The options that would fix an error; empty if no option can. */
export function wantsOf(finding: Finding): Want[] {
  if (finding.code === 'need' || finding.code === 'condition') {
    const { rule, option, expected } = finding;
    return rule.set ? rule.set.flatMap(wantOfLine) : [{ name: option, value: expected }];
  }
  // Every Xen that can unpack kernels can unpack gzip.
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
