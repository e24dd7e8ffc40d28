// The library. Everything exported here is public: keys and parameters are only ever added.
import './platform/node.js';
import { check, type CheckResult as Result } from './check/check.js';
import type { Config } from './config/config.js';
import { parseVersion } from './input/version.js';
import { loadFacts, loadProfiles, loadXenTable } from './node/knowledge.js';
import type { Profile } from './profiles/rule-data.js';

export type { Blocker, Condition, Finding } from './check/finding.js';
export type { Verdict, VerdictName } from './check/verdict.js';
export type { Kernel } from './check/view.js';
export type { Config, ConfigKind, ConfigProblem } from './config/config.js';
export { parseConfig, writeConfig } from './config/parse.js';
export type { Setting, Tri } from './config/setting.js';
export { InputError } from './input/input-error.js';
export { parseVersion, type Version } from './input/version.js';
export { loadProfiles } from './node/knowledge.js';
export { ProfileError } from './profiles/resolve.js';
export type { Level, Mode, Profile, ProfileDoc, Role, Rule, Stage } from './profiles/rule-data.js';
export { messageOf, verdictText } from './report/words/message.js';
export type CheckResult = Result;

export interface CheckConfigOptions {
  /** The Xen release the kernel will meet, such as "4.17" (default: the newest known). */
  readonly xen?: string;
  /** The kernel's version and architecture, over what the file says. */
  readonly kernel?: string;
  readonly arch?: string;
}

/**
 * Judges a config by profiles (default: all built-in ones): the verdict of each, and the findings behind them.
 * Throws RangeError if an option is no version. Source of the rules: profiles/ of this package, each with its evidence.
 */
export function checkConfig(
  config: Config,
  profiles: readonly Profile[] = loadProfiles(),
  options: CheckConfigOptions = {},
): Result {
  return check(config, profiles, loadFacts(), {
    xen: { version: release(options.xen ?? loadXenTable().newest), given: options.xen !== undefined },
    ...(options.kernel !== undefined && { kernel: release(options.kernel) }),
    ...(options.arch !== undefined && { arch: options.arch }),
  });
}

function release(text: string) {
  const version = parseVersion(text);
  if (!version) throw new RangeError(`not a release: ${text}`);
  return version;
}
