// A baseline holds what a report of the command held: findings, not lines or words.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../../src/check/finding.js';
import { ruleOf } from '../../../src/check/rule-id.js';
import { parseBaseline } from '../../../src/gate/baseline.js';
import { InputError } from '../../../src/input/input-error.js';
import { type Changes, judge, kernelText } from '../../support/kernel-config.js';
import { asJson, reportOf } from '../../support/report-of.js';

const test = suite('baseline');

const text = (changes: Changes) => kernelText({ changes });
const old = { HVC_XEN: 'n', XEN_BLKDEV_FRONTEND: 'n' } as const;
const report = (changes: Changes) => asJson(reportOf({ 'a.config': text(changes) }));
const findingsOf = (changes: Changes) => judge(text(changes)).findings;
const open = (json: string) => parseBaseline(json, ({ path, name }) => `${path}|${name ?? ''}`);
const fresh = (json: string, findings: readonly Finding[]) => {
  const known = new Set(open(json).known('a.config|', findings));
  return findings.filter(finding => !known.has(finding));
};

test('the same findings are known', () => {
  assert.equal(fresh(report(old), findingsOf(old)), []);
});

test('neither lines nor order count', () => {
  const moved = findingsOf(old)
    .map(finding => ({ ...finding, line: (finding.line ?? 0) + 100 }) as Finding)
    .reverse();
  assert.equal(fresh(report(old), moved), []);
});

test('what is new is not known', () => {
  const found = fresh(report(old), findingsOf({ ...old, XEN_NETDEV_FRONTEND: 'n' }));
  assert.ok(found.length > 0);
  for (const finding of found)
    assert.is('option' in finding && finding.option, 'XEN_NETDEV_FRONTEND', ruleOf(finding));
});

test('a finding of more modes, of a higher level, or once more is new', () => {
  const [finding] = findingsOf(old).filter(one => one.level === 'error');
  const json = JSON.parse(report(old));
  assert.equal(
    fresh(JSON.stringify(json), [{ ...finding!, profiles: [...finding!.profiles, 'mine'] }]).length,
    1,
  );
  assert.equal(
    fresh(JSON.stringify(json), [{ ...finding!, profiles: finding!.profiles.slice(0, 1) }]).length,
    0,
  );
  assert.equal(fresh(JSON.stringify(json), [finding!, { ...finding! }]).length, 1);
  for (const one of json.results[0].findings) one.level = 'note';
  assert.equal(fresh(JSON.stringify(json), [finding!]).length, 1);
});

test('what was waived then is not known', () => {
  const json = JSON.parse(report(old));
  for (const one of json.results[0].findings)
    if (one.option === 'CONFIG_HVC_XEN') one.waived = { reason: 'r', file: 'f', line: 1, expires: null };
  const found = fresh(JSON.stringify(json), findingsOf(old));
  assert.ok(found.length > 0);
  for (const finding of found) assert.is('option' in finding && finding.option, 'HVC_XEN');
});

test('another file, or another config of it, knows nothing', () => {
  const findings = findingsOf(old);
  assert.equal(open(report(old)).known('b.config|', findings), []);
  assert.equal(open(report(old)).known('a.config|amd64', findings), []);
});

test('what is gone is counted, of files that were judged', () => {
  const baseline = open(report(old));
  assert.is(baseline.gone(), 0, 'nothing was judged yet');
  baseline.known('a.config|', findingsOf({ HVC_XEN: 'n' }));
  const before = new Set(findingsOf({ HVC_XEN: 'n' }).map(ruleOf));
  const gone = findingsOf(old).filter(finding => !before.has(ruleOf(finding)));
  assert.ok(gone.length > 0);
  assert.is(baseline.gone(), gone.length);
});

for (const [name, json, expected] of [
  ['nothing', '', /^is no JSON(: it breaks at line \d+)?$/],
  ['half a report', report(old).slice(0, 3000), /^is no JSON(: it breaks at line \d+)?$/],
  ['a list', '[]', /^is no JSON report of xen-checkconfig/],
  ['null', 'null', /^is no JSON report of xen-checkconfig/],
  [
    "another program's report",
    '{"tool": {"name": "eslint"}, "results": []}',
    /^is no JSON report of xen-che/,
  ],
  [
    'a later form',
    '{"tool": {"name": "xen-checkconfig"}, "schemaVersion": 2, "results": []}',
    /^is a report of another form \(schemaVersion 2\)$/,
  ],
  [
    'no results',
    '{"tool": {"name": "xen-checkconfig"}, "schemaVersion": 1}',
    /^is a report without results$/,
  ],
  [
    'a result that is none',
    '{"tool": {"name": "xen-checkconfig"}, "schemaVersion": 1, "results": [{"path": "a"}]}',
    /^has a result that is none \(number 1\)$/,
  ],
  [
    'a finding that is none',
    '{"tool": {"name": "xen-checkconfig"}, "schemaVersion": 1, "results": [{"path": "a", "findings": [{"rule": 1}]}]}',
    /^has a finding that is none, in result 1$/,
  ],
  ['depth', `${'['.repeat(200_000)}`, /^is no JSON(: it breaks at line \d+)?$/],
] as const)
  test(`no baseline: ${name}`, () => {
    assert.throws(
      () => open(json),
      (error: unknown) => error instanceof InputError && expected.test(error.message),
    );
  });

test.run();
