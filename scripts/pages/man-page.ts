// man/xen-checkconfig.1 from the table of commands, in the mdoc language. npm run pages writes it.
import { wrap } from '../../src/report/words/wrap.js';
import { exitCodes } from '../../src/api/report.js';
import { type Command, exitTexts, type Positional } from '../../src/cli/command.js';
import { commands } from '../../src/cli/commands/index.js';
import { environment, examples, files, frequent, intro, revised, seeAlso, values } from './man-texts.js';
import type { CommandOption } from '../../src/cli/arguments/options.js';

/** The whole page. */
export function manPage(): string {
  const lines = [
    '.\\" Made from src/cli/commands/ by npm run pages. Change it there.',
    `.Dd ${revised}`,
    '.Dt XEN\\-CHECKCONFIG 1',
    '.Os',
    '.Sh NAME',
    '.Nm xen\\-checkconfig',
    '.Nd tell whether a kernel boots under Xen',
    '.Sh SYNOPSIS',
    ...Object.values(commands).flatMap(({ usage }, index) => ['.Nm', ...synopsis(usage, index === 0)]),
    '.Nm',
    '.Ic completion',
    '.Sh DESCRIPTION',
    ...intro.flatMap((paragraph, index) => [...(index ? ['.Pp'] : []), ...prose(paragraph)]),
    '.Pp',
    'Every command knows these options:',
    ...definitions(frequent.map(([option, text]) => [optionHead(option, null), text])),
    '.Sh COMMANDS',
    ...Object.entries(commands).flatMap(([name, command]) => section(name, command)),
    '.Ss completion',
    ...prose('Print a script for shell completion, for bash, zsh or fish.'),
    '.Sh ENVIRONMENT',
    ...definitions(environment.map(([name, text]) => [`Ev ${escaped(name)}`, text])),
    '.Sh FILES',
    ...definitions(files.map(([path, text]) => [`Pa ${escaped(path)}`, text])),
    '.Sh EXIT STATUS',
    ...definitions(
      Object.values(exitCodes).map(code => [`Li ${code}`, sentence(exitTexts[code])]),
      '3n',
    ),
    '.Sh EXAMPLES',
    ...examples.flatMap(([text, command], index) => [
      ...(index ? ['.Pp'] : []),
      ...prose(text),
      `.Dl ${escaped(command)}`,
    ]),
    '.Sh SEE ALSO',
    ...seeAlso.map(
      ([page, chapter], index) => `.Xr ${page} ${chapter}${index < seeAlso.length - 1 ? ' ,' : ''}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** "diff <old> <new>" in macros; the name of the default command may be left out. */
function synopsis(usage: string, optional: boolean): string[] {
  const [name, ...words] = usage.split(' ') as [string, ...string[]];
  return [
    optional ? `.Op Ic ${name}` : `.Ic ${name}`,
    '.Op Ar options',
    ...words.map(word => {
      const inner = word.slice(1, -1).replace(/\.\.$/, ' ...');
      return word.startsWith('[') ? `.Op Ar ${inner}` : `.Ar ${inner}`;
    }),
  ];
}

function section(name: string, { describe, positionals, options }: Command<unknown>): string[] {
  return [
    `.Ss ${name}`,
    ...prose(`${sentence(describe)}${name === 'check' ? ' This is the command where none is named.' : ''}`),
    ...definitions([
      ...Object.entries(positionals).map(([word, its]) => [`Ar ${escaped(word)}`, told(its)] as const),
      ...Object.entries(options).map(
        ([option, its]) => [optionHead(option, its), `${told(its)}${defaultOf(its)}`] as const,
      ),
    ]),
  ];
}

const told = ({ describe, choices }: Positional | CommandOption) =>
  `${sentence(describe)}${choices ? ` One of: ${choices.join(', ')}.` : ''}`;

const defaultOf = ({ default: value }: CommandOption) => (value === undefined ? '' : ` Default: ${value}.`);

/** "-p name, --profile name" in macros. */
function optionHead(name: string, option: CommandOption | null): string {
  const value = option && option.type !== 'boolean' ? ` Ar ${escaped(values[name] ?? 'value')}` : '';
  const short = option?.alias ?? (name === 'help' ? 'h' : undefined);
  return `${short ? `Fl ${short}${value} , ` : ''}Fl \\-${escaped(name)}${value}`;
}

function definitions(entries: readonly (readonly [head: string, text: string])[], width = 'Ds'): string[] {
  return [
    `.Bl -tag -width ${width}`,
    ...entries.flatMap(([head, text]) => [`.It ${head}`, ...prose(text)]),
    '.El',
  ];
}

const sentence = (text: string) =>
  `${text[0]!.toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;

/** Text as lines of input, each sentence on lines of its own. */
function prose(text: string): string[] {
  return text.split(/(?<=[.?!]) (?=[A-Z])/).flatMap(one => wrap(escaped(one), 72).map(guarded));
}

/** Nothing in it is an escape, and every dash stays the character that one types. */
const escaped = (text: string) => text.replace(/\\/g, '\\e').replace(/-/g, '\\-').replace(/"/g, '\\(dq');

/** A line that starts with one of these would be a request. */
const guarded = (line: string) => (/^[.']/.test(line) ? `\\&${line}` : line);
