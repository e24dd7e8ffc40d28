// What a waiver or the baseline holds is told and fails nothing; a line of a merged file is shown in that file.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { github } from '../../../../src/report/check/github.js';
import { gitlab } from '../../../../src/report/check/gitlab.js';
import { html } from '../../../../src/report/html/page.js';
import { junit } from '../../../../src/report/check/junit.js';
import { markdown } from '../../../../src/report/check/markdown.js';
import { messageOf } from '../../../../src/report/words/message.js';
import type { SuppressedFinding, FileResult, Report } from '../../../../src/api/report.js';
import { sarif } from '../../../../src/report/check/sarif.js';
import { kernelText } from '../../../support/kernel-config.js';
import { form, reportOf } from '../../../support/report-of.js';

const test = suite('accepted');

const base = reportOf({ 'a.config': kernelText({ changes: { XENFS: 'n', TMPFS: 'n' } }) });
const counted = new Set(base.profiles.map(({ name }) => name));
const [result] = base.results as [FileResult];

function withExcuse(make: (finding: SuppressedFinding['finding']) => SuppressedFinding): {
  report: Report;
  message: string;
} {
  const finding = result.findings.find(one => 'option' in one && one.option === 'TMPFS')!;
  const findings = result.findings.filter(one => one !== finding);
  return {
    report: { ...base, results: [{ ...result, counted, findings, excused: [make(finding)] }] },
    message: messageOf(finding).message,
  };
}

test('a waiver: told with its reason, and no failure', () => {
  const { report, message } = withExcuse(finding => ({
    finding,
    by: 'waiver',
    reason: 'We mount it <later>',
    file: '.xen-checkconfig.yaml',
    line: 4,
    expires: '2030-01-01',
  }));
  const why = 'We mount it <later> (.xen-checkconfig.yaml:4, until 2030-01-01)';
  const run = JSON.parse(sarif(report, form)).runs[0];
  assert.not.ok(run.results.some((one: any) => one.properties.option === 'CONFIG_TMPFS'));
  assert.equal(
    run.properties.accepted.map((one: any) => [one.message, one.justification]),
    [[message, why]],
  );
  for (const text of [junit(report, form), github(report, form), gitlab(report, form)])
    assert.not(text.includes(message));
  assert.match(github(report, form), /, 1 waived\n/);
  assert.match(
    markdown(report, form),
    /Accepted:\n\n- CONFIG_TMPFS is not set.*: We mount it \\<later\\> \(/,
  );
  assert.ok(
    html(report, form).includes('We mount it &lt;later&gt; (.xen-checkconfig.yaml:4, until 2030-01-01)</li>'),
  );
});

test('the baseline: the same', () => {
  const { report } = withExcuse(finding => ({ finding, by: 'baseline' }));
  const { accepted } = JSON.parse(sarif(report, form)).runs[0].properties;
  assert.is(accepted[0].justification, 'in the baseline');
  assert.match(github(report, form), /, 1 known\n/);
  assert.match(html(report, form), /: in the baseline<\/li>/);
});

test('a line of a file that was merged', () => {
  const findings = result.findings.map(finding => ({ ...finding, file: 'parts/b c.cfg', line: 7 }));
  const report: Report = {
    ...base,
    results: [{ ...result, counted, findings, merged: ['a.config', 'parts/b c.cfg'], name: 'a.config + 1' }],
  };
  const [{ results }] = JSON.parse(sarif(report, form)).runs;
  for (const { locations } of results) {
    const { artifactLocation, region } = locations[0].physicalLocation;
    assert.equal(artifactLocation, { uri: 'parts/b%20c.cfg', uriBaseId: '%SRCROOT%' });
    assert.is(region.startLine, 7);
  }
  assert.match(github(report, form), /^::error file=parts\/b c\.cfg,line=7,/m);
  for (const { location } of JSON.parse(gitlab(report, form)))
    assert.equal(location, { path: 'parts/b c.cfg', lines: { begin: 7 } });
  assert.match(junit({ ...report, failOn: 'error' }, form), /\n {2}parts\/b c\.cfg:7\n/);
  assert.match(html(report, form), /<li><code>parts\/b c\.cfg:7<\/code><\/li>/);
  assert.match(html(report, form), /data-places="0:7:parts|data-places="0:7:parts%2Fb%20c\.cfg"/);
  assert.match(markdown(report, form), /`parts\/b c\.cfg:7`/);
});

test("the repository's own file: its findings, and no modes", () => {
  const repository: FileResult = {
    ...result,
    path: '.xen-checkconfig.yaml',
    kind: 'repository',
    verdicts: [],
  };
  const report = { ...base, results: [...base.results, repository] };
  const [table] = /\| file .*?\n\n/s.exec(markdown(report, form))!;
  assert.not.match(table, /yaml/);
  assert.match(markdown(report, form), /2 files\\\n.*`\.xen-checkconfig\.yaml(:\d+)?`/);
  assert.match(html(report, form), /The repository&#39;s own file/);
  assert.match(junit(report, form), /<testsuite name="\.xen-checkconfig\.yaml" tests="1"/);
});

test.run();
