import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { logPatterns } from '../../../scripts/compile/log-patterns.js';
import { slowPatterns } from '../../support/slow-patterns.js';
import { knowledge } from '../explain/support/knowledge.js';

test('no pattern that ships is tried on every line, and each has a bound', () => {
  assert.equal(slowPatterns(logPatterns(knowledge)), []);
});

test.run();
