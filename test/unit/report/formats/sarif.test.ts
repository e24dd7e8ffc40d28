// SARIF: valid by the official schema, and every value of a hostile input is found in it as data.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkTexts } from '../../../../src/report/check/checks.js';
import { sarif } from '../../../../src/report/check/sarif.js';
import { safeText } from '../../../../src/input/safe-text.js';
import type { Report } from '../../../../src/api/report.js';
import { hostilePieces, hostileReport, hostileValues } from '../../../support/hostile.js';
import { kernelText } from '../../../support/kernel-config.js';
import { asJson, form, reportOf } from '../../../support/report-of.js';
import { samples } from '../../../support/samples.js';

const test = suite('sarif');

const {
  id: _,
  $schema: __,
  ...schema
} = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
    'utf8',
  ),
) as Record<string, unknown>;
const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function valid(report: Report, how = form): any {
  const text = sarif(report, how);
  const log = JSON.parse(text);
  assert.ok(validate(log), JSON.stringify(validate.errors?.slice(0, 3)));
  // Nothing that nobody sees, nor moves a cursor, stands in it raw.
  assert.not.match(
    text,
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/,
  );
  return log;
}

const targets = [{}, { xen: '3.4' }, { xen: '4.14' }, { asked: ['dom0-pv', 'domu-pvh', 'dom0-arm'] }];

test('the schema is the real one: it refuses what the specification does', () => {
  assert.not(validate({ version: '2.1.0' }));
  const log = valid(reportOf(samples));
  log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
  assert.not(validate(log));
});

test('valid for every kind of finding', () => {
  for (const target of targets) valid(reportOf(samples, target));
  valid(reportOf({}, {}, [{ path: 'x', message: 'does not exist' }]));
  valid(reportOf({}));
});

test('a result a finding, each with its rule, file and line', () => {
  for (const target of targets) {
    const report = reportOf(samples, target);
    const json = JSON.parse(asJson(report));
    const [{ results, tool, artifacts }] = valid(report).runs;
    const wanted = json.results.flatMap((one: any) =>
      one.findings.map((finding: any) => ({ ...finding, path: one.path })),
    );
    assert.is(results.length, wanted.length);
    for (const [index, result] of results.entries()) {
      const { path, message, why, fix, evidence, rule, ...finding } = wanted[index];
      assert.equal(result.properties, finding);
      for (const words of [message, why, fix])
        assert.ok(result.message.text.includes(words.replace(/\.$/, '')));
      assert.is(tool.driver.rules[result.ruleIndex].id, result.ruleId);
      assert.is(result.ruleId, rule);
      if (!(rule in checkTexts)) assert.ok(evidence.length > 0);
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      assert.is(artifactLocation.uri, path);
      assert.is(artifactLocation.uriBaseId, '%SRCROOT%');
      assert.is(artifacts[artifactLocation.index].properties.path, path);
      assert.is(region.startLine, finding.line ?? 1);
      // Only a failure has a level (3.27.10).
      assert.ok(result.kind === 'fail' ? result.level === finding.level : result.level === 'none');
    }
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    assert.is(new Set(ids).size, ids.length);
  }
});

test('every rule has help, in words and in Markdown, and a link where there is a page', () => {
  const { rules } = valid(reportOf(samples)).runs[0].tool.driver;
  assert.ok(rules.length > 10);
  for (const { id, shortDescription, help, helpUri } of rules) {
    assert.is(helpUri, `https://example.org/rules/${id}`);
    assert.ok(shortDescription.text, id);
    assert.ok(help.text.includes(helpUri), id);
    assert.match(help.markdown, /\]\(https:/);
  }
  const [run] = valid(reportOf(samples), { ...form, page: rule => `docs/rules/${rule}.md` }).runs;
  for (const { helpUri, help } of run.tool.driver.rules) {
    assert.is(helpUri, undefined);
    assert.match(help.text, /docs\/rules\/[\w-]+\.md$/);
  }
});

test('checks that belong to no profile are described, too', () => {
  const met = new Set<string>();
  for (const target of targets)
    for (const { id, fullDescription, shortDescription } of valid(reportOf(samples, target)).runs[0].tool
      .driver.rules) {
      if (!/^(config|profile|image|xen-mode|kernel-compression)/.test(id)) continue;
      met.add(id);
      assert.is.not(shortDescription.text, id.replaceAll('-', ' '));
      assert.ok(fullDescription.text, id);
    }
  assert.ok(met.size >= 5, [...met].join());
});

