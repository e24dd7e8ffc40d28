// Waivers against findings of real checks.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../../src/check/finding.js';
import { ruleOf } from '../../../src/check/rule-id.js';
import type { Waiver } from '../../../src/gate/repository.js';
import { openWaivers, type WaiverScope } from '../../../src/gate/waive.js';
import { parseVersion } from '../../../src/input/version.js';
import { loadBuiltIn } from '../../support/knowledge.js';
import { messageOf } from '../../../src/report/words/message.js';
import { checkTexts } from '../../../src/report/check/checks.js';
import { judge, kernelText } from '../../support/kernel-config.js';

const test = suite('waive');

const { findings } = judge(kernelText({ changes: { HVC_XEN: 'n', XEN_PVH: 'n' } }));
const today = '2026-11-21';
const rules = new Set([...loadBuiltIn().rules.map(({ id }) => id), ...Object.keys(checkTexts)]);
const scope: WaiverScope = { whole: true, rules, checked: rules };

const file = (paths: readonly string[] = ['configs/a.config'], kernel: string | null = '6.1.192') => ({
  paths,
  kernel: kernel === null ? null : parseVersion(kernel),
  findings,
});
const waiver = (more: Partial<Waiver>): Waiver => ({ reason: 'r', line: 7, ...more });
const about = (option: string) =>
  findings.filter(finding => 'option' in finding && finding.option === option);

/** The options that one waiver holds, and what is said of it. */
const outcome = (more: Partial<Waiver>, over: Partial<WaiverScope> = {}, judged = [file()]) => {
  const waivers = openWaivers([waiver(more)], today);
  const waived = judged.flatMap(one => [...waivers.waive(one).keys()]);
  return { waived, said: waivers.findings({ ...scope, ...over }) };
};
const kinds = (said: readonly Finding[]) =>
  said.map(finding => (finding.code === 'waiver' ? `${finding.about} ${finding.level} ${finding.line}` : ''));

test('by option, by rule, by both', () => {
  assert.ok(about('HVC_XEN').length > 0);
  assert.equal(outcome({ option: 'HVC_XEN' }).waived, about('HVC_XEN'));
  const [one] = about('HVC_XEN');
  const rule = ruleOf(one!);
  assert.equal(
    outcome({ rule }).waived,
    findings.filter(finding => ruleOf(finding) === rule),
  );
  assert.ok(outcome({ rule, option: 'HVC_XEN' }).waived.includes(one!));
  assert.equal(outcome({ rule, option: 'XEN_PVH' }).waived, []);
});

test('where it holds: files and kernels', () => {
  const holds = (more: Partial<Waiver>, judged = file()) =>
    outcome({ option: 'HVC_XEN', ...more }, {}, [judged]).waived.length > 0;
  assert.ok(holds({ files: ['configs/*'] }));
  assert.ok(holds({ files: ['other/*', '**/a.config'] }));
  assert.not.ok(holds({ files: ['other/*'] }));
  assert.ok(holds({ files: ['b'] }, file(['a', 'b'])), 'one part of a merge');
  assert.not.ok(holds({ files: ['**'] }, file([])), 'standard input has no path');
  assert.ok(holds({}, file([])));
  assert.ok(holds({ kernel: '6.1' }));
  assert.ok(holds({ kernel: '5.10..6.1' }));
  assert.not.ok(holds({ kernel: '6.2..' }));
  assert.ok(holds({ kernel: '6.2..' }, file(undefined, null)), 'of unknown version is as new');
  assert.not.ok(holds({ kernel: '..6.2' }, file(undefined, null)));
});

test('it holds the value that it was written for', () => {
  const disk = (value: 'y' | 'm' | 'n' | null) => ({
    ...file(),
    findings: judge(kernelText({ changes: { XEN_BLKDEV_FRONTEND: value } })).findings,
  });
  const option = 'XEN_BLKDEV_FRONTEND';
  const holds = (value: Waiver['value'], is: 'y' | 'm' | 'n' | null) =>
    outcome({ option, ...(value && { value }) }, {}, [disk(is)]).waived.length > 0;
  assert.ok(disk('m').findings.some(finding => 'option' in finding && finding.option === option));
  for (const [value, is, expected] of [
    ['m', 'm', true],
    ['m', 'n', false],
    ['m', null, false],
    ['n', 'm', false],
    ['n', 'n', true],
    ['n', null, true],
    [undefined, 'm', false],
    [undefined, 'n', true],
    [undefined, null, true],
  ] as const)
    assert.is(holds(value, is), expected, `${value} for ${is}`);
  // The same by rule alone, and what would match is said.
  const rule = ruleOf(disk('m').findings.find(finding => 'option' in finding && finding.option === option)!);
  assert.equal(outcome({ rule, value: 'm' }, {}, [disk('n')]).waived, []);
  const [said] = outcome({ option, value: 'm' }, {}, [disk('n')]).said;
  assert.is(said?.code === 'waiver' && said.other, 'n');
  assert.match(
    messageOf(said!).message,
    /^the waiver of CONFIG_XEN_BLKDEV_FRONTEND=m matches no finding of that/,
  );
  assert.match(messageOf(said!).fix, /value: n/);
});

test('it holds through its last day', () => {
  for (const [expires, holds] of [
    ['2026-11-20', false],
    ['2026-11-21', true],
    ['2026-11-22', true],
    ['2999-12-31', true],
  ] as const) {
    const { waived, said } = outcome({ option: 'HVC_XEN', expires });
    assert.is(waived.length > 0, holds, expires);
    assert.equal(kinds(said), holds ? [] : ['expired error 7'], expires);
  }
});

test('what holds nothing is said, of what was looked at', () => {
  assert.equal(kinds(outcome({ option: 'XEN' }).said), ['unused warning 7']);
  assert.equal(kinds(outcome({ option: 'HVC_XEN' }).said), []);
  // Long gone and needed by nothing: that it is past its day is not the trouble.
  assert.equal(kinds(outcome({ option: 'XEN', expires: '2020-01-01' }).said), ['unused warning 7']);
  const part = { whole: false };
  assert.equal(kinds(outcome({ option: 'XEN' }, part).said), ['unused warning 7']);
  assert.equal(kinds(outcome({ option: 'XEN', files: ['other/*'] }, part).said), []);
  assert.equal(kinds(outcome({ option: 'XEN', files: ['other/*'] }).said), ['unused warning 7']);
  assert.equal(kinds(outcome({ option: 'XEN', kernel: '3.0' }, part).said), []);
  const rule = ruleOf(about('HVC_XEN')[0]!);
  const other = { checked: new Set([...rules].filter(id => id !== rule)) };
  assert.equal(
    kinds(outcome({ rule, files: ['other'] }, other).said),
    [],
    'no profile of the run has the rule',
  );
});

test('a rule that is misspelt comes with the one that is meant', () => {
  const [said] = outcome({ rule: 'hvc-xne' }).said;
  assert.is(said?.code === 'waiver' && rules.has(said.near!), rules.has('hvc-xen'));
  const [nothing] = outcome({ rule: 'no-rule-is-like-this' }).said;
  assert.is(nothing?.code === 'waiver' && nothing.near, null);
});

test('the first waiver that fits gives the reason, all that fit are used', () => {
  const waivers = openWaivers(
    [waiver({ option: 'HVC_XEN', line: 1 }), waiver({ option: 'HVC_XEN', line: 2 })],
    today,
  );
  for (const { line } of waivers.waive(file()).values()) assert.is(line, 1);
  assert.equal(waivers.findings(scope), []);
});

test.run();
