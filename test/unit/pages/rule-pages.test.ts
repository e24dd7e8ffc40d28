import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadProfiles, loadRegressions } from '../../support/knowledge.js';
import { checkTexts } from '../../../src/report/check/checks.js';
import { regressionsPage } from '../../../scripts/pages/regressions-page.js';
import { rulePages } from '../../../scripts/pages/rule-pages.js';
import { root } from '../../support/paths.js';

const test = suite('rule pages');
const profiles = loadProfiles();
const pages = rulePages(profiles);

test('docs/rules is what the profiles say now: npm run pages writes it', () => {
  assert.equal(readdirSync(`${root}docs/rules`).sort(), [...pages.keys()].sort());
  for (const [name, text] of pages) assert.is(readFileSync(`${root}docs/rules/${name}`, 'utf8'), text, name);
});

test('docs/regressions.md is what profiles/regressions says now, and names each with its commits', () => {
  const page = regressionsPage(loadRegressions());
  assert.is(readFileSync(`${root}docs/regressions.md`, 'utf8'), page);
  for (const { id, brokenBy, mendedBy } of loadRegressions()) {
    assert.is(page.split(`](#${id})`).length, 2, id);
    for (const commit of [...brokenBy, ...mendedBy]) assert.ok(page.includes(commit), commit);
  }
});

test('every rule has a page with its reason, symptom and evidence', () => {
  for (const { rules } of profiles)
    for (const rule of rules) {
      const page = pages.get(`${rule.id}.md`)!.replace(/\\/g, '');
      for (const text of [rule.reason, rule.symptom, ...rule.evidence])
        assert.ok(page.includes(text.replace(/\\/g, '')), `${rule.id}: ${text}`);
    }
});

test('every page is in the index, and every link of it leads to a page', () => {
  const links = [...pages.get('README.md')!.matchAll(/\]\(([^)]+)\)/g)].map(match => match[1]!);
  assert.equal(links.sort(), [...pages.keys()].filter(name => name !== 'README.md').sort());
});

test('a check of every file has its page too', () => {
  for (const id of Object.keys(checkTexts)) assert.ok(pages.has(`${id}.md`), id);
});

test.run();
