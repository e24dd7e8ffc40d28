import { InputError } from '../input/input-error.js';
import { joinPath } from '../input/paths.js';
import { type Environment, git, prefixIn } from './git.js';

/**
 * Gives the bytes of REV:path from git, at most `limit`. git is asked for a blob, so that the name of a folder or a
 * commit gives an error instead of a listing.
 * Throws InputError if git is missing or has no such file.
 */
export async function readRevision(
  word: string,
  limit: number,
  environment: Environment,
): Promise<Uint8Array> {
  if (word.startsWith('-')) throw new InputError('does not exist, and no git revision starts with "-"');
  const name = fromTop(word, prefixIn(environment));
  const blob = await git(['cat-file', 'blob', name], limit, environment);
  if (blob.error === null) return blob.stdout;
  switch (blob.error.code) {
    case 'ENOENT':
      throw new InputError('does not exist, and there is no git to look it up as a revision');
    case 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER':
      throw new InputError(`is larger than any kernel config (limit ${limit >> 20} MiB)`);
  }
  const type = await git(['cat-file', '-t', name], 100, environment);
  if (type.stdout.toString().trim() === 'tree')
    throw new InputError(
      'is a folder in git; name a file of it, or check the revision out to compare folders',
    );
  const said = blob.stderr.toString().split('\n', 1)[0]!.trim() || blob.error.message;
  throw new InputError(`does not exist, and git has no such file: ${said.replace(/^fatal: /, '')}`);
}

/** REV:./path and REV:../path mean the working folder, where git itself does not start. */
function fromTop(word: string, prefix: string): string {
  const [, rev, path] = /^([^:]*:)(\.\.?\/.*)$/s.exec(word) ?? [];
  return path === undefined ? word : rev + joinPath(prefix, path);
}
