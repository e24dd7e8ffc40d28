import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Repository, repositoryName } from '../gate/repository.js';
import { InputError } from '../input/input-error.js';
import { UsageError } from '../api/choose.js';
import { readInput } from './files.js';
import type { Io } from './io.js';
import { repositorySchema } from './knowledge.js';
import type { CheckArguments } from '../cli/arguments/options.js';

/** A repository's own file, and where it lies. */
export interface RepositoryFile extends Repository {
  /** As messages call it: relative to the working folder where it is in one above. */
  readonly path: string;
  readonly folder: string;
}

/** No file that people keep comes near. Bytes. */
const limit = 1 << 20;

/**
 * The file that --waivers names, or the one in the working folder or the nearest folder above, up to the top of the git
 * repository; null if there is none. Throws UsageError with every mistake in it, one a line.
 */
export async function openRepository(
  asked: Pick<CheckArguments, 'waivers' | 'repositoryFile'>,
  io: Io,
): Promise<RepositoryFile | null> {
  const path = asked.waivers ?? (asked.repositoryFile === false ? null : find(process.cwd()));
  if (path === null) return null;
  try {
    const bytes = await readInput(path, limit, io);
    const { parseRepository } = await import('../gate/read-repository.js');
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
    return { ...parseRepository(text, path, repositorySchema()), path, folder: dirname(resolve(path)) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // What is wrong inside it starts with its place.
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

/** The arguments with what the repository's file says where the command line says nothing. */
export function withRepository(asked: CheckArguments, file: RepositoryFile | null): CheckArguments {
  if (!file) return asked;
  const here = (path: string) => shown(join(file.folder, path));
  const { xen, kernel, arch, srctree, baseline, failOn, flavours, profiles = [] } = file;
  const isFile = (word: string) => /[/\\]|\.ya?ml$/.test(word);
  return {
    ...(xen !== undefined && { xen }),
    ...(kernel !== undefined && { kernel }),
    ...(arch !== undefined && { arch }),
    ...(failOn && { failOn }),
    ...(flavours && { flavour: flavours }),
    ...(srctree !== undefined && { srctree: isAbsolute(srctree) ? srctree : here(srctree) }),
    ...(baseline !== undefined && { baseline: isAbsolute(baseline) ? baseline : here(baseline) }),
    ...asked,
    profile: asked.profile.length
      ? asked.profile
      : profiles.map(word => (isFile(word) && !isAbsolute(word) ? here(word) : word)),
  };
}

/** Are all files checked that the repository's file names, as it says? */
export function isWhole(asked: CheckArguments, file: RepositoryFile): boolean {
  const own = file.files !== undefined || file.merge !== undefined;
  const others = [
    asked.xen,
    asked.kernel,
    asked.arch,
    asked.image,
    asked.srctree,
    asked.profile[0],
    asked.flavour,
  ];
  return own && asked.files.length === 0 && others.every(word => word === undefined);
}

/** A path relative to the working folder, with "/". */
export function shown(path: string): string {
  const found = relative(process.cwd(), path) || '.';
  return sep === '/' ? found : found.split(sep).join('/');
}

/** A path of a report relative to the folder of the repository's file, with "/". */
export function below(file: Pick<RepositoryFile, 'folder'>, path: string): string {
  return relative(file.folder, resolve(path)).split(sep).join('/');
}
