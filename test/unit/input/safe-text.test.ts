import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { safeText } from '../../../src/input/safe-text.js';

const test = suite('safe-text');

test('nothing that moves a cursor or turns text gets through', () => {
  assert.is(safeText('a\u001b[31mred\nline\r\u009b2J'), 'a\\x1b[31mred\\x0aline\\x0d\\x9b2J');
  assert.is(safeText('abc\u202egnp.exe\u2066'), 'abc\\u202egnp.exe\\u2066');
  assert.is(safeText('\ud800x'), '\\ud800x');
  assert.is(safeText('tab\tstays a gap'), 'tab stays a gap');
});

test('ordinary text of any language stays as it is', () => {
  for (const text of ['CONFIG_XEN=y', 'Grüße, 日本語, 한국어', '😀 emoji']) assert.is(safeText(text), text);
});

test('a limit is kept and marked', () => {
  assert.is(safeText('x'.repeat(100), 10), 'xxxxxxx...');
  assert.is(safeText('short', 10), 'short');
});

test.run();
