// What the check of profiles/failures refuses, and what its README says.
import { readFileSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { assembleFailures } from '../../../scripts/compile/failures.js';
import type { SignCondition } from '../../../src/explain/failure.js';
import { signs } from '../../../src/explain/signs/index.js';
import { root } from '../../support/paths.js';
import { failureFiles, failures, knowledge, messageIds } from './support/knowledge.js';

const test = suite('data');

/** The faults where one mode has these keys besides the ones it must have. */
function faultsOf(keys: Record<string, unknown>): string[] {
  const mode = {
    id: 'one',
    title: 'x',
    step: 'load',
    symptom: 'x',
    cause: 'x',
    points: [{ log: 'xc-bz-unknown' }],
    fix: [{ to: 'host', text: 'x' }],
    sources: ['x'],
    confidence: 'source',
    ...keys,
  };
  const files = new Map<string, unknown>([
    ['patterns.yaml', { patterns: { shared: 'x' } }],
    ['marks.yaml', { marks: [] }],
    ['collect.yaml', { collect: { that: { text: 'x' } } }],
    ['load.yaml', { modes: [mode] }],
  ]);
  return assembleFailures(files, messageIds).faults;
}

test('takes what is right', () => {
  assert.equal(faultsOf({}), []);
  assert.equal(
    faultsOf({ patterns: { own: 'x y' }, proves: [{ log: ['own', 'shared'] }], collect: ['that'] }),
    [],
  );
});

for (const [what, keys, fault] of [
  ['an unknown key', { sympton: 'x' }, 'load.yaml, modes[0].sympton: is not known here'],
  ['an unknown step', { step: 'boot' }, 'load.yaml, modes[0].step: is not one of toolstack, '],
  ['an unknown sign', { needs: ['kernle'] }, 'load.yaml, modes[0].needs[0]: there is no sign kernle'],
  [
    'an inherited name as sign',
    { needs: ['toString'] },
    'load.yaml, modes[0].needs[0]: there is no sign toString',
  ],
  [
    'a sign without its object',
    { needs: ['config'] },
    'load.yaml, modes[0].needs[0]: config must be asked about',
  ],
  [
    'a sign with an object too many',
    { needs: [{ kernel: 'x' }] },
    'load.yaml, modes[0].needs[0]: kernel is asked',
  ],
  [
    'a need that cannot be read',
    { needs: [{ config: 'A &&' }] },
    'load.yaml, modes[0].needs[0]: config: A && ends',
  ],
  ['a bad range', { xen: ['4.x'] }, 'load.yaml, modes[0].xen: is not a range of releases'],
  [
    'an unknown pattern',
    { hints: [{ log: 'nope' }] },
    'load.yaml, modes[0].hints: there is no pattern and no message',
  ],
  [
    'an unknown reason',
    { hints: [{ loader: 'nope' }] },
    'load.yaml, modes[0].hints[0]: loader: nope is no reason',
  ],
  [
    'a bad pattern',
    { patterns: { own: '(' } },
    'load.yaml, modes[0].patterns.own: Invalid regular expression',
  ],
  [
    'a slow pattern',
    { patterns: { own: '(a+b*)+c' } },
    'load.yaml, modes[0].patterns.own: repeats what holds a repeat',
  ],
  ['a pattern of a message', { patterns: {}, points: [] }, 'load.yaml, modes[0].points: nothing proves it'],
  [
    'an unknown mode to stand for',
    { 'instead-of': ['x'] },
    'load.yaml, modes[0].instead-of: there is no failure mode x',
  ],
  [
    'an unknown thing to collect',
    { collect: ['x'] },
    'load.yaml, modes[0].collect: x is not in collect.yaml',
  ],
] as const)
  test(`refuses ${what}`, () => {
    const faults = faultsOf(keys);
    assert.is(faults.length, 1, faults.join('\n'));
    assert.ok(faults[0]!.startsWith(fault), faults[0]);
  });

test('rules that conditions name are rules of the profiles', () => {
  const rules = new Set(knowledge.profiles.flatMap(profile => profile.rules.map(({ id }) => id)));
  const named = (condition: SignCondition): readonly string[] =>
    condition.kind === 'sign'
      ? condition.sign === 'check'
        ? condition.about
        : []
      : condition.kind === 'not'
        ? named(condition.of)
        : condition.of.flatMap(named);
  for (const mode of failures.modes)
    for (const list of ['needs', 'proves', 'points', 'hints', 'against'] as const)
      for (const id of mode[list].flatMap(named))
        assert.ok(rules.has(id), `${mode.id}: there is no rule ${id}`);
});

test('the README names every sign, with what it takes', () => {
  const file = `${root}profiles/failures/README.md`;
  const rows = Object.entries(signs).map(
    ([name, { takes, about }]) => `| \`${name}\` | ${(takes ?? '').replaceAll('|', '\\|')} | ${about} |`,
  );
  const table = ['| sign | X: what it is asked about | yes means |', '| --- | --- | --- |', ...rows].join(
    '\n',
  );
  const readme = readFileSync(file, 'utf8');
  const begin = readme.indexOf('| sign ');
  const end = readme.indexOf('\n\n', begin);
  // The formatter lays tables out: blanks and lengths of lines of dashes do not count.
  const plain = (text: string) => text.replace(/\s+|-{3,}/g, '');
  if (process.env['UPDATE_GOLDEN'] && plain(readme.slice(begin, end)) !== plain(table))
    writeFileSync(file, readme.slice(0, begin) + table + readme.slice(end));
  else assert.is(plain(readme.slice(begin, end)), plain(table), 'UPDATE_GOLDEN=1 writes it anew');
});

test('every file of modes or events has a list of them', () => {
  for (const [file, content] of failureFiles())
    if (!['marks.yaml', 'patterns.yaml', 'collect.yaml', 'commands.yaml'].includes(file))
      assert.ok(
        Array.isArray((content as Record<string, unknown>)[file.startsWith('events/') ? 'events' : 'modes']),
        file,
      );
});

test.run();
