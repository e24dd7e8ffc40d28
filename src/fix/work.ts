// A config with its tree, how it is judged, and what the findings ask for.
import { judgeConfig, type CheckOptions, type CheckResult, type Facts } from '../check/check.js';
import type { Finding } from '../check/finding.js';
import type { Config } from '../config/config.js';
import { withStackGuard, type Tree } from '../kconfig/tree.js';
import type { Profile } from '../profiles/rule-data.js';
import { createSearch, type FixSearch, type Want } from './fix.js';
import { liveConfig } from './live-config.js';

/** What has to be fixed: errors alone, or warnings as well. */
type MinimumLevel = 'error' | 'warning';

/** A config with its tree, and how it is judged. */
export interface FixContext {
  readonly tree: Tree;
  readonly base: Uint8Array;
  readonly facts: Facts;
  readonly options: CheckOptions;
  readonly least: MinimumLevel;
  readonly search: FixSearch;
  readonly live: Config;
}

/** Begins with `base`, which the tree must have read last. */
export function startWork(
  tree: Tree,
  base: Uint8Array,
  facts: Facts,
  options: CheckOptions,
  least: MinimumLevel,
): FixContext {
  const search = withStackGuard(() => createSearch(tree.kconfig));
  return { tree, base, facts, options, least, search, live: liveConfig(tree.kconfig) };
}

/** The check. Trials need no chains. */
export function judge(
  { facts, options }: FixContext,
  config: Config,
  profiles: readonly Profile[],
  explained: boolean,
): CheckResult {
  // A profile that does not apply to this kernel must be reported as such.
  const requested = new Set(profiles.map(({ name }) => name));
  return judgeConfig(config, profiles, explained ? facts : { ...facts, explain: unexplained }, {
    ...options,
    asked: requested,
    // The tree has made it what it is.
    source: config,
  });
}

const unexplained: NonNullable<Facts['explain']> = () => ({ blockers: [], hidden: false, dropped: null });

export function errorsOf({ findings }: CheckResult, least: MinimumLevel): Finding[] {
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
