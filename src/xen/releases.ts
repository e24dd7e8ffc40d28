// The line of known releases, and ranges over it.

import { inRange, parseVersion, type Version, type VersionRange } from '../input/version.js';
import type { XenData } from './data.js';

export interface Point {
  readonly version: Version;
  readonly text: string;
  readonly series: string;
  readonly first: boolean;
  readonly last: boolean;
}

/** Is the version in any of the ranges? */
export function inAny(version: Version, ranges: readonly VersionRange[]): boolean {
  return ranges.some(range => inRange(version, range));
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

export interface Stretch<T> extends VersionRange {
  readonly from: string;
  readonly value: T;
}

/**
 * Runs of neighbouring releases with the same answer, as closed ranges: whole series by their name, parts of a series
 * by the release, the run that reaches the newest release open. Releases whose value is null are left out.
 */
export function stretches<T>(
  xen: XenData,
  valueAt: (point: Point) => T | null,
  sameAs: (value: T) => string,
): Stretch<T>[] {
  const line = points(xen);
  const found: Stretch<T>[] = [];
  let start = 0;
  let values: (T | null)[] = [];
  const close = (end: number) => {
    const value = values[end - start] ?? null;
    if (value === null) return;
    const from = line[start]!.first ? line[start]!.series : line[start]!.text;
    const last = line[end]!;
    const to = end === line.length - 1 ? null : last.last ? last.series : last.text;
    found.push({ from, to, value });
  };
  let key: string | null = null;
  line.forEach((point, index) => {
    const value = valueAt(point);
    const next = value === null ? '' : `=${sameAs(value)}`;
    if (next !== key) {
      if (index > 0) close(index - 1);
      start = index;
      values = [];
      key = next;
    }
    values.push(value);
  });
  if (line.length > 0) close(line.length - 1);
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
