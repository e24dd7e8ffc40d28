import { execFile } from 'node:child_process';
import { InputError } from '../input/input-error.js';
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Gives the bytes of REV:path from git, at most `limit`. git is started with arguments, never through a shell, and asked
 * for a blob, so that the name of a folder or a commit gives an error instead of a listing.
 * Throws InputError if git is missing or has no such file.
 */
export async function readRevision(
  word: string,
  limit: number,
  environment: Environment,
): Promise<Uint8Array> {
  if (word.startsWith('-')) throw new InputError('does not exist, and no git revision starts with "-"');
  const blob = await git(['cat-file', 'blob', word], limit, environment);
  if (blob.error === null) return blob.stdout;
  switch (blob.error.code) {
    case 'ENOENT':
      throw new InputError('does not exist, and there is no git to look it up as a revision');
    case 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER':
      throw new InputError(`is larger than any kernel config (limit ${limit >> 20} MiB)`);
  }
  const type = await git(['cat-file', '-t', word], 100, environment);
  if (type.stdout.toString().trim() === 'tree')
    throw new InputError(
      'is a folder in git; name a file of it, or check the revision out to compare folders',
    );
  const said = blob.stderr.toString().split('\n', 1)[0]!.trim() || blob.error.message;
  throw new InputError(`does not exist, and git has no such file: ${said.replace(/^fatal: /, '')}`);
}

/** What git runs with: messages in English, not the user's language; fetching a missing object must not ask for a password. */
export function gitEnvironment(environment: Environment): Environment {
  return { ...environment, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
}

interface Answer {
  readonly error: NodeJS.ErrnoException | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Runs git with arguments and gives what it printed, at most `limit` bytes. Throws InputError for words no program can take. */
export function git(args: readonly string[], limit: number, environment: Environment): Promise<Answer> {
  const options = {
    env: gitEnvironment(environment),
    encoding: 'buffer',
    maxBuffer: Math.max(limit, 1 << 16),
  } as const;
  return new Promise((resolve, reject) => {
    try {
      execFile('git', [...args], options, (error, stdout, stderr) =>
        resolve({ error: error as NodeJS.ErrnoException | null, stdout, stderr }),
      );
    } catch (error) {
      reject(new InputError(`cannot be looked up in git (${(error as Error).message})`));
    }
  });
}
