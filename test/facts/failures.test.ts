// Every failure mode of the facts is there.
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FailureData } from '../../src/explain/failure.js';
import { root } from '../support/paths.js';
import { haveShared, shared, whyNot } from './shared.js';

if (!haveShared) {
  console.log(`skipped: ${whyNot}`);
  test('skipped, the facts are not here', () => {});
} else {
  const { failures } = shared<{ failures: { id: string }[] }>('facts/boot-failures.json');
  const { modes } = JSON.parse(readFileSync(`${root}dist/failures.json`, 'utf8')) as FailureData;
  const mine = new Map(modes.map(mode => [mode.id, mode]));

  for (const { id } of failures)
    test(id, () => {
      const mode = mine.get(id);
      assert.ok(mode, 'it is missing');
      assert.ok(mode.sources.length > 0);
    });
}

test.run();
