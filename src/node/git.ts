// The one place that starts git.
import { execFile } from 'node:child_process';
import { delimiter, dirname, isAbsolute, relative, sep } from 'node:path';
import { InputError } from '../input/input-error.js';
import { repositoryTop } from './inside.js';

export type Environment = Readonly<Record<string, string | undefined>>;

interface GitAnswer {
  readonly error: NodeJS.ErrnoException | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** What a repository's own config could have git start, and so must not decide. */
const neutral = [
  // A folder of the repository that looks like a repository itself, with a config that came by a clone.
  'safe.bareRepository=explicit',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.alternateRefsCommand=',
  'protocol.allow=never',
].flatMap(setting => ['-c', setting]);

/**
 * How git is started: at the top of the repository, the nearest folder with a .git, where it sees no other; and so that it
 * starts no other program: no hook, pager, filter, monitor or remote. Throws InputError if there is no repository.
 */
export function invocation(args: readonly string[], environment: Environment) {
  const top = startOf(environment);
  const env = {
    ...environment,
    // Of programs in a folder that is named relative to this one, none is git.
    PATH: (environment['PATH'] ?? '').split(delimiter).filter(isAbsolute).join(delimiter),
    NoDefaultCurrentDirectoryInExePath: '1',
    GIT_CEILING_DIRECTORIES: dirname(top),
    // Missing objects are missing: nothing is fetched. The second is for git before 2.45.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PAGER: '',
    // Messages in English, not the user's language.
    LC_ALL: 'C',
  };
  return { args: ['--no-pager', ...neutral, ...args], options: { cwd: top, env } };
}

/**
 * Asks git, with arguments and never through a shell, and takes at most `limit` bytes of its answer. Throws InputError if
 * git cannot be started or there is no repository.
 */
export async function git(
  words: readonly string[],
  limit: number,
  environment: Environment,
): Promise<GitAnswer> {
  const { args, options } = invocation(words, environment);
  const how = { ...options, encoding: 'buffer', maxBuffer: Math.max(limit, 1 << 16) } as const;
  return new Promise((resolve, reject) => {
    try {
      execFile('git', args, how, (error, stdout, stderr) =>
        resolve({ error: error as NodeJS.ErrnoException | null, stdout, stderr }),
      );
    } catch (error) {
      reject(new InputError(`cannot be looked up in git (${(error as Error).message})`));
    }
  });
}

/** Where git starts: who sets GIT_DIR names the repository, as git does for its hooks. */
function startOf(environment: Environment): string {
  const working = process.cwd();
  const top = environment['GIT_DIR'] === undefined ? repositoryTop(working) : working;
  if (top !== null) return top;
  throw new InputError(
    'does not exist, and this is not a git repository (one without files has to be named by GIT_DIR)',
  );
}

/** The working folder as git writes paths: from the top of the repository, "" or with "/" at its end. */
export function prefixIn(environment: Environment): string {
  const prefix = relative(startOf(environment), process.cwd()).split(sep).join('/');
  return prefix && `${prefix}/`;
}
