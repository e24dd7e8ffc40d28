// The messages of profiles/xen: their words stand in Xen's source at the release that their range begins with.
import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadXen } from '../support/knowledge.js';
import { whyNoXen, xen } from './sources.js';

const test = suite("messages of Xen's tables");

/** Put together of two strings: the one that tells them. */
const composed: Readonly<Record<string, string>> = {
  'xc-invalid-kernel': 'Invalid kernel',
  'xc-lzma-mem': 'Memory usage limit reached',
};

/** The longest piece that is no conversion, as C may write it over two lines: its longest run of words. */
const pieceOf = (text: string) =>
  text
    .split(/%[-+ #0]*\d*(?:\.[\d*]+)?(?:hh?|ll?|z)?[a-zA-Z]+|["'\\]/)
    .map(piece => piece.trim())
    .sort((left, right) => right.length - left.length)[0]!
    .slice(0, 28)
    .trim();

if (xen) {
  const known = [...xen.keys()];
  test('their words are in the source', () => {
    const lost = loadXen().messages.flatMap(({ id, text, pattern, xen: ranges, evidence }) => {
      if (!evidence.some(one => 'file' in one && !('repository' in one))) return [];
      // The newest release of the range, as a message may have begun in a point release.
      const to = ranges.at(-1)!.to;
      const release =
        to === null ? known.at(-1)! : known.find(one => one === to.split('.').slice(0, 2).join('.'));
      if (release === undefined) return [];
      const regex = new RegExp(pattern);
      if (xen!.get(release)!.some(({ logged, format }) => regex.test(logged) || regex.test(format)))
        return [];
      const piece = composed[id] ?? pieceOf(text);
      const { status } = spawnSync('git', [
        '--git-dir',
        process.env.XEN_TREE!,
        'grep',
        '-qF',
        piece,
        `RELEASE-${release}.0`,
        '--',
        'xen',
        'tools',
      ]);
      return status === 0 ? [] : [`${id}: "${piece}" is not in Xen ${release}`];
    });
    assert.is(lost.join('\n'), '');
  });
} else test(whyNoXen, () => console.error(whyNoXen));

test.run();
