import { fails } from '../../check/verdict.js';
import { InputError } from '../../input/input-error.js';
import { safeText } from '../../input/safe-text.js';
import { loadXenTable } from '../../node/knowledge.js';
import { ProfileError } from '../../profiles/resolve.js';
import { countsOf, type FileError, type FileResult, type Report } from '../../api/report.js';
import { archOf, type Chosen, choose, UsageError, versionOf } from '../../api/choose.js';
import { deliverAll } from '../deliver.js';
import { isFolder } from '../../node/files.js';
import type { Gate } from '../../api/gate.js';
import type { ReadImage } from '../../api/config-in-image.js';
import { inputsOf } from '../../api/inputs.js';
import { jobsOf, judgeAll } from '../fleet/judge-all.js';
import { type Question, withoutNotes } from '../../api/judge.js';
import { keepResults } from '../../api/keep-results.js';
import { exit, type Io } from '../../node/io.js';
import type { CheckArguments } from '../arguments/options.js';
import { isWhole, openRepository, type RepositoryFile, withRepository } from '../../node/repository-file.js';
import { runningKernelConfig } from '../../node/running-kernel.js';

const name = 'xen-checkconfig';

/** `check`: reads every file, judges it, prints the report. Gives the exit code. */
export async function checkCommand(given: CheckArguments, io: Io): Promise<number> {
  const complain = (message: string) => io.stderr.write(`${name}: ${safeText(message, 2000)}\n`);
  let chosen: Chosen;
  let file: RepositoryFile | null;
  let asked: CheckArguments;
  let target: Question['target'];
  try {
    file = await openRepository(given, io);
    asked = withRepository(given, file);
    refuse(asked);
    for (const plan of file?.merge ?? []) if (plan.arch !== undefined) archOf(plan.arch);
    target = {
      xen: versionOf(asked.xen ?? loadXenTable().newest, '--xen'),
      ...(asked.kernel && { kernel: versionOf(asked.kernel, '--kernel') }),
      ...(asked.arch && { arch: archOf(asked.arch) }),
    };
    chosen = await choose(asked.profile);
  } catch (error) {
    if (!(error instanceof ProfileError || error instanceof UsageError)) throw error;
    for (const line of error.message.split('\n')) complain(line);
    return exit.usage;
  }
  const failOn = asked.failOn ?? 'error';
  let inputs = await inputsOf(asked, file);
  // Where a file of the repository's own says how, nobody needs to be told.
  if (!file && !asked.merge) for (const hint of await styleHints(asked.files)) complain(hint);
  if (inputs.length === 0) {
    const running = runningKernelConfig();
    if (running === null) {
      complain(
        `the running kernel's config is not at /proc/config.gz or in /boot; name a file: ${name} FILE`,
      );
      return exit.usage;
    }
    io.stderr.write(`${name}: checking ${running}, the config of the running kernel\n`);
    inputs = [{ path: running, problem: null }];
  }
  if (inputs.length === 1) (await import('../../node/quick-start.js')).tuneForOneRun();

  let image: ReadImage | null = null;
  if (asked.image !== undefined) {
    try {
      image = await (await import('../../api/config-in-image.js')).openImage(asked.image, io);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      complain(`${asked.image}: ${error.message}`);
      return exit.input;
    }
  }

  let gate: Gate | null = null;
  if (file?.waivers.length || (asked.baseline !== undefined && !asked.writeBaseline)) {
    try {
      gate = await (
        await import('../../api/gate.js')
      ).openGate(file, asked.writeBaseline ? undefined : asked.baseline, io);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      complain(error.message);
      return exit.input;
    }
  }

  const keepsNotes =
    asked.reports.some(({ format }) => format !== 'text') ||
    asked.verbose ||
    failOn === 'note' ||
    asked.writeBaseline === true;
  // Waivers and the baseline have to see everything.
  const question: Question = { given, asked, target, chosen, keepsNotes: keepsNotes || gate !== null };
  const kept = keepResults(asked, failOn);
  const errors: FileError[] = [];
  let failed = false;
  let ownFailed = false;
  for await (const [input, judged] of judgeAll(inputs, question, image, io)) {
    for (const found of judged.results) {
      const taken = gate ? taking(gate.accept(found), found) : found;
      const result = keepsNotes || !gate ? taken : withoutNotes(taken);
      failed ||= fails(result.findings, result.counted, failOn);
      kept.add(result);
    }
    const { problem } = judged;
    if (!problem) continue;
    const path = input.name ?? input.path;
    errors.push({ path, message: problem.message });
    const place = `${path}${problem.line === undefined ? '' : `:${problem.line}`}`;
    for (const line of problem.message.split('\n')) complain(`${place}: ${line}`);
  }
  const { results } = kept;
  if (gate && file && errors.length === 0) {
    const own = gate.ownResult({ whole: isWhole(given, file), profiles: chosen.profiles });
    if (own) {
      results.push(own);
      ownFailed = fails(own.findings, own.counted, failOn);
    }
  }
  const gone = gate?.gone() ?? 0;
  if (gone > 0)
    complain(`${gone} of the findings in ${asked.baseline} are gone: --write-baseline takes them out`);

  // What is written to a baseline is accepted from now on.
  const failing = ownFailed || (failed && !asked.writeBaseline);
  const exitCode = errors.length ? exit.input : failing ? exit.findings : exit.clean;
  const report: Report = {
    tool: { name },
    target: { xen: target.xen.text, xenGiven: asked.xen !== undefined, profiles: asked.profile },
    profiles: chosen.profiles,
    results,
    errors,
    failOn,
    exitCode,
  };
  if (asked.writeBaseline) {
    const problem = await (await import('../write-baseline.js')).writeBaseline(asked.baseline!, report);
    if (problem !== null) {
      complain(problem);
      return exit.input;
    }
  }
  const problems = await deliverAll(report, asked, io);
  for (const problem of problems) complain(problem);
  return problems.length ? exit.input : exitCode;
}

/** Of the folders named, or of the working folder: a line for each whose files make configs only together. */
async function styleHints(words: readonly string[]): Promise<string[]> {
  const folders = words.length ? words.slice(0, 10).filter(isFolder) : ['.'];
  if (folders.length === 0) return [];
  const { styleHint } = await import('../../node/style-hint.js');
  return folders.flatMap(folder => styleHint(folder) ?? []);
}

/** Throws UsageError for options that do not go together. */
function refuse({ merge, preferBuiltin, files, baseline, writeBaseline, jobs }: CheckArguments): void {
  if (jobs !== undefined) jobsOf(jobs);
  if (merge && files.length === 0) throw new UsageError('--merge needs the files to merge');
  if (preferBuiltin && !merge) throw new UsageError('--prefer-builtin goes with --merge');
  if (writeBaseline && baseline === undefined)
    throw new UsageError('--write-baseline needs --baseline FILE, which names the file to write');
}

/** The result without what was accepted: only the rest counts. */
function taking({ findings, excused }: ReturnType<Gate['accept']>, result: FileResult): FileResult {
  const counts = countsOf(findings, result.counted);
  return { ...result, findings, counts, ...(excused.length > 0 && { excused }) };
}
