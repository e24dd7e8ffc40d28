import { lstatSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Ports } from '../api/ports.js';
import { readRepositoryFile } from '../api/repository/read-file.js';
import { type RepositoryFile, repositoryName } from '../gate/repository.js';
import { repositoryTop } from './inside.js';

/**
 * Reads the named file, or the one in the working folder or, in a git repository, in the nearest folder above, up to its
 * top; null if there is none. Throws UsageError with every mistake in it, one a line.
 */
export async function openRepository(
  named: string | undefined,
  ports: Ports,
): Promise<RepositoryFile | null> {
  const path = named ?? findRepositoryFile(process.cwd());
  if (path === null) return null;
  const files = named === undefined ? ports.files.confined(dirname(resolve(path))) : ports.files;
  const { settings } = await readRepositoryFile(path, limit => files.read(path, limit), ports);
  return { ...settings, path, folder: dirname(resolve(path)) };
}

/** Outside of a git repository only the working folder is looked in: whose file lies above, nobody can tell. */
export function findRepositoryFile(start: string): string | null {
  const top = repositoryTop(start) ?? start;
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, repositoryName);
    // A link that leads nowhere is told, and not passed over.
    if (lstatSync(path, { throwIfNoEntry: false })) return relative(start, path);
    if (folder === top) return null;
  }
}
