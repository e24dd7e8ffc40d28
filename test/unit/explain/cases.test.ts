// fixtures/explain: for each failure mode a case where it is the first cause, and a near miss where it is not listed.
import { existsSync, readdirSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../support/paths.js';
import { explainCase, readCase } from './support/case.js';
import { failures, faults } from './support/knowledge.js';

const folder = `${root}fixtures/explain/`;
const test = suite('cases');
const list = (found: readonly { mode: { id: string }; confidence: number }[]) =>
  found.map(({ mode, confidence }) => `${mode.id} ${confidence}`).join(', ') || 'none';

test('profiles/failures has no fault', () => {
  assert.equal(faults, []);
});

test('every folder is a failure mode', () => {
  const ids = new Set(['healthy', ...failures.modes.map(({ id }) => id)]);
  assert.equal(
    readdirSync(folder).filter(name => !ids.has(name) && !name.endsWith('.md')),
    [],
  );
});

for (const mode of failures.modes) {
  test(`${mode.id}: case`, async () => {
    const path = `${folder}${mode.id}/case.yaml`;
    assert.ok(existsSync(path), 'there is no case.yaml');
    const found = readCase(path);
    const result = await explainCase(found);
    const said = `causes: ${list(result.causes)}; possible: ${list(result.possible)}`;
    if (mode.harmless) assert.is(result.causes.length, 0, said);
    const ranked = (mode.harmless ? result.harmless : result.causes)[0];
    assert.is(ranked?.mode.id, mode.id, said);
    assert.ok(found.evidence?.length, 'the case names no evidence');
    for (const { path: file, line, text } of found.evidence!) {
      const holds = ranked!.evidence.some(
        one =>
          one.path === file &&
          (line === undefined || one.line === line) &&
          (text === undefined || one.text.includes(text)),
      );
      assert.ok(
        holds,
        `no evidence ${file}:${line ?? ''} ${text ?? ''} in ${JSON.stringify(ranked!.evidence, null, 1)}`,
      );
    }
  });

  test(`${mode.id}: near miss`, async () => {
    const path = `${folder}${mode.id}/near-miss.yaml`;
    assert.ok(existsSync(path), 'there is no near-miss.yaml');
    const result = await explainCase(readCase(path));
    const listed = [...result.causes, ...result.possible, ...result.harmless].map(({ mode: { id } }) => id);
    assert.not.ok(listed.includes(mode.id), `${mode.id} is listed: ${listed.join(', ')}`);
  });
}

const healthy = `${folder}healthy/`;
for (const name of existsSync(healthy) ? readdirSync(healthy).sort() : [])
  test(`healthy: ${name}`, async () => {
    const result = await explainCase(readCase(healthy + name));
    assert.is(list(result.causes), 'none');
    assert.is(list(result.possible), 'none');
  });

test.run();
