// Of the failures that the sources can report: how many are read for their subject, how many have a meaning in own words.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SourceMessage } from '../../scripts/messages/catalogue.js';
import { components } from '../../scripts/messages/components.js';
import { type Count, coverageOf, isEnding } from '../../scripts/messages/coverage.js';
import { loadMessages, loadXen } from '../support/knowledge.js';
import { linux, whyNoLinux, whyNoXen, xen } from './sources.js';

const test = suite('messages that are read');
const patterns = [...loadXen().messages, ...loadMessages()];

/** Least shares, of all releases and components together and of each with more than 30 messages. */
const leastSubject = 0.95;
const leastMeaning = 0.6;

const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(1)} %`.padStart(8);
const row = (name: string, { all, subject, meaning, ending, endingMeaning }: Count) =>
  `${name.padEnd(28)}${String(all).padStart(6)}${percent(subject, all)}${percent(meaning, all)}${`${endingMeaning}/${ending}`.padStart(10)}`;

function measure(name: string, groups: readonly (readonly [string, readonly SourceMessage[]])[]): void {
  test(name, () => {
    const heading = `${name.padEnd(28)}errors subject meaning     ending`;
    const counts = groups
      .map(([group, messages]) => [group, coverageOf(messages, patterns)] as const)
      .filter(([, { count }]) => count.all > 0);
    console.log([heading, ...counts.map(([group, { count }]) => row(group, count))].join('\n'));
    for (const [group, { count, withoutMeaning }] of counts) {
      if (count.all > 30) {
        assert.ok(count.subject / count.all >= leastSubject, `${group}: too few subjects`);
        assert.ok(count.meaning / count.all >= leastMeaning, `${group}: too few meanings`);
      }
      const silent = withoutMeaning.filter(one => count.ending > 0 && isEnding(one));
      assert.equal(
        silent.map(one => one.logged),
        [],
        `${group}: ends a create or a boot, and has no meaning`,
      );
    }
  });
}

/** The releases that the goals are set for, and the newest. */
const releases = (all: readonly string[]) => [
  ...new Set([...['4.4', '4.11', '4.17', '4.20'].filter(one => all.includes(one)), all.at(-1)!]),
];

if (xen) {
  for (const release of releases([...xen.keys()]))
    measure(
      `Xen ${release}`,
      components
        .filter(({ tree }) => tree === 'xen')
        .map(one => [one.name, xen!.get(release)!.filter(({ component }) => component === one)]),
    );
} else test(whyNoXen, () => console.error(whyNoXen));

if (linux) {
  measure(
    'Linux',
    [...linux].map(([release, messages]) => [release, messages]),
  );
  const [newest, messages] = [...linux].at(-1)!;
  measure(
    `Linux ${newest}`,
    components
      .filter(({ tree }) => tree === 'linux')
      .map(one => [one.name, messages.filter(({ component }) => component === one)]),
  );
} else test(whyNoLinux, () => console.error(whyNoLinux));

test.run();
