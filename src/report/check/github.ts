// Workflow commands of GitHub Actions: annotations at the lines of a change.
import { causesOf } from '../../check/cause.js';
import type { Finding } from '../../check/finding.js';
import { safeText } from '../../input/safe-text.js';
import { type Level, levels } from '../../profiles/rule-data.js';
import { safeForCi } from '../../input/guard.js';
import { causesIn, type FindingCause } from './causes.js';
import type { ReporterOptions } from './form.js';
import { ruleOf } from './json.js';
import { messageOf } from '../words/message.js';
import { normalPath } from '../words/path.js';
import {
  countedFindings,
  countsText,
  fileOf,
  plural,
  type Report,
  shownFile,
  shownPath,
  summaryOf,
} from '../../api/report.js';

interface Annotation {
  readonly level: Level;
  readonly file: string;
  readonly line: number | null;
  readonly title: string;
  readonly lines: readonly string[];
}

/** GitHub shows so many of each kind a step, and drops the rest without a word. */
const most = 10;

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * Annotations, errors first, of each level: every cause once, then its other files, then what follows from causes. What is left
 * out is told in a plain line. Notes only if they were asked for.
 */
export function github(report: Report, { verbose }: ReporterOptions): string {
  const all = annotations(report, verbose || report.failOn === 'note');
  const lines: string[] = [];
  const left: string[] = [];
  for (const level of levels.toReversed()) {
    const some = all.filter(one => one.level === level);
    lines.push(...some.slice(0, most).map(command));
    if (some.length > most) left.push(plural(some.length - most, level));
  }
  const { files } = summaryOf(report);
  lines.push(`${plural(files, 'file')}, ${report.errors.length} not read: ${countsText(report)}`);
  if (left.length)
    lines.push(`Not shown as annotations, of which a step has ${most} of a kind: ${left.join(', ')} more`);
  return `${lines.join('\n')}\n`;
}

function annotations(report: Report, notes: boolean): Annotation[] {
  const { results } = report;
  const unread = report.errors.map(({ path, message }) => ({
    level: 'error' as const,
    file: path,
    line: null,
    title: 'cannot be checked',
    lines: [`${path}: ${message}`],
  }));
  const shown = results.map(result =>
    countedFindings(result).filter(({ level }) => notes || level !== 'note'),
  );
  const causes = causesIn(results, (_, index) => shown[index]!);
  const firsts = causes.map(cause => {
    const [{ file, line, path }] = cause.places as [FindingCause['places'][0]];
    return annotation(cause.finding, path ?? results[file]!.path, line, [
      ...alsoIn(cause, results),
      ...(cause.follows.length ? [`off with it: ${cause.follows.join(', ')}`] : []),
    ]);
  });
  const told = new Set(causes.map(({ head }) => head));
  const others: Annotation[] = [];
  const following: Annotation[] = [];
  for (const [file, result] of results.entries()) {
    const follows = causesOf(shown[file]!);
    for (const finding of shown[file]!) {
      if (told.has(finding)) continue;
      const cause = follows.get(finding);
      const more = cause ? [`follows from: ${messageOf(cause).message}`] : [];
      (cause ? following : others).push(annotation(finding, fileOf(finding, result), finding.line, more));
    }
  }
  return [...unread, ...firsts, ...others, ...following];
}

/** So many files are named in one annotation. */
const mostNames = 20;

function alsoIn({ finding, places, files }: FindingCause, results: Report['results']): string[] {
  if (files < 2) return [];
  const names = places.slice(0, mostNames).map(({ file, line, path }) => {
    const result = results[file]!;
    const name = path ?? (line === null ? shownPath(result) : shownFile(finding, result));
    return line === null ? name : `${name}:${line}`;
  });
  const more = files > names.length ? ` and ${files - names.length} more` : '';
  return [`in ${plural(files, 'file')}: ${names.join(', ')}${more}`];
}

function annotation(
  finding: Finding,
  file: string,
  line: number | null,
  more: readonly string[],
): Annotation {
  const { message, why, fix, set, plain } = messageOf(finding);
  const who = [finding.stage, ...finding.profiles].filter(Boolean).join(', ');
  return {
    level: finding.level,
    file,
    line,
    title: `${ruleOf(finding)}${who && ` (${who})`}`,
    lines: [message, ...more, why, fix && !plain ? `fix: ${fix}` : '', ...set.map(one => `set: ${one}`)],
  };
}

function command({ level, file, line, title, lines }: Annotation): string {
  const place =
    file === '-' ? [] : [`file=${property(normalPath(file))}`, ...(line === null ? [] : [`line=${line}`])];
  const text = lines.filter(Boolean).map(data).join('%0A');
  return `::${commands[level]} ${[...place, `title=${property(title)}`].join(',')}::${text}`;
}

// The runner undoes these and nothing else; what it would not undo is made visible.
const data = (text: string) => safeForCi(safeText(text).replaceAll('%', '%25'));

function property(text: string): string {
  const kept = text.replace(/[%\r\n:,]/g, character => escapes[character]!);
  return safeForCi(safeText(kept));
}

const escapes: Readonly<Record<string, string>> = {
  '%': '%25',
  '\r': '%0D',
  '\n': '%0A',
  ':': '%3A',
  ',': '%2C',
};
