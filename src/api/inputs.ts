// What check reads: files, and files that are merged into one config.
import type { Finding } from '../check/finding.js';
import { configLimit } from '../config/decode.js';
import type { Config } from '../config/config.js';
import { parseConfig } from '../config/parse.js';
import { InputError } from '../input/input-error.js';
import { configNames, expand, isPiped, type Named, pipedImageLimit, readInput } from '../node/files.js';
import type { Io } from '../node/io.js';
import type { CheckArguments } from '../cli/arguments/options.js';
import { shown, type RepositoryFile } from '../node/repository-file.js';

/** One thing to judge. */
export interface Input extends Named {
  /** What to merge, in this order; then `path` is the first of them. */
  readonly parts?: readonly Named[];
  readonly name?: string;
  /** What the repository's file says of this one. */
  readonly kernel?: string;
  readonly arch?: string;
}

/** A config, and what is known of where it comes from. */
export interface ReadConfig {
  readonly config: Config;
  readonly inside?: 'ikconfig';
  readonly name?: string;
  /** Paths of the files it was merged from. */
  readonly merged?: readonly string[];
  readonly arch?: string;
  /** Findings of the reading itself. */
  readonly notes?: readonly Finding[];
  /** Gives a finding the file and line that it stands for, where several files are one config. */
  readonly located?: (finding: Finding) => Finding;
}

/** The files that the arguments name, or the repository's file where they name none. */
export async function inputsOf(asked: CheckArguments, file: RepositoryFile | null): Promise<Input[]> {
  if (asked.files.length) {
    const found = await expand(asked.files);
    return asked.merge ? [mergeOf(found, {})] : found;
  }
  if (!file) return [];
  const base = shown(file.folder);
  const folder = base === '.' ? '' : base;
  const inputs: Input[] = await expand(file.files ?? [], configNames, undefined, folder);
  for (const plan of file.merge ?? [])
    inputs.push(mergeOf(await expand(plan.files, configNames, undefined, folder), plan));
  return inputs;
}

function mergeOf(parts: readonly Named[], plan: Pick<Input, 'name' | 'kernel' | 'arch'>): Input {
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

/** The configs that an input stands for: a kernel image for the one inside it. Throws InputError. */
export async function readConfigs(input: Input, asked: CheckArguments, io: Io): Promise<ReadConfig[]> {
  const { path, problem, parts } = input;
  if (parts) return (await import('./merge.js')).readMerge({ ...input, parts }, asked, io);
  if (problem !== null) throw new InputError(problem);
  // A pipe is read but once, and what it brings may be an image.
  const bytes = await readInput(path, isPiped(path) ? pipedImageLimit : configLimit, io);
  try {
    return [{ config: parseConfig(bytes) }];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const found =
      path === '-' ? null : await (await import('./merge.js')).readRecipes(path, bytes, asked, io);
    if (found) return found;
    const { configInImage } = await import('./config-in-image.js');
    const config = await configInImage(path, bytes, io);
    if (config === null) throw error;
    return [{ config, inside: 'ikconfig' }];
  }
}
