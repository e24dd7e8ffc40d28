// Real configs: a mode that the checks let boot has no cause that stops it, and one that they let fail has one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeConfig } from '../../src/check/check.js';
import { configViewOf } from '../../src/check/view.js';
import { parseConfig } from '../../src/config/parse.js';
import { explainBoot } from '../../src/explain/explain.js';
import { isStopping } from '../../src/explain/steps.js';
import { parseVersion } from '../../src/input/version.js';
import { knowledge } from '../unit/explain/support/knowledge.js';
import { corpusEntries, have, shared, whyNot } from './shared.js';

const test = suite('corpus explain');
const here = have('corpus/index.json');
if (!here) test(`skipped: ${whyNot}`, () => assert.not(here));

/** What versions alone point to: the checks of a config have no rule for it. */
const byVersion = new Set(['img-dom0-lz4-decoder-bug', 'hvm-410-xen-tsc-adjust']);
const releases = ['4.1', '4.4', '4.11', '4.14', '4.17', '4.20'];

for (const entry of here ? corpusEntries().filter(({ kind }) => kind === 'config') : [])
  test(entry.file, () => {
    const config = parseConfig(readFileSync(join(shared, 'corpus/configs', entry.file)));
    for (const release of releases) {
      const xen = { version: parseVersion(release)!, given: true };
      // Without logs and a domain file explain knows nothing of the root.
      const { verdicts } = judgeConfig(config, knowledge.profiles, knowledge.facts, { xen, root: 'any' });
      for (const { role, mode, name } of knowledge.profiles) {
        const { verdict, stage } = verdicts.find(({ profile }) => profile === name)!;
        if (verdict === 'not-applicable' || verdict === 'unknown') continue;
        const { causes } = explainBoot(
          {
            config: { path: 'config', facts: configViewOf(config, knowledge.facts.suse) },
            image: null,
            initramfs: null,
            domain: null,
            logs: [],
            hypervisor: null,
            records: [],
          },
          knowledge,
          { xen: xen.version, role, mode },
        );
        const said = `${name} on Xen ${release}: ${verdict} ${stage ?? ''}; ${causes.map(one => `${one.mode.id} ${one.confidence} at ${one.mode.step}`).join(', ')}`;
        const stops = causes.some(({ mode: { id, step } }) => isStopping(step) && !byVersion.has(id));
        if (verdict === 'fails') assert.ok(causes.length > 0, said);
        else if (verdict !== 'conditional') assert.not.ok(stops, said);
      }
    }
  });

test.run();
