import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { safeJson, safeText } from '../../../src/input/safe-text.js';

const test = suite('safe-text');

test('nothing that moves a cursor or turns text gets through', () => {
  assert.is(safeText('a\u001b[31mred\nline\r\u009b2J'), 'a\\x1b[31mred\\x0aline\\x0d\\x9b2J');
  assert.is(safeText('abc\u202egnp.exe\u2066'), 'abc\\u202egnp.exe\\u2066');
  assert.is(safeText('\ud800x'), '\\ud800x');
  assert.is(safeText('tab\tstays a gap'), 'tab stays a gap');
});

/** First and last, from Unicode's DerivedCoreProperties.txt (Default_Ignorable_Code_Point) and UnicodeData.txt (Cf, Zl, Zp). */
const invisible =
  `00ad 034f 061c 115f-1160 17b4-17b5 180b-180f 200b-200f 2028-202e 2060-206f 3164 fe00-fe0f feff ffa0
fff0-fffb 1bca0-1bca3 1d173-1d17a e0000-e0fff 0600-0605 06dd 070f 0890-0891 08e2 110bd 110cd 13430-1343f`
    .split(/\s+/)
    .map(range => range.split('-').map(code => Number.parseInt(code, 16)));

test('nothing that is drawn as nothing gets through', () => {
  for (const [first, last = first] of invisible)
    for (let code = first!; code <= last!; code++) {
      const character = String.fromCodePoint(code);
      const escape =
        code < 0x100 ? /^a\\x[0-9a-f]{2}b$/ : code < 0x10000 ? /^a\\u[0-9a-f]{4}b$/ : /^a\\u\{[0-9a-f]+\}b$/;
      assert.match(safeText(`a${character}b`), escape, code.toString(16));
      const json = safeJson(JSON.stringify([`a${character}b`]));
      assert.match(json, /^\["a(\\u[0-9a-f]{4})+b"\]$/, code.toString(16));
      assert.equal(JSON.parse(json), [`a${character}b`]);
    }
});

test('JSON keeps its lines and its values', () => {
  const value = { a: ['\n\t\u007f\u0085\u2028', 'é 日本 😀'], '\u202e': '\u{e0041}' };
  const json = safeJson(JSON.stringify(value, null, 2));
  assert.equal(JSON.parse(json), value);
  assert.is(json.split('\n').length, JSON.stringify(value, null, 2).split('\n').length);
  assert.match(json, 'é 日本 😀');
});

test('ordinary text of any language stays as it is', () => {
  for (const text of ['CONFIG_XEN=y', 'Grüße, 日本語, 한국어', '😀 emoji']) assert.is(safeText(text), text);
});

test('a limit is kept and marked', () => {
  assert.is(safeText('x'.repeat(100), 10), 'xxxxxxx...');
  assert.is(safeText('short', 10), 'short');
});

test.run();
