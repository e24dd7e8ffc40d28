import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { commands } from '../../../src/cli/commands/index.js';
import { manPage } from '../../../scripts/pages/man-page.js';
import { values } from '../../../scripts/pages/man-texts.js';
import { root } from '../../support/paths.js';

const test = suite('man page');
const page = manPage();

test('man/xen-checkconfig.1 is what the commands say now: npm run pages writes it', () => {
  assert.is(readFileSync(`${root}man/xen-checkconfig.1`, 'utf8'), page);
  const { man, files } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  assert.is(man, './man/xen-checkconfig.1');
  assert.ok(files.includes('man'));
});

/** The page without its escapes, by section of the commands. */
const sections = new Map(
  page
    .slice(page.indexOf('.Sh COMMANDS'), page.indexOf('.Sh ENVIRONMENT'))
    .split(/^\.Ss /m)
    .slice(1)
    .map(text => [/^\S+/.exec(text)![0], plain(text)]),
);

function plain(text: string): string {
  return text
    .replace(/\\-/g, '-')
    .replace(/\\\(dq/g, '"')
    .replace(/\\&/g, '')
    .replace(/\\e/g, '\\');
}

test('every option and every word of every command is in it, with what it means', () => {
  assert.equal([...sections.keys()], [...Object.keys(commands), 'completion']);
  for (const [name, { describe, positionals, options }] of Object.entries(commands)) {
    const text = sections.get(name)!;
    const words = text.replace(/\s+/g, ' ').toLowerCase();
    const has = (part: string) =>
      assert.ok(words.includes(part.replace(/\s+/g, ' ').toLowerCase()), `${name}: ${part}`);
    has(describe);
    for (const [option, its] of Object.entries(options)) {
      assert.match(text, new RegExp(`^\\.It .*Fl -${option}( Ar [a-z]+)?$`, 'm'), `${name} --${option}`);
      if (its.alias) assert.match(text, new RegExp(`^\\.It Fl ${its.alias}( Ar [a-z]+)? , `, 'm'));
      has(its.describe);
      if (its.choices) has(`One of: ${its.choices.join(', ')}.`);
      if (its.default) has(`Default: ${its.default}.`);
    }
    for (const [word, its] of Object.entries(positionals)) {
      assert.match(text, new RegExp(`^\\.It Ar ${word}$`, 'm'), `${name} ${word}`);
      has(its.describe);
    }
  }
});

test('an option that takes a value is shown with a name for it', () => {
  for (const { options } of Object.values(commands))
    for (const [name, { type }] of Object.entries(options))
      if (type !== 'boolean')
        assert.ok(values[name], `src/cli/man-texts.ts: no name for the value of --${name}`);
});

test('no text becomes a request or an escape', () => {
  const macros = new Set('Dd Dt Os Sh Ss Nm Nd Op Ic Ar Pp Bl It El Dl Xr'.split(' '));
  for (const line of page.split('\n')) {
    if (/^[.'](?!\\")/.test(line)) assert.ok(macros.has(/^.(\S+)/.exec(line)![1]!), line);
    for (const [escape] of line.matchAll(/\\./g))
      assert.ok(['\\-', '\\(', '\\e', '\\&', '\\"'].includes(escape), line);
    assert.ok(line.length <= 120, line);
  }
});

test.run();
