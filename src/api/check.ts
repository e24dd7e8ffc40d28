// The question `check`: will the kernels of these configs boot under Xen, and what stops them?
import { type FailOn, fails } from '../check/verdict.js';
import type { RepositoryFile } from '../gate/repository.js';
import { InputError } from '../input/input-error.js';
import { parseArch, UsageError, parseRelease } from '../input/values.js';
import type { CheckRequest } from './check-request.js';
import { choose } from './choose.js';
import type { ReadImage } from './config-in-image.js';
import type { Gate } from './gate.js';
import type { Input } from './input.js';
import { inputsOf } from './inputs.js';
import { type InputResult, judgeOf, type Question, withoutNotes } from './judge.js';
import { keepResults } from './keep-results.js';
import type { Ports } from './ports.js';
import {
  countsOf,
  exitCodes,
  type FileError,
  type FileResult,
  type Report,
  shownPath,
  tool,
} from './report.js';
import type { SearchCounts } from '../repository/find-configs.js';
import type { Passed, PassedFile } from '../repository/passed.js';
import { isWhole, portsOf, refusedPaths, withRepository } from './settings.js';

/** Judges all inputs in their order; the command has one that uses several threads. */
type JudgeAll = (
  inputs: readonly Input[],
  question: Question,
  image: ReadImage | null,
) => AsyncIterable<readonly [Input, InputResult]>;

/** A check whose request was validated, before the first file is read. */
interface PreparedCheck {
  readonly question: Question;
  readonly inputs: readonly Input[];
  /** What searches of folders passed over. */
  readonly passed: SearchCounts;
  readonly repository: RepositoryFile | null;
  readonly failOn: FailOn;
}

/**
 * Takes a request; gives its profiles, releases and files, with the settings of the repository's own file added.
 * Throws UsageError or ProfileError, and InputError if the initramfs or the domain file cannot be read.
 */
export async function prepareCheck(
  request: CheckRequest,
  repository: RepositoryFile | null,
  ports: Ports,
): Promise<PreparedCheck> {
  const settled =
    repository && (await (await import('../gate/kernel-file.js')).settleKernels(repository, ports.files));
  const effective = withRepository(request, settled, ports.files);
  const refused = repository ? refusedPaths(request, effective, repository, ports.files) : [];
  if (refused.length) throw new UsageError(refused.join('\n'));
  if (effective.merge && effective.files.length === 0)
    throw new UsageError('--merge needs the files to merge');
  if (effective.preferBuiltin && !effective.merge) throw new UsageError('--prefer-builtin goes with --merge');
  if (effective.writeBaseline && effective.baseline === undefined)
    throw new UsageError('--write-baseline needs --baseline FILE, which names the file to write');
  for (const plan of repository?.merge ?? []) if (plan.arch !== undefined) parseArch(plan.arch);
  const target = {
    xen: parseRelease(effective.xen ?? ports.knowledge.xenTable().newest, '--xen'),
    ...(effective.kernel !== undefined && { kernel: parseRelease(effective.kernel, '--kernel') }),
    ...(effective.arch !== undefined && { arch: parseArch(effective.arch) }),
  };
  const rules = portsOf(repository, (request.profile ?? []).length > 0, ports);
  const hasSetup = effective.initramfs !== undefined || effective.domain !== undefined;
  const named = request.initramfs !== undefined || request.domain !== undefined;
  const setup = hasSetup
    ? await (await import('./setup.js')).readSetup(effective, portsOf(repository, named, ports))
    : null;
  const asked = effective.profile ?? [];
  let chosen = setup?.domain
    ? await (await import('./setup.js')).chooseForDomain(asked, setup.domain, target.xen, rules)
    : await choose(asked, rules);
  if (effective.require?.length) {
    const { requiring } = await import('../check/require.js');
    chosen = {
      ...chosen,
      profiles: requiring(chosen.profiles, effective.require, ports.knowledge.builtIn().rules),
    };
  }
  const failOn = effective.failOn ?? 'error';
  const { inputs, passed } = await inputsOf(effective, settled, ports);
  const keepsNotes = (effective.keep ?? 'all') === 'all' || failOn === 'note';
  return {
    question: { request, effective, target, chosen, setup, keepsNotes, alone: inputs.length === 1 },
    inputs,
    passed,
    repository,
    failOn,
  };
}

/**
 * Runs a prepared check and gives its report. Problems with a file go to `say` at once, and into the report's errors.
 * Throws InputError if the image or the baseline cannot be read.
 */
