// Several files as one config; loaded only for --merge and for files that describe others.
import type { Blocker, Finding } from '../check/finding.js';
import { configLimit } from '../config/decode.js';
import { mergeConfigs, type Merged, type Part } from '../config/merge.js';
import { InputError } from '../input/input-error.js';
import type { InputPath } from '../input/files.js';
import type { CheckRequest } from './check-request.js';
import type { Input, ReadConfig } from './input.js';
import type { Ports } from './ports.js';
import { readOptionFolder, readPart, readRecipe, type Variant } from './recipes.js';

/** Reads all parts and gives the merged config. Throws InputError whose message names the part at fault. */
export async function readMerge(
  input: Input & { readonly parts: readonly InputPath[] },
  request: CheckRequest,
  ports: Ports,
): Promise<ReadConfig[]> {
  const parts: Part[] = [];
  const from: string[] = [];
  for (const part of input.parts) {
    const found = await partsOf(part, request, ports);
    parts.push(...found.parts);
    from.push(...found.from);
  }
  return [{ ...merge(parts, request), name: input.name ?? from.join(' + '), merged: from }];
}

/** Gives the configs that a file describes but keeps in other files; null if it is not such a file. Throws InputError. */
export async function readRecipes(
  path: string,
  bytes: Uint8Array,
  request: CheckRequest,
  ports: Ports,
): Promise<ReadConfig[] | null> {
  const variants = await readRecipe(path, bytes, request, ports);
  return (
    variants?.map(({ name, arch, parts, from, oneFile }) => ({
      ...merge(parts, request),
      ...(arch !== undefined && { arch }),
      name: name === null ? path : `${path} (${name})`,
      ...(!oneFile && { merged: from }),
    })) ?? null
  );
}

function merge(
  parts: readonly Part[],
  request: CheckRequest,
): Pick<ReadConfig, 'config' | 'notes' | 'located'> {
  if (!parts.some(({ config }) => config.settings.size > 0))
    throw new InputError('is nothing to merge: no file of it has a CONFIG_ line');
  const merged = mergeConfigs(parts, { preferBuiltin: request.preferBuiltin === true });
  return {
    config: merged.config,
    notes: overridesOf(merged),
    located: finding => located(finding, merged),
  };
}

async function partsOf(
  { path, problem, folder }: InputPath,
  request: CheckRequest,
  ports: Ports,
): Promise<Pick<Variant, 'parts' | 'from'>> {
  if (folder) {
    const parts = await readOptionFolder(path, ports);
    if (parts) return { parts, from: [path] };
  }
  if (problem !== null) throw new InputError(`${path}: ${problem}`);
  try {
    return { parts: await readPart(path, ports), from: [path] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const variants =
      path === '-' ? null : await readRecipe(path, await ports.files.read(path, configLimit), request, ports);
    if (variants === null) throw error;
    const [variant, ...others] = variants;
    if (others.length > 0)
      throw new InputError(
        `${path}: holds ${variants.length} configs, and one can be merged: name it with --flavour`,
      );
    return variant!;
  }
}

function overridesOf({ overrides, lineOf }: Merged): Finding[] {
  return overrides.map(({ option, before, after, kept }) => {
    const from = lineOf(before.line);
    return {
      code: 'override',
      level: 'note',
      stage: null,
      profiles: [],
      line: after.line,
      option,
      before: { text: before.text, file: from.path, line: from.line },
      after: after.text,
      kept,
    };
  });
}

/** The finding with its real file and line, and the same for its blockers. */
function located(finding: Finding, merged: Merged): Finding {
  const placed: Finding = finding.line === null ? finding : { ...finding, ...placeOf(finding.line, merged) };
  if (!('blockers' in placed) || !placed.blockers?.length) return placed;
  return { ...placed, blockers: placed.blockers.map(blocker => locatedBlocker(blocker, merged)) };
}

// No deeper than a chain of dependencies, whose length the check limits.
function locatedBlocker(blocker: Blocker, merged: Merged): Blocker {
  return {
    ...blocker,
    ...(blocker.line !== null && placeOf(blocker.line, merged)),
    blockers: blocker.blockers.map(inner => locatedBlocker(inner, merged)),
  };
}

function placeOf(line: number, { lineOf }: Merged): { file: string; line: number } {
  const place = lineOf(line);
  return { file: place.path, line: place.line };
}