test('fingerprints: one a finding, the same when lines move, another in another file', () => {
  const text = `${kernelText({ changes: { XENFS: 'n', XEN_PV: null } })}odd\nodd\nCONFIG_XEN=y\n`;
  const prints = (path: string, content: string): string[] =>
    valid(reportOf({ [path]: content })).runs[0].results.map((result: any) => {
      const print = result.partialFingerprints['xenCheckconfig/v1'];
      assert.is(result.partialFingerprints.primaryLocationLineHash, `${print}:1`);
      return print;
    });
  const before = prints('a', text);
  assert.is(new Set(before).size, before.length);
  assert.equal(prints('a', text.replace('CONFIG_INIT', '\n\n# a comment\nCONFIG_INIT')), before);
  for (const print of prints('b', text)) assert.not(before.includes(print));
});

test('what could not be read is a notification', () => {
  const [run] = valid(reportOf(samples, {}, [{ path: 'no such', message: 'does not exist' }])).runs;
  const [invocation] = run.invocations;
  assert.is(invocation.executionSuccessful, false);
  const [{ level, message, locations }] = invocation.toolExecutionNotifications;
  assert.is(level, 'error');
  assert.is(message.text, 'no such: does not exist');
  assert.is(locations[0].physicalLocation.artifactLocation.uri, 'no%20such');
});

test('no time of the run: the same report is the same text', () => {
  assert.is(sarif(reportOf(samples), form), sarif(reportOf(samples), form));
  assert.not.match(sarif(reportOf(samples), form), /Time(Utc)?"/);
});

test('paths are URIs that resolve to the file', () => {
  const base = 'file:///repo/';
  for (const [path, wanted, based] of [
    ['a/b.config', 'file:///repo/a/b.config', true],
    ['./a//b/../c', 'file:///repo/a/c', true],
    ['../x', 'file:///x', false],
    ['/etc/a b', 'file:///etc/a%20b', false],
    ['c:x', 'file:///repo/c%3Ax', true],
    ['a#b?c%20', 'file:///repo/a%23b%3Fc%2520', true],
  ] as const) {
    const report = reportOf({ [path]: kernelText() });
    const { location } = valid(report).runs[0].artifacts[0];
    assert.is(new URL(location.uri, base).href, wanted);
    assert.is('uriBaseId' in location, based, path);
  }
  const stdin = valid(reportOf({ '-': kernelText() })).runs[0].artifacts[0].location;
  assert.equal(stdin, { uri: '-', description: { text: 'standard input' } });
});

test('hostile names and values are data', () => {
  for (const piece of hostilePieces) {
    const values = hostileValues(piece);
    const [run] = valid(hostileReport(piece)).runs;
    const name = JSON.stringify(piece);
    assert.is(run.artifacts[0].properties.path, values.path, name);
    const lone = /[\ud800-\udfff]/.test(piece);
    if (!lone && !piece.includes('/'))
      assert.is(decodeURIComponent(run.artifacts[0].location.uri), values.path, name);
    assert.match(run.artifacts[0].location.uri, /^[A-Za-z0-9._~%/-]*$/, name);
    const [notification] = run.invocations[0].toolExecutionNotifications;
    assert.equal(notification.properties, { path: values.unread, reason: values.message }, name);
    assert.ok(
      run.results.some(({ properties }: any) => properties.set[0] === values.set),
      name,
    );
    const texts = [
      ...run.results.map(({ message }: any) => message.text),
      ...run.tool.driver.rules.map(({ help }: any) => help.text),
    ];
    const shown = (text: string) =>
      safeText(text)
        .replaceAll('](', '] (')
        .replace(/\{(?=\d+\})/g, '{ ');
    for (const value of [values.malformed, values.reason, values.fix])
      assert.ok(
        texts.some(text => text.includes(shown(value))),
        `${name}: ${value}`,
      );
    // What viewers show has no control characters, links or placeholders.
    for (const { message } of [...run.results, notification])
      assert.not.match(
        message.text,
        /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f]|\]\(|\{\d+\}/,
        name,
      );
  }
});

test.run();
