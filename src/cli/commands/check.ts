import { prepareCheck, runCheck } from '../../api/check.js';
import type { CheckRequest } from '../../api/check-request.js';
import { exitCodes } from '../../api/report.js';
import type { FailOn } from '../../check/verdict.js';
import type { Ports } from '../../api/ports.js';
import { UsageError } from '../../input/values.js';
import type { Files } from '../../input/files.js';
import { type RepositoryFile, repositoryName } from '../../gate/repository.js';
import type { Io } from '../../node/io.js';
import { diskPorts } from '../../node/ports.js';
import { repositoryTop } from '../../node/inside.js';
import { openRepository } from '../../node/repository-file.js';
import { runningKernelConfig } from '../../node/running-kernel.js';
import { type Root, roots } from '../../profiles/rule-data.js';
import { formats } from '../../report/check/index.js';
import {
  arch,
  color,
  flag,
  kernel,
  list,
  manyValues,
  oneOf,
  oneValue,
  type Parsed,
  probes,
  profile,
  runShell,
  type TextFormArguments,
  texts,
  textOptions,
  xen,
} from '../arguments/options.js';
import { type ReportRequest, wantedReports } from '../arguments/reports.js';
import { type Command, complain, refuseStrayLinks } from '../command.js';
import { deliverAll } from '../deliver.js';
import { jobsOf, judgeAll } from '../fleet/judge-all.js';

export interface CheckArguments extends CheckRequest, TextFormArguments {
  readonly profile: readonly string[];
  /** The repository's own file; false: none is looked for. */
  readonly waivers?: string;
  readonly repositoryFile?: boolean;
  /** FILE or REV:path with the settings that hold instead. */
  readonly trustedSettings?: string;
  /** The kernel of this machine is meant. */
  readonly running?: boolean;
  readonly jobs?: number;
  /** At least one. */
  readonly reports: readonly ReportRequest[];
}

const options = {
  profile,
  xen,
  kernel,
  arch,
  image: oneValue(
    'the image built from the config: its loader answers for it, and contradictions are findings',
  ),
  initramfs: oneValue(
    'the initramfs it boots with (an image, or what lsinitramfs or lsinitrd prints): settles conditions',
  ),
  domain: oneValue('the domain file of the guest it is for: settles conditions'),
  root: oneOf(
    roots,
    'where the root file system is (default: disk, for a guest a Xen disk; or what --domain says)',
  ),
  require: manyValues('rule (its id) or stage (network) whose findings are errors; repeatable'),
  srctree: oneValue(
    'the kernel tree: completes defconfigs and fragments, and tells what holds an option back',
  ),
  probes,
  'run-shell': runShell,
  merge: flag('merge the files in their order, the last one wins, and check what that makes'),
  'prefer-builtin': flag('with --merge: no later m takes the place of a y'),
  flavour: manyValues(
    "of a file that holds several configs (Ubuntu's annotations, Fedora's priority file), this one; repeatable",
  ),
  waivers: oneValue(
    'file with waivers and settings (default: .xen-checkconfig.yaml here or in a folder above)',
  ),
  'trusted-settings': oneValue(
    'FILE or REV:path whose settings hold, such as origin/main:.xen-checkconfig.yaml; those here are only compared',
  ),
  running: flag('check the kernel that is running (default without a file, outside of a git repository)'),
  'repository-file': flag('read .xen-checkconfig.yaml (default; --no-repository-file does not)'),
  baseline: oneValue('JSON report from before: what stands in it is known, only what is new fails'),
  'write-baseline': flag('write what is found to the file of --baseline'),
  format: {
    ...manyValues('output format; repeatable, each with an --output of its own. Default: text'),
    choices: formats,
  },
  'fail-on': oneOf(
    ['error', 'warning', 'note', 'never'],
    'least level of a finding that makes the exit code 1 (default: error)',
  ),
  'allow-unknown': flag('what was asked for and cannot be judged is accepted (default: the exit code is 1)'),
  jobs: oneValue(
    'how many files to check at a time (default: as many as the machine has cores, for many files)',
  ),
  output: manyValues('write the report in the --format before it to a file'),
  quiet: { alias: 'q', ...flag('verdicts only') },
  verbose: { alias: 'v', ...flag('show notes, and what follows after the first failing stage') },
  color,
} as const;

