// Several files as text: the verdicts in tables, then what to mend by cause, each with its files.
import type { Condition, Finding } from '../../check/finding.js';
import { isReason } from '../../check/verdict.js';
import { safeText } from '../../input/safe-text.js';
import { type Level, levels } from '../../profiles/rule-data.js';
import {
  acceptedText,
  countedFindings,
  isCounted,
  type FileResult,
  judged,
  plural,
  type Report,
  shownFile,
  shownPath,
  summaryOf,
} from '../../api/report.js';
import { conditionText, messageOf } from '../words/message.js';
import type { Colors } from '../words/paint.js';
import { shortNames } from '../words/names.js';
import { commonFolder, wrap } from '../words/wrap.js';
import { type FindingCause, causesIn } from './causes.js';
import { table } from './table.js';
import type { TextOptions } from './form.js';

/** So many files of a cause are named, and so many causes that fail nothing; --verbose names all. */
const mostFiles = 50;
const mostAside = 12;

/** Blocks of text, and the line that ends the report: its counts are those of what was shown. */
export function many(
  report: Report,
  options: TextOptions,
  colors: Colors,
): { blocks: string[]; closing: string } {
  const results = judged(report);
  const tables = table(report, colors, Math.max(options.width, options.columns ?? 0));
  if (options.quiet) return { blocks: [tables], closing: '' };
  const folder = commonFolder(results.map(result => safeText(shownPath(result))));
  const places = (cause: FindingCause) => placesOf(cause, results, folder, options);
  const causes = causesIn(results, shownOf(options));
  const least = levels.indexOf(report.failOn === 'never' ? 'error' : report.failOn);
  const failing = causes.filter(({ level }) => levels.indexOf(level) >= least);
  const others = causes.filter(({ level }) => levels.indexOf(level) < least);
  const lost = causesIn(results, result =>
    result.findings.filter(one => isReason(one, result.verdicts) && !isCounted(one, result.counted)),
  );
  const whole = (title: string, some: readonly FindingCause[]) =>
    some.length === 0
      ? ''
      : [
          colors.bold(title),
          ...some.map(cause => causeLines(cause, places(cause), options, colors).join('\n')),
        ].join('\n\n');
  const brief = (title: string, some: readonly FindingCause[]) =>
    options.verbose
      ? whole(title, some)
      : aside(
          title,
          some.map(cause => briefly(cause, places(cause))),
          options,
          colors,
        );
  return {
    blocks: [
      tables,
      whole(`What fails: ${plural(failing.length, 'cause')}`, failing),
      brief('Modes that fail or stay silent, but do not decide', lost),
      brief(options.verbose ? 'Warnings and notes' : 'Warnings', others),
      aside('Conditions: it boots if', conditionsOf(results, folder, options), options, colors),
    ],
    closing: closingOf(report, causes),
  };
}

function closingOf(report: Report, causes: readonly FindingCause[]): string {
  const summary = summaryOf(report);
  const of = (level: Level, number: number) => {
    const some = causes.filter(({ counts }) => counts[level] > 0).length;
    return `${plural(number, level)}${number && some ? ` from ${plural(some, 'cause')}` : ''}`;
  };
  const counts = [
    of('error', summary.errors),
    of('warning', summary.warnings),
    of('note', summary.notes),
    ...acceptedText(summary),
  ];
  return `${plural(summary.files, 'file')}, ${report.errors.length} not read: ${counts.join(', ')}`;
}

/** What counts; notes only with --verbose. */
const shownOf =
  ({ verbose }: TextOptions) =>
  (result: FileResult): Finding[] =>
    countedFindings(result).filter(({ level }) => verbose || level !== 'note');