export async function runCheck(
  { question: prepared, inputs, passed: counts, repository, failOn }: PreparedCheck,
  ports: Ports,
  judgeAll: JudgeAll = oneByOne(ports),
): Promise<Report> {
  const { request, effective, target, chosen, keepsNotes } = prepared;
  const image = effective.image === undefined ? null : await imageOf(effective.image, ports);
  const named = portsOf(repository, request.baseline !== undefined, ports);
  const gate = await gateOf(effective, repository, named);
  // Waivers and the baseline must see every finding.
  const question = { ...prepared, keepsNotes: keepsNotes || gate !== null };
  const kept = keepResults(effective.keep ?? 'all', failOn);
  const errors: FileError[] = [];
  let failed = false;
  let ownFailed = false;
  const foreign: PassedFile[] = [];
  const otherArch: FileResult[] = [];
  const take = (result: FileResult) => {
    failed ||= fails(result.findings, result.counted, failOn);
    kept.add(result);
  };
  for await (const [input, judged] of judgeAll(inputs, question, image)) {
    for (const found of judged.results) {
      const taken = gate ? taking(gate.accept(found), found) : found;
      const result = keepsNotes || !gate ? taken : withoutNotes(taken);
      if (result.otherArch) otherArch.push(result);
      else take(result);
    }
    const { problem } = judged;
    if (!problem) continue;
    if (problem.foreign && input.found) {
      foreign.push({ path: input.path, why: problem.message });
      continue;
    }
    const path = input.name ?? input.path;
    errors.push({ path, message: problem.message });
    const place = `${path}${problem.line === undefined ? '' : `:${problem.line}`}`;
    for (const line of problem.message.split('\n')) ports.say(`${place}: ${line}`);
  }
  const { results } = kept;
  // Where nothing else was judged, these are what was asked about.
  if (results.length === 0) for (const result of otherArch.splice(0)) take(result);
  if (results.length === 0 && errors.length === 0 && foreign.length > 0) {
    const path = request.files.join(' ') || repository?.path || '.';
    errors.push({ path, message: noneOf(foreign) });
    ports.say(`${path}: ${noneOf(foreign)}`);
  }
  const passed: Passed = { ...counts, foreign, otherArch: otherArch.map(otherArchFile) };
  if (gate && repository && errors.length === 0) {
    const own = gate.ownResult({ whole: isWhole(request, repository), profiles: chosen.profiles });
    if (own) {
      results.push(own);
      ownFailed = fails(own.findings, own.counted, failOn);
    }
  }
  if (repository?.untrusted?.findings.length) {
    const own = untrustedResult(repository.untrusted);
    results.push(own);
    ownFailed ||= fails(own.findings, own.counted, failOn);
  }
  const gone = gate?.gone() ?? 0;
  if (gone > 0)
    ports.say(`${gone} of the findings in ${effective.baseline} are gone: --write-baseline takes them out`);
  // Findings written to a baseline are accepted from now on.
  const failing = ownFailed || (failed && !effective.writeBaseline);
  return {
    tool,
    target: {
      xen: target.xen.text,
      xenGiven: effective.xen !== undefined,
      profiles: effective.profile ?? [],
    },
    profiles: chosen.profiles,
    results,
    errors,
    ...(isAny(passed) && { passed }),
    failOn,
    exitCode: errors.length ? exitCodes.input : failing ? exitCodes.findings : exitCodes.clean,
  };
}

/**
 * Prepares and runs a check: gives the verdict of every mode for each config, and the findings behind it. Throws as
 * those two do.
 */
export async function check(
  request: CheckRequest,
  ports: Ports,
  repository: RepositoryFile | null = null,
): Promise<Report> {
  return runCheck(await prepareCheck(request, repository, ports), ports);
}

function oneByOne(ports: Ports): JudgeAll {
  return async function* (inputs, question, image) {
    const judge = judgeOf(question, image, ports);
    for (const input of inputs) yield [input, await judge(input)];
  };
}

async function imageOf(path: string, ports: Ports): Promise<ReadImage> {
  try {
    return await (await import('./config-in-image.js')).openImage(path, ports);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${path}: ${error.message}`);
  }
}

async function gateOf(
  { baseline, writeBaseline }: CheckRequest,
  repository: RepositoryFile | null,
  ports: Ports,
): Promise<Gate | null> {
  const known = writeBaseline ? undefined : baseline;
  if (!repository?.waivers.length && known === undefined) return null;
  return (await import('./gate.js')).openGate(repository, known, ports);
}

/** The result for the repository's own file, where other settings hold. */
function untrustedResult({ path, findings }: NonNullable<RepositoryFile['untrusted']>): FileResult {
  const counted: ReadonlySet<string> = new Set();
  return {
    path,
    kind: 'repository',
    kernel: { version: null, arch: null, flavour: 'none' },
    verdicts: [],
    findings,
    counted,
    counts: countsOf(findings, counted),
  };
}

function isAny({ foreign, otherArch, parts, ignored, closed }: Passed): boolean {
  return foreign.length + otherArch.length + parts + ignored + closed > 0;
}

function otherArchFile({ kernel, ...result }: FileResult): PassedFile {
  return { path: shownPath(result), why: `is for ${kernel.arch}` };
}

/** Why nothing was judged, where all that was found is something else. */
function noneOf(foreign: readonly PassedFile[]): string {
  const [first, ...others] = foreign;
  const more = others.length ? `, and ${others.length} more are none either` : '';
  return `holds no kernel config: ${first!.path} ${first!.why}${more}`;
}

/** The result without its accepted findings: only the others count. */
function taking({ findings, excused }: ReturnType<Gate['accept']>, result: FileResult): FileResult {
  const counts = countsOf(findings, result.counted);
  return { ...result, findings, counts, ...(excused.length > 0 && { excused }) };
}
