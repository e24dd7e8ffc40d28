// The library for Node. Everything exported here is public: keys and parameters are only ever added.
// See docs/library.md.
import { check as checkView, type CheckResult as Result } from './check/check.js';
import type { Config } from './config/config.js';
import { versionOf } from './input/values.js';
import { factsOf, profilesOf } from './api/knowledge.js';
import type { Ports } from './api/ports.js';
import type { Files } from './input/files.js';
import { knowledge } from './node/knowledge.js';
import { diskPorts } from './node/ports.js';
import { processIo } from './node/process-io.js';
import { version } from './node/version.js';
import type { Form } from './report/check/form.js';
import type { Profile, ProfileDoc } from './profiles/rule-data.js';

// The questions.
export { check } from './api/check.js';
export type { CheckRequest } from './api/check-request.js';
export { diff, type DiffRequest } from './api/diff.js';
export type { DiffPair, DiffReport } from './api/diff-report.js';
export { explain, type ExplainAnswer, type ExplainRequest } from './api/explain.js';
export type { ExplainReport } from './api/explain-report.js';
export { fix, type FixReport, type FixRequest } from './api/fix.js';
export { image, type ImageRequest } from './api/image.js';
export type { ImageReport, ImageResult } from './api/image-report.js';
export { kconfig, type KconfigReport, type KconfigRequest } from './api/kconfig.js';
export type { FileError, FileResult, Report } from './api/report.js';
export { support, type SupportReport, type SupportRequest } from './api/support.js';

// What they read from and rest on.
export type { Knowledge } from './api/knowledge.js';
export type { KernelTree, Ports, TreeRequest } from './api/ports.js';
export type { Files, Named } from './input/files.js';
export { namedBytes } from './input/named-bytes.js';
export { knowledge } from './node/knowledge.js';
export type { RepositoryFile } from './gate/repository.js';

// Reports as text.
export type { Form } from './report/check/form.js';
export { type Format, formats } from './report/check/index.js';
export {
  type ExplainFormat,
  explainFormats,
  type PlainFormat,
  renderCheck,
  renderDiff,
  renderExplain,
  renderImage,
  renderKconfig,
  renderSupport,
} from './report/render.js';
export { messageOf, verdictText } from './report/words/message.js';

// One config already in memory.
export type { Blocker, Condition, Finding } from './check/finding.js';
export type { FailOn, Verdict, VerdictName } from './check/verdict.js';
export type { Kernel } from './check/view.js';
export type { Config, ConfigKind, ConfigProblem } from './config/config.js';
export { parseConfig, writeConfig } from './config/parse.js';
export type { Setting, Tri } from './config/setting.js';
export { InputError } from './input/input-error.js';
export { UsageError } from './input/values.js';
export { parseVersion, type Version } from './input/version.js';
export { ProfileError } from './profiles/resolve.js';
export type { Level, Mode, Profile, ProfileDoc, Role, Rule, Stage } from './profiles/rule-data.js';
export type CheckResult = Result;

/**
 * What a question needs, from this machine: files of the disk or those given, git, kernel trees. `say` takes what belongs
 * beside the result, a line each; without it nothing is printed.
 */
export function ports(options: { files?: Files; say?: (text: string) => void } = {}): Ports {
  const { files, say = () => {} } = options;
  return { ...diskPorts(processIo(process), say), ...(files && { files }) };
}

/** How a report looks as text: plain, 80 columns. */
export function form(options: Partial<Form> = {}): Form {
  return {
    color: false,
    width: 80,
    verbose: false,
    quiet: false,
    version: version(),
    page: () => null,
    ...options,
  };
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
): Result {
  return checkView(config, profiles, factsOf(knowledge), {
    xen: { version: release(options.xen ?? knowledge.xenTable().newest), given: options.xen !== undefined },
    ...(options.kernel !== undefined && { kernel: release(options.kernel) }),
    ...(options.arch !== undefined && { arch: options.arch }),
  });
}

function release(text: string) {
  try {
    return versionOf(text, 'option');
  } catch {
    throw new RangeError(`not a release: ${text}`);
  }
}
