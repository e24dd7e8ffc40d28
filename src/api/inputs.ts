// The inputs of check: files, and files that are merged into one config.
import { configLimit } from '../config/decode.js';
import { parseConfig } from '../config/parse.js';
import type { RepositoryFile } from '../gate/repository.js';
import type { InputPath } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import type { CheckRequest } from './check-request.js';
import { type Input, pipedImageLimit, type ReadConfig } from './input.js';
import { configSearch } from './names.js';
import type { Ports } from './ports.js';

/** Gives the inputs that the request names; if it names none, those of the repository's file. */
export async function inputsOf(
  request: Pick<CheckRequest, 'files' | 'merge'>,
  file: RepositoryFile | null,
  { files }: Ports,
): Promise<Input[]> {
  if (request.files.length) {
    const found = await files.expand(request.files, configSearch);
    return request.merge ? [mergeOf(found, {})] : found;
  }
  if (!file) return [];
  const folder = files.relative(file.folder);
  const own = files.confined(file.folder);
  const search = { ...configSearch, base: folder === '.' ? '' : folder };
  const inputs: Input[] = await own.expand(file.files ?? [], search);
  for (const plan of file.merge ?? []) inputs.push(mergeOf(await own.expand(plan.files, search), plan));
  return inputs;
}

function mergeOf(parts: readonly InputPath[], plan: Pick<Input, 'name' | 'kernel' | 'arch'>): Input {
  const { name, kernel, arch } = plan;
  return {
    path: parts[0]?.path ?? '',
    problem: null,
    parts,
    ...(name !== undefined && { name }),
    ...(kernel !== undefined && { kernel }),
    ...(arch !== undefined && { arch }),
  };
}

/**
 * Reads the configs of an input; for a kernel image, the config inside it. Throws InputError if there is none to read.
 */
export async function readConfigs(input: Input, request: CheckRequest, ports: Ports): Promise<ReadConfig[]> {
  const { path, problem, parts } = input;
  if (parts) return (await import('./merge.js')).readMerge({ ...input, parts }, request, ports);
  if (problem !== null) throw new InputError(problem);
  // A pipe can be read only once, and its content may be an image.
  const isStream = ports.files.kind(path) === 'stream';
  const bytes = await ports.files.read(path, isStream ? pipedImageLimit : configLimit);
  try {
    return [{ config: parseConfig(bytes) }];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const found =
      path === '-' ? null : await (await import('./merge.js')).readRecipes(path, bytes, request, ports);
    if (found) return found;
    const { configInImage } = await import('./config-in-image.js');
    const config = await configInImage(path, isStream ? bytes : null, ports);
    if (config === null) throw error;
    return [{ config, inside: 'ikconfig' }];
  }
}
