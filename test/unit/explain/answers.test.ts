// Three-valued answers by Kleene's tables, and what a ranking must hold to whatever the modes are.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { all, any, type Answer, at, no, not, type Truth, unknown, yes } from '../../../src/explain/answer.js';
import { explainBoot } from '../../../src/explain/explain.js';
import type { SignCondition, FailureData, FailureMode } from '../../../src/explain/failure.js';
import type { Inputs } from '../../../src/explain/inputs.js';
import { isPast, type Step, steps } from '../../../src/explain/steps.js';
import { readLog } from '../../support/read-log.js';
import { knowledge } from './support/knowledge.js';

const test = suite('answers');
const truths: readonly Truth[] = ['no', 'unknown', 'yes'];
const answer = (truth: Truth): Answer => ({ truth, evidence: [at('file', 1, truth)] });

test('and is the least, or the greatest, not turns it round', () => {
  for (const left of truths)
    for (const right of truths) {
      const [a, b] = [truths.indexOf(left), truths.indexOf(right)];
      assert.is(all([answer(left), answer(right)]).truth, truths[Math.min(a, b)]);
      assert.is(any([answer(left), answer(right)]).truth, truths[Math.max(a, b)]);
    }
  assert.equal(
    truths.map(truth => not(answer(truth)).truth),
    ['yes', 'unknown', 'no'],
  );
  assert.is(all([]).truth, 'yes');
  assert.is(any([]).truth, 'no');
});

test('evidence is of what decides', () => {
  const [a, b] = [yes(at('a', 1, 'a')), yes(at('b', 1, 'b'))];
  assert.is(all([a, b]).evidence.length, 2);
  assert.is(any([a, no(at('c', 1, 'c')), b]).evidence.length, 2);
  assert.is(any([no(), unknown]).evidence.length, 0);
});

test('a later step that stops a boot was not reached by one that failed before; others hold nothing up', () => {
  const past = (step: Step, ...passed: Step[]) => isPast(step, new Set(passed));
  assert.ok(past('load', 'start'));
  assert.ok(past('toolstack', 'root'));
  assert.not.ok(past('root', 'start'));
  for (const step of ['console', 'network', 'services', 'lifecycle'] as const)
    assert.not.ok(past(step, 'root'), step);
  for (const step of steps) assert.ok(past(step, step), step);
});

const bare: FailureMode = {
  id: 'one',
  title: 'One',
  role: null,
  mode: null,
  arch: null,
  xen: null,
  kernel: null,
  step: 'root',
  symptom: 'x',
  cause: 'x',
  needs: [],
  proves: [],
  points: [],
  hints: [],
  against: [],
  harmless: false,
  insteadOf: [],
  fix: [],
  collect: [],
  settle: 'x',
  sources: [],
  confidence: 'source',
};
const log = (about: string): SignCondition => ({ kind: 'sign', sign: 'log', about: [about] });
const patterns = ['red', 'green', 'blue'].map(id => ({ id, regex: `colour ${id}`, speakers: [] }));

async function ranked(
  modes: readonly Partial<FailureMode>[],
  text: string,
  marks: FailureData['marks'] = [],
) {
  const failures: FailureData = {
    modes: modes.map(mode => ({ ...bare, ...mode })),
    patterns,
    marks,
    events: [],
    commands: {},
    collect: [
      {
        id: 'more',
        text: 'Get more.',
        lines: [],
        commands: [],
        unless: { kind: 'sign', sign: 'domain', about: [] },
      },
    ],
  };
  const logs = text === '' ? [] : [{ path: 'log', facts: await readLog([Buffer.from(text)], patterns) }];
  const inputs: Inputs = {
    config: null,
    image: null,
    initramfs: null,
    domain: null,
    logs,
    hypervisor: null,
    records: [],
  };
  return explainBoot(inputs, { ...knowledge, failures });
}
const ids = (found: readonly { mode: { id: string } }[]) => found.map(({ mode }) => mode.id);

test('proof before a pointer; a hint alone is only possible', async () => {
  const modes = [
    { id: 'hinted', hints: [log('red')], points: [log('blue')] },
    { id: 'pointed', points: [log('red')] },
    { id: 'proven', proves: [log('green')] },
  ];
  const result = await ranked(modes, 'colour red\ncolour green\n');
  assert.equal(ids(result.causes), ['proven', 'pointed']);
  assert.equal(ids(result.possible), ['hinted']);
  assert.is(result.causes[0]!.confidence, 0.95);
  assert.is(result.causes[1]!.confidence, 0.7);
});

test('what is unknown proves nothing and rules nothing out', async () => {
  const modes = [
    { id: 'a', proves: [log('red')] },
    { id: 'b', points: [log('red')], needs: [log('blue')] },
  ];
  const nothing = await ranked(modes, '');
  assert.equal([nothing.causes, nothing.possible], [[], []]);
  assert.equal(ids((await ranked(modes, 'colour red\n')).causes), ['a']);
  assert.equal(ids((await ranked(modes, 'colour red\ncolour blue\n')).causes), ['a', 'b']);
  const domain: SignCondition = { kind: 'sign', sign: 'kernel', about: [] };
  assert.equal(
    ids((await ranked([{ id: 'c', points: [log('red')], needs: [domain] }], 'colour red\n')).causes),
    ['c'],
  );
});

test('more evidence raises, what speaks against lowers, a fact from memory counts less', async () => {
  const one = async (mode: Partial<FailureMode>) =>
    (await ranked([mode], 'colour red\ncolour green\n')).causes[0]?.confidence ?? 0;
  const plain = await one({ points: [log('red')] });
  assert.ok((await one({ points: [log('red'), log('green')] })) > plain);
  assert.ok((await one({ points: [log('red')], confidence: 'memory' })) < plain);
  const result = await ranked(
    [{ points: [log('red')], against: [log('green')] }],
    'colour red\ncolour green\n',
  );
  assert.equal(ids(result.possible), ['one']);
});

test('the exact one stands for the general one, and harmless ones are no causes', async () => {
  const modes = [
    { id: 'general', points: [log('red')] },
    { id: 'exact', points: [log('green')], insteadOf: ['general'] },
    { id: 'noise', points: [log('blue')], harmless: true },
  ];
  const result = await ranked(modes, 'colour red\ncolour green\ncolour blue\n');
  assert.equal(ids(result.causes), ['exact']);
  assert.equal(result.causes[0]!.folded, ['general']);
  assert.equal(ids(result.harmless), ['noise']);
  assert.equal(ids((await ranked(modes, 'colour red\n')).causes), ['general']);
});

test('a boot that got further did not fail there', async () => {
  const modes = [{ id: 'early', step: 'load' as const, proves: [log('red')] }];
  const mark = {
    pattern: 'green',
    for: null,
    passed: ['root' as const],
    role: null,
    mode: null,
    system: null,
  };
  assert.equal(ids((await ranked(modes, 'colour red\n', [mark])).causes), ['early']);
  const up = await ranked(modes, 'colour red\ncolour green\n', [mark]);
  assert.equal([up.causes, up.possible, up.collect], [[], [], []]);
});

test('with little to go on it says what to get, and names no cause', async () => {
  const result = await ranked([{ points: [log('blue')] }], 'colour red\n');
  assert.equal(result.causes, []);
  assert.equal(
    result.collect.map(({ id }) => id),
    ['more'],
  );
});

test.run();
