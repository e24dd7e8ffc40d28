// The library for Node. Everything exported here is public: keys and parameters are only ever added.
// docs/library.md has an example of each question.
import './platform/node.js';
import { checkFactsOf, profilesOf } from './api/knowledge.js';
import type { Ports } from './api/ports.js';
import { judgeConfig as checkView, type CheckResult } from './check/check.js';
import type { Config } from './config/config.js';
import type { Files } from './input/files.js';
import { parseVersion } from './input/version.js';
import { knowledge } from './node/knowledge.js';
import { diskPorts } from './node/ports.js';
import { processIo } from './node/process-io.js';
import { version } from './node/version.js';
import type { Profile, ProfileDoc } from './profiles/rule-data.js';
import { plainForm, type ReporterOptions } from './report/check/form.js';

export * from './questions.js';

// The questions that need a kernel tree.
export { fix, type FixReport, type FixRequest } from './api/fix.js';
export type { Conflict } from './fix/conflict.js';
export type { SymbolChange } from './fix/fix.js';
export type { GroupChoice, ProfileFix } from './fix/fix-profiles.js';
export type { Loss } from './fix/losses.js';
export { kconfig, type KconfigCheck, type KconfigReport, type KconfigRequest } from './api/kconfig.js';
export type { LostLine } from './kconfig/config/lost-lines.js';
export type { KconfigLocation, Origin, ReverseDependency, Why } from './kconfig/why/why.js';
export { renderFix, renderKconfig } from './report/render.js';

export type { CheckResult } from './check/check.js';
export { knowledge } from './node/knowledge.js';
export { openRepository } from './node/repository-file.js';

/**
 * What a question needs, from this machine: files of the disk or those given, git, kernel trees. `say` takes what belongs
 * beside the result, a line each; without it nothing is printed.
 */
export function ports(options: { files?: Files; say?: (text: string) => void } = {}): Ports {
  const { files, say = () => {} } = options;
  return { ...diskPorts(processIo(process), say), ...(files && { files }) };
}

/** How an answer looks as text: plain and 80 columns wide, but for what is given. */
export function form(options: Partial<ReporterOptions> = {}): ReporterOptions {
  return plainForm({ version: version(), ...options });
}

export interface CheckConfigOptions {
  /** The Xen release the kernel will meet, such as "4.17" (default: the newest known). */
  readonly xen?: string;
  /** The kernel's version and architecture, over what the file says. */
  readonly kernel?: string;
  readonly arch?: string;
}

/**
 * Profiles by name, in the order asked for; without names all built-in ones. `extra` are profiles of the user's own,
 * which may extend built-in ones and each other. Throws ProfileError.
 */
export function loadProfiles(names?: readonly string[], extra: readonly ProfileDoc[] = []): Profile[] {
  return profilesOf(knowledge, names, extra);
}

/**
 * Judges a config by profiles (default: all built-in ones): the verdict of each, and the findings behind them.
 * Throws RangeError if an option is no version. Source of the rules: profiles/ of this package, each with its evidence.
 */
export function checkConfig(
  config: Config,
  profiles: readonly Profile[] = loadProfiles(),
  options: CheckConfigOptions = {},
): CheckResult {
  return checkView(config, profiles, checkFactsOf(knowledge), {
    xen: { version: release(options.xen ?? knowledge.xenTable().newest), given: options.xen !== undefined },
    ...(options.kernel !== undefined && { kernel: release(options.kernel) }),
    ...(options.arch !== undefined && { arch: options.arch }),
  });
}

function release(text: string) {
  const found = parseVersion(text);
  if (!found) throw new RangeError(`not a release: ${text}`);
  return found;
}
