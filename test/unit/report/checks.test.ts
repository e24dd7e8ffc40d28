// One text for each check: pages, SARIF's help and `explain ID` say the same.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkIds, ruleOf } from '../../../src/check/rule-id.js';
import { topicsOf } from '../../../src/explain/topic.js';
import { loadProfiles } from '../../support/knowledge.js';
import { checkTexts } from '../../../src/report/check/checks.js';
import { descriptorOf } from '../../../src/report/check/descriptor.js';
import { rulePages } from '../../../scripts/pages/rule-pages.js';
import { topicJson, topicText } from '../../../src/report/explain/topic.js';
import type { Finding } from '../../../src/check/finding.js';

const test = suite('checks');
const profiles = loadProfiles();
const pages = rulePages(profiles);
const nothing = {
  failures: { modes: [], patterns: [] },
  xen: { messages: [] },
  profiles,
  lifetimes: () => assert.unreachable(),
} as unknown as Parameters<typeof topicsOf>[1];
const words = (text: string) => text.replace(/\\/g, '').replace(/\s+/g, ' ');

test('every check has a title, an account and a fix, alike wherever they are told', () => {
  assert.equal(Object.keys(checkTexts).sort(), [...checkIds].sort());
  for (const id of checkIds) {
    const { title, about, fix, levels } = checkTexts[id];
    assert.ok(title && about && fix && levels.length, id);
    const topics = topicsOf(id, nothing);
    assert.equal(topics, [{ kind: 'check', check: id }]);
    for (const text of [topicText(topics, 100, false), pages.get(`${id}.md`)!])
      for (const part of [title, about, fix]) assert.ok(words(text).includes(part), `${id}: ${part}`);
    assert.is(JSON.parse(topicJson(topics, '1.0.0')).topics[0].about, about);
  }
});

test('every finding that belongs to no rule is described by the text of its check', () => {
  const base = { level: 'warning', stage: null, profiles: [], line: 1 };
  const kinds = [
    ...['mode', 'compression', 'hypercalls'].map(subject => ({ code: 'xen', subject })),
    { code: 'loader' },
    { code: 'regression' },
    ...checkIds
      .filter(id => id.startsWith('image-') && id !== 'image-loader')
      .map(id => ({ code: 'image', about: id.slice('image-'.length) })),
    ...['compression', 'damaged'].map(about => ({ code: 'initramfs', about })),
    ...['duplicate', 'malformed'].map(code => ({ code: 'line', problem: { code } })),
    ...['misspelt', 'foreign', 'override', 'not-applicable', 'unknown', 'untrusted'].map(code => ({ code })),
    ...['unused', 'expired'].map(about => ({ code: 'waiver', about })),
  ];
  const seen = new Set<string>();
  for (const kind of kinds) {
    const finding = { ...base, ...kind } as unknown as Finding;
    const { id, title, about } = descriptorOf(finding);
    assert.is(id, ruleOf(finding));
    assert.equal(
      { title, about },
      {
        title: checkTexts[id as keyof typeof checkTexts].title,
        about: checkTexts[id as keyof typeof checkTexts].about,
      },
    );
    seen.add(id);
  }
  assert.equal([...seen].sort(), [...checkIds].sort());
});

test.run();
