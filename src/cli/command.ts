// What a command is. Each is one file in commands/ and one row of the table in commands/index.ts, from which the quick
// path, yargs with its help, completion and the man page all come.
import { isProfileFile } from '../api/choose.js';
import { exitCodes } from '../api/report.js';
import { InputError } from '../input/input-error.js';
import { safeText } from '../input/safe-text.js';
import { UsageError } from '../input/values.js';
import type { Io } from '../node/io.js';
import { ProfileError } from '../profiles/resolve.js';
import type { CommandOption, Parsed } from './arguments/options.js';

/** A word without a dash; several of them where it is an array. */
export interface Positional {
  readonly type: 'string';
  readonly array?: true;
  readonly demandOption?: true;
  readonly choices?: readonly string[];
  readonly describe: string;
}

/** `Arguments` is the type of its parsed words and options. */
export interface Command<Arguments> {
  /** Its name and its positionals, as yargs writes them: "diff <old> <new>". */
  readonly usage: string;
  readonly describe: string;
  readonly positionals: Readonly<Record<string, Positional>>;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Reads the parser's result; `words` is the command line. Throws UsageError for options that exclude each other. */
  read(parsed: Parsed, words: readonly string[]): Arguments;
  /** Runs the command, loading its code, and gives the exit code. Throws UsageError, ProfileError, InputError. */
  run(given: Arguments, io: Io): Promise<number>;
}

/** What each exit code means, for help and the man page. */
export const exitTexts: Readonly<Record<(typeof exitCodes)[keyof typeof exitCodes], string>> = {
  0: 'clean',
  1: 'findings',
  2: 'wrong usage',
  3: 'an input could not be read or is not what it should be, or the result could not be written',
};

/** Runs a command: its errors become lines on standard error and an exit code. */
export async function runCommand<A>(command: Command<A>, given: A, io: Io): Promise<number> {
  try {
    return await command.run(given, io);
  } catch (error) {
    const isUsage = error instanceof UsageError || error instanceof ProfileError;
    if (!isUsage && !(error instanceof InputError)) throw error;
    for (const line of error.message.split('\n')) complain(line, io);
    return isUsage ? exitCodes.usage : exitCodes.input;
  }
}

/**
 * Rules and what is accepted (profile files, waivers, a baseline) are named by who runs the command, but may lie in a
 * checkout of others: none of them is read behind a link that leads out of it. Throws UsageError.
 */
export async function refuseStrayLinks(
  profiles: readonly string[],
  ...more: readonly (string | undefined)[]
): Promise<void> {
  const named = [...profiles.filter(isProfileFile), ...more].filter(path => path !== undefined);
  if (named.length === 0) return;
  const { strayLink } = await import('../node/inside.js');
  for (const path of named) {
    const problem = path === '-' ? null : strayLink(path);
    if (problem !== null) throw new UsageError(`${path}: ${problem}`);
  }
}

/** Prints a line beside the results. */
export function complain(message: string, { stderr }: Io): void {
  stderr.write(`xen-checkconfig: ${safeText(message, 2000)}\n`);
}
