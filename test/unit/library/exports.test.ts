// What the library promises: names are only added. One that goes, or one that nobody meant to give, fails here.
import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../support/paths.js';

const test = suite('exports');

const everywhere = [
  'InputError',
  'ProfileError',
  'UsageError',
  'check',
  'diff',
  'explain',
  'explainFormats',
  'form',
  'formats',
  'image',
  'init',
  'knowledgeFrom',
  'messageOf',
  'namedBytes',
  'parseConfig',
  'parseVersion',
  'ports',
  'renderCheck',
  'renderDiff',
  'renderExplain',
  'renderImage',
  'renderInit',
  'renderSupport',
  'support',
  'verdictText',
  'writeConfig',
];
const onlyNode = [
  'checkConfig',
  'fix',
  'kconfig',
  'knowledge',
  'loadProfiles',
  'openRepository',
  'renderFix',
  'renderKconfig',
];

const namesOf = async (specifier: string) => Object.keys((await import(specifier)) as object).sort();

test('for Node', async () => {
  assert.equal(await namesOf('xen-checkconfig'), [...everywhere, ...onlyNode].sort());
});

test('for browsers', async () => {
  assert.equal(await namesOf('xen-checkconfig/browser'), everywhere);
});

test('the formats', async () => {
  const { explainFormats, formats } = await import('../../../src/index.js');
  assert.equal(formats, ['text', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown', 'html']);
  assert.equal(explainFormats, ['text', 'json', 'markdown', 'html']);
});

test('what is for browsers asks nothing of Node, and for no package but those of files that need one', () => {
  const bundle = readdirSync(`${root}dist`).filter(name => /^browser\b.*\.js$/.test(name));
  assert.ok(bundle.includes('browser.js') && bundle.length > 20, `${bundle.length} files`);
  const packages = new Set<string>();
  for (const name of bundle) {
    const text = readFileSync(`${root}dist/${name}`, 'utf8');
    assert.not.match(text, /["']node:/, name);
    for (const [, from] of text.matchAll(/\b(?:from|import) ?\(? ?["']([@\w][@\w/-]*)["']/g))
      packages.add(from!);
  }
  assert.equal([...packages].sort(), ['ajv', 'saxes', 'yaml']);
});

test('package.json exports files that are there', () => {
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    exports: Record<string, string | Record<string, string>>;
  };
  assert.equal(Object.keys(exports).slice(0, 3), ['.', './browser', './dist/*.json']);
  for (const target of Object.values(exports).flatMap(entry =>
    typeof entry === 'string' ? [entry] : Object.values(entry),
  ))
    assert.ok(readFileSync(`${root}${target.replace('*', 'profiles')}`).length > 0, target);
});

test.run();
