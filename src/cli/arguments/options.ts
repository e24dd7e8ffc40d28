import type { FailOn } from '../../check/verdict.js';
import { formats } from '../../report/check/index.js';
import type { Wanted } from './reports.js';

/** An option of a command, in the form that yargs takes; an array is one that may be given again. */
export interface Option {
  readonly alias?: string;
  readonly type: 'string' | 'boolean' | 'array';
  readonly string?: true;
  readonly nargs?: 1;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly describe: string;
}

/** One table for both ways of reading the command line: the fast one and yargs with its help and messages. */
export const checkOptions = {
  profile: {
    alias: 'p',
    type: 'array',
    string: true,
    nargs: 1,
    describe: 'profile, group (dom0, domu) or profile file; repeatable. Default: every mode',
  },
  xen: { type: 'string', nargs: 1, describe: 'Xen release the kernel will meet (default: the newest known)' },
  kernel: { type: 'string', nargs: 1, describe: 'kernel version, over what the file says' },
  arch: { type: 'string', nargs: 1, describe: 'architecture, over what the file says' },
  image: {
    type: 'string',
    nargs: 1,
    describe: 'the image built from the config: its loader answers for it, and contradictions are findings',
  },
  srctree: {
    type: 'string',
    nargs: 1,
    describe: 'the kernel tree: completes defconfigs and fragments, and tells what holds an option back',
  },
  probes: { type: 'string', nargs: 1, describe: 'file with answers to what the tree asks of the compiler' },
  'run-shell': {
    type: 'boolean',
    describe: "run the tree's shell commands for answers (default: nothing is run)",
  },
  merge: {
    type: 'boolean',
    describe: 'merge the files in their order, the last one wins, and check what that makes',
  },
  'prefer-builtin': { type: 'boolean', describe: 'with --merge: no later m takes the place of a y' },
  flavour: {
    type: 'array',
    string: true,
    nargs: 1,
    describe:
      "of a file that holds several configs (Ubuntu's annotations, Fedora's priority file), this one; repeatable",
  },
  waivers: {
    type: 'string',
    nargs: 1,
    describe: 'file with waivers and settings (default: .xen-checkconfig.yaml here or in a folder above)',
  },
  'repository-file': {
    type: 'boolean',
    describe: 'read .xen-checkconfig.yaml (default; --no-repository-file does not)',
  },
  baseline: {
    type: 'string',
    nargs: 1,
    describe: 'JSON report from before: what stands in it is known, only what is new fails',
  },
  'write-baseline': { type: 'boolean', describe: 'write what is found to the file of --baseline' },
  format: {
    type: 'array',
    string: true,
    nargs: 1,
    choices: formats,
    describe: 'output format; repeatable, each with an --output of its own. Default: text',
  },
  'fail-on': {
    type: 'string',
    nargs: 1,
    choices: ['error', 'warning', 'note', 'never'],
    describe: 'least level of a finding that makes the exit code 1 (default: error)',
  },
  jobs: {
    type: 'string',
    nargs: 1,
    describe: 'how many files to check at a time (default: as many as the machine has cores, for many files)',
  },
  output: {
    type: 'array',
    string: true,
    nargs: 1,
    describe: 'write the report in the --format before it to a file',
  },
  quiet: { alias: 'q', type: 'boolean', describe: 'verdicts only' },
  verbose: {
    alias: 'v',
    type: 'boolean',
    describe: 'show notes, and what follows after the first failing stage',
  },
  color: { type: 'boolean', describe: 'colour the text (default: on a terminal, unless NO_COLOR is set)' },
} as const;

export const oneFormat = {
  type: 'string',
  nargs: 1,
  choices: ['text', 'json'],
  default: 'text',
  describe: 'output format',
} as const;
export const oneOutput = { type: 'string', nargs: 1, describe: 'write the report to a file' } as const;

/** The options of `diff`; those it shares with check are the same. */
export const diffOptions = {
  profile: checkOptions.profile,
  xen: checkOptions.xen,
  kernel: checkOptions.kernel,
  arch: checkOptions.arch,
  format: oneFormat,
  unified: { alias: 'u', type: 'boolean', describe: 'print a unified diff of the two files instead' },
  output: oneOutput,
  quiet: { alias: 'q', type: 'boolean', describe: 'only the modes whose verdict changed' },
  color: checkOptions.color,
} as const;

/** The options of `image`; those it shares with check are the same. */
export const imageOptions = {
  xen: { type: 'string', nargs: 1, describe: 'answer for this Xen release alone' },
  role: { type: 'string', nargs: 1, choices: ['dom0', 'domu'], describe: 'answer for this role alone' },
  mode: {
    type: 'string',
    nargs: 1,
    choices: ['pv', 'pvh', 'hvm', 'arm'],
    describe: 'answer for this mode alone',
  },
  format: oneFormat,
  'fail-on': {
    type: 'string',
    nargs: 1,
    choices: ['error', 'warning', 'note', 'never'],
    default: 'error',
    describe:
      'exit code 1 if no boot path asked for takes an image (error), or only under a condition (warning), or if anything is odd about it (note)',
  },
  output: oneOutput,
  quiet: { alias: 'q', type: 'boolean', describe: 'say only what each file is' },
  verbose: {
    alias: 'v',
    type: 'boolean',
    describe: 'unpack everything; show headers, segments, notes and evidence',
  },
  color: checkOptions.color,
} as const;

