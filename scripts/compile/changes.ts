// At which releases the answer to one question can change.
import { inRange, parseVersion, type VersionRange } from '../../src/input/version.js';
import { fileKey, loaderKey } from '../../src/xen/changes.js';
import type { XenData } from '../../src/xen/data.js';
import { after, later } from '../../src/xen/releases.js';

/**
 * Releases by "profile loader", for all that does not depend on the kind of file, and by "loader container" for what
 * does. Messages are left out: they belong to an answer, they don't change it.
 */
export function changesByQuestion(xen: Omit<XenData, 'changes' | 'changesFor'>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  const add = (key: string, ranges: readonly VersionRange[]) => {
    found[key] = changesOf(xen.series, ranges);
  };
  const features = xen.features.flatMap(({ inStringSince: from }) => (from ? [{ from, to: null }] : []));
  for (const { id: profile, loaders } of Object.values(xen.profiles))
    for (const id of loaders) {
      const loader = xen.loaders[id];
      const modes = xen.modes.filter(row => row.profiles.includes(profile));
      const checks = xen.checks.filter(
        check =>
          (check.loaders === null || check.loaders.includes(id) || check.loaders.includes(loader.checksOf)) &&
          !check.unless.includes(id) &&
          (check.profiles === null || check.profiles.includes(profile)),
      );
      const usesFeatures = checks.some(check => check.test === 'required-features-known');
      add(loaderKey(profile, id), [
        ...(loader.xenFor[profile] ?? loader.xen),
        ...[...loader.conditions, ...modes, ...checks].flatMap(row => row.xen),
        ...(usesFeatures ? features : []),
      ]);
    }
  for (const { id, formatsOf } of Object.values(xen.loaders)) {
    const { formats } = xen.loaders[formatsOf];
    for (const container of new Set(formats.map(row => row.container)))
      add(
        fileKey(id, container),
        formats
          .filter(row => row.container === container)
          .flatMap(row => row.support.flatMap(support => support.xen)),
      );
  }
  return found;
}

/** The releases at which membership of any of the ranges changes; `later` among them if it does after the newest. */
export function changesOf(series: XenData['series'], ranges: readonly VersionRange[]): string[] {
  let before = '';
  const line = series.flatMap(one => one.points);
  const newest = parseVersion(line.at(-1) ?? '');
  return [...line, ...(newest ? [later] : [])].filter(text => {
    const version = text === later ? after(newest!) : parseVersion(text);
    const now = ranges.map(range => (version && inRange(version, range) ? '1' : '0')).join('');
    const changed = now !== before;
    before = now;
    return changed;
  });
}
