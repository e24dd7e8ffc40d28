// The questions and what goes with them, the same wherever they are asked: for src/index.ts and src/browser.ts.
export { check } from './api/check.js';
export type { CheckRequest } from './api/check-request.js';
export { diff } from './api/diff.js';
export type { DiffPair, DiffReport, DiffRequest } from './api/diff-report.js';
export type { Comparison, Direction, ModeChange, SettingChange } from './check/compare.js';
export { explain, type ExplainAnswer, type ExplainRequest } from './api/explain.js';
export type { ExplainFile, ExplainReport } from './api/explain-report.js';
export type { Evidence } from './explain/answer.js';
export type { BootNote } from './explain/choose-boot.js';
export type { Explanation } from './explain/explain.js';
export type { CollectStep, FailureMode } from './explain/failure.js';
export type { Remedy } from './explain/remedy.js';
export type { RankedCause } from './explain/ranked.js';
export type { Topic } from './explain/topic.js';
export { init, type InitConfig, type InitReport, type InitRequest } from './api/repository/init.js';
export { image, type ImageRequest } from './api/image.js';
export type { ImageReport, ImageResult } from './api/image-report.js';
export type { BootPath, PathOutcome } from './check/boot-paths.js';
export type { ImageKernel } from './check/image-kernel.js';
export type { ImageFacts } from './image/facts.js';
export type { XenData } from './xen/data.js';
export type { LoaderVerdict } from './xen/verdict.js';
export type { FileError, FileResult, Report, SuppressedFinding } from './api/report.js';
export { support, type SupportReport, type SupportRequest } from './api/support.js';
export type { SupportResult } from './support/find-systems.js';
export type { Contradiction, Document, Statement, SystemEntry, Systems } from './support/systems.js';

// What they read from and rest on.
export { type Knowledge, knowledgeFrom } from './api/knowledge.js';
export type { KernelTree, Ports, Revision, TreeRequest } from './api/ports.js';
export type { MergePlan, RepositoryFile, Waiver } from './gate/repository.js';
export type { FileKind, Files, FileSearch, InputPath, OpenSource } from './input/files.js';
export { namedBytes } from './input/named-bytes.js';

// Their answers as text.
export type { ReporterOptions } from './report/check/form.js';
export { type Format, formats } from './report/check/index.js';
export {
  type ExplainFormat,
  explainFormats,
  type PlainFormat,
  renderCheck,
  renderDiff,
  renderExplain,
  renderImage,
  renderInit,
  renderSupport,
} from './report/render.js';
export { type FindingText, messageOf, verdictText } from './report/words/message.js';

// One config already in memory, and what goes wrong.
export type { Actual, Blocker, Condition, Finding, ImageMismatch, UnknownCause } from './check/finding.js';
export type { FailOn, Verdict, VerdictName } from './check/verdict.js';
export type { Kernel } from './check/view.js';
export type { Config, ConfigKind, ConfigProblem } from './config/config.js';
export { parseConfig, writeConfig } from './config/parse.js';
export type { Setting, Tri } from './config/setting.js';
export { InputError } from './input/input-error.js';
export { UsageError } from './input/values.js';
export { parseVersion, type Version, type VersionRange } from './input/version.js';
export { ProfileError } from './profiles/resolve.js';
export type {
  Flavour,
  Level,
  Mode,
  Profile,
  ProfileDoc,
  Role,
  Root,
  Rule,
  Stage,
} from './profiles/rule-data.js';
