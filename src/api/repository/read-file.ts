// A repository's own file, wherever its bytes come from.
import { type Repository, type RepositoryFile, repositoryName } from '../../gate/repository.js';
import { InputError } from '../../input/input-error.js';
import { joinPath, parentOf } from '../../input/paths.js';
import { UsageError } from '../../input/values.js';
import { platform } from '../../platform/platform.js';
import type { Ports, Revision } from '../ports.js';

/** Limit in bytes, far above any real file. */
const limit = 1 << 20;

/**
 * Reads a repository file that messages call `shown`; gives its text, too. Throws UsageError with every mistake in it, one a
 * line.
 */
export async function readRepositoryFile(
  shown: string,
  read: (limit: number) => Promise<Uint8Array>,
  { knowledge }: Pick<Ports, 'knowledge'>,
): Promise<{ readonly settings: Repository; readonly text: string }> {
  try {
    const text = platform().utf8(await read(limit));
    const { parseRepository } = await import('../../gate/read-repository.js');
    return { text, settings: parseRepository(text, shown, knowledge.repositorySchema()) };
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
      const { settings } = await readRepositoryFile(shown, limit => files.read(path, limit), ports);
      const srctree = settings.srctree === undefined ? undefined : treeOf(settings.srctree, top, folder);
      const problem = srctree === undefined ? null : ports.files.confined(top).refusal(srctree);
      if (problem !== null) throw new UsageError(`${shown}: names ${settings.srctree}, which ${problem}`);
      return { ...settings, ...(srctree !== undefined && { srctree }), path: shown, folder };
    }
    if (folder === '.') return null;
  }
}

/** A tree is read from the disk: it is too large to be read from git. */
function treeOf(srctree: string, top: string, folder: string): string {
  return srctree.startsWith('/') ? srctree : joinPath(top, folder, srctree);
}
