import yargs, { type Options } from 'yargs';
import { builtInNames } from '../../api/knowledge.js';
import { exitCodes } from '../../api/report.js';
import { safeText } from '../../input/safe-text.js';
import { UsageError } from '../../input/values.js';
import type { Io } from '../../node/io.js';
import { knowledge } from '../../node/knowledge.js';
import { version } from '../../node/version.js';
import { type Command, exitTexts, runCommand } from '../command.js';
import { commandNamed, commands } from '../commands/index.js';
import type { CommandOption, Parsed } from './options.js';

/** The command line by yargs: help, messages, completion, and every command. Gives the exit code. */
export async function fullPath(argv: readonly string[], io: Io): Promise<number> {
  if (argv[0] === '--get-yargs-completions') {
    // The completion script of yargs asks this. The answers of yargs itself lack values of the default command, and
    // profiles.
    const { completions } = await import('./completion.js');
    const words = completions(argv.slice(2), ['dom0', 'domu', ...builtInNames(knowledge)]);
    io.stdout.write(words.map(word => `${word}\n`).join(''));
    return exitCodes.clean;
  }
  let code: number = exitCodes.clean;
  const cli = yargs()
    .scriptName('xen-checkconfig')
    .locale('en')
    .usage('$0: tells whether a kernel boots under Xen, what stops it first, and what to set');
  for (const [name, command] of Object.entries(commands)) {
    cli.command(
      name === 'check' ? [command.usage, '$0'] : command.usage,
      command.describe,
      builder => {
        for (const [positional, its] of Object.entries(command.positionals))
          builder.positional(positional, its);
        return builder
          .options(yargsOptions(command.options))
          .check(parsed => goesTogether(command, parsed, argv));
      },
      async parsed => {
        code = await runCommand(command, command.read(parsed, argv), io);
      },
    );
  }
  cli
    .completion('completion', 'print a script for shell completion')
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-positional-numbers': false,
      'parse-numbers': false,
    })
    .epilogue(
      `Exit codes: ${Object.entries(exitTexts)
        .map(pair => pair.join(' '))
        .join(', ')}.`,
    )
    .wrap(Math.min(100, io.stdout.columns))
    .strict()
    .help()
    .alias('help', 'h')
    .version(version())
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message);
    });
  if (argv.length === 1 && argv[0] === 'completion') {
    // With a default command, yargs treats the word as a file.
    io.stdout.write(logged(() => cli.showCompletionScript()));
    return exitCodes.clean;
  }
  try {
    await cli.parseAsync([...argv], {}, (_error, _parsed, output) => {
      if (output) io.stdout.write(`${output}\n`);
    });
  } catch (error) {
    if (!(error instanceof UsageError) && (error as Error).name !== 'YError') throw error;
    const text = plainly((error as Error).message, argv[0]);
    // It repeats words of the command line, which a glob may have brought.
    const [first, ...more] = text.split('\n').map(line => safeText(line, 2000));
    io.stderr.write([`xen-checkconfig: ${first}`, ...more, 'See xen-checkconfig --help.', ''].join('\n'));
    return exitCodes.usage;
  }
  return code;
}

/** What yargs prints by itself, which would not notice a full disk. */
function logged(print: () => void): string {
  const { log } = console;
  let text = '';
  console.log = line => void (text += `${line}\n`);
  try {
    print();
  } finally {
    console.log = log;
  }
  return text;
}

function yargsOptions(options: Readonly<Record<string, CommandOption>>): Record<string, Options> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      { ...option, type: option.type === 'array' ? undefined : option.type, array: option.type === 'array' },
    ]),
  );
}

/** yargs makes a list of an option that is given twice. */
function goesTogether({ options, read }: Command<unknown>, parsed: Parsed, words: readonly string[]): true {
  for (const [name, { type }] of Object.entries(options))
    if (type === 'string' && Array.isArray(parsed[name])) throw new UsageError(`--${name} is given twice`);
  read(parsed, words);
  return true;
}

/** Replacements for the messages of yargs. */
function plainly(message: string, name = ''): string {
  const command = commandNamed(name);
  return command && message.startsWith('Not enough non-option arguments')
    ? `an argument is missing: xen-checkconfig ${command.usage}`
    : message;
}
