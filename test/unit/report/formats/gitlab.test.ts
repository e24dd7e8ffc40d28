// GitLab's code quality report: the keys that its documentation requires, and unique fingerprints.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { gitlab } from '../../../../src/report/check/gitlab.js';
import type { Report } from '../../../../src/api/report.js';
import { hostilePieces, hostileReport, hostileValues } from '../../../support/hostile.js';
import { form, reportOf } from '../../../support/report-of.js';
import { samples } from '../../../support/samples.js';

const test = suite('gitlab');

function read(report: Report): any[] {
  const text = gitlab(report, form);
  assert.not.match(
    text,
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/,
  );
  const entries = JSON.parse(text);
  for (const { description, check_name, fingerprint, severity, location } of entries) {
    assert.ok(typeof description === 'string' && description.length > 0);
    assert.match(check_name, /^[\w-]+$/);
    assert.match(fingerprint, /^[0-9a-f]{32}$/);
    assert.ok(['info', 'minor', 'major', 'critical', 'blocker'].includes(severity));
    assert.ok(Number.isInteger(location.lines.begin) && location.lines.begin >= 1);
    assert.not.match(location.path, /^\.\//);
  }
  assert.is(new Set(entries.map((one: any) => one.fingerprint)).size, entries.length);
  return entries;
}

test('what counts, with a severity by level', () => {
  for (const target of [{}, { xen: '3.4' }, { asked: ['dom0-pv', 'dom0-arm'] }]) {
    const report = reportOf(samples, target);
    const entries = read(report);
    const count = (severity: string) => entries.filter(one => one.severity === severity).length;
    const sum = (level: 'error' | 'warning' | 'note') =>
      report.results.reduce((all, { counts }) => all + counts[level], 0);
    assert.equal(
      [count('critical'), count('minor'), count('info')],
      [sum('error'), sum('warning'), sum('note')],
    );
  }
});

test('what could not be read is a blocker', () => {
  const [entry] = read(reportOf({}, {}, [{ path: './x', message: 'does not exist' }]));
  assert.equal(
    [entry.severity, entry.location.path, entry.description],
    ['blocker', 'x', './x: does not exist'],
  );
});

test('hostile names and values are data', () => {
  for (const piece of hostilePieces) {
    const name = JSON.stringify(piece);
    const values = hostileValues(piece);
    const entries = read(hostileReport(piece));
    const some = (test: (one: any) => boolean) => assert.ok(entries.some(test), name);
    if (!piece.includes('/')) some(one => one.location.path === values.path);
    some(one => one.finding?.why.startsWith(values.reason));
    some(one => one.finding?.set[0] === values.set);
    for (const { description } of entries)
      assert.not.match(description, /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f]/, name);
  }
});

test.run();
