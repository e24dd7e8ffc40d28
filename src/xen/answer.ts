// The two questions people ask: does this Xen take my image, and which Xen does.

import type { LoaderCondition } from './codes.js';
import type { XenData } from './data.js';
import { changesFor } from './changes.js';
import { releasesNamed, releaseRuns } from './releases.js';
import { type LoaderVerdict, type LoaderQuery, sameAnswer, verdictAt } from './verdict.js';
import { otherReleases, withWaysOut } from './way-out.js';

/**
 * Does this Xen take the image for this way to boot? `xenVersion` is a release ("4.17.7") or a series ("4.18"); where the
 * releases of a series differ, the answer is conditional on the point release. RangeError for a text without a version,
 * TypeError for a loader that the profile does not have.
 */
export function loaderVerdict(xen: XenData, question: LoaderQuery, xenVersion: string): LoaderVerdict {
  const versions = releasesNamed(xen, xenVersion);
  const newest = versions.at(-1);
  if (!newest) throw new RangeError(`not a Xen version: ${xenVersion}`);
  const verdicts = versions.map(version => verdictAt(xen, question, version));
  const last = verdicts.at(-1)!;
  const taken = verdicts.map(one => one.accepted !== 'no');
  const refusedAt = taken.lastIndexOf(false);
  if (refusedAt < 0 || !taken.includes(true)) {
    const others =
      last.accepted === 'no' ? otherReleases(xen, question, newest) : { next: null, previous: null };
    return withWaysOut(xen, question, newest, last, others);
  }
  const takenAt = taken.lastIndexOf(true);
  const refused = withWaysOut(xen, question, versions[refusedAt]!, verdicts[refusedAt]!, {
    next: null,
    previous: null,
  });
  const condition: LoaderCondition = {
    ...(takenAt > refusedAt
      ? { code: 'point-release-from', args: { from: versions[refusedAt + 1]!.text } }
      : { code: 'point-release-to', args: { to: versions[takenAt]!.text } }),
    message: refused.message,
  };
  const accepted = verdicts[takenAt]!;
  return {
    ...accepted,
    accepted: 'conditional',
    conditions: [condition, ...accepted.conditions],
    message: refused.message ?? accepted.message,
    also: refused.also,
    wayOut: refused.wayOut,
    check: refused.check,
  };
}

/** Releases with one answer: `from` and `to` as in VersionRange, `to` null where later releases are among them. */
export interface AnswerRange extends LoaderVerdict {
  readonly from: string;
  readonly to: string | null;
}

/**
 * The verdict for every release from 3.0 to the newest, neighbours with the same answer taken together. Messages, caveats
 * and ways out are those of the newest release of each range; `ways` false leaves all of these as they come, untried,
 * which costs half as much.
 */
export function loaderRanges(xen: XenData, question: LoaderQuery, ways = true): AnswerRange[] {
  const ranges = releaseRuns(
    xen,
    version => verdictAt(xen, question, version),
    sameAnswer,
    changesFor(xen, question),
  );
  if (!ways) return ranges.map(({ from, to, value }) => ({ ...value, from, to }));
  const newestTakes = ranges.at(-1)?.value.accepted !== 'no';
  return ranges.map(({ from, to, last }, index) => {
    const later = newestTakes ? ranges.slice(index + 1) : [];
    const next =
      later.find(range => range.value.accepted === 'yes') ??
      later.find(range => range.value.accepted === 'conditional');
    const previous = ranges.slice(0, index).findLast(range => range.value.accepted !== 'no');
    const others = { next: next?.from ?? null, previous: previous?.to ?? null };
    const newest = verdictAt(xen, question, last);
    return { ...withWaysOut(xen, question, last, newest, others), from, to };
  });
}
