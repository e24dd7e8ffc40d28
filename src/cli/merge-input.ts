// Several files as one config; loaded only for --merge.
import type { Blocker, Finding } from '../check/finding.js';
import { configLimit } from '../config/decode.js';
import { mergeConfigs, type Merged, type Part } from '../config/merge.js';
import { parseConfig } from '../config/parse.js';
import { InputError } from '../input/input-error.js';
import { type Named, readInput } from './files.js';
import type { Input, ReadConfig } from './inputs.js';
import type { Io } from './io.js';
import type { CheckArguments } from './options.js';

/** Reads all parts and merges them. Throws InputError, its message naming the part that is to blame. */
export async function readMerge(
  input: Input & { readonly parts: readonly Named[] },
  asked: CheckArguments,
  io: Io,
): Promise<ReadConfig[]> {
  const parts: Part[] = [];
  for (const part of input.parts) parts.push(...(await readPart(part, io)));
  if (!parts.some(({ config }) => config.settings.size > 0))
    throw new InputError('is nothing to merge: no file of it has a CONFIG_ line');
  const merged = mergeConfigs(parts, { preferBuiltin: asked.preferBuiltin === true });
  const paths = parts.map(({ path }) => path);
  return [
    {
      config: merged.config,
      name: input.name ?? paths.join(' + '),
      merged: paths,
      notes: overridesOf(merged),
      located: finding => located(finding, merged),
    },
  ];
}

async function readPart({ path, problem }: Named, io: Io): Promise<Part[]> {
  try {
    if (problem !== null) throw new InputError(problem);
    const bytes = await readInput(path, configLimit, io);
    return bytes.length === 0 ? [] : [{ path, config: parseConfig(bytes, { mayBeEmpty: true }) }];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${path}: ${error.message}`);
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

/** The finding with the file and the line that its line stands for, and the same for what holds its option back. */
function located(finding: Finding, merged: Merged): Finding {
  const placed: Finding = finding.line === null ? finding : { ...finding, ...placeOf(finding.line, merged) };
  if (placed.code !== 'need' || placed.blockers.length === 0) return placed;
  return { ...placed, blockers: placed.blockers.map(blocker => locatedBlocker(blocker, merged)) };
}

// As deep as the chain of a kernel's own dependencies, which the check cuts.
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
