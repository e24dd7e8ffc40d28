// A repository's own file, wherever its bytes come from.
import { type Repository, type RepositoryFile, repositoryName } from '../../gate/repository.js';
import { InputError } from '../../input/input-error.js';
import { joinPath, parentOf } from '../../input/paths.js';
import { UsageError } from '../../input/values.js';
import { platform } from '../../platform/platform.js';
import type { Ports, Revision } from '../ports.js';

/** Limit in bytes, far above any real file. */
const limit = 1 << 20;

/** Reads it; `shown` is what messages call it. Throws UsageError with every mistake in it, one a line. */
export async function readRepositoryFile(
  path: string,
  { files, knowledge }: Pick<Ports, 'files' | 'knowledge'>,
  shown = path,
): Promise<Repository> {
  try {
    const bytes = await files.read(path, limit);
    const { parseRepository } = await import('../../gate/read-repository.js');
    return parseRepository(platform().utf8(bytes), shown, knowledge.repositorySchema());
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // Messages about its content start with the line and column.
    throw new UsageError(
      error.message.startsWith(`${shown}:`) ? error.message : `${shown}: ${error.message}`,
    );
  }
}

/** The file of a revision, in the working folder or the nearest one above; null if there is none. Throws UsageError. */
export async function repositoryFileIn(
  word: string,
  { files, here, top }: Revision,
  ports: Ports,
): Promise<RepositoryFile | null> {
  for (let folder = joinPath(here); ; folder = parentOf(folder)) {
    const path = joinPath(folder, repositoryName);
    if (files.kind(path) === 'file') {
      const shown = `${word}:${path}`;
      const { srctree, ...file } = await readRepositoryFile(path, { ...ports, files }, shown);
      return {
        ...file,
        // A tree is read from the disk: it is too large to be read from git.
        ...(srctree !== undefined && {
          srctree: srctree.startsWith('/') ? srctree : joinPath(top, folder, srctree),
        }),
        path: shown,
        folder,
      };
    }
    if (folder === '.') return null;
  }
}
