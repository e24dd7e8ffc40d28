import { readFileSync } from 'node:fs';
import { groupsOf } from '../check/verdict.js';
import { parseVersion, type Version } from '../input/version.js';
import { builtInNames, loadProfiles, profileSchema } from '../node/knowledge.js';
import type { Profile, ProfileDoc } from '../profiles/rule-data.js';

/** A mistake in the arguments, in one line. */
export class UsageError extends Error {}

/** The release that an option names. Throws UsageError if it names none. */
export function versionOf(text: string, option: string): Version {
  const version = parseVersion(text);
  if (!version) throw new UsageError(`${option} needs a release such as 4.17 or 6.1.0, not ${text}`);
  return version;
}

/** The kernel's name of an architecture, from that or from what packages and machines call it. Throws UsageError. */
export function archOf(text: string): string {
  const arch = otherNames[text] ?? text;
  if (arches.includes(arch)) return arch;
  throw new UsageError(`--arch needs one of ${arches.join(', ')}, not ${text}`);
}

const arches = ['x86_64', 'i386', 'arm64', 'arm', 'ia64', 'riscv', 'powerpc', 's390', 'mips', 'loongarch'];

const otherNames: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  'x86-64': 'x86_64',
  i586: 'i386',
  i686: 'i386',
  x86_32: 'i386',
  aarch64: 'arm64',
  armhf: 'arm',
  armv7l: 'arm',
  armv7hl: 'arm',
  armel: 'arm',
  riscv64: 'riscv',
  ppc64: 'powerpc',
  ppc64le: 'powerpc',
  ppc64el: 'powerpc',
  s390x: 's390',
};

export interface Chosen {
  readonly profiles: readonly Profile[];
  /** The names behind each -p: one for a profile, several for a group; all of them together where none was given. */
  readonly groups: readonly (readonly string[])[];
  /** Are profiles of the user's own among them? */
  readonly own: boolean;
}

/** The profiles that the words of -p stand for. Throws UsageError or ProfileError where one stands for nothing. */
export async function choose(words: readonly string[]): Promise<Chosen> {
  const names = builtInNames();
  if (words.length === 0) return { profiles: loadProfiles(names), groups: [names], own: false };
  const groups = groupsOf(loadProfiles(names));
  const extra: ProfileDoc[] = [];
  const chosen: string[][] = [];
  for (const word of words) {
    if (groups.has(word)) chosen.push(groups.get(word)!);
    else if (names.includes(word)) chosen.push([word]);
    else if (/[/\\]|\.ya?ml$/.test(word)) {
      const doc = await readProfile(word);
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
  return { profiles: loadProfiles(all, extra), groups: chosen, own: extra.length > 0 };
}

async function readProfile(path: string): Promise<ProfileDoc> {
  const { parseProfile } = await import('../profiles/validate.js');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`profile ${path}: ${(error as Error).message}`);
  }
  return parseProfile(text, path, profileSchema());
}
