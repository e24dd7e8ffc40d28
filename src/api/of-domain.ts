// The profiles of a check that was given a domain file.
import { isOfDomain, modeOf, type Setup } from '../check/setup.js';
import { UsageError } from '../input/values.js';
import type { Version } from '../input/version.js';
import { choose, type ChosenProfiles } from './choose.js';
import type { Ports } from './ports.js';

/**
 * Gives the profiles that words select; without words those that the domain file can mean, as one group, since the same
 * file may be for x86 and Arm. Throws UsageError and ProfileError, also if the guest of the file is none of the selected.
 */
export async function chooseForDomain(
  words: readonly string[],
  { path, facts }: NonNullable<Setup['domain']>,
  xen: Version,
  ports: Ports,
): Promise<ChosenProfiles> {
  const chosen = await choose(words, ports);
  const own = chosen.profiles.filter(profile => isOfDomain(profile, facts, xen));
  if (own.length === 0) {
    const mode = modeOf(facts, xen);
    throw new UsageError(
      `${path} is of a ${mode.toUpperCase()} guest, and no profile of that mode is checked: -p domu-${mode}`,
    );
  }
  if (words.length > 0) return chosen;
  return { ...chosen, profiles: own, groups: [own.map(({ name }) => name)] };
}
