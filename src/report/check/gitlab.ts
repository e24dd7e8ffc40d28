// GitLab's code quality report: a list of findings in the form of Code Climate.
import { causesOf } from '../../check/cause.js';
import { safeText } from '../../input/safe-text.js';
import type { Level } from '../../profiles/rule-data.js';
import { digest, fingerprints } from './fingerprint.js';
import type { ReporterOptions } from './form.js';
import { plain, printed, ruleOf } from './json.js';
import { messageOf } from '../words/message.js';
import { normalPath } from '../words/path.js';
import { fileOf, isCounted, type Report } from '../../api/report.js';

const severities: Readonly<Record<Level, string>> = { error: 'critical', warning: 'minor', note: 'info' };

/** What counts towards the exit code, and what could not be read. */
export function gitlab(report: Report, _form: ReporterOptions): string {
  const follows = ({ finding }: { finding: object }) => Number('follows' in finding);
  const found = report.results.flatMap(result => {
    const { path, name, findings, counted } = result;
    const prints = fingerprints(name ?? path, findings);
    const causes = causesOf(findings);
    const entries = findings.flatMap((finding, index) => {
      if (!isCounted(finding, counted)) return [];
      const { message, why, fix } = messageOf(finding);
      const entry = {
        description: safeText([message, why, fix].filter(Boolean).join(' - ')),
        check_name: ruleOf(finding),
        fingerprint: prints[index]!,
        severity: severities[finding.level],
        location: {
          path: normalPath(fileOf(finding, result)),
          lines: { begin: Math.max(1, finding.line ?? 1) },
        },
        finding: plain(finding, causes.get(finding)),
      };
      return [entry];
    });
    // GitLab shows the first ones, and orders them by severity alone.
    return entries.toSorted((left, right) => follows(left) - follows(right));
  });
  const unread = report.errors.map(({ path, message }, index) => ({
    description: safeText(`${path}: ${message}`),
    check_name: 'input',
    fingerprint: digest('input', path, message, index),
    severity: 'blocker',
    location: { path: normalPath(path), lines: { begin: 1 } },
  }));
  return printed([...unread, ...found]);
}
