// Workflow commands of GitHub Actions: annotations at the lines of a change.
import { safeText } from '../../input/safe-text.js';
import { type Level, levels } from '../../profiles/rule-data.js';
import { safeForCi } from '../../input/guard.js';
import type { ReporterOptions } from './form.js';
import { ruleOf } from './json.js';
import { messageOf } from '../words/message.js';
import { normalPath } from '../words/path.js';
import { countedFindings, countsText, fileOf, plural, type Report, summaryOf } from '../../api/report.js';

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

/** Annotations, errors first, and what they leave out in a plain line. Notes only if they were asked for. */
export function github(report: Report, { verbose }: ReporterOptions): string {
  const all = annotations(report).filter(
    ({ level }) => level !== 'note' || verbose || report.failOn === 'note',
  );
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

function annotations(report: Report): Annotation[] {
  const unread = report.errors.map(({ path, message }) => ({
    level: 'error' as const,
    file: path,
    line: null,
    title: 'cannot be checked',
    lines: [`${path}: ${message}`],
  }));
  const found = report.results.flatMap(result =>
    countedFindings(result).map(finding => {
      const { message, why, fix, set, plain } = messageOf(finding);
      const who = [finding.stage, ...finding.profiles].filter(Boolean).join(', ');
      return {
        level: finding.level,
        file: fileOf(finding, result),
        line: finding.line,
        title: `${ruleOf(finding)}${who && ` (${who})`}`,
        lines: [message, why, fix && !plain ? `fix: ${fix}` : '', ...set.map(line => `set: ${line}`)],
      };
    }),
  );
  return [...unread, ...found];
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
