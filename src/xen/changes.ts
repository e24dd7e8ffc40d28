// At which releases the answer to one question can change: worked out when the tables are built.

import type { VersionRange } from '../input/version.js';
import type { Container, LoaderId, XenData } from './data.js';
import { changesOf } from './releases.js';
import { loaderOf, type Question } from './verdict.js';

const loaderKey = (profile: string, loader: string) => `${profile} ${loader}`;
const fileKey = (loader: LoaderId, container: Container) => `${loader} ${container}`;

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

/** The releases at which the answer to a question can be another than before. */
export function changesFor(xen: XenData, question: Question): ReadonlySet<string> {
  const loader = loaderOf(xen, question);
  const of = (key: string) => xen.changesFor[key] ?? [];
  return new Set([
    ...of(loaderKey(question.profile, loader)),
    ...of(fileKey(loader, question.image.container)),
  ]);
}
