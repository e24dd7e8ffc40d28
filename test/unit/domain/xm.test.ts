// Expected values are what Python itself makes of these lines.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readDomainText } from '../../../src/domain/read-domain.js';
import { isList, type Node } from '../../../src/domain/syntax.js';
import { parseXm } from '../../../src/domain/xm.js';

const test = suite("xm's Python");

type Plain = string | Plain[];
const plain = (node: Node): Plain => (isList(node) ? node.items.map(plain) : node.text);
const values = (text: string) =>
  Object.fromEntries([...parseXm(text).settings.values()].map(({ key, value }) => [key, plain(value)]));

const worked: readonly (readonly [string, object])[] = [
  ['a = "x" + \'y\' + """z"""', { a: 'xyz' }],
  ['a = "x" "y"\n', { a: 'xy' }],
  ['n = 5\nname = "vm%d" % n\n', { n: '5', name: 'vm5' }],
  ['a = "%s-%03d-%x%%" % ("q", 7, 255)', { a: 'q-007-ff%' }],
  ['m = 1024 * 2\nb = m // 3 - 1', { m: '2048', b: '681' }],
  ['a = [ "x" ] + [ "y", ]', { a: ['x', 'y'] }],
  ['a = ("x", "y")\nb = ("x")', { a: ['x', 'y'], b: 'x' }],
  ['a = "x"; b = True; c = None', { a: 'x', b: '1' }],
  ['a = 0x10\nb = str(a) + "M"', { a: '16', b: '16M' }],
  ['a = r"\\n" + "\\x41\\101"', { a: '\\nAA' }],
  ['a = [\n  "x", # remark\n  "y"\n]\n', { a: ['x', 'y'] }],
  ['a = "x" + \\\n  "y"\n', { a: 'xy' }],
  ['a = "1"\na += "2"', { a: '12' }],
  ['a = -(3)', { a: '-3' }],
  ['a = -7 % 3\nb = -7 // 2', { a: '2', b: '-4' }],
];
for (const [text, expected] of worked) {
  test(`works out ${JSON.stringify(text)}`, () => {
    assert.equal(values(text), expected);
    assert.equal(parseXm(text).programs, []);
  });
}

const programs: readonly (readonly [string, readonly string[], object])[] = [
  ['import os\na = os.uname()[4]\nb = 1', [':1', 'a:2'], { b: '1' }],
  ['a = [ "x%d" % n, "y" ]', ['a:1'], { a: ['y'] }],
  ['a = 1\nif a:\n  b = 2\nelse:\n  b = 3\nc = b', [':2', 'b:3', 'b:5', 'c:6'], { a: '1' }],
  ['def f(x):\n    return x\na = f(1)\n', [':1', 'a:3'], {}],
  ['a = "%d" % "x"', ['a:1'], {}],
  ['a = "%s %s" % "x"', ['a:1'], {}],
  ['a = "x" * 3', ['a:1'], {}],
  ['a = 1 / 0', ['a:1'], {}],
  ['a = {"b": 1}', ['a:1'], {}],
  ['a = "x" if b else "y"', ['a:1'], {}],
  ['a = open("/etc/passwd").read()', ['a:1'], {}],
];
for (const [text, expected, rest] of programs) {
  test(`runs nothing for ${JSON.stringify(text)}`, () => {
    const found = parseXm(text).programs.map(({ key, line }) => `${key}:${line}`);
    assert.equal(found, expected);
    assert.equal(values(text), rest);
  });
}

test('a file of xm with variables', () => {
  const facts = readDomainText(`# made by hand
vmid = 3
base = '/srv/xen/'
kernel = base + 'vmlinuz'
memory = 256
name = 'vm%02d' % vmid
disk = [ 'phy:vg/root%d,xvda1,w' % vmid,
         'file:' + base + 'swap.img,xvda2,w' ]
vif = [ 'ip=10.0.0.%d' % (vmid + 1) ]
root = '/dev/xvda1 ro'
extra = 'console=hvc0'
`);
  assert.is(facts.syntax, 'xm');
  assert.equal(facts.problems, []);
  assert.is(facts.name?.value, 'vm03');
  assert.equal(facts.kernel, { value: '/srv/xen/vmlinuz', line: 4 });
  assert.equal(
    facts.disks.map(({ target, device, line }) => [target, device, line]),
    [
      ['vg/root3', 'xvda1', 7],
      ['/srv/xen/swap.img', 'xvda2', 8],
    ],
  );
  assert.is(facts.interfaces[0]!.text, 'ip=10.0.0.4');
  assert.is(facts.commandLine?.value, 'root=/dev/xvda1 ro console=hvc0');
});

test('a command line that a program would make is not told in part', () => {
  const facts = readDomainText(
    'import os\nkernel = "/k"\nmemory = 64\nname = "x"\nroot = "/dev/xvda1"\nextra = os.environ["X"]\n',
  );
  assert.is(facts.commandLine, null);
  assert.ok(
    facts.problems.some(({ code, key, line }) => code === 'needs-program' && key === 'extra' && line === 6),
  );
});

test('values that double with every line stay small', () => {
  const lists = ['a = ["x"]', ...Array.from({ length: 60 }, () => 'a = [a, a]')].join('\n');
  const texts = ['b = "0123456789"', ...Array.from({ length: 60 }, () => 'b = b + b')].join('\n');
  const formats = ['c = "0123456789"', ...Array.from({ length: 60 }, () => 'c = "%s%s" % (c, c)')].join('\n');
  for (const text of [lists, texts, formats]) assert.ok(parseXm(text).programs.length > 0);
});

test('brackets without end are no recursion without end', () => {
  assert.equal(values(`a = ${'('.repeat(200_000)}1`), {});
  assert.equal(values(`a = ${'-'.repeat(200_001)}1`), { a: '-1' });
});

test.run();
