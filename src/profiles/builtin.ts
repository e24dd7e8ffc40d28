import { parse } from 'yaml';
import type { Lifetimes, NeverOptions } from './lifetimes.js';
import type { ModuleNames } from './modules.js';
import { ProfileError, resolveProfile } from './resolve.js';
import type { ProfileDoc } from './rule-data.js';
import { parseProfile } from './validate.js';

/** Everything that profiles/ says, as the build writes it for a fast start. */
export interface BuiltIn {
  readonly profiles: readonly ProfileDoc[];
  readonly modules: ModuleNames;
  readonly never: NeverOptions;
  /** SUSE's name of mainline's option, by the latter. */
  readonly suse: Readonly<Record<string, string>>;
}

/** Puts the files of profiles/ together: file name to text. Throws ProfileError with every mistake. */
export function assemble(files: ReadonlyMap<string, string>, lifetimes: Lifetimes): BuiltIn {
  const profiles: ProfileDoc[] = [];
  const mistakes: string[] = [];
  let modules: ModuleNames = {};
  for (const [file, text] of files) {
    if (file === 'modules.yaml') {
      modules = parse(text) as ModuleNames;
      continue;
    }
    try {
      const doc = parseProfile(text, file);
      if (`${doc.name}.yaml` !== file) mistakes.push(`${file}: holds a profile named ${doc.name}`);
      profiles.push(doc);
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      mistakes.push(error.message);
    }
  }
  if (mistakes.length) throw new ProfileError(mistakes.join('\n'));
  checkWhole(profiles);
  const suse = Object.fromEntries(Object.entries(lifetimes.suse).map(([name, { means }]) => [means, name]));
  return { profiles, modules, never: lifetimes.never, suse };
}

/** A rule id stands for one rule in all profiles, and every profile can be resolved. */
function checkWhole(profiles: readonly ProfileDoc[]): void {
  const owner = new Map<string, string>();
  const docs = new Map(profiles.map(doc => [doc.name, doc]));
  for (const doc of profiles) {
    for (const { id } of doc.rules ?? []) {
      if (owner.has(id))
        throw new ProfileError(`rule ${id} stands in both ${owner.get(id)}.yaml and ${doc.name}.yaml`);
      owner.set(id, doc.name);
    }
  }
  for (const doc of profiles) if (!doc.abstract) resolveProfile(docs, doc.name);
}
