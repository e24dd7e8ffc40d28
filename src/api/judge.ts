// Judging one input: the same in the main thread and in a worker.
import { judgeConfig, type Facts, viewToCheck } from '../check/check.js';
import type { Finding } from '../check/finding.js';
import type { Setup } from '../check/setup.js';
import { counting, type Verdict } from '../check/verdict.js';
import type { ConfigView } from '../check/view.js';
import type { Config } from '../config/config.js';
import { InputError } from '../input/input-error.js';
import type { Level } from '../profiles/rule-data.js';
import type { Version } from '../input/version.js';
import { countsOf, type FileResult, type GuessSources } from './report.js';
import { parseArch, parseRelease } from '../input/values.js';
import type { Guess } from '../repository/guess-kernel.js';
import type { CheckRequest } from './check-request.js';
import type { ChosenProfiles } from './choose.js';
import type { ReadImage } from './config-in-image.js';
import type { Input, ReadConfig } from './input.js';
import { readConfigs } from './inputs.js';
import { checkFactsOf } from './knowledge.js';
import type { Ports } from './ports.js';
import type { TreeConfig } from './tree-config.js';

/** The settings for judging every input. Plain data, so that it can be sent to a worker. */
export interface Question {
  /** The request by itself, and the request with the repository's file added. */
  readonly request: CheckRequest;
  readonly effective: CheckRequest;
  readonly target: { readonly xen: Version; readonly kernel?: Version; readonly arch?: string };
  readonly chosen: ChosenProfiles;
  /** What the kernels are booted with, as far as it was given. */
  readonly setup: Setup | null;
  /**
   * Do waivers, the baseline or the report need the notes? If not they are dropped, so that thousands of files fit in
   * memory.
   */
  readonly keepsNotes: boolean;
  /** Is there one input alone? Then all that was asked for is asked of it, whatever its architecture. */
  readonly alone: boolean;
}

/** The outcome for one input: a result for each config in it, up to the first that could not be read. */
export interface InputResult {
  readonly results: readonly FileResult[];
  readonly problem: {
    readonly message: string;
    readonly line?: number;
    /** The input is sound, but no config. */
    readonly foreign?: true;
  } | null;
}

type Judge = (input: Input) => Promise<InputResult>;

/**
 * Gives a function that judges one input at a time. That function never throws for a bad input: its outcome says what is
 * wrong.
 */
export function judgeOf(question: Question, image: ReadImage | null, ports: Ports): Judge {
  const { effective, chosen, keepsNotes } = question;
  const facts = checkFactsOf(ports.knowledge, chosen.own ? 'own' : 'built-in');
  let graph: Facts['explain'];
  const graphed = async (): Promise<Annotate> => {
    const { explained, graphExplanations } = await import('../check/graph-explanation.js');
    const explain = (graph ??= graphExplanations(ports.knowledge.graph()));
    return (finding, view) => explained(finding, view, explain);
  };
  const known = { ...question, facts, graphed, image };
  return async input => {
    const results: FileResult[] = [];
    try {
      const configs = await readConfigs(input, effective, ports);
      for (const found of configs) {
        const result = await judge(
          input,
          found,
          { ...known, alone: question.alone && configs.length === 1 },
          ports,
        );
        results.push(keepsNotes ? result : withoutNotes(result));
      }
      return { results, problem: null };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { message, line, foreign } = error;
      const problem = { message, ...(line !== undefined && { line }), ...(foreign && { foreign }) };
      return { results, problem };
    }
  };
}

/** Gives the result without the findings that will not be shown; its counts still include them. */
export function withoutNotes(result: FileResult): FileResult {
  return { ...result, findings: result.findings.filter(({ level }) => level !== 'note') };
}

type Annotate = (finding: Finding, view: ConfigView) => Finding;

interface JudgeContext extends Question {
  readonly facts: Facts;
  /** Adds what a finding's option depends on, if no tree was given. */
  readonly graphed: () => Promise<Annotate>;
  readonly image: ReadImage | null;
}

