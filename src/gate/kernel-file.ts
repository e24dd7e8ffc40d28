// A kernel's version that a repository keeps in a file of its own.
import { configLimit } from '../config/decode.js';
import type { Files } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { joinPath, lastName } from '../input/paths.js';
import { UsageError } from '../input/values.js';
import { platform } from '../platform/platform.js';
import { versionIn } from '../repository/package-files.js';
import type { KernelFile, MergePlan, RepositoryFile } from './repository.js';

/** A repository's file whose kernels are versions, wherever they were kept. */
export interface SettledFile extends Omit<RepositoryFile, 'kernel' | 'merge'> {
  readonly kernel?: string;
  readonly merge?: readonly (Omit<MergePlan, 'kernel'> & { readonly kernel?: string })[];
}

/** Reads the versions that a repository keeps in files. Throws UsageError if one cannot be read or has none. */
export async function settleKernels(
  { kernel, merge, ...file }: RepositoryFile,
  files: Files,
): Promise<SettledFile> {
  const versionOf = async (said: string | KernelFile) =>
    typeof said === 'string' ? said : readVersion(said, file, files);
  const merges = [];
  for (const { kernel: own, ...plan } of merge ?? [])
    merges.push({ ...plan, ...(own !== undefined && { kernel: await versionOf(own) }) });
  return {
    ...file,
    ...(kernel !== undefined && { kernel: await versionOf(kernel) }),
    ...(merge && { merge: merges }),
  };
}

async function readVersion(
  { file: name, key }: KernelFile,
  { path, folder }: Pick<RepositoryFile, 'path' | 'folder'>,
  files: Files,
): Promise<string> {
  const refuse = (why: string) => new UsageError(`${path}: kernel: ${name} ${why}`);
  const place = files.relative(joinPath(folder, name));
  // In CI the file may come from a stranger.
  const why = files.confined(folder).refusal(place);
  if (why !== null) throw refuse(why);
  let text: string;
  try {
    text = platform().utf8(await files.read(place, configLimit));
  } catch (error) {
    if (error instanceof InputError) throw refuse(error.message);
    throw error;
  }
  const found = versionIn(text, lastName(name), key);
  if (!found)
    throw refuse(key === undefined ? 'holds no kernel version' : `holds no kernel version at ${key}`);
  return found.version.text;
}
