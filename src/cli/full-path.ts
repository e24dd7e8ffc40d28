import yargs from 'yargs';
import { checkCommand } from './check-command.js';
import { explainArguments, explainOptions } from './explain-options.js';
import type { Io } from './io.js';
import { exit } from './io.js';
import {
  fixArguments,
  fixOptions,
  kconfigActions,
  kconfigArguments,
  kconfigOptions,
} from './kconfig-options.js';
import {
  checkArguments,
  checkOptions,
  diffArguments,
  diffOptions,
  imageArguments,
  imageOptions,
} from './options.js';
import { wantedReports } from './reports.js';
import { supportArguments, supportOptions } from './support-options.js';
import { version } from './version.js';

/** The command line by yargs: help, messages, completion, and every command. Gives the exit code. */
export async function fullPath(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exit.clean;
  const reports = (parsed: Readonly<Record<string, unknown>>) => {
    const wanted = wantedReports(parsed, argv);
    if (typeof wanted === 'string') throw new UsageError(wanted);
    return wanted;
  };
  const cli = yargs()
    .scriptName('xen-checkconfig')
    .locale('en')
    .usage('$0: tells whether a kernel boots under Xen, what stops it first, and what to set')
    .command(
      ['check [files..]', '$0'],
      'check kernel configs (files, globs, folders, - for standard input; without any, the running kernel)',
      builder =>
        builder
          .positional('files', {
            type: 'string',
            array: true,
            describe: 'configs: plain, gzip, any encoding',
          })
          .options(yargsOptions(checkOptions))
          .check(parsed => once(checkOptions, parsed) && reports(parsed).length > 0),
      async parsed => {
        const files = (parsed.files as string[] | undefined) ?? [];
        code = await checkCommand(checkArguments(parsed, files, reports(parsed)), io);
      },
    )
    .command(
      'diff <old> <new>',
      'say what a change from one config to another means for each mode',
      builder =>
        builder
          .positional('old', {
            type: 'string',
            describe: 'file, REV:path from git, - for standard input, or a folder',
          })
          .positional('new', { type: 'string', describe: 'the same, or the other folder' })
          .options(yargsOptions(diffOptions))
          .check(parsed => once(diffOptions, parsed)),
      async parsed => {
        const { diffCommand } = await import('./diff-command.js');
        code = await diffCommand(diffArguments(parsed), io);
      },
    )
    .command(
      'image [files..]',
      'say what kernel images are, and which Xen releases boot them on which path',
      builder =>
        builder
          .positional('files', {
            type: 'string',
            array: true,
            describe: 'images: vmlinuz, bzImage, Image, vmlinux, packed or not (globs, folders, -)',
          })
          .options(yargsOptions(imageOptions))
          .check(parsed => once(imageOptions, parsed)),
      async parsed => {
        const { imageCommand } = await import('./image-command.js');
        code = await imageCommand(imageArguments(parsed, (parsed.files as string[] | undefined) ?? []), io);
      },
    )
    .command(
      'explain [words..]',
      'say why a boot fails, from any mix of files; or what an id, an option or a message means',
      builder =>
        builder
          .positional('words', {
            type: 'string',
            array: true,
            describe:
              'domain file, kernel image, .config, initramfs, logs in any order (- for standard input); or an id, CONFIG_X or a pasted message',
          })
          .options(yargsOptions(explainOptions))
          .check(parsed => once(explainOptions, parsed)),
      async parsed => {
        const { explainCommand } = await import('./explain-command.js');
        code = await explainCommand(
          explainArguments(parsed, (parsed.words as string[] | undefined) ?? []),
          io,
        );
      },
    )
    .command(
      'profiles [name]',
      'list the profiles, or show every rule of one',
      builder =>
        builder
          .positional('name', { type: 'string', describe: 'profile or profile file' })
          .option('format', {
            type: 'string',
            choices: ['text', 'json'],
            default: 'text',
            describe: 'output format',
          })
          .option('color', checkOptions.color),
      async parsed => {
        const { profilesCommand } = await import('./profiles-command.js');
        code = await profilesCommand(
          parsed.name,
          { json: parsed.format === 'json', color: parsed.color },
          io,
        );
      },
    )
    .command(
      'kconfig <action> [symbol]',
      'say what a kernel tree makes of a config, or why a symbol has its value (kconfig why SYMBOL)',
      builder =>
        builder
          .positional('action', {
            type: 'string',
            choices: kconfigActions,
            describe:
              'write the whole or the minimal config, name the lines that get lost, or explain a symbol',
          })
          .positional('symbol', { type: 'string', describe: 'the symbol that why asks about' })
          .options(yargsOptions(kconfigOptions)),
      async parsed => {
        const { kconfigCommand } = await import('./kconfig-command.js');
        code = await kconfigCommand(kconfigArguments(parsed), io);
      },
    )
    .command(
      'fix <config>',
      'find the smallest change after which profiles pass, and which the kernel tree keeps',
      builder =>
        builder
          .positional('config', {
            type: 'string',
            demandOption: true,
            describe: '.config, defconfig or fragment (- for standard input)',
          })
          .options(yargsOptions(fixOptions)),
      async parsed => {
        const { fixCommand } = await import('./fix-command.js');
        code = await fixCommand(fixArguments(parsed), io);
      },
    )
    .command(
      'support [query..]',
      'say what distributions and systems are documented to support, and what is known against it',
      builder =>
        builder
          .positional('query', {
            type: 'string',
            array: true,
            describe: 'system and release (debian, "fedora 16"), or a subject (bzimage, hvc0, CONFIG_XEN)',
          })
          .options(yargsOptions(supportOptions)),
      async parsed => {
        const { supportCommand } = await import('./support-command.js');
        code = await supportCommand(supportArguments(parsed), io);
      },
    )
    .completion('completion', 'print a script for shell completion')
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-positional-numbers': false,
      'parse-numbers': false,
    })
    .epilogue(
      'Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 an input could not be read or is not what it should be.',
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
    // With a default command yargs takes the word for a file.
    cli.showCompletionScript();
    return exit.clean;
  }
  try {
    await cli.parseAsync([...argv], {}, (_error, _parsed, output) => {
      if (output) io.stdout.write(`${output}\n`);
    });
  } catch (error) {
    if (!(error instanceof UsageError) && (error as Error).name !== 'YError') throw error;
    io.stderr.write(`xen-checkconfig: ${(error as Error).message}\nSee xen-checkconfig --help.\n`);
    return exit.usage;
  }
  return code;
}

function yargsOptions(options: Readonly<Record<string, { readonly type: string }>>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      { ...option, type: option.type === 'array' ? undefined : option.type, array: option.type === 'array' },
    ]),
  );
}

/** yargs makes a list of an option that is given twice. */
function once(
  options: Readonly<Record<string, { readonly type: string }>>,
  parsed: Readonly<Record<string, unknown>>,
) {
  for (const [name, { type }] of Object.entries(options))
    if (type === 'string' && Array.isArray(parsed[name])) throw new UsageError(`--${name} is given twice`);
  return true;
}

class UsageError extends Error {}
