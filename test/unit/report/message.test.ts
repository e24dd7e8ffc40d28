// Sentences: every kind of finding has them, and they read as they should.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Blocker, Condition, Finding } from '../../../src/check/finding.js';
import type { Rule } from '../../../src/profiles/rule-data.js';
import { ruleOf } from '../../../src/report/check/json.js';
import { conditionText, messageOf, verdictText } from '../../../src/report/words/message.js';
import { judge } from '../../support/kernel-config.js';
import { samples } from '../../support/samples.js';

const test = suite('message');

const rule: Rule = {
  id: 'r',
  title: 'A rule',
  stage: 'root',
  level: 'error',
  option: 'X',
  reason: 'It is needed.',
  symptom: 'Nothing works.',
  evidence: ['seen'],
};
const base = { level: 'error', stage: 'root', profiles: ['domu-pv'], line: 7 } as const;
const about = { ...base, rule, option: 'X' } as const;
const need = { ...about, code: 'need', expected: 'y', actual: 'n', blockers: [], hidden: false } as const;
const blocker = (option: string, more: Partial<Blocker> = {}): Blocker => ({
  option,
  expected: 'y',
  actual: 'n',
  line: 5,
  hidden: false,
  blockers: [],
  ...more,
});
const modules = (...files: string[]): Condition => ({ kind: 'modules', rule: files[0]!, files });
const setup = (name: string, text: string): Condition => ({ kind: 'setup', rule: name, text });

test('a need by what the option has and what it must have', () => {
  for (const [actual, expected, message] of [
    ['n', 'y', 'CONFIG_X is not set (y is needed)'],
    ['absent', 'y', 'CONFIG_X is not set (y is needed)'],
    ['n', 'm', 'CONFIG_X is not set (y or m is needed)'],
    ['m', 'y', 'CONFIG_X is m, it must be built in (y)'],
    ['y', 'n', 'CONFIG_X is y, it must be off'],
    ['m', 'n', 'CONFIG_X is m, it must be off'],
    ['other', 'y', 'CONFIG_X has another type (y is needed)'],
  ] as const)
    assert.is(messageOf({ ...need, actual, expected }).message, message);
  assert.is(messageOf(need).why, 'It is needed. Without it: Nothing works.');
  assert.equal(messageOf(need).set, ['CONFIG_X=y']);
  assert.equal(messageOf({ ...need, expected: 'm' }).set, ['CONFIG_X=m']);
  assert.equal(messageOf({ ...need, actual: 'y', expected: 'n' }).set, ['# CONFIG_X is not set']);
  assert.equal(messageOf(need).evidence, ['seen']);
});

test('what holds an option back comes first among the lines to set', () => {
  const chain = [
    blocker('B', { blockers: [blocker('C', { actual: 'absent', line: null })] }),
    blocker('C', { line: null, actual: 'absent' }),
  ];
  const { fix, set } = messageOf({ ...need, blockers: chain });
  assert.is(
    fix,
    'Set CONFIG_X=y. It needs B=y (not set on line 5), which needs C=y (not in the file); C=y (not in the file).',
  );
  assert.equal(set, ['CONFIG_C=y', 'CONFIG_B=y', 'CONFIG_X=y']);
});

test('an option without a prompt is not among the lines to set', () => {
  const hidden = messageOf({ ...need, hidden: true, blockers: [blocker('B')] });
  assert.equal(hidden.set, ['CONFIG_B=y']);
  assert.is(hidden.fix, 'It has no prompt and follows from others: it needs B=y (not set on line 5).');
  assert.is(messageOf({ ...need, hidden: true }).fix, 'It has no prompt: it follows from other options.');
});

test('a fix of the rule goes before a made one', () => {
  const own = { ...rule, fix: 'Do this.', set: ['CONFIG_Y=y'] };
  assert.is(messageOf({ ...need, rule: own }).fix, 'Do this.');
  assert.equal(messageOf({ ...need, rule: own }).set, ['CONFIG_Y=y']);
});

test('conditions in words', () => {
  for (const [conditions, text] of [
    [[modules('a.ko')], 'the initramfs holds a.ko'],
    [[modules('a.ko'), modules('b.ko')], 'the initramfs holds a.ko and b.ko'],
    [[modules('a.ko', 'b.ko')], 'the initramfs holds one of a.ko, b.ko'],
    [[modules('a.ko', 'b.ko', 'c.ko', 'd.ko')], 'the initramfs holds one of a.ko, b.ko, c.ko (4 would do)'],
    [[setup('r', 'it rains'), setup('r', 'it snows')], 'it rains, or it snows'],
    [[setup('r', 'it rains'), setup('s', 'it snows')], 'it rains; and it snows'],
    [[modules('a.ko'), setup('s', 'it snows')], 'the initramfs holds a.ko; and it snows'],
    [[modules('a.ko'), modules('a.ko')], 'the initramfs holds a.ko'],
  ] as const)
    assert.is(conditionText(conditions), text);
});

test('conditions are not put in another order by making their text', () => {
  const conditions = [modules('b.ko', 'c.ko'), modules('a.ko')];
  const copy = structuredClone(conditions);
  conditionText(conditions);
  assert.equal(conditions, copy);
});

