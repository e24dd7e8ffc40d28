import { profileGroups } from '../check/verdict.js';
import { InputError } from '../input/input-error.js';
import { UsageError } from '../input/values.js';
import { platform } from '../platform/platform.js';
import type { Profile, ProfileDoc } from '../profiles/rule-data.js';
import { builtInNames, profilesOf } from './knowledge.js';
import type { Ports } from './ports.js';

export interface ChosenProfiles {
  readonly profiles: readonly Profile[];
  /** The names for each word: one for a profile, several for a group; without words, one list of all profiles. */
  readonly groups: readonly (readonly string[])[];
  /** Are any of them the user's own profiles? */
  readonly own: boolean;
}

/** Limit in bytes, far above any real profile file. */
const profileLimit = 4 << 20;

/** Does the word name a profile file rather than a built-in profile? */
export function isProfileFile(word: string): boolean {
  return /[/\\]|\.ya?ml$/.test(word);
}

/**
 * Gives the profiles that words select: names, groups (dom0, domu), profile files; without words, all modes.
 * Throws UsageError or ProfileError for a word that selects nothing.
 */
export async function choose(words: readonly string[], ports: Ports): Promise<ChosenProfiles> {
  const { knowledge } = ports;
  const names = builtInNames(knowledge);
  if (words.length === 0) return { profiles: profilesOf(knowledge, names), groups: [names], own: false };
  const groups = profileGroups(profilesOf(knowledge, names));
  const extra: ProfileDoc[] = [];
  const chosen: string[][] = [];
  for (const word of words) {
    if (groups.has(word)) chosen.push(groups.get(word)!);
    else if (names.includes(word)) chosen.push([word]);
    else if (isProfileFile(word)) {
      const doc = await readProfile(word, ports);
      extra.push(doc);
      chosen.push([doc.name]);
    } else {
      const { nearest } = await import('../input/nearest.js');
      const near = nearest(word, [...groups.keys(), ...names]);
      throw new UsageError(
        `there is no profile ${word}${near ? `; did you mean ${near}?` : ''} (xen-checkconfig profiles lists them)`,
      );
    }
  }
  const all = [...new Set(chosen.flat())];
  return { profiles: profilesOf(knowledge, all, extra), groups: chosen, own: extra.length > 0 };
}

/** Reads a profile file. Throws UsageError if it cannot be read, ProfileError for the mistakes in it. */
export async function readProfile(path: string, { files, knowledge }: Ports): Promise<ProfileDoc> {
  const { parseProfile } = await import('../profiles/validate.js');
  try {
    const bytes = await files.read(path, profileLimit);
    if (bytes.length > profileLimit) throw new InputError('is too large for a profile');
    return parseProfile(platform().utf8(bytes), path, knowledge.profileSchema());
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(`profile ${path}: ${error.message}`);
  }
}
