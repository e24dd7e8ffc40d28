import { checkOptions, oneOutput } from './options.js';

/** The options of `support`; those it shares with check are the same. */
export const supportOptions = {
  role: { type: 'string', nargs: 1, choices: ['dom0', 'domu'], describe: 'only what is said of this role' },
  xen: { type: 'string', nargs: 1, describe: 'where documents disagree, what holds for this Xen release' },
  kernel: { type: 'string', nargs: 1, describe: 'and for this kernel version' },
  format: { type: 'string', nargs: 1, choices: ['text', 'json'], default: 'text', describe: 'output format' },
  output: oneOutput,
  color: checkOptions.color,
} as const;

export interface SupportArguments {
  readonly query: readonly string[];
  readonly role?: 'dom0' | 'domu';
  readonly xen?: string;
  readonly kernel?: string;
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly color?: boolean;
}

/** The arguments of support from what yargs found. */
export function supportArguments(parsed: Readonly<Record<string, unknown>>): SupportArguments {
  const text = (key: string) => (parsed[key] === undefined ? {} : { [key]: String(parsed[key]) });
  return {
    query: ((parsed['query'] as unknown[] | undefined) ?? []).map(String),
    ...(text('role') as { role?: 'dom0' | 'domu' }),
    ...text('xen'),
    ...text('kernel'),
    format: parsed['format'] === 'json' ? 'json' : 'text',
    ...text('output'),
    ...(typeof parsed['color'] === 'boolean' && { color: parsed['color'] }),
  };
}
