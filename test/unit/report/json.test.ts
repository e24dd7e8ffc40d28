// JSON against the schema that ships, and nothing raw in it.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../support/paths.js';
import { asJson, reportOf } from '../../support/report-of.js';
import { samples } from '../../support/samples.js';

const test = suite('json');

const schema = JSON.parse(readFileSync(`${root}schema/report.json`, 'utf8')) as object;
const validate = new Ajv({
  allErrors: true,
  allowUnionTypes: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
}).compile(schema);
const right = (text: string, what: string) => {
  const ok = validate(JSON.parse(text));
  assert.ok(ok, `${what}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
};

test('every report validates', () => {
  for (const xen of [undefined, '3.4', '4.8', '4.14', '4.17', '4.22'])
    for (const asked of [undefined, ['dom0-pv', 'domu-pvh', 'dom0-arm']]) {
      const report = reportOf(samples, { ...(xen && { xen }), ...(asked && { asked }) }, [
        { path: 'gone', message: 'does not exist' },
      ]);
      right(asJson(report), `${xen} ${asked}`);
    }
  right(asJson(reportOf({})), 'nothing');
});

test('the schema refuses what the contract does not have', () => {
  const good = () => JSON.parse(asJson(reportOf(samples))) as Record<string, any>;
  const breaks: readonly ((report: Record<string, any>) => void)[] = [
    report => (report['schemaVersion'] = 2),
    report => (report['extra'] = 1),
    report => delete report['causes'],
    report => (report['results'][0].verdicts[0].verdict = 'works'),
    report => (report['results'][0].verdicts[0].stage = 'load'),
    report => (report['results'][0].kernel.flavour = 'xen'),
    report => (report['results'][2].findings[0].option = 'XEN'),
    report => (report['results'][2].findings[0].line = 0),
    report => (report['results'][2].findings[0].more = 0),
    report => delete report['results'][2].findings[0].evidence,
    report => (report['summary'].exitCode = 4),
  ];
  for (const [index, change] of breaks.entries()) {
    const report = good();
    change(report);
    assert.not.ok(validate(report), `change ${index}`);
  }
});

test('options carry CONFIG_ and lines count from 1', () => {
  let named = 0;
  for (const [path, text] of Object.entries(samples)) {
    const lines = text.split('\n');
    for (const { option, line, actual } of JSON.parse(asJson(reportOf({ [path]: text }))).results[0]
      .findings) {
      assert.is(
        line === null || option === null,
        actual === 'absent' || option === null,
        `${path} ${option}`,
      );
      if (line === null || option === null) continue;
      named++;
      assert.ok(lines[line - 1]!.includes(option), `${path} ${option} on line ${line}`);
    }
  }
  assert.ok(named > 20);
});

test.run();
