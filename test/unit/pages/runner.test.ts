// The runner of the tests: parts of names, and names that no suite has.
import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inChunks } from '../../support/in-chunks.js';
import { nearSuites } from '../../support/near-suites.js';
import { root } from '../../support/paths.js';

const test = suite('runner');
const runner = (...words: string[]) =>
  spawnSync(process.execPath, [`${root}build/test/run.js`, ...words], { encoding: 'utf8' });

test('a part of a path stands for the suites that have it', () => {
  const { status, stdout } = runner('unit', 'input/version', 'test/unit/input/safe-text.test.ts');
  assert.is(status, 0);
  assert.equal(stdout.match(/^\S+\.test\.js$/gm), ['input/safe-text.test.js', 'input/version.test.js']);
  assert.match(stdout, /\n[1-9]\d* passed, 0 failed\n$/);
});

test('a name that no suite has fails, and near ones are told', () => {
  const { status, stdout } = runner('unit', 'safetext');
  assert.is(status, 1);
  assert.match(
    stdout,
    /^no suite in test\/unit has safetext in its path; near it:\n {2}test\/unit\/input\/safe-text/,
  );
  assert.match(stdout, /\n0 passed, 1 failed\n$/);
  assert.is(runner('no-such-tier').status, 1);
});

test('near names', () => {
  const paths = ['test/unit/cli/diff.test.ts', 'test/unit/cli/golden.test.ts', 'test/unit/log/read.test.ts'];
  assert.is(nearSuites(['dif'], paths)[0], paths[0]);
  assert.is(nearSuites(['golden.test.js'.replace('js', 'ts')], paths)[0], paths[1]);
  assert.is(nearSuites(['logs/read'], paths)[0], paths[2]);
});

test('chunks: every item once, outcomes in order, one hand one chunk', async () => {
  const items = Array.from({ length: 23 }, (_, index) => index);
  for (const atOnce of [1, 2, 5, 64]) {
    const taken: number[] = [];
    let chunks = 0;
    let busy = 0;
    await inChunks(
      items,
      atOnce,
      async chunk => {
        assert.ok(++busy <= atOnce);
        await new Promise(resolve => setTimeout(resolve, (items.length - chunk[0]!) % 5));
        busy--;
        return chunk.map(item => item * 2);
      },
      (outcome, chunk) => {
        chunks++;
        assert.equal(
          outcome,
          chunk.map(item => item * 2),
        );
        taken.push(...chunk);
      },
    );
    assert.equal(taken, items);
    assert.is(chunks === 1, atOnce === 1);
  }
  await inChunks([], 3, () => Promise.reject(new Error('nothing to do')), assert.unreachable);
});

test.run();
