// Repository files and baselines that were damaged: an InputError or an answer, nothing else.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseBaseline } from '../../../src/gate/baseline.js';
import { parseRepository } from '../../../src/gate/read-repository.js';
import { repositorySchema } from '../../../src/node/knowledge.js';
import { openWaivers } from '../../../src/gate/waive.js';
import { InputError } from '../../../src/input/input-error.js';
import { judge, kernelText } from '../../support/kernel-config.js';
import { seeded } from '../../support/random.js';
import { asJson, reportOf } from '../../support/report-of.js';

const test = suite('broken files');

const file = `profiles: [domu-pv, ./ours.yaml]
xen: 4.10
fail-on: warning
files: [configs/*.config]
merge:
  - { name: amd64, files: [base, "amd64"], kernel: 6.12 }
waivers:
  - rule: hvc-xen
    option: CONFIG_HVC_XEN
    files: configs/**
    reason: |
      A serial port is there.
    expires: 2027-06-30
    kernel: 5.10..6.6
`;
const pieces = [
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '\n',
  '\t',
  '"',
  "'",
  '|',
  '>',
  '&a',
  '*a',
  '!!x ',
  '#',
  '? ',
  '\0',
];
const more = [
  ...pieces,
  '<<: ',
  '---\n',
  '...\n',
  '%',
  '\ufeff',
  '\ud800',
  '999999999999',
  '{a,b}',
  '[!',
  '**',
];

const { findings } = judge(kernelText({ changes: { HVC_XEN: 'n' } }));

function damaged(text: string, seed: number): string {
  const random = seeded(seed);
  const characters = [...text];
  for (let edit = 0; edit <= random.below(5); edit++)
    characters.splice(random.below(characters.length), random.below(8), random.of(more));
  return characters.join('');
}

test('repository files', () => {
  let read = 0;
  for (let seed = 1; seed <= 2500; seed++)
    try {
      const { waivers } = parseRepository(damaged(file, seed), 'x.yaml', repositorySchema());
      // What was taken can be used.
      openWaivers(waivers, '2026-11-21').waive({ paths: ['configs/a', ']', '{'], kernel: null, findings });
      read++;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const line of error.message.split('\n')) assert.match(line, /^x\.yaml:\d+:\d+: /);
    }
  assert.ok(read > 50 && read < 2500, `${read} were read`);
});

test('baselines', () => {
  const report = asJson(reportOf({ 'a.config': kernelText({ changes: { HVC_XEN: 'n' } }) }));
  let read = 0;
  for (let seed = 1; seed <= 300; seed++)
    try {
      const random = seeded(seed);
      const data = JSON.parse(report);
      // Somewhere in the data a value is replaced by one of another kind.
      let at = data;
      for (;;) {
        const keys = Object.keys(at);
        const key = random.of(keys.length ? keys : ['x']);
        const inner = at[key];
        if (typeof inner !== 'object' || inner === null || random.below(4) === 0) {
          at[key] = random.of([null, 1, 'a', [], {}, [null], [[]], true]);
          break;
        }
        at = inner;
      }
      const baseline = parseBaseline(JSON.stringify(data), ({ path }) => path);
      baseline.known('a.config', findings);
      baseline.gone();
      read++;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  assert.ok(read > 50 && read < 300, `${read} were read`);
});

test.run();
