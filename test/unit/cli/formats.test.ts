// Reports of the real command: several in one run, each in its place, whatever the files are called.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formats } from '../../../src/report/check/index.js';
import { hostilePieces } from '../../support/hostile.js';
import { kernelText } from '../../support/kernel-config.js';
import { root } from '../../support/paths.js';
import { folder, run } from '../../support/run.js';

const test = suite('formats');

const at = folder();
const inside = (name: string) => `${at.path}/${name}`;
const here = { cwd: at.path };
const read = (name: string) => readFileSync(inside(name), 'utf8');

test.before(() => {
  writeFileSync(inside('good'), kernelText());
  writeFileSync(inside('bad'), kernelText({ changes: { XEN_PV: 'n' } }));
});
test.after(() => at.remove());

test('several formats in one run: files, and one on standard output', () => {
  const several = [
    '--format',
    'sarif',
    '--output',
    'a.sarif',
    '--format',
    'junit',
    '--output',
    'a.xml',
    '--format',
    'text',
  ];
  const { code, out, err } = run([...several, '-p', 'domu-pv', 'good', 'bad'], here);
  assert.is(code, 1);
  assert.is(err, '');
  assert.is(out, run(['-p', 'domu-pv', 'good', 'bad'], here).out);
  for (const [format, file] of [
    ['sarif', 'a.sarif'],
    ['junit', 'a.xml'],
  ] as const)
    assert.is(read(file), run(['--format', format, '-p', 'domu-pv', 'good', 'bad'], here).out);
});

test('one format alone: --output before or after it, or without it', () => {
  for (const args of [
    ['--format', 'gitlab', '--output', 'one', 'bad'],
    ['--output', 'one', 'bad', '--format', 'gitlab'],
  ]) {
    assert.equal(run(args, here), { code: 0, out: '', err: '' });
    assert.is(read('one'), run(['--format', 'gitlab', 'bad'], here).out);
  }
  run(['--output', 'one', 'bad'], here);
  assert.is(read('one'), run(['bad'], here).out);
});

test('the code is the same in every format', () => {
  for (const format of formats) {
    assert.is(run(['--format', format, 'good'], here).code, 0, format);
    assert.is(run(['--format', format, '-p', 'domu-pv', 'bad'], here).code, 1, format);
    const { code, err } = run(['--format', format, 'good', 'nothing'], here);
    assert.is(code, 3, format);
    assert.match(err, /nothing: does not exist\n$/);
  }
});

test('reports that do not go together: 2, and nothing is written', () => {
  const before = readdirSync(at.path).sort();
  for (const [args, message] of [
    [['--format', 'json', '--format', 'text'], /only one report can go to standard output/],
    [['--output', 'x', '--format', 'json', '--format', 'text'], /each --output needs a --format/],
    [['--format', 'json', '--output', 'x', '--output', 'y'], /each --output needs a --format/],
    [['--format', 'json', '--output', 'x', '--format', 'sarif', '--output', 'x'], /same --output/],
    [['--format', 'xml'], /Invalid values/],
    [['--format', 'json', '--output='], /name of a file/],
  ] as const) {
    const { code, out, err } = run([...args, 'good'], here);
    assert.is(code, 2, args.join(' '));
    assert.is(out, '');
    assert.match(err, message);
  }
  assert.equal(readdirSync(at.path).sort(), before);
});

