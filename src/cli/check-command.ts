import { check, type Facts } from '../check/check.js';
import { counting, fails, type Verdict } from '../check/verdict.js';
import type { Config } from '../config/config.js';
import { InputError } from '../input/input-error.js';
import { safeText } from '../input/safe-text.js';
import type { Version } from '../input/version.js';
import { loadFacts, loadGraph, loadXenTable } from '../profiles/load.js';
import { ProfileError } from '../profiles/resolve.js';
import { countsOf, type FileError, type FileResult, type Report } from '../report/report.js';
import { archOf, type Chosen, choose, UsageError, versionOf } from './choose.js';
import { deliverAll } from './deliver.js';
import type { Gate } from './gate.js';
import type { ReadImage } from './image-config.js';
import { type Input, inputsOf, type ReadConfig, readConfigs } from './inputs.js';
import { exit, type Io } from './io.js';
import type { CheckArguments } from './options.js';
import { isWhole, openRepository, type RepositoryFile, withRepository } from './repository-file.js';
import type { TreeConfig } from './tree-config.js';
import { runningKernelConfig } from './running-kernel.js';

const name = 'xen-checkconfig';

/** `check`: reads every file, judges it, prints the report. Gives the exit code. */
export async function checkCommand(given: CheckArguments, io: Io): Promise<number> {
  const complain = (message: string) => io.stderr.write(`${name}: ${safeText(message, 2000)}\n`);
  let chosen: Chosen;
  let file: RepositoryFile | null;
  let asked: CheckArguments;
  let target: { xen: Version; kernel?: Version; arch?: string };
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

  let image: ReadImage | null = null;
  if (asked.image !== undefined) {
    try {
      image = await (await import('./image-config.js')).openImage(asked.image, io);
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
        await import('./gate.js')
      ).openGate(file, asked.writeBaseline ? undefined : asked.baseline, io);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      complain(error.message);
      return exit.input;
    }
  }

  const builtIn = loadFacts();
  // Rules of the user's own may name options that no built-in rule does.
  const facts: Facts = chosen.own ? { ...builtIn, lifetimes: builtIn.allLifetimes } : builtIn;
  let graph: Facts['explain'];
  const graphed = async () => {
    const { graphExplanations } = await import('../check/graph-explanation.js');
    return (graph ??= graphExplanations(loadGraph()));
  };
  const results: FileResult[] = [];
  const errors: FileError[] = [];
  const keepsNotes =
    asked.reports.some(({ format }) => format !== 'text') ||
    asked.verbose ||
    failOn === 'note' ||
    asked.writeBaseline === true;
  let failed = false;
  let ownFailed = false;
  const askedNames = new Set(
    chosen.groups.filter(group => group.length === 1 && asked.profile.length > 0).flat(),
  );
  const judge = async (input: Input, found: ReadConfig) => {
    const { path } = input;
    const { config: read, inside, name: called, merged, notes = [], located } = found;
    // What is said of one config goes over what the repository's file says of all, but not over the command line.
    const own = { arch: found.arch ?? input.arch, kernel: input.kernel };
    const arch = given.arch === undefined && own.arch !== undefined ? archOf(own.arch) : target.arch;
    const kernel =
      given.kernel === undefined && own.kernel !== undefined
        ? versionOf(own.kernel, 'kernel')
        : target.kernel;
    const { config, source, explain } = await completed(read, path, { ...asked, ...(arch && { arch }) }, io);
    const options = {
      xen: { version: target.xen, given: asked.xen !== undefined },
      ...(kernel && { kernel }),
      ...(arch && { arch }),
      asked: askedNames,
      ...(image && { image: image.checks }),
      ...(source && { source }),
    };
    let known = explain ? { ...facts, explain } : facts;
    let outcome = check(config, chosen.profiles, known, options);
    // A config that lacks nothing does not pay for the graph of what options hang from.
    if (!explain && outcome.findings.some(({ code }) => code === 'need')) {
      known = { ...facts, explain: await graphed() };
      outcome = check(config, chosen.profiles, known, options);
    }
    // A group of which the kernel can have no mode at all does not pass; say why of each.
    const lost = asked.profile.length
      ? chosen.groups.filter(group => noneOf(group, outcome.verdicts)).flat()
      : [];
    if (lost.some(one => !askedNames.has(one)))
      outcome = check(config, chosen.profiles, known, {
        ...options,
        asked: new Set([...askedNames, ...lost]),
      });
    const counted = counting(outcome.verdicts, chosen.groups, outcome.findings);
    const placed = [...notes, ...outcome.findings].map(finding => located?.(finding) ?? finding);
    const named = { path, ...(called !== undefined && { name: called }), ...(merged && { merged }) };
    const { findings, excused } = gate?.accept({ ...named, kernel: outcome.kernel, findings: placed }) ?? {
      findings: placed,
      excused: [],
    };
    failed ||= fails(findings, counted, failOn);
    results.push({
      ...outcome,
      ...named,
      kind: read.kind,
      ...(source && { expanded: true }),
      ...(inside && { inside }),
      ...(image && { image: { path: image.path, facts: image.facts } }),
      // Thousands of files must not fill memory with notes that nobody will see.
      findings: keepsNotes ? findings : findings.filter(finding => finding.level !== 'note'),
      ...(excused.length > 0 && { excused }),
      counted,
      counts: countsOf(findings, counted),
    });
  };
  for (const input of inputs) {
    try {
      for (const found of await readConfigs(input, asked, io)) await judge(input, found);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const path = input.name ?? input.path;
      errors.push({ path, message: error.message });
      complain(`${path}${error.line === undefined ? '' : `:${error.line}`}: ${error.message}`);
    }
  }
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
    const problem = await (await import('./write-baseline.js')).writeBaseline(asked.baseline!, report);
    if (problem !== null) {
      complain(problem);
      return exit.input;
    }
  }
  const problems = await deliverAll(report, asked, io);
  for (const problem of problems) complain(problem);
  return problems.length ? exit.input : exitCode;
}

/** Throws UsageError for options that do not go together. */
function refuse({ merge, preferBuiltin, files, baseline, writeBaseline }: CheckArguments): void {
  if (merge && files.length === 0) throw new UsageError('--merge needs the files to merge');
  if (preferBuiltin && !merge) throw new UsageError('--prefer-builtin goes with --merge');
  if (writeBaseline && baseline === undefined)
    throw new UsageError('--write-baseline needs --baseline FILE, which names the file to write');
}

function noneOf(group: readonly string[], verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ profile, verdict }) => verdict === 'not-applicable' || !group.includes(profile));
}

type Completed = Pick<TreeConfig, 'config' | 'source'> & Partial<Pick<TreeConfig, 'explain'>>;

/** The config as its kernel tree completes it, where one was named. */
async function completed(config: Config, path: string, asked: CheckArguments, io: Io): Promise<Completed> {
  const { srctree } = asked;
  if (srctree === undefined) return { config };
  const { withTree } = await import('./tree-config.js');
  return withTree(config, { ...asked, srctree }, path, io);
}
