// The arguments of a plain command line, by the parser that yargs itself uses but without loading yargs, which costs more
// than a whole check.
import parser from 'yargs-parser';
import { UsageError } from '../../input/values.js';
import type { Command } from '../command.js';
import { commandNamed } from '../commands/index.js';
import type { CommandOption, Parsed } from './options.js';

/**
 * A command with its arguments. Null for anything that is not plain: help and every mistake are left to yargs, which
 * would also drop the "-" of standard input.
 */
export function quickRead(
  argv: readonly string[],
): { readonly command: Command<unknown>; readonly given: unknown } | null {
  const [first = ''] = argv;
  if (first === 'completion') return null;
  const name = commandNamed(first) ? first : 'check';
  const command = commandNamed(name)!;
  const found = parse(first === name ? argv.slice(1) : argv, Object.entries(command.options));
  if (!found) return null;
  const { words } = found;
  // Options may stand before the command's name.
  if (first !== name && (words[0] === 'completion' || commandNamed(words[0] ?? ''))) {
    if (words[0] !== 'check') return null;
    words.shift();
  }
  const positionals = bind(command, words);
  if (!positionals) return null;
  try {
    return { command, given: command.read({ ...found.values, ...positionals }, argv) };
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

/** The words by the names in a command's usage: <needed>, [may be], [several..]; null where they do not fit. */
function bind({ usage, positionals }: Command<unknown>, words: readonly string[]): Parsed | null {
  const bound: Record<string, unknown> = {};
  let at = 0;
  for (const slot of usage.split(' ').slice(1)) {
    const name = slot.slice(1, -1).replace(/\.\.$/, '');
    if (slot.endsWith('..]')) {
      bound[name] = words.slice(at);
      at = words.length;
      continue;
    }
    const word = words[at++];
    if (word === undefined) {
      if (slot.startsWith('<')) return null;
      continue;
    }
    const { choices } = positionals[name]!;
    if (choices && !choices.includes(word)) return null;
    bound[name] = word;
  }
  return at < words.length ? null : bound;
}

function parse(
  words: readonly string[],
  options: readonly (readonly [string, CommandOption])[],
): { values: Record<string, unknown>; words: string[] } | null {
  const of = (type: string) => options.filter(([, option]) => option.type === type).map(([name]) => name);
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
    const value = values[name];
    // Given twice, negated (--no-xen) or empty.
    if (option.type === 'string' && value !== undefined && (typeof value !== 'string' || value === ''))
      return null;
    if (option.type === 'array' && !((value ?? []) as unknown[]).every(word => typeof word === 'string'))
      return null;
    if (
      value !== undefined &&
      option.choices &&
      ![value].flat().every(word => option.choices!.includes(word as string))
    )
      return null;
    if (option.type === 'boolean' && Array.isArray(value)) return null;
  }
  return { values, words: parsed._.map(String) };
}