export const checkCommand: Command<CheckArguments> = {
  usage: 'check [files..]',
  describe:
    'check kernel configs (files, globs, folders, - for standard input; without any, those of .xen-checkconfig.yaml)',
  positionals: {
    files: { type: 'string', array: true, describe: 'configs: plain, gzip, any encoding' },
  },
  options,
  read(parsed, words) {
    const reports = wantedReports(parsed, words);
    const text = textOptions(parsed);
    const writeBaseline = parsed['write-baseline'] === true;
    const keepsAll = text.verbose || writeBaseline || reports.some(({ format }) => format !== 'text');
    return {
      ...text,
      files: list(parsed, 'files'),
      profile: list(parsed, 'profile'),
      ...texts(parsed, 'xen', 'kernel', 'arch', 'srctree', 'probes', 'image', 'waivers', 'baseline'),
      ...(parsed['trusted-settings'] !== undefined && {
        trustedSettings: String(parsed['trusted-settings']),
      }),
      ...texts(parsed, 'initramfs', 'domain'),
      ...(parsed['root'] !== undefined && { root: parsed['root'] as Root }),
      ...(parsed['require'] !== undefined && { require: list(parsed, 'require') }),
      ...(parsed['run-shell'] === true && { runShell: true }),
      ...flags(parsed, {
        merge: 'merge',
        'prefer-builtin': 'preferBuiltin',
        'repository-file': 'repositoryFile',
        'allow-unknown': 'allowUnknown',
        running: 'running',
        'write-baseline': 'writeBaseline',
      }),
      ...(parsed['flavour'] !== undefined && { flavour: list(parsed, 'flavour') }),
      ...(parsed['fail-on'] !== undefined && { failOn: parsed['fail-on'] as FailOn }),
      ...(parsed['jobs'] !== undefined && { jobs: jobsOf(String(parsed['jobs'])) }),
      reports,
      keep: keepsAll ? 'all' : text.quiet ? 'none' : 'failing',
    };
  },
  run,
};

async function run(given: CheckArguments, io: Io): Promise<number> {
  const ports = diskPorts(io);
  const { jobs } = given;
  const repository = await settingsOf(given, ports);
  if (given.running && given.files.length > 0) throw new UsageError('--running goes without files');
  let prepared = await prepareCheck(given, repository, ports);
  if (given.running) prepared = { ...prepared, inputs: [] };
  // If a repository file says how to check, no hint is needed.
  if (!repository && !given.merge)
    for (const hint of await styleHints(given.files, ports.files)) complain(hint, io);
  if (prepared.inputs.length === 0) {
    if (given.trustedSettings !== undefined && !given.running)
      throw new UsageError(
        `nothing to check: neither the command line nor ${given.trustedSettings} names files`,
      );
    // In CI the kernel of the machine is that of the runner, which nobody means.
    if (!given.running && repositoryTop(process.cwd()) !== null)
      throw new UsageError(nothingNamed(repository));
    const running = runningKernelConfig();
    if (running === null)
      throw new UsageError(
        "the running kernel's config is not at /proc/config.gz or in /boot; name a file: xen-checkconfig FILE",
      );
    io.stderr.write(`xen-checkconfig: checking ${running}, the config of the running kernel\n`);
    prepared = { ...prepared, inputs: [{ path: running, problem: null }] };
  }
  if (prepared.inputs.length === 1) (await import('../../node/quick-start.js')).tuneForOneRun();
  const report = await runCheck(prepared, ports, (inputs, question, image) =>
    judgeAll(inputs, question, image, jobs, io),
  );
  if (given.writeBaseline) {
    const { writeBaseline } = await import('../write-baseline.js');
    writeBaseline(prepared.question.effective.baseline!, report);
  }
  const problems = await deliverAll(report, given, io);
  for (const problem of problems) complain(problem, io);
  return problems.length ? exitCodes.input : report.exitCode;
}

async function settingsOf(given: CheckArguments, ports: Ports): Promise<RepositoryFile | null> {
  const { waivers, repositoryFile, trustedSettings } = given;
  await refuseStrayLinks(given.profile, waivers, given.baseline);
  if (trustedSettings === undefined)
    return waivers === undefined && repositoryFile === false ? null : openRepository(waivers, ports);
  if (waivers !== undefined || given.writeBaseline)
    throw new UsageError(
      `--trusted-settings and --${waivers === undefined ? 'write-baseline' : 'waivers'} do not go together`,
    );
  const { openTrustedSettings } = await import('../../node/trusted-settings.js');
  return openTrustedSettings(trustedSettings, repositoryFile !== false, ports);
}

function nothingNamed(repository: RepositoryFile | null): string {
  const where = repository
    ? `${repository.path} names neither files nor merges`
    : `this repository has no ${repositoryName}`;
  return `no file is named, and ${where}: "xen-checkconfig ." looks through the folder, "xen-checkconfig init" proposes such a file, and --running checks the kernel of this machine`;
}

/** A line for each named folder (or the working folder) whose files form configs only together. */
async function styleHints(words: readonly string[], files: Files): Promise<string[]> {
  const folders = words.length ? words.slice(0, 10).filter(word => files.kind(word) === 'folder') : ['.'];
  if (folders.length === 0) return [];
  const { styleHint } = await import('../../node/style-hint.js');
  return folders.flatMap(folder => styleHint(folder) ?? []);
}

function flags(parsed: Parsed, names: Readonly<Record<string, string>>): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) =>
      typeof parsed[key] === 'boolean' ? [[name, parsed[key]]] : [],
    ),
  );
}
