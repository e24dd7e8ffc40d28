// Options that several commands have, and how their values are read.

/** An option of a command, in the form that yargs takes; an array is one that may be given again. */
export interface CommandOption {
  readonly alias?: string;
  readonly type: 'string' | 'boolean' | 'array';
  readonly string?: true;
  readonly nargs?: 1;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly describe: string;
}

/** What a parser found, by name. */
export type Parsed = Readonly<Record<string, unknown>>;

/** An option that takes one value. */
export const oneValue = (describe: string) => ({ type: 'string', nargs: 1, describe }) as const;

/** An option that takes one value and may be given again. */
export const manyValues = (describe: string) =>
  ({ type: 'array', string: true, nargs: 1, describe }) as const;

export const flag = (describe: string) => ({ type: 'boolean', describe }) as const;

/** An option that takes one of a few words. */
export const oneOf = (choices: readonly string[], describe: string, fallback?: string) =>
  ({
    type: 'string',
    nargs: 1,
    choices,
    ...(fallback !== undefined && { default: fallback }),
    describe,
  }) as const;

export const profile = {
  alias: 'p',
  ...manyValues('profile, group (dom0, domu) or profile file; repeatable. Default: every mode'),
} as const;
export const xen = oneValue('Xen release the kernel will meet (default: the newest known)');
export const kernel = oneValue('kernel version, over what the file says');
export const arch = oneValue('architecture, over what the file says');
export const probes = oneValue('file with answers to what the tree asks of the compiler');
export const runShell = flag("run the tree's shell commands for answers (default: nothing is run)");
export const format = oneOf(['text', 'json'], 'output format', 'text');
export const output = oneValue('write the report to a file');
export const color = flag('colour the text (default: on a terminal, unless NO_COLOR is set)');

/** The options about a kernel tree of commands that cannot do without one. */
export const treeOptions = {
  srctree: oneValue('the kernel tree'),
  arch: oneValue('what make calls ARCH: x86_64, i386, arm64, ... (default: what the config says)'),
  probes,
  'run-shell': runShell,
  'save-probes': oneValue('write the answers to a file, for --probes'),
} as const;

/** Where the tree is and how to load it. */
export function treeArguments(parsed: Parsed) {
  return {
    ...texts(parsed, 'srctree', 'arch', 'probes'),
    ...(parsed['save-probes'] !== undefined && { saveProbes: String(parsed['save-probes']) }),
    runShell: parsed['run-shell'] === true,
  };
}

/** The form of a report as text. */
export interface TextFormArguments {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color?: boolean;
}

export function textOptions(parsed: Parsed): TextFormArguments {
  return {
    quiet: parsed['quiet'] === true,
    verbose: parsed['verbose'] === true,
    ...(typeof parsed['color'] === 'boolean' && { color: parsed['color'] }),
  };
}

/** The options of commands that make one report. */
export interface OneReport<Format extends string = 'text' | 'json'> {
  readonly format: Format;
  readonly output?: string;
}

export function oneReport<Format extends string = 'text' | 'json'>(parsed: Parsed): OneReport<Format> {
  return { format: parsed['format'] as Format, ...texts(parsed, 'output') };
}

/** The options that were given, as text. */
export function texts<Key extends string>(parsed: Parsed, ...keys: readonly Key[]): { [K in Key]?: string } {
  const given = keys.filter(key => parsed[key] !== undefined).map(key => [key, String(parsed[key])]);
  return Object.fromEntries(given) as { [K in Key]?: string };
}

/** The values of an option or a positional that may be given again. */
export function list(parsed: Parsed, key: string): string[] {
  return ((parsed[key] as unknown[] | undefined) ?? []).map(String);
}
