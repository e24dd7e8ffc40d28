// A merged config in every format: findings point into the part that decides, what was accepted is no finding.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../../../src/check/finding.js';
import { reporters } from '../../../../src/report/check/index.js';
import type { FileResult, Report } from '../../../../src/api/report.js';
import { kernelText } from '../../../support/kernel-config.js';
import { form, reportOf } from '../../../support/report-of.js';

const test = suite('merged');

const plain = reportOf({ 'base.config': kernelText({ changes: { HVC_XEN: 'n', XEN_PV: 'n' } }) });
const [only] = plain.results;
const isAbout = (finding: Finding, option: string) => 'option' in finding && finding.option === option;
const result: FileResult = {
  ...only!,
  name: 'cloud',
  merged: ['base.config', 'parts/cloud.cfg'],
  counted: new Set(plain.profiles.map(({ name }) => name)),
  findings: only!.findings
    .filter(finding => isAbout(finding, 'HVC_XEN') && finding.level === 'error')
    .map(finding => ({ ...finding, file: 'parts/cloud.cfg', line: 3 })),
  excused: only!.findings
    .filter(finding => isAbout(finding, 'XEN_PV'))
    .map(finding => ({
      finding,
      by: 'waiver',
      reason: 'No PV here.',
      file: '.xen-checkconfig.yaml',
      line: 4,
      expires: null,
    })),
};
const report: Report = { ...plain, results: [result] };
const waived = result.excused!.length;

const made = async (format: keyof typeof reporters, of = report) =>
  (await reporters[format]())(of, { ...form, verbose: false });

test('the sample has what it is for', () => {
  assert.ok(result.findings.length > 0);
  assert.ok(waived > 0);
});

test('json', async () => {
  const { results, summary } = JSON.parse(await made('json'));
  assert.is(summary.waived, waived);
  assert.equal(
    results[0].findings.map((one: any) => [one.option, one.file, one.waived?.reason]),
    [
      ...result.findings.map(() => ['CONFIG_HVC_XEN', 'parts/cloud.cfg', undefined]),
      ...result.excused!.map(() => ['CONFIG_XEN_PV', undefined, 'No PV here.']),
    ],
  );
});

test('sarif', async () => {
  const [run] = JSON.parse(await made('sarif')).runs;
  assert.is(run.results.length, result.findings.length);
  for (const { locations } of run.results) {
    const { artifactLocation, region } = locations[0].physicalLocation;
    assert.equal(
      [artifactLocation.uri, artifactLocation.index, region.startLine],
      ['parts/cloud.cfg', undefined, 3],
    );
  }
});

test('two configs of the same files have fingerprints of their own', async () => {
  const two = { ...report, results: [result, { ...result, name: 'other' }] };
  const sarif = JSON.parse(await made('sarif', two)).runs[0].results;
  const gitlab = JSON.parse(await made('gitlab', two));
  for (const prints of [
    sarif.map((one: any) => one.partialFingerprints.primaryLocationLineHash),
    gitlab.map((one: any) => one.fingerprint),
  ])
    assert.is(new Set(prints).size, 2 * result.findings.length);
});

test('github, gitlab, junit, text', async () => {
  assert.match(await made('github'), /^::error file=parts\/cloud\.cfg,line=3,/m);
  for (const { location } of JSON.parse(await made('gitlab')))
    assert.equal(location, { path: 'parts/cloud.cfg', lines: { begin: 3 } });
  assert.match(await made('junit'), /<testsuite name="cloud"/);
  assert.match(await made('junit'), /^ {2}parts\/cloud\.cfg:3$/m);
  assert.match(await made('text'), /parts\/cloud\.cfg:3 /);
  for (const format of ['github', 'gitlab', 'junit', 'text'] as const)
    assert.not.match(await made(format), /CONFIG_XEN_PV is not set/, format);
});

test.run();
