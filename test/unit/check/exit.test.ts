// Which findings count for the exit code: those of profiles asked for, of the modes of a group that boot, of the file.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Condition, Finding } from '../../../src/check/finding.js';
import {
  boots,
  counting,
  emulationRule,
  fails,
  profileGroups,
  type Verdict,
  type VerdictName,
  verdictOf,
} from '../../../src/check/verdict.js';
import { loadProfiles } from '../../support/knowledge.js';
import type { Level, Rule, Stage } from '../../../src/profiles/rule-data.js';

const test = suite('exit');

const verdict = (profile: string, name: VerdictName): Verdict => ({
  profile,
  verdict: name,
  stage: null,
  conditions: [],
});
const finding = (level: Level, ...profiles: string[]): Finding => ({
  code: 'misspelt',
  level,
  stage: null,
  profiles,
  line: 1,
  option: 'X',
  means: null,
  note: '',
});
const count = (verdicts: Record<string, VerdictName>, ...asked: string[][]) =>
  [
    ...counting(
      Object.entries(verdicts).map(([name, word]) => verdict(name, word)),
      asked,
    ),
  ].sort();

test('a profile that was asked for counts, whatever its verdict', () => {
  for (const word of ['boots', 'fails', 'silent', 'unknown', 'not-applicable', 'conditional'] as const)
    assert.equal(count({ a: word, b: 'boots' }, ['a']), ['a'], word);
});

test('of a group those count that boot', () => {
  assert.equal(count({ a: 'boots', b: 'fails', c: 'conditional' }, ['a', 'b', 'c']), ['a', 'c']);
  assert.equal(count({ a: 'conditional', b: 'not-applicable' }, ['a', 'b']), ['a']);
});

test('a group that was asked for is about Xen: HVM on emulated devices does not make it pass', () => {
  const group = ['pv', 'pvh', 'hvm'];
  const rule = { id: emulationRule } as Rule;
  const emulated: Finding = {
    ...{ code: 'condition', level: 'warning', stage: 'root', profiles: ['hvm'], line: null, rule },
    ...{ option: 'XEN', expected: 'y', actual: 'n', conditions: [] },
  };
  const counted = (pv: VerdictName, pvh: VerdictName, found: Finding[], strict = true) => [
    ...counting(
      [verdict('pv', pv), verdict('pvh', pvh), verdict('hvm', 'conditional')],
      [group],
      found,
      strict,
    ),
  ];
  assert.equal(counted('boots', 'fails', [emulated]), ['pv']);
  assert.equal(counted('fails', 'fails', [emulated]), ['pv', 'pvh', 'hvm']);
  assert.equal(counted('fails', 'fails', []), ['hvm'], "with Xen's drivers HVM is a mode like any other");
  assert.equal(counted('fails', 'unknown', [emulated]), ['pvh']);
  assert.equal(counted('not-applicable', 'not-applicable', [emulated]), ['hvm'], 'nothing was lost');
  assert.equal(counted('fails', 'fails', [emulated], false), ['hvm'], 'where every mode is only shown');
  assert.ok(loadProfiles(['domu-hvm'])[0]!.rules.some(({ id }) => id === emulationRule));
});

test('a verdict that may stay unknown never fails, one that may not does', () => {
  const unknown = (level: Level): Finding => ({
    ...{ code: 'unknown', level, stage: null, profiles: ['a'], line: null, because: 'fragment' },
  });
  assert.ok(fails([unknown('error')], new Set(['a']), 'error'));
  assert.ok(fails([unknown('warning')], new Set(['a']), 'warning'));
  assert.not.ok(fails([unknown('note')], new Set(['a']), 'note'));
});

test('if none boots, those that are open; else all that could be', () => {
  assert.equal(count({ a: 'fails', b: 'unknown', c: 'not-applicable' }, ['a', 'b', 'c']), ['b']);
  assert.equal(count({ a: 'fails', b: 'silent', c: 'not-applicable' }, ['a', 'b', 'c']), ['a', 'b']);
  assert.equal(count({ a: 'not-applicable', b: 'not-applicable' }, ['a', 'b']), ['a', 'b']);
});

test('several -p count each by itself', () => {
  assert.equal(count({ a: 'boots', b: 'fails', c: 'fails', d: 'boots' }, ['a', 'b'], ['c'], ['d']), [
    'a',
    'c',
    'd',
  ]);
});

test('levels count at their rank and above', () => {
  const counted = new Set(['a']);
  for (const [level, failOn, expected] of [
    ['error', 'error', true],
    ['warning', 'error', false],
    ['note', 'error', false],
    ['error', 'warning', true],
    ['warning', 'warning', true],
    ['note', 'warning', false],
    ['note', 'note', true],
    ['error', 'never', false],
  ] as const)
    assert.is(fails([finding(level, 'a')], counted, failOn), expected, `${level} ${failOn}`);
});

test('findings of profiles that do not count do not fail, those of the file do', () => {
  assert.is(fails([finding('error', 'b')], new Set(['a']), 'note'), false);
  assert.is(fails([finding('error', 'b', 'a')], new Set(['a']), 'error'), true);
  assert.is(fails([finding('warning')], new Set(['a']), 'warning'), true);
  assert.is(fails([], new Set(['a']), 'note'), false);
});

test('the groups hold the modes of their role', () => {
  const groups = profileGroups(loadProfiles());
  assert.equal(groups.get('dom0'), ['dom0-pv', 'dom0-pvh', 'dom0-arm', 'dom0-xenlinux']);
  assert.equal(groups.get('domu'), ['domu-pv', 'domu-pvh', 'domu-hvm', 'domu-arm', 'domu-xenlinux']);
});

test('the verdict is the first stage that fails; a mute console stops no boot', () => {
  const some: Condition[] = [{ kind: 'setup', rule: 'r', text: 't' }];
  for (const [errors, open, conditions, expected, stage] of [
    [[], false, [], 'boots', null],
    [[], false, some, 'conditional', null],
    [[], true, some, 'unknown', null],
    [['console'], false, [], 'silent', 'console'],
    [['console'], true, [], 'unknown', null],
    [['console', 'services'], false, [], 'fails', 'services'],
    [['services', 'root', 'console'], false, some, 'fails', 'root'],
    [['lifecycle', 'load'], true, [], 'fails', 'load'],
  ] as const) {
    const found = verdictOf('p', new Set<Stage>(errors), open, conditions);
    assert.is(found.verdict, expected);
    assert.is(found.stage, stage);
    assert.is(boots(found), expected === 'boots' || expected === 'conditional');
  }
});

test.run();
