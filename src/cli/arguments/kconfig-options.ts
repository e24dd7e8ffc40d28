import { checkOptions, oneFormat } from './options.js';

/** The options of `kconfig`; those about the tree also go with `fix`. */
export const treeOptions = {
  srctree: { type: 'string', nargs: 1, describe: 'the kernel tree' },
  arch: {
    type: 'string',
    nargs: 1,
    describe: 'what make calls ARCH: x86_64, i386, arm64, ... (default: what the config says)',
  },
  probes: checkOptions.probes,
  'run-shell': checkOptions['run-shell'],
  'save-probes': { type: 'string', nargs: 1, describe: 'write the answers to a file, for --probes' },
} as const;

export const kconfigOptions = {
  ...treeOptions,
  config: {
    type: 'string',
    nargs: 1,
    default: '.config',
    describe: 'the .config, defconfig or fragment (- for standard input)',
  },
  output: { type: 'string', nargs: 1, describe: 'write the result to a file' },
  format: { ...oneFormat, describe: 'output format of check and why' },
} as const;

export const kconfigActions = ['olddefconfig', 'savedefconfig', 'check', 'why'] as const;

export interface KconfigArguments {
  readonly action: (typeof kconfigActions)[number];
  /** What `why` asks about. */
  readonly symbol?: string;
  readonly srctree?: string;
  readonly arch?: string;
  readonly config: string;
  readonly probes?: string;
  readonly runShell: boolean;
  readonly saveProbes?: string;
  readonly output?: string;
  readonly format: 'text' | 'json';
}

type Parsed = Readonly<Record<string, unknown>>;

/** Where the tree is and how to load it. */
export function treeArguments(parsed: Parsed) {
  const text = (key: string, name: string) =>
    parsed[key] === undefined ? {} : { [name]: String(parsed[key]) };
  return {
    ...text('srctree', 'srctree'),
    ...text('arch', 'arch'),
    ...text('probes', 'probes'),
    ...text('save-probes', 'saveProbes'),
    runShell: parsed['run-shell'] === true,
  };
}

/** The arguments of kconfig from what a parser found. */
export function kconfigArguments(parsed: Parsed): KconfigArguments {
  return {
    ...treeArguments(parsed),
    action: parsed['action'] as KconfigArguments['action'],
    ...(parsed['symbol'] !== undefined && { symbol: String(parsed['symbol']) }),
    config: String(parsed['config']),
    ...(parsed['output'] !== undefined && { output: String(parsed['output']) }),
    format: parsed['format'] as KconfigArguments['format'],
  };
}

/** The options of `fix`. */
export const fixOptions = {
  profile: {
    alias: 'p',
    type: 'array',
    string: true,
    nargs: 1,
    describe: 'profile that has to pass; repeatable: the same kernel then passes all of them',
  },
  ...treeOptions,
  xen: checkOptions.xen,
  'fail-on': {
    type: 'string',
    nargs: 1,
    choices: ['error', 'warning'],
    default: 'error',
    describe: 'least level of a finding that has to go',
  },
  fragment: { type: 'boolean', describe: 'print the lines to change, each with its reason (the default)' },
  diff: { type: 'boolean', describe: 'print the change of the whole file as a unified diff' },
  write: { type: 'boolean', describe: 'change the file, and keep what it was as FILE.orig' },
} as const;

export interface FixArguments {
  readonly config: string;
  readonly profile: readonly string[];
  readonly srctree?: string;
  readonly arch?: string;
  readonly probes?: string;
  readonly runShell: boolean;
  readonly saveProbes?: string;
  readonly xen?: string;
  readonly failOn: 'error' | 'warning';
  /** Every way to give the result that was asked for. */
  readonly ways: readonly ('fragment' | 'diff' | 'write')[];
}

/** The arguments of fix from what a parser found. */
export function fixArguments(parsed: Parsed): FixArguments {
  return {
    ...treeArguments(parsed),
    // yargs makes nothing of a lone "-".
    config: String(parsed['config']) || '-',
    profile: ((parsed['profile'] as unknown[] | undefined) ?? []).map(String),
    ...(parsed['xen'] !== undefined && { xen: String(parsed['xen']) }),
    failOn: parsed['fail-on'] as FixArguments['failOn'],
    ways: (['fragment', 'diff', 'write'] as const).filter(way => parsed[way] === true),
  };
}
