// A job summary in GitHub-flavoured Markdown: files by modes, then the findings of each file, folded.
import { encodeUtf8 } from '../../input/bytes.js';
import type { Finding } from '../../check/finding.js';
import type { Verdict, VerdictName } from '../../check/verdict.js';
import { safeText } from '../../input/safe-text.js';
import { levels } from '../../profiles/rule-data.js';
import type { ReporterOptions } from './form.js';
import { ruleOf } from './json.js';
import { md, mdCode } from '../words/markdown-text.js';
import { messageOf, verdictText } from '../words/message.js';
import {
  countsText,
  suppressionText,
  type FileResult,
  judged,
  plural,
  type Report,
  shownPath,
  summaryOf,
} from '../../api/report.js';
import { relevantProfiles } from './table.js';

/** GitHub takes a summary of 1 MiB a step, and nothing of a larger one. */
const mostBytes = 1_000_000;
const mostOfTable = 400_000;
const mostFindings = 200;

export function markdown(report: Report, form: ReporterOptions): string {
  const { files } = summaryOf(report);
  const head = [
    '## Boots under Xen?',
    `${plural(files, 'file')}, ${report.errors.length} not read: **${countsText(report)}**. Xen ${md(report.target.xen)}${report.target.profiles.length ? `, asked for ${report.target.profiles.map(name => mdCode(name)).join(', ')}` : ''}.`,
  ];
  const blocks = [...head, ...tableBlocks(report), ...unread(report)];
  let size = blocks.reduce((sum, block) => sum + bytes(block), 0);
  let left = 0;
  // The files with the worst findings come first, since the end may be cut.
  for (const result of worstFirst(report)) {
    const block = details(result, form);
    if (block === '') continue;
    if (size + bytes(block) > mostBytes) left++;
    else {
      blocks.push(block);
      size += bytes(block);
    }
  }
  if (left) blocks.push(`The findings of ${left} more files are left out: this summary would be too large.`);
  return `${blocks.join('\n\n')}\n`;
}

// The blank line before a block counts, too.
const bytes = (text: string) => encodeUtf8(text).length + 2;

const marks: Readonly<Record<VerdictName, string>> = {
  boots: '✅ boots',
  conditional: '☑️ cond.',
  silent: '🔇 silent',
  fails: '❌ fails',
  'not-applicable': '–',
  unknown: '❔ unknown',
};

function cell(verdict: Verdict | undefined): string {
  if (!verdict) return '';
  return verdict.verdict === 'fails' ? `${marks.fails}: ${verdict.stage}` : marks[verdict.verdict];
}

function tableBlocks(report: Report): string[] {
  const modes = relevantProfiles(report);
  if (modes.length === 0) return [];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const lines = [
    row(['file', ...modes.map(({ name }) => mdCode(name, 'table'))]),
    row(['---', ...modes.map(() => '---')]),
  ];
  let size = 0;
  let left = 0;
  for (const result of judged(report)) {
    const by = new Map(result.verdicts.map(verdict => [verdict.profile, verdict]));
    const line = row([mdCode(shownPath(result), 'table'), ...modes.map(({ name }) => cell(by.get(name)))]);
    size += bytes(line);
    if (size > mostOfTable) left++;
    else lines.push(line);
  }
  const legend =
    'cond.: boots if a condition holds; silent: runs, but shows nothing on the Xen console; –: this kernel cannot have the mode';
  return [
    lines.join('\n'),
    ...(left ? [`${left} more files are left out of the table: this summary would be too large.`] : []),
    legend,
  ];
}

function unread({ errors }: Report): string[] {
  if (errors.length === 0) return [];
  const lines = errors.slice(0, mostFindings).map(({ path, message }) => `- ${mdCode(path)}: ${md(message)}`);
  if (errors.length > mostFindings) lines.push(`- and ${errors.length - mostFindings} more`);
  return ['### Not read', lines.join('\n')];
}

function worstFirst({ results }: Report): FileResult[] {
  const rank = ({ counts }: FileResult) => (counts.error ? 2 : counts.warning ? 1 : 0);
  return [...results].sort((left, right) => rank(right) - rank(left));
}

function details(result: FileResult, form: ReporterOptions): string {
  const shown = result.findings.filter(({ level }) => form.verbose || level !== 'note');
  const modes = result.verdicts.filter(({ verdict }) => verdict !== 'not-applicable');
  const lines = modes.map(verdict => `- ${mdCode(verdict.profile)} ${md(verdictText(verdict))}`);
  const found = shown.slice(0, mostFindings).map(finding => findingText(finding, form));
  if (shown.length > mostFindings) found.push(`and ${shown.length - mostFindings} more findings`);
  const excused = (result.excused ?? [])
    .slice(0, mostFindings)
    .map(one => `- ${md(messageOf(one.finding).message)}: ${md(suppressionText(one))}`);
  if (excused.length) found.push('Accepted:', excused.join('\n'));
  if (lines.length + found.length === 0) return '';
  const counts = levels
    .toReversed()
    .flatMap(level =>
      result.counts[level]
        ? [`${result.counts[level]} ${level}${result.counts[level] === 1 ? '' : 's'}`]
        : [],
    )
    .join(', ');
  return [
    `<details><summary><code>${html(shownPath(result))}</code>: ${counts || 'nothing found'}</summary>`,
    ...(lines.length ? [lines.join('\n')] : []),
    ...found,
    '</details>',
  ].join('\n\n');
}

function findingText(finding: Finding, { page }: ReporterOptions): string {
  const { message, why, fix, set, plain } = messageOf(finding);
  const rule = ruleOf(finding);
  const link = page(rule);
  const place = [
    finding.stage ?? 'the file',
    ...(finding.line === null
      ? []
      : [`line ${finding.line}${finding.file === undefined ? '' : ` of ${finding.file}`}`]),
    ...finding.profiles,
  ];
  const lines = [
    `**${finding.level}** ${md(message)}`,
    `${md(place.join(', '))}, rule ${link?.startsWith('https://') ? `[${md(rule)}](${link})` : mdCode(rule)}`,
    md(why),
    fix && !plain ? `Fix: ${md(fix)}` : '',
    set.length ? `Set: ${set.map(line => mdCode(line)).join(', ')}` : '',
  ];
  // Backslashes at the ends of lines keep them apart within one paragraph.
  return lines.filter(Boolean).join('\\\n');
}

function html(text: string): string {
  return safeText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
