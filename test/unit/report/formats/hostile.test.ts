// What no format lets out, whatever names and values a report holds.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { safeForCi } from '../../../../src/input/guard.js';
import { formats, reporters } from '../../../../src/report/check/index.js';
import { hostilePieces, hostileReport } from '../../../support/hostile.js';
import { form } from '../../../support/report-of.js';

const test = suite('hostile');

for (const format of formats)
  test(`${format}: nothing invisible, no control character, no command of others to a log`, async () => {
    const reporter = await reporters[format]();
    const clean = reporter(hostileReport('x'), form);
    for (const piece of hostilePieces) {
      const text = reporter(hostileReport(piece), form);
      const found = [...text.matchAll(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu)]
        .map(([character]) => character)
        .filter(character => character !== '\n' && !clean.includes(character));
      assert.equal(found, [], JSON.stringify(piece));
      // As it goes to standard output, which guards text; commands to GitHub alone go out as they are.
      const shown = format === 'github' ? text : safeForCi(text);
      const obeyed = shown.split(/[\n\r]/).filter(line => /^\s*::|##\[|##vso\[/.test(line));
      const own =
        format === 'github'
          ? obeyed.filter(line => !/^::(error|warning|notice) (file|title)=/.test(line))
          : obeyed;
      assert.equal(own, [], JSON.stringify(piece));
      // A guard that comes last must have nothing left to do where it would change what the format means.
      if (['json', 'sarif', 'gitlab', 'junit', 'html'].includes(format))
        assert.is(shown, text, JSON.stringify(piece));
    }
  });

test.run();
