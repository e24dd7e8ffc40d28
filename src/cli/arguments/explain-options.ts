import type { Mode, Role } from '../../profiles/rule-data.js';
import { checkOptions } from './options.js';

export const explainFormats = ['text', 'json', 'markdown', 'html'] as const;
export type ExplainFormat = (typeof explainFormats)[number];

const modes = ['pv', 'pvh', 'hvm', 'arm', 'xenlinux'] as const;

export const explainOptions = {
  xen: { type: 'string', nargs: 1, describe: 'Xen release of the host (default: what the logs say)' },
  kernel: { type: 'string', nargs: 1, describe: 'kernel version, over what the files say' },
  arch: checkOptions.arch,
  role: {
    type: 'string',
    nargs: 1,
    choices: ['dom0', 'domu'],
    describe: 'whose boot it is (default: what the files say)',
  },
  mode: {
    type: 'string',
    nargs: 1,
    choices: modes,
    describe: 'the mode it boots in (default: what the files say)',
  },
  boot: {
    type: 'string',
    nargs: 1,
    describe:
      'of a log with several boots: 1 the first, 0 the last (default), -1 the one before it; all as one',
  },
  format: {
    type: 'string',
    nargs: 1,
    choices: explainFormats,
    default: 'text',
    describe: 'output format',
  },
  output: { type: 'string', nargs: 1, describe: 'write the report to a file' },
  quiet: { alias: 'q', type: 'boolean', describe: 'the answer alone' },
  verbose: { alias: 'v', type: 'boolean', describe: 'every cause, all evidence, sources' },
  color: checkOptions.color,
} as const;

export interface ExplainArguments {
  /** Files, ids or messages. */
  readonly words: readonly string[];
  readonly xen?: string;
  readonly kernel?: string;
  readonly arch?: string;
  readonly role?: Role;
  readonly mode?: Mode;
  readonly boot?: string;
  readonly format: ExplainFormat;
  readonly output?: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color?: boolean;
}

/** The arguments of explain from what a parser found. */
export function explainArguments(
  parsed: Readonly<Record<string, unknown>>,
  words: readonly string[],
): ExplainArguments {
  const text = (key: string) => (parsed[key] === undefined ? {} : { [key]: String(parsed[key]) });
  return {
    words,
    ...text('xen'),
    ...text('kernel'),
    ...text('arch'),
    ...(text('role') as { role?: Role }),
    ...(text('mode') as { mode?: Mode }),
    ...text('boot'),
    format: parsed['format'] as ExplainFormat,
    ...text('output'),
    quiet: parsed['quiet'] === true,
    verbose: parsed['verbose'] === true,
    ...(typeof parsed['color'] === 'boolean' && { color: parsed['color'] }),
  };
}
