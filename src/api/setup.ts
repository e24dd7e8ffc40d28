// The initramfs and the domain file given to `check`; loaded only if there is one.
import { isOfDomain, modeOf, type Setup } from '../check/setup.js';
import type { DomainFacts } from '../domain/domain.js';
import { readDomain } from '../domain/read-domain.js';
import type { InitramfsFacts } from '../initramfs/initramfs.js';
import { isInitramfs, readInitramfs } from '../initramfs/read-initramfs.js';
import { readInitramfsListing } from '../initramfs/read-listing.js';
import { InputError } from '../input/input-error.js';
import type { Source } from '../input/source.js';
import { UsageError } from '../input/values.js';
import type { Version } from '../input/version.js';
import { platform } from '../platform/platform.js';
import type { CheckRequest } from './check-request.js';
import { choose, type ChosenProfiles } from './choose.js';
import type { Ports } from './ports.js';

/** No list of an initramfs' files has a length near this. Bytes. */
const listingLimit = 64 << 20;

/** Reads the files that --initramfs and --domain name. Throws InputError, which names the file. */
export async function readSetup(
  { initramfs, domain }: Pick<CheckRequest, 'initramfs' | 'domain'>,
  ports: Ports,
): Promise<Setup> {
  return {
    ...(initramfs !== undefined && {
      initramfs: { path: initramfs, facts: await read(initramfs, ports, initramfsOf) },
    }),
    ...(domain !== undefined && {
      domain: { path: domain, facts: await read(domain, ports, domainOf) },
    }),
  };
}

async function read<T>(
  path: string,
  { files }: Ports,
  reader: (source: Source) => T | Promise<T>,
): Promise<T> {
  try {
    const source = await files.open(path);
    try {
      return await reader(source);
    } finally {
      source.close();
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${path}: ${error.message}`);
  }
}

function domainOf(source: Source): DomainFacts {
  const facts = readDomain(source, true);
  const fault = facts.problems.find(({ code }) => code === 'syntax');
  if (fault)
    throw new InputError(`line ${fault.line} is no line of a domain file, so no guest is made of it`);
  return facts;
}

async function initramfsOf(source: Source): Promise<InitramfsFacts> {
  if (source.size === 0) throw new InputError('is empty');
  if (await isInitramfs(source)) return readInitramfs(source);
  const text = source.size <= listingLimit ? platform().utf8(source.read(0, source.size)) : '';
  const listing = text.includes('\0') ? null : readInitramfsListing(text);
  if (listing) return listing;
  throw new InputError('is neither an initramfs nor a list of what is in one (lsinitramfs, lsinitrd)');
}

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
