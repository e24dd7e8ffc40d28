// Expected values are those of libxlutil of Xen 4.17, which test/domain compares with at length.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isList, type Node } from '../../../src/domain/syntax.js';
import { parseXl } from '../../../src/domain/xl.js';

const test = suite("xl's syntax");

type Plain = string | Plain[];
const plain = (node: Node): Plain => (isList(node) ? node.items.map(plain) : node.text);
const values = (text: string) =>
  Object.fromEntries([...parseXl(text).settings.values()].map(({ key, value }) => [key, plain(value)]));
const faults = (text: string) =>
  parseXl(text).faults.map(({ code, line, column }) => `${code} ${line}:${column}`);

const taken: readonly (readonly [string, object])[] = [
  ['', {}],
  ['a=1', { a: '1' }],
  ['a = 0x10 ; b = "x"; c=\'y\'\n', { a: '0x10', b: 'x', c: 'y' }],
  ['\n# only a remark\n', {}],
  ['a = "x" # remark\nb=2', { a: 'x', b: '2' }],
  ["disk = [ 'one',\n  # a remark in between\n  'two' , ]\n", { disk: ['one', 'two'] }],
  ['a=[\n1\n,\n2]\n', { a: ['1', '2'] }],
  ['a = [ ["b", ["c"]], [] ]', { a: [['b', ['c']], []] }],
  ['a=[1]\na+=[2,3]', { a: ['1', '2', '3'] }],
  ['a="x"\na += "y"', { a: 'xy' }],
  ['a += "y"', { a: 'y' }],
  ['a="q\\"r\\\\s\\n"', { a: 'q"r\\s\n' }],
  ['a="\\101b"', { a: 'b' }],
  ['a="x\'y"', { a: "x'y" }],
  ["a='#;[='", { a: '#;[=' }],
  ['a.b_1 = "x"', { 'a.b_1': 'x' }],
];
for (const [text, expected] of taken) {
  test(`takes ${JSON.stringify(text)}`, () => {
    assert.equal(faults(text), []);
    assert.equal(values(text), expected);
  });
}

const refused: readonly (readonly [string, string, object])[] = [
  ['a=1\n#cut', 'unended-comment 2:1', { a: '1' }],
  ['a=1\r\nb=2\r\n', 'line-ends 1:4', { a: '1', b: '2' }],
  ['\ufeffa=1\n', 'byte-order-mark 1:1', { a: '1' }],
  ['type = pvh\n', 'unquoted 1:8', { type: 'pvh' }],
  ['Memory = 512\n', 'bad-key 1:1', { Memory: '512' }],
  ['a = -1\n', 'sign 1:5', { a: '-1' }],
  ['a = "x\nb = 1\n', 'open-quote 1:5', { a: 'x', b: '1' }],
  ['a = ["x"\n"y"]\nb=2\n', 'missing-comma 2:1', { a: ['x', 'y'], b: '2' }],
  ['a = ["x",\nb = 2\nc = 3\n', 'open-list 1:5', { a: ['x'], b: '2', c: '3' }],
  ['a = [1\n', 'open-list 1:5', { a: ['1'] }],
  ['a = [,1]\n', 'empty-item 1:6', { a: ['1'] }],
  ['a=1 b=2\n', 'left-over 1:5', { a: '1' }],
  ['a=\n1\nb=2\n', 'no-value 1:3', { b: '2' }],
  ['if x:\na=1\n', 'no-assignment 1:1', { a: '1' }],
  ['a="\\x41"\n', 'bad-escape 1:3', { a: '41' }],
  ['a="x"\na+=[1]\n', 'mixed-addition 2:1', { a: ['1'] }],
];
for (const [text, fault, expected] of refused) {
  test(`refuses ${JSON.stringify(text)} and reads on`, () => {
    assert.is(faults(text)[0], fault);
    assert.equal(values(text), expected);
  });
}

test('the last of two assignments counts, the first is told', () => {
  const { settings, replaced } = parseXl('a=1\nb=2\na=3\n');
  assert.is(settings.get('a')!.line, 3);
  assert.equal(replaced, [{ key: 'a', line: 1, by: 3 }]);
});

test('items of a list have the lines they stand on', () => {
  const { value } = parseXl("\ndisk = [\n 'a',\n\n 'b' ]").settings.get('disk')!;
  assert.equal(isList(value) && value.items.map(item => item.line), [3, 5]);
});

test('lists nested without end are cut', () => {
  const text = `a=${'['.repeat(100_000)}`;
  assert.ok(parseXl(text).faults.some(({ code }) => code === 'too-deep'));
});

test('faults without end are cut', () => {
  const { faults: all } = parseXl('!\n'.repeat(5000));
  assert.is(all.at(-1)!.code, 'too-many');
  assert.is(all.length, 101);
});

test.run();
