// The core answers where there is nothing of Node: bundled, in a context that has only what browsers have, too.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { type Plugin, rollup } from '@rollup/wasm-node';
import { judgeConfig } from '../../../src/check/check.js';
import { parseConfig } from '../../../src/config/parse.js';
import { loadFacts, loadProfiles, loadXenTable } from '../../support/knowledge.js';
import { parseVersion } from '../../../src/input/version.js';
import { root } from '../../support/paths.js';

const test = suite('without Node');

const entry = `
import '${root}build/src/platform/web.js';
import { judgeConfig } from '${root}build/src/check/check.js';
import { parseConfig } from '${root}build/src/config/parse.js';
import { parseVersion } from '${root}build/src/input/version.js';
export function answer(bytes, { profiles, facts, lifetimes, newest }) {
  const all = { ...facts, lifetimes: () => lifetimes, allLifetimes: () => lifetimes };
  return JSON.stringify(judgeConfig(parseConfig(bytes), profiles, all, { xen: { version: parseVersion(newest), given: false } }));
}
`;

async function bundle(): Promise<string> {
  const virtual: Plugin = {
    name: 'entry',
    resolveId: id => (id === 'entry' ? id : null),
    load: id => (id === 'entry' ? entry : null),
  };
  const made = await rollup({
    input: 'entry',
    plugins: [virtual],
    // Whatever the core takes from elsewhere would have to be had on the web.
    onLog: (_, log) => assert.unreachable(log.message),
  });
  const { output } = await made.generate({ format: 'iife', name: 'core' });
  await made.close();
  return output[0].code;
}

test('a packed config is judged', async () => {
  const config = readFileSync(`${root}fixtures/configs/x86_64-6.12-pvh-without-xen_pvh.config.gz`);
  const plain = gzipSync('CONFIG_64BIT=y\nCONFIG_X86_64=y\nCONFIG_XEN=y\n');
  const context = createContext({ TextDecoder, TextEncoder });
  runInContext(await bundle(), context);
  assert.is(runInContext('typeof process + typeof Buffer + typeof require', context), 'undefined'.repeat(3));

  const { lifetimes, allLifetimes: _, ...facts } = loadFacts();
  const { newest } = loadXenTable();
  const profiles = loadProfiles();
  // As it is and not as JSON: profiles share their rules, and findings of one rule go together.
  context['data'] = { profiles, facts, lifetimes: lifetimes(), newest };
  for (const bytes of [config, plain]) {
    context['bytes'] = new Uint8Array(bytes);
    const found = runInContext('core.answer(bytes, data)', context) as string;
    const xen = { version: parseVersion(newest)!, given: false };
    const expected = judgeConfig(parseConfig(bytes), profiles, loadFacts(), { xen });
    assert.ok(found === JSON.stringify(expected), 'another answer than on Node');
    assert.ok(expected.verdicts.length > 0);
  }
});

test.run();
