// Puts the files of profiles/ together, as the build writes them.
import { parse } from 'yaml';
import type { BuiltIn } from '../../src/profiles/built-in.js';
import type { Lifetimes } from '../../src/profiles/lifetimes.js';
import type { ModuleNames } from '../../src/profiles/modules.js';
import { profileIds } from '../../src/xen/data.js';
import { ProfileError, resolveProfile } from '../../src/profiles/resolve.js';
import type { Profile, ProfileDoc } from '../../src/profiles/rule-data.js';
import { parseProfile } from '../../src/profiles/validate.js';

/** Puts the files of profiles/ together: file name to text; `schema` is that of such files. Throws ProfileError with every mistake. */
export function assemble(
  files: ReadonlyMap<string, string>,
  lifetimes: Lifetimes,
  schema: object,
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
      const doc = parseProfile(text, file, schema);
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
