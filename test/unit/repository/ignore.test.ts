// Patterns of .gitignore. Expected values are those of `git check-ignore` 2.39, asked in a repository with the file.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isIgnored, parseIgnore } from '../../../src/repository/ignore.js';
import { folder } from '../../support/run.js';

const test = suite('ignore');

const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['*.o', ['a.o', 'b/a.o'], ['a.c', 'a.o.c']],
  ['/out', ['out'], ['b/out']],
  ['out/', [], ['out', 'b/out']],
  ['b/out', ['b/out'], ['out', 'c/b/out']],
  ['**/out', ['out', 'b/out', 'b/c/out'], ['outer']],
  ['b/**', ['b/x', 'b/c/x'], ['x', 'c/b/x']],
  ['a/**/z', ['a/z', 'a/b/z', 'a/b/c/z'], ['z', 'b/z']],
  ['*.tmp\n!keep.tmp', ['x.tmp'], ['keep.tmp', 'b/keep.tmp']],
  ['!x\nx', ['x'], []],
  ['# x\n\\#y', ['#y'], ['# x', 'x']],
  ['\\!z', ['!z'], ['z']],
  ['a b', ['a b'], ['a']],
  ['trailing  ', ['trailing'], ['trailing  ']],
  ['[ab].config', ['a.config', 'c/b.config'], ['c.config']],
  ['[!ab].config', ['c.config'], ['a.config']],
  ['con?ig', ['config'], ['conig']],
  ['{a,b}', ['{a,b}'], ['a', 'b']],
  ['.*', ['.config', 'b/.config'], ['config']],
  ['x\r', ['x\r'], ['y']],
];

test('patterns hold the paths that they hold for git', () => {
  const { path: top, remove } = folder();
  try {
    execFileSync('git', ['init', '-q', top], { stdio: 'ignore' });
    for (const [text, ignored, kept] of cases) {
      writeFileSync(join(top, '.gitignore'), `${text}\n`);
      const files = [{ rules: parseIgnore(`${text}\n`), place: (path: string) => path }];
      for (const [paths, wanted] of [
        [ignored, true],
        [kept, false],
      ] as const)
        for (const path of paths) {
          mkdirSync(dirname(join(top, path)), { recursive: true });
          const git = gitIgnores(top, path);
          // Names that end in what ends a line are asked of git only where it can be.
          if (!path.endsWith('\r')) assert.is(git, wanted, `git: ${JSON.stringify([text, path])}`);
          if (!path.endsWith('\r'))
            assert.is(isIgnored(path, false, files), wanted, JSON.stringify([text, path]));
        }
    }
  } finally {
    remove();
  }
});

test('patterns with a slash at the end hold folders', () => {
  const files = [{ rules: parseIgnore('out/\n/only/\n'), place: (path: string) => path }];
  assert.ok(
    isIgnored('out', true, files) && isIgnored('b/out', true, files) && isIgnored('only', true, files),
  );
  assert.not(isIgnored('out', false, files) || isIgnored('b/only', true, files));
});

test('long files and lines take no time', () => {
  const text = `${'*a'.repeat(400)}\n`.repeat(5000) + `x${' '.repeat(300_000)}y\n`;
  const start = performance.now();
  isIgnored('a'.repeat(200), false, [{ rules: parseIgnore(text), place: path => path }]);
  assert.ok(performance.now() - start < 3000);
});

function gitIgnores(top: string, path: string): boolean {
  try {
    execFileSync('git', ['-C', top, 'check-ignore', '-q', '--no-index', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test.run();
