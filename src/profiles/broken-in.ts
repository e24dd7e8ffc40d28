// Is a release one of those that are broken? By the first broken and the first mended release of each line.
import { atLeast, compareReleases, compareVersions, parseVersion, type Version } from '../input/version.js';
import type { Regression } from './regression.js';

/**
 * How much a release number tells. `exact`: it is that release. `patched`: that release with changes of a distribution.
 * `line`: the distribution keeps the number of a line and takes in mends of later releases: 6.1.0-50-amd64, 3.10.0-1160.el7.
 */
export type Precision = 'exact' | 'patched' | 'line';

// Enterprise and SUSE kernels keep one number for years, whatever it is.
const frozen = /\.el\d|el\duek|[-.]default\b|[-.]xen\b|[-.]pae\b|lp15\d|\.amzn1\b|\.ovz|\.vz\d|-cloudlinux/i;

/** Says what the text of the version tells; candidates count as a line, since they have no place between releases. */
export function precisionOf(version: Version): Precision {
  const numbers = /^v?[\d.]+/.exec(version.text)?.[0] ?? '';
  const rest = version.text.slice(numbers.length);
  if (version.candidate !== null || frozen.test(rest)) return 'line';
  if (rest === '' || rest === '+') return version.parts.length === 2 ? 'line' : 'exact';
  return pointOf(version.parts) === 0 ? 'line' : 'patched';
}

/** `maybe`: the line is not known to have been mended, nor known not to. */
export type Broken = 'yes' | 'maybe' | 'no';

type Releases = Pick<Regression, 'since' | 'mended'>;

/** Says whether the release is broken, as exactly as its number tells. */
export function brokenIn(version: Version, releases: Releases, precision = precisionOf(version)): Broken {
  const begin = of(version, releases.since);
  if (begin === null) return 'no';
  const whole = precision === 'line';
  if (!whole && !atLeast(version, begin)) return 'no';
  const own = releases.mended.find(release => isPoint(release) && sameLine(version, release));
  if (own !== undefined) return whole ? 'maybe' : atLeast(version, own) ? 'no' : 'yes';
  if (releases.mended.some(release => !isPoint(release) && compareReleases(release, lineOf(version)) <= 0))
    return 'no';
  const first = pointOf(version.parts) === 0 || compareVersions(version, parseVersion(begin)!) === 0;
  return first && !whole ? 'yes' : 'maybe';
}

/** The first broken release of the version's line: its own, else the newest mainline release up to it. */
function of(version: Version, since: readonly string[]): string | null {
  const own = since.find(release => isPoint(release) && sameLine(version, release));
  if (own !== undefined) return own;
  const mainline = since.filter(
    release => !isPoint(release) && compareReleases(release, lineOf(version)) <= 0,
  );
  return mainline.length ? mainline.at(-1)! : null;
}

/** 4.14.12 is a point release, 4.14 is none; of 2.6.32.12 and 2.6.32 the same. */
export function isPoint(release: string): boolean {
  const { parts } = parseVersion(release)!;
  return parts.length > lengthOf(parts);
}

function lengthOf(parts: readonly number[]): 2 | 3 {
  return parts[0] === 2 ? 3 : 2;
}

function lineOf({ parts }: Version): string {
  return parts.slice(0, lengthOf(parts)).join('.');
}

function sameLine(version: Version, release: string): boolean {
  return lineOf(version) === lineOf(parseVersion(release)!);
}

function pointOf(parts: readonly number[]): number {
  return parts[lengthOf(parts)] ?? 0;
}
