// The line of known releases, and ranges over it.

import { inRange, parseVersion, type Version, type VersionRange } from '../input/version.js';
import type { XenData } from './data.js';

/** Stands for the releases after the newest known one. */
export const later = 'later';

interface Point {
  readonly version: Version;
  readonly text: string;
  readonly series: string;
  readonly first: boolean;
  readonly last: boolean;
}

/** Is the version in any of the ranges? */
export function inAny(version: Version, ranges: readonly VersionRange[]): boolean {
  for (const range of ranges) if (inRange(version, range)) return true;
  return false;
}

const lines = new WeakMap<XenData, readonly Point[]>();

/** Every known release, oldest series first. */
export function points(xen: XenData): readonly Point[] {
  let line = lines.get(xen);
  if (!line) {
    line = xen.series.flatMap(({ series, points }) =>
      points.map((text, index) => ({
        version: parseVersion(text)!,
        text,
        series,
        first: index === 0,
        last: index === points.length - 1,
      })),
    );
    lines.set(xen, line);
  }
  return line;
}

interface ReleaseRun<T> extends VersionRange {
  readonly from: string;
  /** The answer: that of the last release of the run at which something changed. */
  readonly value: T;
  /** The newest known release of the run. */
  readonly last: Version;
}

/** A release after every known one, to see whether an answer goes on. */
export function after(last: Version): Version {
  const [major, minor] = last.parts as [number, number];
  return parseVersion(`${major}.${minor + 1}`)!;
}

/**
 * Runs of neighbouring releases with the same answer, as closed ranges: whole series by their name, parts of a series
 * by the release, the run that goes on after the newest release open. Releases whose value is null are left out.
 * `changes`: the releases to ask about, and `later` if those after the newest may differ from it.
 */
export function releaseRuns<T>(
  xen: XenData,
  valueAt: (version: Version) => T | null,
  sameAs: (value: T) => string,
  changes: ReadonlySet<string> = new Set([...xen.changes, later]),
): ReleaseRun<T>[] {
  const line = points(xen);
  const newest = line.at(-1);
  if (!newest) return [];
  const keyOf = (value: T | null) => (value === null ? '' : `=${sameAs(value)}`);
  let value: T | null = null;
  let key = '';
  const answers = line.map((point, index) => {
    if (index === 0 || changes.has(point.text)) {
      value = valueAt(point.version);
      key = keyOf(value);
    }
    return { point, value, key };
  });
  const goesOn = !changes.has(later) || answers.at(-1)!.key === keyOf(valueAt(after(newest.version)));
  const found: ReleaseRun<T>[] = [];
  let start = 0;
  for (const [index, { point, value, key }] of answers.entries()) {
    if (answers[index + 1]?.key === key) continue;
    const first = answers[start]!.point;
    start = index + 1;
    if (value === null) continue;
    const to = point === newest && goesOn ? null : point.last ? point.series : point.text;
    // Inside one series both ends are named in full.
    const inside = first.series === point.series && !point.last;
    found.push({ from: first.first && !inside ? first.series : first.text, to, value, last: point.version });
  }
  return found;
}

/** Releases that a version text names: itself, or for two numbers ("4.18") every known release of that series. */
export function releasesNamed(xen: XenData, text: string): Version[] {
  const version = parseVersion(text);
  if (!version) return [];
  if (version.parts.length > 2 || version.candidate !== null) return [version];
  const series = version.parts.join('.');
  const known = points(xen).filter(point => point.series === series);
  return known.length > 0 ? known.map(point => point.version) : [version];
}
