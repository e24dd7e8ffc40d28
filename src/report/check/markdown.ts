// A job summary in GitHub-flavoured Markdown: files by modes, then what to mend by cause, each with its files.
import { encodeUtf8 } from '../../input/bytes.js';
import type { Finding } from '../../check/finding.js';
import { isReason, type Verdict, type VerdictName } from '../../check/verdict.js';
import { safeText } from '../../input/safe-text.js';
import { levels } from '../../profiles/rule-data.js';
import { type FindingCause, causesIn } from './causes.js';
import type { ReporterOptions } from './form.js';
import { ruleOf } from './json.js';
import { md, mdCode } from '../words/markdown-text.js';
import { conditionText, messageOf } from '../words/message.js';
import {
  countedFindings,
  countsText,
  isCounted,
  suppressionText,
  type FileResult,
  plural,
  type Report,
  shownPath,
  summaryOf,
} from '../../api/report.js';
import { overviewOf } from './overview.js';

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
  // The worst come first, since the end may be cut.
  for (const block of causeBlocks(report, form)) {
    if (size + bytes(block) > mostBytes) left++;
    else {
      blocks.push(block);
      size += bytes(block);
    }
  }
  if (left) blocks.push(`${left} more of these are left out: this summary would be too large.`);
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
  const { families, unknown, none } = overviewOf(report);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const blocks: string[] = [];
  let size = 0;
  let left = 0;
  for (const { name, modes, results } of families) {
    const lines = [
      row([families.length > 1 ? md(name) : 'file', ...modes.map(mode => mdCode(mode.name, 'table'))]),
      row(['---', ...modes.map(() => '---')]),
    ];
    for (const result of results) {
      const by = new Map(result.verdicts.map(verdict => [verdict.profile, verdict]));
      const line = row([mdCode(shownPath(result), 'table'), ...modes.map(mode => cell(by.get(mode.name)))]);
      size += bytes(line);
      if (size > mostOfTable) left++;
      else lines.push(line);
    }
    blocks.push(lines.join('\n'));
  }
  if (left) blocks.push(`${left} more files are left out of the table: this summary would be too large.`);
  if (families.length)
    blocks.push(
      'cond.: boots if a condition holds; silent: runs, but shows nothing on the Xen console; –: this kernel cannot have the mode',
    );
  for (const { because, results } of unknown) {
    const { message, fix } = messageOf({ ...nobody, code: 'unknown', because });
    blocks.push(`${marks.unknown}: ${md(message)}. ${md(fix)} ${fileList(results.map(shownPath))}`);
  }
  if (none.length) blocks.push(`– no mode of Xen exists for these kernels: ${fileList(none.map(shownPath))}`);
  return blocks;
}

const nobody = { level: 'warning', stage: null, profiles: [], line: null } as const;

/** So many are named. */
const mostFiles = 30;

function fileList(names: readonly string[], all = names.length): string {
  const shown = names.slice(0, mostFiles).map(name => mdCode(name));
  return [...shown, ...(all > shown.length ? [`and ${all - shown.length} more`] : [])].join(', ');
}

function unread({ errors }: Report): string[] {
  if (errors.length === 0) return [];
  const lines = errors.slice(0, mostFindings).map(({ path, message }) => `- ${mdCode(path)}: ${md(message)}`);
  if (errors.length > mostFindings) lines.push(`- and ${errors.length - mostFindings} more`);
  return ['### Not read', lines.join('\n')];
}