async function judge(
  input: Input,
  found: ReadConfig,
  known: JudgeContext,
  ports: Ports,
): Promise<FileResult> {
  const { path } = input;
  const { config: read, inside, name, merged, notes = [], located } = found;
  const { request, effective, target, chosen, setup, image } = known;
  // Settings for one config take precedence over the repository's general ones, but not over the command line.
  const own = { arch: found.arch ?? input.arch, kernel: input.kernel };
  const saidArch = request.arch === undefined && own.arch !== undefined ? parseArch(own.arch) : target.arch;
  const saidKernel =
    request.kernel === undefined && own.kernel !== undefined
      ? parseRelease(own.kernel, 'kernel')
      : target.kernel;
  const guess = await guessOf(found, path, { version: !saidKernel, arch: !saidArch }, ports);
  const arch = saidArch ?? guess.arch?.value;
  const kernel = saidKernel ?? guess.version?.value;
  const { config, source, explain } = await completed(
    read,
    path,
    { ...effective, ...(arch && { arch }) },
    ports,
  );
  const groups = known.alone ? chosen.groups : groupsOn(arch ?? config.arch, chosen);
  const otherArch = groups.length === 0;
  const requested = otherArch ? chosen.groups : groups;
  const names = new Set(
    requested.filter(group => group.length === 1 && (effective.profile ?? []).length > 0).flat(),
  );
  const options = {
    xen: { version: target.xen, given: effective.xen !== undefined },
    ...(kernel && { kernel }),
    ...(arch && { arch }),
    asked: names,
    unknown: unknownLevel(effective),
    ...(image && { image: image.checks }),
    ...(effective.root && { root: effective.root }),
    ...(setup && { setup }),
    ...(source && { source }),
  };
  const facts = explain ? { ...known.facts, explain } : known.facts;
  let outcome = judgeConfig(config, chosen.profiles, facts, options);
  // A group passes neither if the kernel can have no mode of it, nor if the input leaves it open: say why for each mode.
  const isAsked = (effective.profile ?? []).length > 0;
  const countedOf = () => counting(outcome.verdicts, requested, outcome.findings, isAsked);
  const lost = isAsked ? requested.filter(group => noneOf(group, outcome.verdicts)).flat() : [];
  const silent = [...lost, ...openOf(countedOf(), outcome.verdicts)].filter(one => !names.has(one));
  if (silent.length > 0)
    outcome = judgeConfig(config, chosen.profiles, facts, {
      ...options,
      asked: new Set([...names, ...silent]),
    });
  // The dependency graph is loaded only if a finding will be shown.
  const isShown = ({ code, level }: Finding) => code === 'need' && (known.keepsNotes || level !== 'note');
  if (!explain && outcome.findings.some(isShown)) {
    const annotate = await known.graphed();
    const view = viewToCheck(config, facts, options);
    outcome = {
      ...outcome,
      findings: outcome.findings.map(each => (isShown(each) ? annotate(each, view) : each)),
    };
  }
  const counted = countedOf();
  const findings = [...notes, ...outcome.findings].map(finding => located?.(finding) ?? finding);
  return {
    ...outcome,
    path,
    ...(name !== undefined && { name }),
    ...(merged && { merged }),
    kind: read.kind,
    ...(guess.sources && { guessed: guess.sources }),
    ...(otherArch && (effective.profile ?? []).length > 0 && { otherArch }),
    ...(source && { expanded: true }),
    ...(inside && { inside }),
    ...(image && { image: { path: image.path, facts: image.facts } }),
    ...(setup && { with: withOf(setup) }),
    findings,
    counted,
    counts: countsOf(findings, counted),
  };
}

/** The names of what was given, for the report. */
function withOf({ initramfs, domain }: Setup): NonNullable<FileResult['with']> {
  return { ...(initramfs && { initramfs: initramfs.path }), ...(domain && { domain: domain.path }) };
}

/** The groups of which a profile exists on the architecture, as far as that is known. */
function groupsOn(arch: string | null, { groups, profiles }: ChosenProfiles): (readonly string[])[] {
  if (arch === null) return [...groups];
  const there = new Set(
    profiles
      .filter(({ applies }) => applies.some(scope => scope.arch === undefined || scope.arch.includes(arch)))
      .map(({ name }) => name),
  );
  return groups.filter(group => group.some(name => there.has(name)));
}

/** What stands beside a config about its kernel, where that is wanted and the config does not tell. */
async function guessOf(
  { config, merged }: ReadConfig,
  path: string,
  wanted: { readonly version: boolean; readonly arch: boolean },
  { files }: Ports,
): Promise<Guess & { readonly sources?: GuessSources }> {
  const ask = { version: wanted.version && !config.version, arch: wanted.arch && config.arch === null };
  if (!ask.version && !ask.arch) return {};
  const { guessKernel } = await import('../repository/guess-kernel.js');
  const guess = await guessKernel(merged ?? [path], config, ask, files);
  if (!guess.version && !guess.arch) return guess;
  const { version, arch } = guess;
  return {
    ...guess,
    sources: { ...(version && { version: version.from }), ...(arch && { arch: arch.from }) },
  };
}

function noneOf(group: readonly string[], verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ profile, verdict }) => verdict === 'not-applicable' || !group.includes(profile));
}

/** The counted profiles whose verdict the input leaves open. */
function openOf(counted: ReadonlySet<string>, verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ profile, verdict }) =>
    verdict === 'unknown' && counted.has(profile) ? [profile] : [],
  );
}

/** What is asked for and cannot be judged does not pass, unless that is accepted; what nobody asked for is only told. */
function unknownLevel({ allowUnknown, profile = [] }: CheckRequest): Level {
  if (allowUnknown) return 'note';
  return profile.length > 0 ? 'error' : 'warning';
}

type Completed = Pick<TreeConfig, 'config' | 'source'> & Partial<Pick<TreeConfig, 'explain'>>;

/** The config as its kernel tree completes it, where one was named. */
async function completed(
  config: Config,
  path: string,
  effective: CheckRequest,
  ports: Ports,
): Promise<Completed> {
  const { srctree } = effective;
  if (srctree === undefined) return { config };
  const { withTree } = await import('./tree-config.js');
  return withTree(config, { ...effective, srctree }, path, ports);
}
