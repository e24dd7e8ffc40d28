// Xen's own table of releases that broke booting, against its git history: which releases hold the commits, or a backport of the
// same title.
import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compareReleases } from '../../src/input/version.js';
import { loadRegressions } from '../support/knowledge.js';

const test = suite('the regressions of Xen against its history');
const tree = process.env.XEN_TREE;
const reason = 'skipped: XEN_TREE names no git directory of Xen with its release tags';

/** 4.15.0 has the mend in another form, and 4.14.2 got fault and mend at once. */
const otherwise = new Set(['xen-hpet-legacy-replacement']);

function git(...words: string[]): string[] {
  const { stdout } = spawnSync('git', ['--git-dir', tree!, ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return stdout.split('\n').filter(line => line !== '');
}

const lineOf = (release: string) => release.split('.').slice(0, 2).join('.');

if (!tree || git('tag', '--list', 'RELEASE-4.22.0').length === 0) {
  test(reason, () => console.error(reason));
} else {
  const releases = git('tag', '--list', 'RELEASE-4.*')
    .map(tag => tag.slice('RELEASE-'.length))
    .filter(release => /^4\.\d+\.\d+$/.test(release))
    .sort(compareReleases);
  /** The first release of each line, 4.13.1, that holds a commit of this title; the line itself where its .0 does. */
  const firstWith = new Map<string, Map<string, string>>();
  const wanted = new Map<string, string[]>();
  for (const { component, id, mendedBy } of loadRegressions())
    if (component === 'xen') wanted.set(id, git('log', '-1', '--format=%s', mendedBy[0]!));
  const titles = new Set([...wanted.values()].flat());
  let before: string | null = null;
  for (const release of releases) {
    const line = lineOf(release);
    const range: string[] =
      before !== null && lineOf(before) === line
        ? [`RELEASE-${before}..RELEASE-${release}`]
        : [`RELEASE-${release}`];
    for (const title of git('log', '--format=%s', ...range)) {
      if (!titles.has(title)) continue;
      let lines = firstWith.get(title);
      if (!lines) firstWith.set(title, (lines = new Map<string, string>()));
      if (!lines.has(line)) lines.set(line, release.endsWith('.0') ? line : release);
    }
    before = release;
  }

  for (const { component, id, since, mended, brokenBy } of loadRegressions()) {
    if (component !== 'xen' || otherwise.has(id)) continue;
    test(id, () => {
      const found = [...(firstWith.get(wanted.get(id)![0]!) ?? new Map<string, string>()).values()];
      const mainline = found.find(release => release === lineOf(release));
      assert.ok(mainline, 'no release holds the mend');
      // Later lines have it from the start.
      assert.equal(
        mended,
        found.filter(release => compareReleases(release, mainline) <= 0).sort(compareReleases),
      );
      for (const commit of brokenBy) {
        const holds = git('tag', '--contains', commit, '--list', 'RELEASE-4.*').map(tag =>
          tag.slice('RELEASE-'.length),
        );
        const first = holds.filter(release => releases.includes(release)).sort(compareReleases)[0]!;
        assert.ok(since.includes(first.replace(/\.0$/, '')), `${commit} came with ${first}`);
      }
    });
  }
}

test.run();
