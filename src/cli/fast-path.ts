import parser from 'yargs-parser';
import { type CheckArguments, checkArguments, checkOptions, commands } from './options.js';

interface Option {
  readonly alias?: string;
  readonly type: string;
  readonly choices?: readonly string[];
  readonly default?: string;
}

const options = Object.entries(checkOptions) as [string, Option][];
const of = (type: string) => options.filter(([, option]) => option.type === type).map(([name]) => name);

/**
 * The arguments of a plain `check`, by the parser that yargs itself uses but without loading yargs, which costs more
 * than a whole check. Null for anything that is not plain: other commands, help, and every mistake are yargs' to handle.
 */
export function fastCheck(argv: readonly string[]): CheckArguments | null {
  const words = argv[0] === 'check' ? argv.slice(1) : argv;
  if (argv[0] !== 'check' && isCommand(argv[0])) return null;
  if (words.some(word => word.startsWith('--get-yargs') || word === '')) return null;
  const { argv: parsed, error } = parser.detailed([...words], {
    alias: Object.fromEntries(
      options.filter(([, option]) => option.alias).map(([name, option]) => [name, [option.alias!]]),
    ),
    array: of('array').map(key => ({ key, string: true })) as never,
    string: of('string'),
    boolean: of('boolean'),
    narg: Object.fromEntries([...of('string'), ...of('array')].map(name => [name, 1])),
    configuration: {
      'camel-case-expansion': false,
      'dot-notation': false,
      'populate--': false,
      'parse-positional-numbers': false,
      'parse-numbers': false,
    },
  });
  if (error) return null;
  const known = new Set([
    '_',
    ...options.flatMap(([name, option]) => [name, ...(option.alias ? [option.alias] : [])]),
  ]);
  for (const key of Object.keys(parsed)) if (!known.has(key)) return null;
  const values: Record<string, unknown> = { ...parsed };
  for (const [name, option] of options) {
    values[name] ??= option.default;
    // Given twice, negated (--no-xen) or empty.
    if (
      option.type === 'string' &&
      values[name] !== undefined &&
      (typeof values[name] !== 'string' || values[name] === '')
    )
      return null;
    if (
      option.type === 'array' &&
      !((values[name] ?? []) as unknown[]).every(word => typeof word === 'string')
    )
      return null;
    if (option.choices && !option.choices.includes(values[name] as string)) return null;
    if (option.type === 'boolean' && Array.isArray(values[name])) return null;
  }
  const files = parsed._.map(String);
  // Options may stand before the command's name.
  if (argv[0] !== 'check' && isCommand(files[0])) {
    if (files[0] !== 'check') return null;
    files.shift();
  }
  return checkArguments(values, files);
}

function isCommand(word: string | undefined): boolean {
  return (commands as readonly string[]).includes(word ?? '');
}