test('a report that cannot be written: 3, and the others are there', () => {
  const { code, out, err } = run(
    [
      '--format',
      'json',
      '--output',
      'no/such/x',
      '--format',
      'markdown',
      '--output',
      'y.md',
      '--format',
      'text',
      'good',
    ],
    here,
  );
  assert.is(code, 3);
  assert.match(err, /^xen-checkconfig: no\/such\/x: cannot be written \([^\n]*\)\n$/);
  assert.match(out, /^good\n/);
  assert.match(read('y.md'), /^## /);
  assert.not(readdirSync(at.path).some(name => name.endsWith('.tmp')));
});

test('every rule that a report links to has its page', () => {
  const { out } = run(['--format', 'sarif', '--verbose', 'fixtures/err'], { cwd: root });
  const pages = [...out.matchAll(/docs\/rules\/[\w-]+\.md/g)].map(([page]) => page);
  assert.ok(new Set(pages).size > 10);
  for (const page of pages) assert.ok(existsSync(`${root}${page}`), page);
});

test("a profile of the user's own has no page", () => {
  writeFileSync(
    inside('mine.yaml'),
    `name: mine\nextends: [domu-pv]\nrules:\n  - id: of-mine\n    title: Mine\n    stage: root\n    level: error\n    option: NO_SUCH_THING\n    need: XEN=n\n    reason: I say so.\n    symptom: None.\n    evidence: [me]\n`,
  );
  const { out } = run(['--format', 'sarif', '-p', './mine.yaml', 'good'], here);
  const { rules } = JSON.parse(out).runs[0].tool.driver;
  assert.is(rules.find(({ id }: { id: string }) => id === 'of-mine').helpUri, undefined);
  assert.not.match(out, /docs\/rules\/of-mine/);
});

// What a file system takes: no NUL, no slash, nothing that is not UTF-8.
const names = hostilePieces.filter(piece => !/[\0/\ud800-\udfff]/.test(piece)).map(piece => `a${piece}b`);
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/;
const commands = /^\s*::(?!(error|warning|notice) (file|title)=)|##\[|##vso\[/m;

test('hostile names of files, in every format of check', () => {
  mkdirSync(inside('hostile'));
  for (const [index, name] of names.entries()) {
    const text = kernelText({ changes: { XENFS: 'n' } });
    writeFileSync(
      inside(`hostile/${name}.config`),
      index % 2 ? text : `${text}odd ${name.replace(/\s/g, ' ')}\n`,
    );
    writeFileSync(inside(`hostile/no-${name}.config`), '');
  }
  const outputs = formats.flatMap(format => ['--format', format, '--output', `hostile.${format}`]);
  // A search passes over what is empty; of what was named it is an error.
  const named = names.map(name => `hostile/no-${name}.config`);
  const { code, err } = run([...outputs, '-v', '-p', 'dom0-pv', 'hostile', ...named], here);
  assert.is(code, 3);
  assert.not.match(err, raw);
  assert.not.match(err, commands);
  for (const format of formats) {
    assert.not.match(read(`hostile.${format}`), raw, format);
    // Those that go into the log of a runner.
    if (['text', 'github'].includes(format)) assert.not.match(read(`hostile.${format}`), commands, format);
  }
  const found = JSON.parse(read('hostile.json')).results.map(({ path }: { path: string }) => path);
  for (const name of names) assert.ok(found.includes(`hostile/${name}.config`), JSON.stringify(name));
});

test('and in folders and arguments of diff and image', () => {
  for (const side of ['old', 'new']) {
    mkdirSync(inside(side));
    const text = kernelText({ changes: { XENFS: side === 'old' ? 'y' : 'n' } });
    for (const name of names) writeFileSync(inside(`${side}/${name}.config`), text);
  }
  const read = (...args: string[]) => {
    const { out, err, code } = run(args, here);
    assert.ok(code !== null && code > 0, `${code} ${err}`);
    assert.not.match(out + err, raw, JSON.stringify(args));
    assert.not.match(out + err, commands, JSON.stringify(args));
    return out;
  };
  read('diff', 'old', 'new');
  read('image', 'old/*');
  const pairs = JSON.parse(read('diff', '--format', 'json', 'old', 'new')).pairs;
  const files = JSON.parse(read('image', '--format', 'json', ...names.map(name => `old/${name}.config`)));
  const found = pairs.map(({ path }: { path: string }) => path);
  const read1 = [...files.results, ...files.errors].map(({ path }: { path: string }) => path);
  for (const name of names) {
    assert.ok(found.includes(`${name}.config`), JSON.stringify(name));
    assert.ok(read1.includes(`old/${name}.config`), JSON.stringify(name));
  }
  for (const name of names.filter(each => /::|##|\x1b/.test(each))) {
    const sides = [`old/${name}.config`, `new/${name}.config`] as const;
    read('diff', ...sides);
    read('image', sides[0]);
  }
});

test.run();
