import { counting } from '../../src/check/verdict.js';
import { parseConfig } from '../../src/config/parse.js';
import { builtInNames, loadProfiles } from './knowledge.js';
import type { ReporterOptions, TextOptions } from '../../src/report/check/form.js';
import { json } from '../../src/report/check/json.js';
import { countsOf, type Report } from '../../src/api/report.js';
import { text } from '../../src/report/check/text.js';
import { judge, type Target } from './kernel-config.js';

/** A report as the command makes it, of texts by path. */
export function reportOf(
  files: Readonly<Record<string, string>>,
  target: Target = {},
  errors: Report['errors'] = [],
): Report {
  const results = Object.entries(files).map(([path, content]) => {
    const outcome = judge(content, target);
    const counted = counting(outcome.verdicts, [builtInNames()], outcome.findings);
    return {
      path,
      kind: parseConfig(content).kind,
      ...outcome,
      counted,
      counts: countsOf(outcome.findings, counted),
    };
  });
  return {
    tool: { name: 'xen-checkconfig' },
    target: { xen: target.xen ?? '4.22.0', xenGiven: target.xen !== undefined, profiles: target.asked ?? [] },
    profiles: loadProfiles(),
    results,
    errors,
    failOn: 'error',
    exitCode: errors.length ? 3 : 0,
  };
}

export const asJson = (report: Report) => json(report, '1.0.0');
export const asText = (report: Report, options: Partial<TextOptions> = {}) =>
  text(report, { color: false, width: 80, verbose: true, quiet: false, ...options });

export const form: ReporterOptions = {
  color: false,
  width: 80,
  verbose: true,
  quiet: false,
  version: '1.0.0',
  page: rule => `https://example.org/rules/${rule}`,
};
