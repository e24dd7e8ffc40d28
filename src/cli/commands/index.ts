// The commands: what each is called with, what help and the man page say of it, and how it runs. All but check load late.
import { checkCommand } from './check.js';
import { explainArguments, explainOptions } from '../arguments/explain-options.js';
import type { Io } from '../../node/io.js';
import {
  fixArguments,
  fixOptions,
  kconfigActions,
  kconfigArguments,
  kconfigOptions,
} from '../arguments/kconfig-options.js';
import {
  type CommandName,
  checkArguments,
  checkOptions,
  diffArguments,
  diffOptions,
  imageArguments,
  imageOptions,
  type Option,
  oneFormat,
} from '../arguments/options.js';
import { wantedReports } from '../arguments/reports.js';
import { supportArguments, supportOptions } from '../arguments/support-options.js';

/** What yargs found, by name. */
export type Parsed = Readonly<Record<string, unknown>>;

/** A word without a dash; several of them where it is an array. */
export interface Positional {
  readonly type: 'string';
  readonly array?: true;
  readonly demandOption?: true;
  readonly choices?: readonly string[];
  readonly describe: string;
}

export interface Command {
  /** Its name and its positionals, as yargs writes them: "diff <old> <new>". */
  readonly usage: string;
  readonly describe: string;
  readonly positionals: Readonly<Record<string, Positional>>;
  readonly options: Readonly<Record<string, Option>>;
  /** What is wrong with options that are right each by itself, in one line. */
  readonly mistake?: (parsed: Parsed, words: readonly string[]) => string | null;
  /** Gives the exit code. `words` is the command line. */
  readonly run: (parsed: Parsed, io: Io, words: readonly string[]) => Promise<number>;
}

/** In the order of the help. */
export const commands: Readonly<Record<CommandName, Command>> = {
  check: {
    usage: 'check [files..]',
    describe:
      'check kernel configs (files, globs, folders, - for standard input; without any, the running kernel)',
    positionals: {
      files: { type: 'string', array: true, describe: 'configs: plain, gzip, any encoding' },
    },
    options: checkOptions,
    mistake: (parsed, words) => {
      const reports = wantedReports(parsed, words);
      return typeof reports === 'string' ? reports : null;
    },
    run: (parsed, io, words) => {
      const reports = wantedReports(parsed, words);
      return checkCommand(
        checkArguments(parsed, list(parsed['files']), typeof reports === 'string' ? [] : reports),
        io,
      );
    },
  },
  diff: {
    usage: 'diff <old> <new>',
    describe: 'say what a change from one config to another means for each mode',
    positionals: {
      old: { type: 'string', describe: 'file, REV:path from git, - for standard input, or a folder' },
      new: { type: 'string', describe: 'the same, or the other folder' },
    },
    options: diffOptions,
    run: async (parsed, io) => (await import('./diff.js')).diffCommand(diffArguments(parsed), io),
  },
  image: {
    usage: 'image [files..]',
    describe: 'say what kernel images are, and which Xen releases boot them on which path',
    positionals: {
      files: {
        type: 'string',
        array: true,
        describe: 'images: vmlinuz, bzImage, Image, vmlinux, packed or not (globs, folders, -)',
      },
    },
    options: imageOptions,
    run: async (parsed, io) =>
      (await import('./image.js')).imageCommand(imageArguments(parsed, list(parsed['files'])), io),
  },
  explain: {
    usage: 'explain [words..]',
    describe: 'say why a boot fails, from any mix of files; or what an id, an option or a message means',
    positionals: {
      words: {
        type: 'string',
        array: true,
        describe:
          'domain file, kernel image, .config, initramfs, logs in any order (- for standard input); or an id, CONFIG_X or a pasted message',
      },
    },
    options: explainOptions,
    run: async (parsed, io) =>
      (await import('./explain.js')).explainCommand(explainArguments(parsed, list(parsed['words'])), io),
  },
  profiles: {
    usage: 'profiles [name]',
    describe: 'list the profiles, or show every rule of one',
    positionals: { name: { type: 'string', describe: 'profile or profile file' } },
    options: { format: oneFormat, color: checkOptions.color },
    run: async (parsed, io) =>
      (await import('./profiles.js')).profilesCommand(
        parsed['name'] as string | undefined,
        { json: parsed['format'] === 'json', color: parsed['color'] as boolean | undefined },
        io,
      ),
  },
  kconfig: {
    usage: 'kconfig <action> [symbol]',
    describe: 'say what a kernel tree makes of a config, or why a symbol has its value (kconfig why SYMBOL)',
    positionals: {
      action: {
        type: 'string',
        choices: kconfigActions,
        describe: 'write the whole or the minimal config, name the lines that get lost, or explain a symbol',
      },
      symbol: { type: 'string', describe: 'the symbol that why asks about' },
    },
    options: kconfigOptions,
    run: async (parsed, io) => (await import('./kconfig.js')).kconfigCommand(kconfigArguments(parsed), io),
  },
  fix: {
    usage: 'fix <config>',
    describe: 'find the smallest change after which profiles pass, and which the kernel tree keeps',
    positionals: {
      config: {
        type: 'string',
        demandOption: true,
        describe: '.config, defconfig or fragment (- for standard input)',
      },
    },
    options: fixOptions,
    run: async (parsed, io) => (await import('./fix.js')).fixCommand(fixArguments(parsed), io),
  },
  support: {
    usage: 'support [query..]',
    describe: 'say what distributions and systems are documented to support, and what is known against it',
    positionals: {
      query: {
        type: 'string',
        array: true,
        describe: 'system and release (debian, "fedora 16"), or a subject (bzimage, hvc0, CONFIG_XEN)',
      },
    },
    options: supportOptions,
    run: async (parsed, io) => (await import('./support.js')).supportCommand(supportArguments(parsed), io),
  },
};

const list = (value: unknown) => (value as string[] | undefined) ?? [];
