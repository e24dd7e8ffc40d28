// Needs against Kconfig's rules for expressions: n=0, m=1, y=2; && is min, || is max, ! is 2 minus
// (Documentation/kbuild/kconfig-language.rst, "Menu dependencies").
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Tri } from '../../../src/config/setting.js';
import { evaluateNeed, type Need, optionsOf, parseNeed, type Span } from '../../../src/profiles/need.js';
import { type Random, seeded } from '../../support/random.js';

const test = suite('need');

const values: readonly Tri[] = [0, 1, 2];
const at = (text: string, given: Readonly<Record<string, Tri>>) => {
  const { low, high } = evaluateNeed(parseNeed(text), option => {
    const value = given[option] ?? 0;
    return { low: value, high: value };
  });
  assert.is(low, high, `${text} is closed`);
  return low;
};

test('truth tables of one operator', () => {
  for (const a of values) {
    assert.is(at('A', { A: a }), a);
    assert.is(at('!A', { A: a }), 2 - a);
    assert.is(at('!!A', { A: a }), a);
    for (const [name, constant] of [
      ['n', 0],
      ['m', 1],
      ['y', 2],
    ] as const) {
      assert.is(at(`A=${name}`, { A: a }), a === constant ? 2 : 0);
      assert.is(at(`A!=${name}`, { A: a }), a === constant ? 0 : 2);
      assert.is(at(`A && ${name}`, { A: a }), Math.min(a, constant));
      assert.is(at(`A || ${name}`, { A: a }), Math.max(a, constant));
    }
    for (const b of values) {
      assert.is(at('A && B', { A: a, B: b }), Math.min(a, b));
      assert.is(at('A || B', { A: a, B: b }), Math.max(a, b));
      assert.is(at('!(A && B)', { A: a, B: b }), 2 - Math.min(a, b));
      assert.is(at('!A || !B', { A: a, B: b }), 2 - Math.min(a, b));
    }
  }
});

test('! binds closest, && closer than ||', () => {
  for (const a of values)
    for (const b of values)
      for (const c of values) {
        const given = { A: a, B: b, C: c };
        assert.is(at('A || B && C', given), Math.max(a, Math.min(b, c)));
        assert.is(at('A && B || C', given), Math.max(Math.min(a, b), c));
        assert.is(at('(A || B) && C', given), Math.min(Math.max(a, b), c));
        assert.is(at('!A && B || C', given), Math.max(Math.min(2 - a, b), c));
        assert.is(at('A=y && B!=n || C', given), Math.max(a === 2 && b !== 0 ? 2 : 0, c));
      }
});

test('options may start with a digit, and space does not matter', () => {
  assert.is(at('8139CP||64BIT', { '64BIT': 2 }), 2);
  assert.is(at('  A  =  m  ', { A: 1 }), 2);
  assert.equal([...optionsOf(parseNeed('B && (A || !C) && B=y && D!=n && y'))], ['B', 'A', 'C', 'D']);
});

test('an open option gives every value it can have, and no other', () => {
  const spans: Span[] = values.flatMap(low =>
    values.filter(high => high >= low).map(high => ({ low, high })),
  );
  for (let seed = 1; seed <= 300; seed++) {
    const random = seeded(seed);
    const need = parseNeed(randomNeed(random, 3));
    const given: Record<string, Span> = { A: random.of(spans), B: random.of(spans), C: random.of(spans) };
    const { low, high } = evaluateNeed(need, option => given[option]!);
    for (const a of values)
      for (const b of values)
        for (const c of values) {
          const fixed: Record<string, Tri> = { A: a, B: b, C: c };
          if (
            Object.entries(fixed).some(([key, value]) => value < given[key]!.low || value > given[key]!.high)
          )
            continue;
          const exact = evaluateNeed(need, option => ({ low: fixed[option]!, high: fixed[option]! }));
          assert.ok(low <= exact.low && exact.high <= high, `seed ${seed}`);
        }
  }
});

test('a need over one open option is exact', () => {
  const open = (text: string) => evaluateNeed(parseNeed(text), () => ({ low: 0, high: 2 }));
  for (const [text, low, high] of [
    ['A', 0, 2],
    ['A=y', 0, 2],
    ['A=n', 0, 2],
    ['A!=n', 0, 2],
    ['!A', 0, 2],
    ['y', 2, 2],
    ['n', 0, 0],
  ] as const)
    assert.equal(open(text), { low, high }, text);
});

function randomNeed(random: Random, depth: number): string {
  const leaf = () => random.of(['A', 'B', 'C', 'A=y', 'B!=n', 'C=m', 'A=n', 'y', 'm']);
  if (depth === 0) return leaf();
  const inner = () => randomNeed(random, depth - 1);
  switch (random.below(4)) {
    case 0:
      return `!(${inner()})`;
    case 1:
      return `(${inner()} && ${inner()})`;
    case 2:
      return `(${inner()} || ${inner()})`;
    default:
      return leaf();
  }
}

test('mistakes name the column', () => {
  for (const [text, message] of [
    ['', 'ends too early'],
    ['A &&', 'ends too early'],
    ['A B', 'unexpected B at column 3'],
    ['&& A', 'unexpected && at column 1'],
    ['A & B', 'unexpected character at column 3'],
    ['(A || B', 'missing ) for the ( at column 1'],
    ['A && (B', 'missing ) for the ( at column 6'],
    ['A)', 'unexpected ) at column 2'],
    ['A == y', /A= must be followed by y, m or n/],
    ['A = 5', 'A= must be followed by y, m or n'],
    ['A < y', 'unexpected character at column 3'],
    ['!', 'ends too early'],
    [`${'('.repeat(100)}A${')'.repeat(100)}`, 'nested too deeply'],
    [`${'!'.repeat(100000)}A`, 'nested too deeply'],
  ] as const) {
    try {
      parseNeed(text);
      assert.unreachable(text);
    } catch (error) {
      assert.instance(error, SyntaxError, `${text.slice(0, 20)}: ${(error as Error).message}`);
      const found = (error as Error).message;
      if (typeof message !== 'string') assert.match(found, message);
      else assert.is(found, message, text.slice(0, 20));
    }
  }
});

test('a long chain is no deep one', () => {
  const need: Need = parseNeed(Array.from({ length: 5000 }, (_, index) => `A${index}`).join(' || '));
  assert.is(optionsOf(need).size, 5000);
});

test.run();
