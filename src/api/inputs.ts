// The inputs of check: files, and files that are merged into one config.
import type { Config } from '../config/config.js';
import { configLimit } from '../config/decode.js';
import { programInPath } from '../config/other-programs.js';
import { parseConfig } from '../config/parse.js';
import type { SettledFile } from '../gate/kernel-file.js';
import type { Files, FileSearch, InputPath } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import type { SearchCounts } from '../repository/find-configs.js';
import { addCounts, nothingPassed } from '../repository/passed.js';
import type { CheckRequest } from './check-request.js';
import { type Input, pipedImageLimit, type ReadConfig } from './input.js';
import { configSearch } from './names.js';
import type { Ports } from './ports.js';

interface FoundInputs {
  readonly inputs: readonly Input[];
  /** What searches of folders passed over. */
  readonly passed: SearchCounts;
}

/** Gives the inputs that the request names; if it names none, those of the repository's file. */
export async function inputsOf(
  request: Pick<CheckRequest, 'files' | 'merge'>,
  file: SettledFile | null,
  { files }: Ports,
): Promise<FoundInputs> {
  if (request.files.length) {
    if (!request.merge) return searched(request.files, configSearch, files);
    return { inputs: [mergeOf(await files.expand(request.files, configSearch), {})], passed: nothingPassed };
  }
  if (!file) return { inputs: [], passed: nothingPassed };
  const folder = files.relative(file.folder);
  const own = files.confined(file.folder);
  const search = { ...configSearch, base: folder === '.' ? '' : folder };
  const { inputs, passed } = await searched(file.files ?? [], search, own);
  const merges: Input[] = [];
  for (const plan of file.merge ?? []) merges.push(mergeOf(await own.expand(plan.files, search), plan));
  return { inputs: [...inputs, ...merges], passed };
}

/** The files that words name: folders are searched by content, all else is taken by its name. */
async function searched(words: readonly string[], search: FileSearch, files: Files): Promise<FoundInputs> {
  const inputs = new Map<string, Input>();
  const add = (input: Input) => {
    if (!inputs.has(input.path)) inputs.set(input.path, input);
  };
  let passed = nothingPassed;
  for (const word of await files.expand(words, { ...search, names: [] })) {
    if (!word.folder) {
      add(word);
      continue;
    }
    const { findConfigs } = await import('../repository/find-configs.js');
    try {
      const { paths, unreadable, counts } = await findConfigs(word.path, files);
      for (const path of paths) add({ path, problem: null, found: true });
      for (const path of unreadable) add({ path, problem: null });
      passed = addCounts(passed, counts);
      if (paths.length + unreadable.length === 0) add(word);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      add({ ...word, problem: error.message });
    }
  }
  return { inputs: [...inputs.values()], passed };
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
  let config: Config;
  try {
    config = parseConfig(bytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const found =
      path === '-' ? null : await (await import('./merge.js')).readRecipes(path, bytes, request, ports);
    if (found) return found;
    const { configInImage } = await import('./config-in-image.js');
    const inside = await configInImage(path, isStream ? bytes : null, ports);
    if (inside === null) throw error;
    return [{ config: inside, inside: 'ikconfig' }];
  }
  // A handful of options may be those of a boot loader as well; then the place of the file tells.
  const program = input.found && config.kind !== 'config' && !config.version ? programInPath(path) : null;
  if (program !== null) throw new InputError(`is ${program}, as its path says`, { foreign: true });
  return [{ config }];
}
