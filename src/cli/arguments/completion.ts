// What a shell may put in the place of the word at the cursor, from the table of commands.
import type { Command } from '../command.js';
import { commandNamed, commands } from '../commands/index.js';
import type { CommandOption } from './options.js';

/**
 * The words that can stand where the last of `words` stands; they begin with it. `words` is the line up to the cursor
 * without the program's name, as shells split it: "--format=json" may be one word or three. Nothing is offered where a
 * file belongs, since shells know files themselves.
 */
export function completions(words: readonly string[], profiles: readonly string[]): string[] {
  const line = joined(words);
  const last = line.at(-1) ?? '';
  const { name, command, plain } = read(line.slice(0, -1));
  const [, option, begun] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  const wanted = option === undefined ? valueOf(command, line.at(-2)) : valueOf(command, option);
  // Shells that split at "=" insert the part after it, the others the whole word.
  const front = option !== undefined && words.at(-1) === last ? `${option}=` : '';
  const offer = (values: readonly string[], start = last) => values.filter(value => value.startsWith(start));
  if (wanted)
    return offer(wanted.values ?? (wanted.name === 'profile' ? profiles : []), begun).map(
      value => front + value,
    );
  if (last.startsWith('-')) return offer(optionsOf(command, line));
  if (name === undefined && plain === 0) return offer([...Object.keys(commands), 'completion']);
  if (name === 'profiles' && plain === 0) return offer(profiles);
  return offer(Object.values(command.positionals)[plain]?.choices ?? []);
}

/** Joins the pieces into which the shell split one word. */
function joined(words: readonly string[]): string[] {
  const line: string[] = [];
  for (const [index, word] of words.entries()) {
    const open = line.at(-1);
    if (word === '=' && open?.startsWith('--') && !open.includes('=')) line[line.length - 1] += '=';
    else if (words[index - 1] === '=' && open?.startsWith('--') && open.endsWith('='))
      line[line.length - 1] += word;
    else line.push(word);
  }
  return line;
}

/** The command that the words before the cursor name, and how many plain words follow it. */
function read(words: readonly string[]): {
  name: string | undefined;
  command: Command<unknown>;
  plain: number;
} {
  let name: string | undefined;
  let plain = 0;
  for (const [index, word] of words.entries()) {
    const command = commandNamed(name ?? 'check')!;
    if (word.startsWith('-') || valueOf(command, words[index - 1])) continue;
    if (name === undefined && plain === 0 && commandNamed(word)) name = word;
    else plain++;
  }
  return { name, command: commandNamed(name ?? 'check')!, plain };
}

/** What an option takes, if `word` is one that takes a value; `values` is null where that is not one of a few. */
function valueOf({ options }: Command<unknown>, word: string | undefined) {
  const found = Object.entries(options).find(
    ([name, { alias }]) => word === `--${name}` || (alias !== undefined && word === `-${alias}`),
  );
  if (!found || found[1].type === 'boolean') return null;
  return { name: found[0], values: found[1].choices ?? null };
}

/** Every option but those that are given and cannot be given again. */
function optionsOf({ options }: Command<unknown>, line: readonly string[]): string[] {
  const given = (name: string, { alias, type }: CommandOption) =>
    type !== 'array' &&
    line
      .slice(0, -1)
      .some(word => word === `--${name}` || word.startsWith(`--${name}=`) || (alias && word === `-${alias}`));
  return [
    ...Object.entries(options).flatMap(([name, its]) => (given(name, its) ? [] : [`--${name}`])),
    '--help',
    '--version',
  ];
}