/** What each does stands in commands.ts, which a plain check does without. */
export const commandNames = [
  'check',
  'diff',
  'image',
  'explain',
  'profiles',
  'kconfig',
  'fix',
  'support',
] as const;
export type CommandName = (typeof commandNames)[number];

/** What commands have in common. */
interface SharedArguments {
  readonly profile: readonly string[];
  readonly xen?: string;
  readonly kernel?: string;
  readonly arch?: string;
  readonly srctree?: string;
  readonly probes?: string;
  readonly runShell?: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color?: boolean;
}

export interface CheckArguments extends SharedArguments {
  readonly files: readonly string[];
  readonly image?: string;
  readonly merge?: boolean;
  readonly preferBuiltin?: boolean;
  readonly flavour?: readonly string[];
  readonly waivers?: string;
  readonly repositoryFile?: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  /** Where the command line does not say it, the repository's file may. */
  readonly failOn?: FailOn;
  /** As it was given. */
  readonly jobs?: string;
  /** At least one. */
  readonly reports: readonly Wanted[];
}

type Parsed = Readonly<Record<string, unknown>>;

const texts = (parsed: Parsed, ...keys: readonly string[]) =>
  Object.fromEntries(keys.filter(key => parsed[key] !== undefined).map(key => [key, String(parsed[key])]));

const flags = (parsed: Parsed, names: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) =>
      typeof parsed[key] === 'boolean' ? [[name, parsed[key]]] : [],
    ),
  );

function sharedArguments(parsed: Parsed): SharedArguments {
  return {
    profile: ((parsed['profile'] as unknown[] | undefined) ?? []).map(String),
    ...texts(parsed, 'xen', 'kernel', 'arch', 'srctree', 'probes'),
    ...(parsed['run-shell'] === true && { runShell: true }),
    quiet: parsed['quiet'] === true,
    verbose: parsed['verbose'] === true,
    ...(typeof parsed['color'] === 'boolean' && { color: parsed['color'] }),
  };
}

/** The arguments of check from what a parser found; the shapes of yargs and yargs-parser are the same. */
export function checkArguments(
  parsed: Parsed,
  files: readonly string[],
  reports: readonly Wanted[],
): CheckArguments {
  return {
    ...sharedArguments(parsed),
    files,
    ...texts(parsed, 'image', 'waivers', 'baseline', 'jobs'),
    ...flags(parsed, {
      merge: 'merge',
      'prefer-builtin': 'preferBuiltin',
      'repository-file': 'repositoryFile',
      'write-baseline': 'writeBaseline',
    }),
    ...(parsed['flavour'] !== undefined && { flavour: (parsed['flavour'] as unknown[]).map(String) }),
    ...(parsed['fail-on'] !== undefined && { failOn: parsed['fail-on'] as FailOn }),
    reports,
  };
}

/** Of commands that make one report. */
interface OneReport {
  readonly format: 'text' | 'json';
  readonly output?: string;
}

const oneReport = (parsed: Parsed): OneReport => ({
  format: parsed['format'] as OneReport['format'],
  ...texts(parsed, 'output'),
});

export interface DiffArguments extends Omit<SharedArguments, 'verbose'>, OneReport {
  readonly old: string;
  readonly new: string;
  readonly unified: boolean;
}

/** The arguments of diff from what a parser found. */
export function diffArguments(parsed: Parsed): DiffArguments {
  const { verbose: _, ...shared } = sharedArguments(parsed);
  return {
    ...shared,
    ...oneReport(parsed),
    old: String(parsed['old']),
    new: String(parsed['new']),
    unified: parsed['unified'] === true,
  };
}

export interface ImageArguments extends OneReport {
  readonly files: readonly string[];
  readonly xen?: string;
  readonly role?: 'dom0' | 'domu';
  readonly mode?: 'pv' | 'pvh' | 'hvm' | 'arm';
  readonly failOn: FailOn;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color?: boolean;
}

/** The arguments of image from what a parser found. */
export function imageArguments(parsed: Parsed, files: readonly string[]): ImageArguments {
  const { profile: _, kernel: __, arch: ___, ...shared } = sharedArguments(parsed);
  return {
    ...shared,
    ...oneReport(parsed),
    files,
    failOn: parsed['fail-on'] as FailOn,
    ...(parsed['role'] !== undefined && { role: parsed['role'] as 'dom0' | 'domu' }),
    ...(parsed['mode'] !== undefined && { mode: parsed['mode'] as NonNullable<ImageArguments['mode']> }),
  };
}