/** What fails is open, the rest folded: causes, conditions, and what was accepted. */
function causeBlocks(report: Report, form: ReporterOptions): string[] {
  const isShown = ({ level }: Finding) => form.verbose || level !== 'note' || report.failOn === 'note';
  const causes = causesIn(report.results, result => countedFindings(result).filter(isShown), mostFiles);
  const least = levels.indexOf(report.failOn === 'never' ? 'error' : report.failOn);
  const fails = ({ level }: FindingCause) => levels.indexOf(level) >= least;
  const failing = causes.filter(fails);
  const blocks = failing.map(cause => causeText(cause, report, form));
  if (failing.length) blocks.unshift(`### What fails: ${plural(failing.length, 'cause')}`);
  const lost = causesIn(
    report.results,
    result =>
      result.findings.filter(one => isReason(one, result.verdicts) && !isCounted(one, result.counted)),
    mostFiles,
  );
  if (lost.length)
    blocks.push(
      '### Modes that fail or stay silent, but do not decide',
      ...lost.map(cause => folded(cause, causeText(cause, report, form))),
    );
  const others = causes.filter(cause => !fails(cause));
  if (others.length)
    blocks.push(
      form.verbose ? '### Warnings and notes' : '### Warnings',
      ...others.map(cause => folded(cause, causeText(cause, report, form))),
    );
  const conditions = conditionBlock(report);
  if (conditions) blocks.push('### Conditions: it boots if', conditions);
  const excused = report.results.flatMap(result =>
    (result.excused ?? [])
      .slice(0, mostFindings)
      .map(one => `- ${md(messageOf(one.finding).message)}: ${md(suppressionText(one))}`),
  );
  const accepted = excused.slice(0, mostFindings);
  if (excused.length > accepted.length) accepted.push(`- and ${excused.length - accepted.length} more`);
  if (accepted.length)
    blocks.push(
      `<details><summary><code>accepted</code>: ${plural(excused.length, 'finding')}</summary>\n\nAccepted:\n\n${accepted.join('\n')}\n\n</details>`,
    );
  return blocks;
}

function folded({ finding, files, level }: FindingCause, text: string): string {
  const { message } = messageOf(finding);
  return `<details><summary><code>${html(message)}</code>: ${level}, ${plural(files, 'file')}</summary>\n\n${text}\n\n</details>`;
}

function causeText(
  { finding, places, files, follows, ways, level }: FindingCause,
  { results }: Report,
  { page }: ReporterOptions,
): string {
  const { message, why, fix, plain } = messageOf(finding);
  const rule = ruleOf(finding);
  const link = page(rule);
  const names = places.map(({ file, line, path }) => {
    const name = path ?? shownPath(results[file]!);
    return line === null ? name : `${name}:${line}`;
  });
  const sets = ways.slice(0, mostWays).map(({ set, files: some }) => {
    const where = ways.length > 1 ? ` in ${plural(some, 'file')}` : '';
    return set.length ? `Set${where}: ${set.map(line => mdCode(line)).join(', ')}` : '';
  });
  const lines = [
    `**${level}** ${md(message)}: ${plural(files, 'file')}`,
    fileList(names, files),
    `${md([finding.stage ?? 'the file', ...finding.profiles].join(', '))}, rule ${link?.startsWith('https://') ? `[${md(rule)}](${link})` : mdCode(rule)}`,
    md(why),
    fix && !plain ? `Fix: ${md(fix)}` : '',
    ...sets,
    follows.length ? `Off with it: ${follows.map(name => mdCode(name)).join(', ')}` : '',
  ];
  // Backslashes at the ends of lines keep them apart within one paragraph.
  return lines.filter(Boolean).join('\\\n');
}

const mostWays = 3;

function conditionBlock({ results }: Report): string {
  const met = new Map<
    string,
    { modes: Set<string>; files: number; names: string[]; last: FileResult | null }
  >();
  for (const result of results)
    for (const { profile, conditions } of result.verdicts)
      for (const condition of conditions) {
        const text = conditionText([condition]);
        const entry = met.get(text) ?? { modes: new Set(), files: 0, names: [], last: null };
        met.set(text, entry);
        entry.modes.add(profile);
        if (entry.last === result) continue;
        entry.last = result;
        entry.files++;
        if (entry.names.length < mostFiles) entry.names.push(shownPath(result));
      }
  return [...met]
    .sort(([, left], [, right]) => right.files - left.files)
    .slice(0, mostFindings)
    .map(
      ([text, { modes, files, names }]) =>
        `- ${md(text)} (${md([...modes].join(', '))}): ${plural(files, 'file')}, ${fileList(names, files)}`,
    )
    .join('\n');
}

function html(text: string): string {
  return safeText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
