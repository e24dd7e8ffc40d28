// Every boot that the lab observed, explained from the kernel's config and what the tools or the hypervisor printed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { configViewOf } from '../../src/check/view.js';
import { parseConfig } from '../../src/config/parse.js';
import { explainBoot, type Explanation } from '../../src/explain/explain.js';
import { parseVersion } from '../../src/input/version.js';
import { readLog } from '../support/read-log.js';
import type { Mode, Role } from '../../src/profiles/rule-data.js';
import { logPatterns } from '../../scripts/compile/log-patterns.js';
import { shared, whyNot } from '../corpus/shared.js';
import { knowledge } from '../unit/explain/support/knowledge.js';
import { configOf, here, type Outcome, outcomes } from './shared.js';

const all = suite('lab explain');
if (!here) all(`skipped: ${whyNot}`, () => assert.not(here));

const patterns = logPatterns(knowledge);

async function explained(outcome: Outcome, withLog: boolean): Promise<Explanation> {
  const file = configOf(outcome);
  const config = file ? parseConfig(gunzipSync(readFileSync(join(shared, 'lab/configs', file)))) : null;
  const [mode, role] = outcome.mode.split('-') as [Mode, Role];
  const lines = [...(outcome.evidenceLine ? [outcome.evidenceLine] : []), ...(outcome.xlErrors ?? [])];
  const logs =
    withLog && lines.length
      ? [{ path: 'log', facts: await readLog([Buffer.from(`${lines.join('\n')}\n`)], patterns) }]
      : [];
  return explainBoot(
    {
      config: config && { path: 'config', facts: configViewOf(config, knowledge.facts.suse) },
      image: null,
      initramfs: null,
      domain: null,
      logs,
      hypervisor: null,
      records: [],
    },
    knowledge,
    { xen: parseVersion(outcome.xenVersion)!, role, mode },
  );
}

const said = ({ causes }: Explanation) =>
  causes.map(({ mode, confidence }) => `${mode.id} ${confidence} at ${mode.step}`).join(', ') || 'none';
const title = ({ name, mode, xenVersion, outcome, imageFormat, variant }: Outcome) =>
  `${name}, ${mode}, Xen ${xenVersion}, ${imageFormat}, ${variant}: ${outcome}`;

const loading = ['toolstack', 'bootloader', 'load'];
/** Where the first cause has to be. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'refused-by-loader': loading,
  'xen-panics': loading,
  'reboots-no-console': ['start'],
  panics: ['root', 'init'],
  'boots-no-console': ['console'],
  'toolstack-fails': ['services'],
};

for (const outcome of outcomes) {
  if (outcome.outcome === 'boots' && configOf(outcome))
    all(title(outcome), async () => {
      const result = await explained(outcome, true);
      const stopping = result.causes.filter(({ mode }) =>
        ['load', 'start', 'root', 'init'].includes(mode.step),
      );
      assert.equal(
        stopping.map(({ mode }) => mode.id),
        [],
        said(result),
      );
    });
  const steps = expected[outcome.outcome];
  if (steps)
    all(title(outcome), async () => {
      const result = await explained(outcome, true);
      const [first] = result.causes;
      if (first) assert.ok(steps.includes(first.mode.step), said(result));
      // An image alone can tell what "no loader found" is about; the message is named then.
      else
        assert.ok(
          result.messages.length > 0 || !configOf(outcome),
          `${outcome.evidenceLine}: ${said(result)}`,
        );
    });
}

all.run();
