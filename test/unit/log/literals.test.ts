import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { demandOf } from '../../../src/log/literals.js';
import { makeScanner } from '../../../src/log/scan.js';
import { seeded } from './seeded.js';

test('literals that every match holds', () => {
  const cases: readonly (readonly [string, readonly string[] | null])[] = [
    ['not an ELF binary', ['not an ELF binary']],
    ['.*?: not an ELF binary', [': not an ELF binary']],
    ['[Dd]ecod(e|ing) failed', ['Decode failed', 'Decoding failed', 'decode failed', 'decoding failed']],
    ['kernel( image)? too large', ['kernel too large', 'kernel image too large']],
    ['(alpha|omega).*x', ['alpha', 'omega']],
    ['alpha|.*', null],
    ['a{4}', null],
    ['\\d+ pages', [' pages']],
    ['^\\(XEN\\) ', ['(XEN) ']],
    ['(?:gamma){2,3}', ['gamma']],
    ['(?:gamma){0,3}', null],
    ['\\x41bcde', ['Abcde']],
    ['(?!never)texts', ['texts']],
  ];
  for (const [regex, literals] of cases) assert.equal(demandOf(regex).literals, literals, regex);
});

test('a match always holds one of the literals', () => {
  const random = seeded(7);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const piece = (depth: number): string => {
    const part = pick(['ab', 'cdefg', 'xyzwv', '[ab]', '\\d', '.', '(', '(?:']);
    if (!part.startsWith('('))
      return part + pick(['', '', '', '?', '+']).replace('+', part.length === 1 ? '' : '');
    if (depth > 2) return 'q';
    const branches = Array.from(
      { length: 1 + Math.floor(random() * 3) },
      () => piece(depth + 1) + piece(depth + 1),
    );
    return `${part}${branches.join('|')})${pick(['', '?'])}`;
  };
  let tried = 0;
  for (let round = 0; round < 3000; round++) {
    const source = Array.from({ length: 1 + Math.floor(random() * 4) }, () => piece(0)).join('');
    const { literals } = demandOf(source);
    if (!literals) continue;
    const regex = new RegExp(source);
    for (let count = 0; count < 20; count++) {
      const text = Array.from({ length: 8 }, () =>
        pick(['ab', 'cdefg', 'xyzwv', 'a', 'b', '7', 'q', 'x', '']),
      ).join('');
      if (!regex.test(text)) continue;
      tried++;
      assert.ok(
        literals.some(literal => text.includes(literal)),
        `${source} on ${text}`,
      );
    }
  }
  assert.ok(tried > 1000);
});

test('the scanner finds what indexOf finds', () => {
  const random = seeded(11);
  const word = (least: number) =>
    Array.from({ length: least + Math.floor(random() * 5) }, () => 'abcd'[Math.floor(random() * 4)]).join('');
  for (let round = 0; round < 300; round++) {
    const least = 4 + (round % 5);
    const literals = [...new Set(Array.from({ length: 12 }, () => word(least)))];
    const scanner = makeScanner(literals);
    const found = new Int32Array(literals.length);
    const text = Array.from({ length: 60 }, () => word(3)).join('');
    const bytes = new Uint8Array(Buffer.from(text));
    const start = Math.floor(random() * 20);
    const end = bytes.length - Math.floor(random() * 20);
    const count = scanner.scan(bytes, start, end, found);
    const expected = literals.flatMap((literal, index) =>
      text.slice(start, end).includes(literal) ? [index] : [],
    );
    assert.equal(
      [...found.subarray(0, count)].sort((a, b) => a - b),
      expected,
    );
  }
});

test.run();
