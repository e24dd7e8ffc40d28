import { check, type Facts } from '../check/check.js';
import { counting, fails, type Verdict } from '../check/verdict.js';
import { configLimit } from '../config/decode.js';
import type { Config } from '../config/config.js';
import { parseConfig } from '../config/parse.js';
import { InputError } from '../input/input-error.js';
import { safeText } from '../input/safe-text.js';
import type { Version } from '../input/version.js';
import { loadFacts, loadGraph, loadXenTable } from '../profiles/load.js';
import { ProfileError } from '../profiles/resolve.js';
import { countsOf, type FileError, type FileResult, type Report } from '../report/report.js';
import { text } from '../report/text.js';
import { archOf, type Chosen, choose, UsageError, versionOf } from './choose.js';
import { deliver, textForm } from './deliver.js';
import { expand, readInput } from './files.js';
import type { ReadImage } from './image-config.js';
import { exit, type Io } from './io.js';
import type { CheckArguments } from './options.js';
import type { TreeConfig } from './tree-config.js';
import { runningKernelConfig } from './running-kernel.js';

const name = 'xen-checkconfig';

/** `check`: reads every file, judges it, prints the report. Gives the exit code. */
export async function checkCommand(asked: CheckArguments, io: Io): Promise<number> {
  const complain = (message: string) => io.stderr.write(`${name}: ${safeText(message, 2000)}\n`);
  let chosen: Chosen;
  let target: { xen: Version; kernel?: Version; arch?: string };
  try {
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
  const words = [...asked.files];
  if (words.length === 0) {
    const running = runningKernelConfig();
    if (running === null) {
      complain(
        `the running kernel's config is not at /proc/config.gz or in /boot; name a file: ${name} FILE`,
      );
      return exit.usage;
    }
    io.stderr.write(`${name}: checking ${running}, the config of the running kernel\n`);
    words.push(running);
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
  const keepsNotes = asked.format === 'json' || asked.verbose || asked.failOn === 'note';
  let failed = false;
  const askedNames = new Set(
    chosen.groups.filter(group => group.length === 1 && asked.profile.length > 0).flat(),
  );
  for (const { path, problem } of await expand(words)) {
    try {
      if (problem !== null) throw new InputError(problem);
      const { config: read, inside } = await readConfig(path, io);
      const { config, source, explain } = await completed(read, path, asked, io);
      const options = {
        xen: { version: target.xen, given: asked.xen !== undefined },
        ...(target.kernel && { kernel: target.kernel }),
        ...(target.arch && { arch: target.arch }),
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
      failed ||= fails(outcome.findings, counted, asked.failOn);
      results.push({
        ...outcome,
        path,
        kind: read.kind,
        ...(source && { expanded: true }),
        ...(inside && { inside }),
        ...(image && { image: { path: image.path, facts: image.facts } }),
        // Thousands of files must not fill memory with notes that nobody will see.
        findings: keepsNotes
          ? outcome.findings
          : outcome.findings.filter(finding => finding.level !== 'note'),
        counted,
        counts: countsOf(outcome.findings, counted),
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push({ path, message: error.message });
      complain(`${path}${error.line === undefined ? '' : `:${error.line}`}: ${error.message}`);
    }
  }

  const exitCode = errors.length ? exit.input : failed ? exit.findings : exit.clean;
  const report: Report = {
    tool: { name },
    target: { xen: target.xen.text, xenGiven: asked.xen !== undefined, profiles: asked.profile },
    profiles: chosen.profiles,
    results,
    errors,
    failOn: asked.failOn,
    exitCode,
  };
  const written = await deliver(await render(report, asked, io), asked, io);
  if (written !== null) {
    complain(written);
    return exit.input;
  }
  return exitCode;
}

/** The config at a path; a kernel image stands for the config inside it. */
async function readConfig(path: string, io: Io): Promise<{ config: Config; inside?: 'ikconfig' }> {
  const bytes = await readInput(path, configLimit, io);
  try {
    return { config: parseConfig(bytes) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { configInImage } = await import('./image-config.js');
    const config = await configInImage(path, bytes, io);
    if (config === null) throw error;
    return { config, inside: 'ikconfig' };
  }
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

async function render(report: Report, asked: CheckArguments, io: Io): Promise<string> {
  if (asked.format === 'json') {
    const { json } = await import('../report/json.js');
    const { version } = await import('./version.js');
    return json(report, version());
  }
  return text(report, {
    ...textForm(asked, io),
    verbose: asked.verbose,
    quiet: asked.quiet,
  });
}
