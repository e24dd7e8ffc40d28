import { parse } from 'yaml';
import type { Lifetimes, NeverOptions } from './lifetimes.js';
import type { ModuleNames } from './modules.js';
import { profileIds } from './names.js';
import { ProfileError, resolveProfile } from './resolve.js';
import type { Profile, ProfileDoc, Rule } from './rule-data.js';
import { parseProfile } from './validate.js';

/** Everything that profiles/ says, as the build writes it for a fast start. */
export interface BuiltIn {
  /** Every rule once; a profile holds their places. */
  readonly rules: readonly Rule[];
  readonly profiles: readonly PackedProfile[];
  readonly modules: ModuleNames;
  readonly never: NeverOptions;
  /** SUSE's name of mainline's option, by the latter. */
  readonly suse: Readonly<Record<string, string>>;
}

/** A profile whose rules are places in the list of all rules, which most profiles share. */
export type PackedProfile = Omit<Profile, 'rules'> & { readonly rules: readonly number[] };

/** Puts the files of profiles/ together: file name to text. Throws ProfileError with every mistake. */
export function assemble(
  files: ReadonlyMap<string, string>,
  lifetimes: Lifetimes,
): BuiltIn & { docs: readonly ProfileDoc[] } {
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
  const resolved = resolveAll(profiles);
  const rules = [...new Set(resolved.flatMap(profile => profile.rules))];
  const packed = resolved.map(profile => ({
    ...profile,
    rules: profile.rules.map(rule => rules.indexOf(rule)),
  }));
  const suse = Object.fromEntries(Object.entries(lifetimes.suse).map(([name, { means }]) => [means, name]));
  return { docs: profiles, rules, profiles: packed, modules, never: lifetimes.never, suse };
}

/** Every profile that can be checked, in the order of a report. A rule id stands for one rule in all of them. */
function resolveAll(profiles: readonly ProfileDoc[]): Profile[] {
  const owner = new Map<string, string>();
  const docs = new Map(profiles.map(doc => [doc.name, doc]));
  for (const doc of profiles) {
    for (const { id } of doc.rules ?? []) {
      if (owner.has(id))
        throw new ProfileError(`rule ${id} stands in both ${owner.get(id)}.yaml and ${doc.name}.yaml`);
      owner.set(id, doc.name);
    }
  }
  const names = profiles.filter(doc => !doc.abstract).map(doc => doc.name);
  for (const name of profileIds)
    if (!names.includes(name)) throw new ProfileError(`there is no ${name}.yaml`);
  const own = names.filter(name => !(profileIds as readonly string[]).includes(name));
  return [...profileIds, ...own].map(name => resolveProfile(docs, name));
}