test('verdicts in words', () => {
  const verdict = { profile: 'p', stage: null, conditions: [] };
  assert.is(verdictText({ ...verdict, verdict: 'boots' }), 'boots');
  assert.is(verdictText({ ...verdict, verdict: 'fails', stage: 'load' }), 'fails at load');
  assert.is(
    verdictText({ ...verdict, verdict: 'conditional', conditions: [modules('a.ko')] }),
    'boots if the initramfs holds a.ko',
  );
  assert.match(verdictText({ ...verdict, verdict: 'silent', stage: 'console' }), /^silent: it runs/);
  assert.is(verdictText({ ...verdict, verdict: 'unknown' }), 'unknown');
});

const every: readonly Finding[] = [
  need,
  { ...about, code: 'condition', expected: 'm', actual: 'm', conditions: [modules('a.ko')] },
  { ...about, code: 'condition', expected: 'y', actual: 'n', conditions: [setup('r', 'it rains')] },
  { ...base, code: 'spare', rule, options: ['A', 'B'] },
  { ...base, code: 'not-applicable', because: 'so it is', evidence: [] },
  ...(['fragment', 'defconfig', 'no-version', 'no-arch'] as const).map((because): Finding => ({
    ...base,
    code: 'unknown',
    because,
  })),
  { ...base, code: 'misspelt', option: 'HIGHMEM_64G', means: 'HIGHMEM64G', note: 'No kernel has it.' },
  { ...base, code: 'misspelt', option: 'XEN_FOO', means: null, note: 'No kernel has it.' },
  { ...base, code: 'foreign', option: 'XEN_TMEM', last: '5.2', first: null },
  { ...base, code: 'foreign', option: 'XEN_NEW', last: null, first: '6.1' },
  ...(['mode', 'hypercalls', 'compression'] as const).flatMap(subject =>
    [[], [setup('r', 'it rains')]].map((conditions): Finding => ({
      ...base,
      code: 'xen',
      subject,
      option: subject === 'compression' ? 'KERNEL_ZSTD' : null,
      xen: '4.14',
      ranges: [{ from: '4.15', to: null }],
      conditions,
      evidence: [],
    })),
  ),
  { ...base, code: 'line', problem: { code: 'duplicate', line: 7, option: 'X', firstLine: 3, same: true } },
  { ...base, code: 'line', problem: { code: 'duplicate', line: 7, option: 'X', firstLine: 3, same: false } },
  { ...base, code: 'line', problem: { code: 'malformed', line: 7, text: 'what' } },
];

test('every kind of finding has its sentences', () => {
  for (const finding of every) {
    const { message, why, fix, set } = messageOf(finding);
    for (const [name, text] of Object.entries({ message, why, fix })) {
      assert.not.match(text, /undefined|null|NaN|\[object| {2}| $|\.\./, `${finding.code} ${name}: ${text}`);
    }
    assert.ok(message.length > 10, finding.code);
    assert.not.match(message, /\.$/, `${finding.code}: ${message}`);
    if (why) assert.match(why, /[.)]$/, `${finding.code}: ${why}`);
    if (fix) assert.match(fix, /[.)]$/, `${finding.code}: ${fix}`);
    for (const line of set) assert.match(line, /^(CONFIG_\w+=\S+|# CONFIG_\w+ is not set)$/);
    assert.match(ruleOf(finding), /^[a-z0-9-]+$/);
  }
});

test('some sentences in full', () => {
  const texts = every.map(finding => messageOf(finding).message);
  for (const expected of [
    'CONFIG_A, CONFIG_B are on',
    'domu-pv cannot be had with this kernel: so it is',
    'CONFIG_HIGHMEM_64G is no option of any kernel; CONFIG_HIGHMEM64G is meant',
    'CONFIG_XEN_FOO is no option of any kernel',
    'CONFIG_XEN_TMEM does not exist in this kernel (last in 5.2)',
    'CONFIG_XEN_NEW does not exist in this kernel (first in 6.1)',
    'CONFIG_X was set before, on line 3',
    'CONFIG_X was set before, on line 3, to something else',
    'not a line of a config, skipped: what',
    'Xen 4.14 cannot run domu-pv (Xen 4.15 and newer can)',
  ])
    assert.ok(texts.includes(expected), expected);
});

test('the findings of the samples are all of these kinds, and have sentences too', () => {
  const kinds = new Set<string>();
  for (const text of Object.values(samples))
    for (const asked of [undefined, ['dom0-pv', 'domu-pvh', 'dom0-arm']])
      for (const xen of [undefined, '3.4', '4.8', '4.14', '4.17'])
        for (const finding of judge(text, { ...(xen && { xen }), ...(asked && { asked }) }).findings) {
          kinds.add(finding.code);
          const { message, why, fix } = messageOf(finding);
          assert.not.match(`${message} ${why} ${fix}`, /undefined|null|NaN|\[object/);
        }
  assert.equal([...kinds].sort(), [...new Set(every.map(finding => finding.code))].sort());
});

test.run();
