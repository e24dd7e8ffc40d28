import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Ports } from '../api/ports.js';
import { type RepositoryFile, repositoryName } from '../gate/repository.js';
import { InputError } from '../input/input-error.js';
import { UsageError } from '../input/values.js';

/** Limit in bytes, far above any real file. */
const limit = 1 << 20;

/**
 * Reads the named file, or the one in the working folder or the nearest folder above, up to the top of the git
 * repository; null if there is none. Throws UsageError with every mistake in it, one a line.
 */
export async function openRepository(
  named: string | undefined,
  { files, knowledge }: Ports,
): Promise<RepositoryFile | null> {
  const path = named ?? find(process.cwd());
  if (path === null) return null;
  try {
    const bytes = await files.read(path, limit);
    const { parseRepository } = await import('../gate/read-repository.js');
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return {
      ...parseRepository(text, path, knowledge.repositorySchema()),
      path,
      folder: dirname(resolve(path)),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // Messages about its content start with the line and column.
    throw new UsageError(error.message.startsWith(`${path}:`) ? error.message : `${path}: ${error.message}`);
  }
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
