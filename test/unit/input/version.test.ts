import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compareVersions, inRange, parseRange, parseVersion, rangeText } from '../../../src/input/version.js';

const test = suite('version');
const version = (text: string) => parseVersion(text)!;

test('reads what kernels and Xen call themselves', () => {
  for (const [text, parts, candidate] of [
    ['6.1', [6, 1], null],
    ['7.3-rc7', [7, 3], 7],
    ['7.3.0-rc7', [7, 3, 0], 7],
    ['2.6.32.63', [2, 6, 32, 63], null],
    ['6.1.0-50-amd64', [6, 1, 0], null],
    ['4.19.0+1', [4, 19, 0], null],
    ['6.12.107+deb13-amd64', [6, 12, 107], null],
    ['2.6.8--', [2, 6, 8], null],
    ['2.6.16-rc6-git1', [2, 6, 16], 6],
    ['2.6.18-xenU', [2, 6, 18], null],
    ['7.3~rc7', [7, 3], 7],
  ] as const) {
    assert.equal([version(text).parts, version(text).candidate], [parts, candidate], text);
  }
  for (const text of ['', 'six', '6', '.1', '99999999.1']) assert.is(parseVersion(text), null, text);
});

test('compares number by number', () => {
  const sorted = ['2.6.9', '2.6.18', '2.6.32.63', '3.0', '3.9', '3.10', '6.1.176', '6.12'];
  for (let index = 1; index < sorted.length; index++) {
    assert.ok(compareVersions(version(sorted[index - 1]!), version(sorted[index]!)) < 0);
  }
  assert.is(compareVersions(version('6.1'), version('6.1.0')), 0);
});

test('a range holds the point releases of its end', () => {
  const holds = (range: string, text: string) => inRange(version(text), parseRange(range)!);
  assert.ok(holds('2.6.24..3.9', '3.9.11'));
  assert.not(holds('2.6.24..3.9', '3.10'));
  assert.not(holds('2.6.24..3.9', '2.6.23.17'));
  assert.ok(holds('4.12..', '7.3-rc7'));
  assert.ok(holds('..5.8', '5.8.18'));
  assert.ok(holds('4.17', '4.17.7'));
  assert.not(holds('4.18.5..', '4.18.4'));
  for (const text of ['..', 'x..', '3.9...', '', '3.9..3.x']) assert.is(parseRange(text), null, text);
});

test('a range in words', () => {
  const words = (range: string) => rangeText(parseRange(range)!);
  assert.is(words('2.6.24..3.9'), '2.6.24 to 3.9');
  assert.is(words('4.12..'), '4.12 and newer');
  assert.is(words('..5.8'), 'up to 5.8');
  assert.is(words('3.10'), '3.10');
});

test.run();