function placesOf(
  { finding, places, files }: FindingCause,
  results: readonly FileResult[],
  folder: number,
  options: TextOptions,
): string {
  const named = options.verbose ? places : places.slice(0, mostFiles);
  const names = named.map(({ file, line, path }) => {
    const result = results[file]!;
    // A line is in one of the files that were merged; what has no line concerns the whole.
    const name = safeText(path ?? (line === null ? shownPath(result) : shownFile(finding, result)));
    const shown = path === null ? name.slice(folder) : name;
    return line === null ? shown : `${shown}:${line}`;
  });
  const more = files - names.length;
  const short = shortNames(names, options.width - 13);
  return [...short, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

const indent = (lines: readonly string[]) => lines.map(line => `           ${line}`);

function marked(level: Level, colors: Colors): string {
  if (level === 'error') return colors.red('error  ');
  return level === 'warning' ? colors.yellow('warning') : colors.dim('note   ');
}

function causeLines(cause: FindingCause, places: string, options: TextOptions, colors: Colors): string[] {
  const { finding, files, follows, ways, counts } = cause;
  const { message, why, fix, plain } = messageOf(finding);
  const room = options.width - 11;
  const [first, ...rest] = wrap(`${safeText(message, 500)}: ${plural(files, 'file')}`, room);
  const lines = [`  ${marked(cause.level, colors)}  ${first}`, ...indent(rest)];
  lines.push(...indent(wrap(places, room)).map(colors.dim));
  const about = [finding.stage, ...finding.profiles].filter(Boolean).join(', ');
  lines.push(...indent(wrap(safeText(about), room)).map(colors.dim));
  lines.push(...indent(wrap(safeText(why), room)));
  if (fix && !plain && ways.length === 1)
    lines.push(...indent(labelled('fix: ', wrap(safeText(fix), room - 5))));
  for (const { set, files: some } of options.verbose ? ways : ways.slice(0, 3))
    lines.push(
      ...indent(
        labelled(
          'set: ',
          set.map(
            (line, index) =>
              colors.green(safeText(line)) +
              (index === 0 && ways.length > 1 ? colors.dim(`  in ${plural(some, 'file')}`) : ''),
          ),
        ),
      ),
    );
  const all = counts.error + counts.warning + counts.note;
  if (follows.length) {
    const named = options.verbose || follows.length <= 8 ? follows : follows.slice(0, 7);
    const left = follows.length - named.length;
    const text = `${plural(all, 'finding')} in all; off with it: ${named.join(', ')}${left ? ` and ${left} more` : ''}`;
    lines.push(...indent(wrap(safeText(text), room)));
  }
  return lines;
}

function labelled(label: string, texts: readonly string[]): string[] {
  return texts.map((line, index) => `${index === 0 ? label : ' '.repeat(label.length)}${line}`);
}

/** What is told in a few lines: how many files, what, and where. */
interface Brief {
  readonly files: number;
  readonly text: string;
  readonly places: string;
}

function briefly({ finding, files }: FindingCause, places: string): Brief {
  const modes = finding.profiles.length ? `: ${finding.profiles.join(', ')}` : '';
  return { files, places, text: safeText(`${messageOf(finding).message}${modes}`, 400) };
}

function aside(title: string, entries: readonly Brief[], options: TextOptions, colors: Colors): string {
  if (entries.length === 0) return '';
  const lines = [colors.bold(title)];
  const shown = options.verbose ? entries : entries.slice(0, mostAside);
  const room = options.width - 11;
  for (const { files, text, places } of shown) {
    const [first, ...rest] = wrap(text, room);
    const count = plural(files, 'file');
    if (count.length > 8) lines.push(`  ${count}`, ...indent([first!]));
    else lines.push(`  ${count.padEnd(8)} ${first}`);
    lines.push(...indent(rest), ...indent(wrap(places, room)).map(colors.dim));
  }
  if (shown.length < entries.length)
    lines.push(`  and ${entries.length - shown.length} more (--verbose names them)`);
  return lines.join('\n');
}

/** What "cond." hangs on, each once. Names of files fill a line; --verbose names all. */
function conditionsOf(results: readonly FileResult[], folder: number, options: TextOptions): Brief[] {
  const met = new Map<string, { modes: Set<string>; files: Set<number> }>();
  for (const [file, { verdicts }] of results.entries())
    for (const { profile, conditions } of verdicts)
      for (const condition of conditions) {
        const text = conditionText([shortly(condition)]);
        const entry = met.get(text) ?? { modes: new Set(), files: new Set() };
        met.set(text, entry);
        entry.modes.add(profile);
        entry.files.add(file);
      }
  return [...met]
    .sort(([, left], [, right]) => right.files.size - left.files.size)
    .map(([text, { modes, files }]) => {
      const names = [...files].map(file => safeText(shownPath(results[file]!)).slice(folder));
      const room = options.width - 13;
      const short = shortNames(options.verbose ? names : names.slice(0, mostNames), room);
      const fitting = options.verbose ? short.length : Math.max(1, fittingIn(short, room - 14));
      const listed = short.slice(0, fitting).join(', ');
      const more = names.length - fitting;
      const places = more > 0 ? `${listed} and ${more} more` : listed;
      return { files: files.size, places, text: safeText(`${text}: ${[...modes].join(', ')}`) };
    });
}

const mostNames = 10;

/** Files that would do differ from kernel to kernel; the first ones tell which they are. */
function shortly(condition: Condition): Condition {
  return condition.kind === 'modules' ? { ...condition, files: condition.files.slice(0, 3) } : condition;
}

/** How many of the texts go into `width` columns. */
function fittingIn(texts: readonly string[], width: number): number {
  let sum = -2;
  const count = texts.findIndex(text => (sum += text.length + 2) > width);
  return count < 0 ? texts.length : count;
}
