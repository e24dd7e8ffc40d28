import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Ports } from '../api/ports.js';
import { readRepositoryFile } from '../api/repository/read-file.js';
import { type RepositoryFile, repositoryName } from '../gate/repository.js';

/**
 * Reads the named file, or the one in the working folder or the nearest folder above, up to the top of the git
 * repository; null if there is none. Throws UsageError with every mistake in it, one a line.
 */
export async function openRepository(
  named: string | undefined,
  ports: Ports,
): Promise<RepositoryFile | null> {
  const path = named ?? find(process.cwd());
  if (path === null) return null;
  return { ...(await readRepositoryFile(path, ports)), path, folder: dirname(resolve(path)) };
}

function find(start: string): string | null {
  for (let folder = start; ;) {
    const path = join(folder, repositoryName);
    if (existsSync(path)) return relative(start, path);
    const above = dirname(folder);
    if (above === folder || existsSync(join(folder, '.git'))) return null;
    folder = above;
  }
}
