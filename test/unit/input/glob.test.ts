// Globs as fast-glob, which finds the files, understands them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fastGlob from 'fast-glob';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { matchesGlob, parseGlob } from '../../../src/input/glob.js';
import { folder } from '../../support/run.js';

const test = suite('glob');

const files = [
  'config',
  'config-6.1',
  'configs/a.config',
  'configs/b.config',
  'configs/deep/er/c.config',
  'debian/config/amd64/config',
  'debian/config/amd64/config.cloud',
  'debian/config/config',
  '.hidden/x.config',
  '.config',
  'a/b',
  'a/c/b',
  'ab',
  'a-b',
];

const patterns = [
  'config',
  './config',
  'config*',
  '*',
  '**',
  '**/*',
  '**/*.config',
  'configs/*.config',
  'configs/**',
  'configs/**/c.config',
  '**/config',
  'debian/**/config{,.cloud}',
  'debian/config/{amd64,arm64}/config',
  'configs/[ab].config',
  'configs/[!a].config',
  'configs/[a-c].config',
  'configs/?.config',
  'a/**/b',
  'a*b',
  '*a*b*',
  '**/deep/**/*',
  'nothing',
  'configs',
  '**/.*',
  '.*',
];

test('as where files are looked for', async () => {
  const { path, remove } = folder();
  try {
    for (const file of files) {
      mkdirSync(join(path, dirname(file)), { recursive: true });
      writeFileSync(join(path, file), '');
    }
    for (const pattern of patterns) {
      const expected = (await fastGlob([pattern], { cwd: path, dot: true, onlyFiles: true })).map(file =>
        file.replace(/^\.\//, ''),
      );
      const glob = parseGlob(pattern);
      assert.equal(files.filter(file => matchesGlob(glob, file)).sort(), expected.sort(), pattern);
    }
  } finally {
    remove();
  }
});

test('a folder with its slash holds all in it', () => {
  const glob = parseGlob('configs/');
  assert.ok(matchesGlob(glob, 'configs/a'));
  assert.ok(matchesGlob(glob, 'configs/a/b'));
  assert.not.ok(matchesGlob(glob, 'other/a'));
});

test('odd patterns stand for themselves', () => {
  for (const text of ['[', '[a', '{', '{a', '}', ']', 'a{b}c', '[]', '{,'])
    assert.ok(matchesGlob(parseGlob(text), text), text);
  assert.ok(matchesGlob(parseGlob('a\\*b'), 'a*b'));
  assert.not.ok(matchesGlob(parseGlob('a\\*b'), 'axb'));
});

test('no pattern makes it slow or large', () => {
  const name = 'a'.repeat(2000);
  assert.not.ok(matchesGlob(parseGlob(`${'a*'.repeat(500)}b`), name));
  assert.not.ok(matchesGlob(parseGlob(`${'**/a/'.repeat(500)}b`), 'a/'.repeat(1000)));
  const many = parseGlob('{a,b}'.repeat(40));
  assert.ok(many.length <= 256);
});

test.run();
