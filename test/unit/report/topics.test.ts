// schema/topics.json against everything that can be looked up.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Topic, topicNames, topicsOf } from '../../../src/explain/topic.js';
import { loadLifetimes } from '../../support/knowledge.js';
import { topicJson } from '../../../src/report/explain/topic.js';
import { knowledge } from '../explain/support/knowledge.js';
import { root } from '../../support/paths.js';

const test = suite('topics');
const read = (name: string) => JSON.parse(readFileSync(`${root}schema/${name}.json`, 'utf8')) as Schema;
interface Schema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly definitions: Readonly<Record<string, unknown>>;
}
const schema = read('topics');
const validate = new Ajv({ strict: false }).compile(schema);
const lifetimes = loadLifetimes();
const source = { ...knowledge, lifetimes: () => lifetimes };

const valid = (topics: readonly Topic[]) => validate(JSON.parse(topicJson(topics, '1.0.0')));

const options = new Set([
  ...Object.keys(lifetimes.symbols),
  ...Object.keys(lifetimes.xenlinux),
  ...Object.keys(lifetimes.never),
]);

test('every id and every option', () => {
  const kinds = new Map<string, number>();
  for (const word of [...topicNames(source), ...options]) {
    const topics = topicsOf(word, source);
    // An option without any life that is recorded is none to look up.
    if (topics.length === 0 && options.has(word)) continue;
    assert.ok(topics.length > 0, word);
    assert.ok(valid(topics), `${word}: ${JSON.stringify(validate.errors, null, 1)}`);
    for (const { kind } of topics) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  assert.equal([...kinds.keys()].sort(), ['check', 'failure', 'message', 'option', 'profile', 'rule']);
});

test('a key too many, a key less or another kind is refused', () => {
  const words = [
    'initrd-missing-xen-blkfront',
    'xen-console',
    'kernel-compression',
    'xc-bz-unknown',
    'domu-pvh',
    'XEN_PVH',
  ];
  for (const word of words) {
    const [topic] = (
      JSON.parse(topicJson(topicsOf(word, source), '1.0.0')) as { topics: Record<string, unknown>[] }
    ).topics;
    const of = (one: unknown) =>
      validate({ schemaVersion: 1, tool: { name: 'xen-checkconfig', version: '1.0.0' }, topics: [one] });
    assert.ok(of(topic), word);
    assert.not.ok(of({ ...topic, other: 1 }), word);
    assert.not.ok(of({ ...topic, kind: 'other' }), word);
    for (const key of Object.keys(topic!))
      assert.not.ok(of({ ...topic, [key]: undefined }), `${word}: ${key}`);
  }
  assert.not.ok(validate({ schemaVersion: 1, topics: [] }));
});

test('rules are those of profile files', () => {
  const { definitions, properties } = read('profile');
  for (const [name, definition] of Object.entries(definitions))
    assert.equal(schema.definitions[name], definition, name);
  const { properties: own } = schema.definitions['profile'] as Schema;
  for (const key of ['applies', 'excludes']) assert.equal(own[key], properties[key], key);
});

test.run();
