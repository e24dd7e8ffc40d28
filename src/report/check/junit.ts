// JUnit XML as Jenkins, GitLab and others read it: one suite per file, one case per profile.
import { causesOf } from '../../check/cause.js';
import type { Finding } from '../../check/finding.js';
import type { Verdict } from '../../check/verdict.js';
import { guardedMarkup } from '../../input/guard.js';
import { safeText } from '../../input/safe-text.js';
import type { ReporterOptions } from './form.js';
import { messageOf, verdictText } from '../words/message.js';
import { failingFindings, type FileResult, type Report, shownPath } from '../../api/report.js';

interface Case {
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  /** One line; '' for what passed. */
  readonly message: string;
  /** Finished XML text: what failed, or what a verdict hangs on. */
  readonly lines: readonly string[];
}

/** Failures are what fails the run, so that both have one measure: a suite with none is a file that passes. */
export function junit(report: Report, _form: ReporterOptions): string {
  const titles = new Map(report.profiles.map(({ name, title }) => [name, title]));
  const suites = [
    ...report.results.map(result => suite(shownPath(result), casesOf(report, result, titles), result)),
    ...report.errors.map(({ path, message }) =>
      suite(path, [{ name: 'read the file', outcome: 'error', message, lines: [message] }]),
    ),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xml(report.tool.name)}"${counts(all)}>`,
    ...suites.map(({ text }) => text),
    '</testsuites>\n',
  ].join('\n');
}

function suite(
  name: string,
  cases: readonly Case[],
  result?: FileResult,
): { cases: readonly Case[]; text: string } {
  const kernel = result?.kernel;
  const properties = kernel
    ? [
        ['kernel', kernel.version?.text ?? 'unknown'],
        ['arch', kernel.arch ?? 'unknown'],
        ['kind', result.kind],
      ].map(([key, value]) => `      <property name="${key}" value="${xml(value!)}"/>`)
    : [];
  const text = [
    `  <testsuite name="${xml(name)}"${counts(cases)}>`,
    ...(properties.length ? ['    <properties>', ...properties, '    </properties>'] : []),
    ...cases.map(one => caseText(one, name)),
    '  </testsuite>',
  ].join('\n');
  return { cases, text };
}

function counts(cases: readonly Case[]): string {
  const count = (outcome: Case['outcome']) => cases.filter(one => one.outcome === outcome).length;
  return ` tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}

function caseText({ name, outcome, message, lines }: Case, file: string): string {
  const head = `    <testcase name="${xml(name)}" classname="${xml(file)}"`;
  const text = lines.map(xml).join('\n');
  switch (outcome) {
    case 'passed':
      return text ? `${head}>\n      <system-out>${text}</system-out>\n    </testcase>` : `${head}/>`;
    case 'skipped':
      return `${head}>\n      <skipped message="${xml(message)}"/>\n    </testcase>`;
    default:
      return `${head}>\n      <${outcome} message="${xml(message)}" type="${outcome === 'error' ? 'input' : 'finding'}">${text}</${outcome}>\n    </testcase>`;
  }
}

function casesOf(report: Report, result: FileResult, titles: ReadonlyMap<string, string>): Case[] {
  const failing = failingFindings(report, result);
  const ofFile = failing.filter(({ profiles }) => profiles.length === 0);
  return [
    ...result.verdicts.map(verdict => {
      const { profile } = verdict;
      const found = result.counted.has(profile)
        ? failing.filter(({ profiles }) => profiles.includes(profile))
        : [];
      const title = titles.get(profile);
      return caseOf(result, verdict, title ? `${profile} (${title})` : profile, found);
    }),
    ofFile.length
      ? failed('the file itself', `${ofFile.length} findings`, ofFile, result)
      : { name: 'the file itself', outcome: 'passed', message: '', lines: [] },
  ];
}

function caseOf(result: FileResult, verdict: Verdict, name: string, found: readonly Finding[]): Case {
  const words = verdictText(verdict);
  if (found.length) return failed(name, words, found, result);
  const skip = (message: string): Case => ({ name, outcome: 'skipped', message, lines: [] });
  switch (verdict.verdict) {
    case 'not-applicable':
      return skip('this kernel cannot have the mode');
    case 'unknown':
      return skip('the input does not tell');
    case 'fails':
    case 'silent':
      if (!result.counted.has(verdict.profile))
        return skip(`${words}; it does not count, since another mode of those asked for boots`);
  }
  return { name, outcome: 'passed', message: '', lines: verdict.verdict === 'boots' ? [] : [words] };
}

function failed(name: string, message: string, found: readonly Finding[], result: FileResult): Case {
  const causes = causesOf(found);
  const rank = (finding: Finding) => Number(causes.has(finding));
  // Some viewers cut the text.
  const ordered = found.toSorted((left, right) => rank(left) - rank(right));
  const lines = ordered.flatMap(finding => {
    const { message, why, fix, set } = messageOf(finding);
    const file = finding.file ?? shownPath(result);
    const where = finding.line === null ? file : `${file}:${finding.line}`;
    return [
      `${finding.level} at ${finding.stage ?? 'the file'}: ${message}`,
      ...(causes.has(finding) ? [`  follows from: ${messageOf(causes.get(finding)!).message}`] : []),
      `  ${where}`,
      ...(why ? [`  ${why}`] : []),
      ...(fix ? [`  fix: ${fix}`] : []),
      ...set.map(line => `  set: ${line}`),
    ];
  });
  return { name, outcome: 'failure', message, lines };
}

/** Text for an attribute or an element; what XML 1.0 cannot hold stands as a visible escape. */
function xml(text: string): string {
  return guardedMarkup(
    safeText(text)
      .replace(/[\ufffe\uffff]/g, character => `\\u${character.charCodeAt(0).toString(16)}`)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
  );
}
