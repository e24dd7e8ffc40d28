// What the texts point to is there, and they agree on where the sources are.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rulePage } from '../../../src/report/words/links.js';
import { repository } from '../../../src/node/version.js';
import { root } from '../../support/paths.js';

const test = suite('links');
const pages = [
  ...readdirSync(root).filter(name => name.endsWith('.md')),
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name.replaceAll('\\', '/')}`),
];
/** What stands between fences or is indented as code shows links and has none. */
const proseOf = (text: string) =>
  text
    .replace(/^```.*?^```$/gms, '')
    .replace(/^ {4}.*$/gm, '')
    .replace(/`[^`\n]*`/g, '');
const textOf = (page: string) => readFileSync(`${root}${page}`, 'utf8');

/** As GitHub names a heading. */
const anchorOf = (heading: string) =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

test('files and headings that pages link to are there', () => {
  let links = 0;
  for (const page of pages)
    for (const [, target] of proseOf(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue;
      const [path, anchor] = decodeURIComponent(target!).split('#');
      const at = path ? join(dirname(page), path) : page;
      assert.ok(existsSync(`${root}${at}`), `${page}: ${target}`);
      links++;
      if (anchor === undefined || statSync(`${root}${at}`).isDirectory()) continue;
      const headings = [...textOf(at).matchAll(/^#+ +(.*)$/gm)].map(([, heading]) => anchorOf(heading!));
      assert.ok(headings.includes(anchor), `${page}: ${target}`);
    }
  assert.ok(links > 100, `${links} links`);
});

test('where the sources are stands once, in package.json, and all texts say the same', () => {
  const home = repository();
  assert.match(home!, /^https:\/\/github\.com\/[^/]+\/xen-checkconfig$/);
  const manifest = JSON.parse(textOf('package.json')) as { homepage: string; bugs: string };
  assert.ok(manifest.homepage.startsWith(home!));
  assert.is(manifest.bugs, `${home}/issues`);
  const name = home!.replace('https://github.com/', '');
  const forms = readdirSync(`${root}.github`, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.yml'))
    .map(path => `.github/${path}`);
  for (const page of [...pages, ...forms, 'action.yml', 'ci/gitlab.yml'])
    for (const [found, owner] of textOf(page).matchAll(/\b([\w.-]+)\/xen-checkconfig\b(?![\w./-]*\.)/g))
      // A copy on someone's GitLab lies in a group of theirs.
      if (owner !== 'GROUP')
        assert.ok(name.startsWith(`${owner}/`) || owner === 'github.com', `${page}: ${found}`);
  assert.ok(existsSync(`${root}${rulePage('xen', home).replace(`${home}/blob/main/`, '')}`));
});

test('CHANGELOG.md has what is not released yet and the version of package.json, newest first', () => {
  const { version } = JSON.parse(textOf('package.json')) as { version: string };
  const headings = [...textOf('CHANGELOG.md').matchAll(/^## \[(.*?)\](?: - (\d{4}-\d\d-\d\d))?$/gm)];
  assert.equal(
    headings.slice(0, 2).map(([, name]) => name),
    ['Unreleased', version],
  );
  for (const [, , date] of headings.slice(1)) assert.ok(date);
});

test.run();
