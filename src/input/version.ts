/** A release number of the kernel or of Xen: 6.1.0-50-amd64, 7.3-rc7, 2.6.32.63, 4.17.7. */
export interface Version {
  /** The leading numbers, two to four of them. */
  readonly parts: readonly number[];
  /** 7 for 7.3-rc7, else null. */
  readonly candidate: number | null;
  /** The text as given. */
  readonly text: string;
}

/** A closed range of releases; null is open. "to" covers every release below it: to 4.17 holds 4.17.7. */
export interface VersionRange {
  readonly from: string | null;
  readonly to: string | null;
}

const pattern = /^v?(\d{1,5})\.(\d{1,5})(?:\.(\d{1,5}))?(?:\.(\d{1,5}))?/;

/** Reads the release at the start of `text`; null if there is none. What follows the numbers is a vendor's. */
export function parseVersion(text: string): Version | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const parts = match
    .slice(1)
    .filter(part => part !== undefined)
    .map(Number);
  const candidate = /^(?:\.0)?[-~.]rc(\d{1,3})(?!\d)/.exec(text.slice(match[0].length));
  return { parts, candidate: candidate ? Number(candidate[1]) : null, text };
}

/** Negative, zero or positive, as `left` is older, the same or newer. Missing numbers count as 0, candidates as the release. */
export function compareVersions(left: Version, right: Version): number {
  return compareParts(left.parts, right.parts, Math.max(left.parts.length, right.parts.length));
}

/** Compares the first `count` numbers. */
function compareParts(left: readonly number[], right: readonly number[], count: number): number {
  for (let index = 0; index < count; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const bounds = new Map<string, readonly number[]>();

function bound(text: string): readonly number[] {
  let parts = bounds.get(text);
  if (!parts) {
    const version = parseVersion(text);
    if (!version) throw new TypeError(`not a version: ${text}`);
    parts = version.parts;
    bounds.set(text, parts);
  }
  return parts;
}

/** The same of two texts that name releases, as data has them: TypeError for any other. */
export function compareReleases(left: string, right: string): number {
  const [one, two] = [bound(left), bound(right)];
  return compareParts(one, two, Math.max(one.length, two.length));
}

/** Is `version` at or above the release `from`? */
export function atLeast(version: Version, from: string): boolean {
  const limit = bound(from);
  return compareParts(version.parts, limit, Math.max(version.parts.length, limit.length)) >= 0;
}

/** Is `version` at or below the release `to`, point releases of it included? */
export function atMost(version: Version, to: string): boolean {
  const limit = bound(to);
  return compareParts(version.parts, limit, limit.length) <= 0;
}

/** Does the range hold the version? The bounds must be versions (TypeError), which data loading checks. */
export function inRange(version: Version, range: VersionRange): boolean {
  return (
    (range.from === null || atLeast(version, range.from)) && (range.to === null || atMost(version, range.to))
  );
}

const ranges = new Map<string, VersionRange | null>();

/** Reads "2.6.24..3.9", "4.12..", "..5.8" or a single release; null if it is none of these. */
export function parseRange(text: string): VersionRange | null {
  // The data repeats the same few texts, so results are cached; the cache is bounded because users may write any text.
  let range = ranges.get(text);
  if (range === undefined) {
    range = readRange(text);
    if (ranges.size < 1000) ranges.set(text, range);
  }
  return range;
}

function readRange(text: string): VersionRange | null {
  const match = /^(\S*?)\.\.(\S*)$/.exec(text);
  const [from, to] = match ? [match[1]!, match[2]!] : [text, text];
  for (const side of [from, to]) if (side !== '' && !/^\d{1,5}(\.\d{1,5}){1,3}$/.test(side)) return null;
  if (from === '' && to === '') return null;
  return { from: from || null, to: to || null };
}

/** Is the version in any of the ranges of a list like "4.18.5..4.18, 4.19.2..4.19, 4.20.."? */
export function inRanges(version: Version, list: string): boolean {
  return parseRanges(list)!.some(range => inRange(version, range));
}

/** The ranges of a list with commas; null if one of them is no range. */
export function parseRanges(list: string): VersionRange[] | null {
  const found: VersionRange[] = [];
  for (const text of list.split(/\s*,\s*/)) {
    const range = parseRange(text);
    if (!range) return null;
    found.push(range);
  }
  return found;
}

/** "2.6.24 to 3.9", "4.12 and newer", "up to 5.8", "3.10". */
export function rangeText(range: VersionRange): string {
  if (range.from === range.to) return range.from ?? 'every version';
  if (range.to === null) return `${range.from} and newer`;
  if (range.from === null) return `up to ${range.to}`;
  return `${range.from} to ${range.to}`;
}
