import pc from 'picocolors';
import { type SettingChange, isNominal, keyOf, type ModeChange } from '../../check/compare.js';
import type { Finding } from '../../check/finding.js';
import type { Verdict } from '../../check/verdict.js';
import type { Kernel } from '../../check/view.js';
import { safeText } from '../../input/safe-text.js';
import { stages } from '../../profiles/rule-data.js';
import {
  changeText,
  type DiffPair,
  type DiffReport,
  diffSummary,
  isPossible,
} from '../../api/diff-report.js';
import { safeForCi } from '../../input/guard.js';
import { conditionText, messageOf } from '../words/message.js';
import { type Colors, paint } from '../words/paint.js';
import { cutMiddle, wrap } from '../words/wrap.js';

interface DiffTextOptions {
  readonly color: boolean;
  /** Columns of the terminal, or 80. */
  readonly width: number;
  /** The modes whose verdict changed, and nothing else. */
  readonly quiet: boolean;
}

interface Style {
  readonly colors: Colors;
  readonly width: number;
  readonly quiet: boolean;
}

/** The comparison for a person: first what the change means for each mode, then the options behind it. */
export function diffText(report: DiffReport, options: DiffTextOptions): string {
  const style: Style = { ...options, colors: pc.createColors(options.color) };
  const blocks = report.pairs.map(pair => pairText(pair, report, style));
  if (!style.quiet) {
    if (report.only) {
      blocks.push(listed(`Only in ${shown(report.old)}`, report.only.removed, style));
      blocks.push(listed(`Only in ${shown(report.new)}`, report.only.added, style));
    }
    if (report.only || report.pairs.length) blocks.push(wrap(closing(report), style.width).join('\n'));
  }
  const text = blocks.filter(Boolean).join('\n\n');
  return text && `${safeForCi(text)}\n`;
}

const headings = {
  worse: 'worse',
  better: 'better',
  other: 'another verdict',
  same: 'the same verdict, other findings',
} as const;

function pairText(pair: DiffPair, report: DiffReport, style: Style): string {
  const { colors } = style;
  const { modes, file, changed } = pair.comparison;
  const lines: string[] = [];
  for (const [course, heading] of Object.entries(headings)) {
    const members = modes.filter(
      mode => mode.course === course && (course !== 'same' || newsOf(mode).length > 0),
    );
    if (members.length === 0 || (style.quiet && course === 'same')) continue;
    if (lines.length) lines.push('');
    lines.push(colors.bold(heading));
    for (const group of alike(members, pair)) lines.push(...groupLines(group, pair, style));
  }
  const ofFile = marked(file.came, file.gone);
  if (!style.quiet && ofFile.length) {
    if (lines.length) lines.push('');
    lines.push(colors.bold('the file'), ...newsLines(ofFile, pair, style));
  }
  // Of two folders, only the pairs that tell something are shown.
  if (report.only && lines.length === 0) return '';
  if (!style.quiet) {
    const quiet = modes.filter(
      mode => isPossible(mode) && mode.course === 'same' && newsOf(mode).length === 0,
    );
    lines.push(...(lines.length && quiet.length ? [''] : []), ...sameLines(quiet, style));
    lines.push(...optionLines(modes, changed, style));
  }
  if (style.quiet && lines.length === 0) return '';
  return [...heading(pair, style), ...(style.quiet ? [] : ['']), ...lines].join('\n');
}

function heading(pair: DiffPair, { colors, width }: Style): string[] {
  const names =
    pair.path === null
      ? `${shown(pair.old, 300)} -> ${shown(pair.new, 300)}`
      : `${pair.from === undefined ? '' : `${shown(pair.from, 300)} -> `}${shown(pair.path, 300)}`;
  const lines = wrap(names, width).map(colors.bold);
  return [...lines, ...wrap(safeText(kernelText(pair)), width).map(colors.dim)];
}

function kernelText({ kernel: { before, after } }: DiffPair): string {
  const version = (kernel: Kernel) =>
    kernel.version ? `Linux ${kernel.version.text}` : 'Linux, version not known';
  const arch = (kernel: Kernel) => kernel.arch ?? 'architecture not known';
  const both = (old: string, now: string) => (old === now ? old : `${old} -> ${now}`);
  return `${both(version(before), version(after))}, ${both(arch(before), arch(after))}`;
}

interface News {
  readonly finding: Finding;
  readonly mark: 'new' | 'gone';
}

/** The findings that are worth showing of a mode; the others are for JSON. */
function newsOf({ course, before, after, came, gone }: ModeChange): News[] {
  // If a mode is no longer possible, or unknown, lost findings mean nothing.
  const open = after.verdict === 'not-applicable' || after.verdict === 'unknown';
  const news = marked(upTo(after, came), open ? [] : upTo(before, gone));
  // Another verdict says the conditions that notes are about.
  return course === 'same' ? news : news.filter(({ finding }) => finding.level !== 'note');
}

function marked(came: readonly Finding[], gone: readonly Finding[]): News[] {
  return [
    ...came.filter(matters).map(finding => ({ finding, mark: 'new' as const })),
    ...gone.filter(matters).map(finding => ({ finding, mark: 'gone' as const })),
  ];
}

/** Notes without a condition are for JSON. */
function matters(finding: Finding): boolean {
  return finding.level !== 'note' || ('conditions' in finding && finding.conditions.length > 0);
}

/** Of a mode that fails, what fails after its first failing stage would only hide the cause. */
function upTo(verdict: Verdict, findings: readonly Finding[]): Finding[] {
  const last = verdict.verdict === 'fails' ? stages.indexOf(verdict.stage!) : stages.length;
  return findings.filter(finding => finding.stage === null || stages.indexOf(finding.stage) <= last);
}

/** Modes that went the same way for the same reasons, together. */
function alike(modes: readonly ModeChange[], { waived = [] }: DiffPair): ModeChange[][] {
  const groups = new Map<string, ModeChange[]>();
  for (const mode of modes) {
    const { before, after, because } = mode;
    const key = JSON.stringify([
      verdictWord(before),
      verdictWord(after),
      conditionText(after.conditions),
      because.map(({ option }) => option),
      waived.includes(mode.profile),
      newsOf(mode).map(({ finding, mark }) => mark + keyOf(finding)),
    ]);
    const group = groups.get(key);
    if (group) group.push(mode);
    else groups.set(key, [mode]);
  }
  return [...groups.values()];
}

/** More options than these in one line explain nothing. */
const mostReasons = 4;
/** And more findings than these are for JSON. */
const mostFindings = 20;
const mostOptions = 40;

function groupLines(group: readonly ModeChange[], pair: DiffPair, style: Style): string[] {
  const { colors, width, quiet } = style;
  const [mode] = group as [ModeChange];
  const names = group.map(({ profile }) => safeText(profile)).join(', ');
  const words = [
    paint(mode.before, verdictWord(mode.before), colors),
    paint(mode.after, verdictWord(mode.after), colors),
  ];
  const same = mode.course === 'same';
  const why = same ? '' : reasonText(mode, pair);
  const waived = pair.waived?.includes(mode.profile) ? ', waived' : '';
  const plain = `${names}: ${verdictWord(mode.before)}${same ? '' : ` -> ${verdictWord(mode.after)}`}${waived}${why && `: ${why}`}`;
  const lines = broken(wrap(plain, width - 4)).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`);
  // Colours come after wrapping, which counts characters; a line that was broken in between stays plain.
  const bare = `${verdictWord(mode.before)} -> ${verdictWord(mode.after)}`;
  lines[0] = lines[0]!.replace(`: ${bare}`, () => `: ${words.join(' -> ')}`);
  if (quiet) return lines;
  if (mode.after.verdict === 'conditional' && !same)
    for (const line of wrap(safeText(`if ${conditionText(mode.after.conditions)}`), width - 4))
      lines.push(`    ${line}`);
  lines.push(...newsLines(newsOf(mode), pair, style));
  return lines;
}

/** What made the verdict another one: the architecture, options, else the port or version; '' if none of them tells. */
function reasonText({ because }: ModeChange, { kernel: { before, after } }: DiffPair): string {
  if (before.arch !== null && after.arch !== null && before.arch !== after.arch)
    return unbroken(safeText(`${before.arch} -> ${after.arch}`));
  if (because.length) {
    const first = because.slice(0, mostReasons).map(change => unbroken(safeText(changeText(change), 100)));
    const rest = because.length - first.length;
    return `${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  }
  if ((before.flavour === 'xenlinux') !== (after.flavour === 'xenlinux'))
    return unbroken(`${before.flavour} -> ${after.flavour}`);
  const [old, now] = [before.version?.text ?? 'unknown', after.version?.text ?? 'unknown'];
  return old === now ? '' : safeText(`Linux ${old} -> ${now}`);
}

// A change is read as one word: lines are broken before or after it.
const unbroken = (text: string) => text.replaceAll(' ', '\u00a0');
const broken = (lines: readonly string[]) => lines.map(line => line.replaceAll('\u00a0', ' '));

function verdictWord({ verdict, stage }: Verdict): string {
  return verdict === 'fails' ? `fails at ${stage}` : verdict;
}

function newsLines(news: readonly News[], pair: DiffPair, style: Style): string[] {
  const lines = news
    .slice(0, mostFindings)
    .flatMap(({ finding, mark }) => findingLines(finding, mark, pair, style));
  if (news.length > mostFindings)
    lines.push(`    and ${news.length - mostFindings} more (--format json has all)`);
  return lines;
}

function findingLines(
  finding: Finding,
  mark: News['mark'],
  pair: DiffPair,
  { colors, width }: Style,
): string[] {
  const { message, set } = messageOf(finding);
  const level = finding.level.padEnd(7);
  const color = mark === 'gone' ? colors.dim : finding.level === 'error' ? colors.red : colors.yellow;
  const [first, ...rest] = wrap(safeText(message, 500), width - 19);
  const lines = [`    ${color(`${mark.padEnd(4)}  ${level}`)}  ${first ?? ''}`];
  const more = (line: string) => lines.push(`${' '.repeat(19)}${line}`);
  for (const line of rest) more(line);
  if (mark === 'gone') return lines;
  if (finding.line !== null)
    more(colors.dim(`${cutMiddle(shown(finding.file ?? pair.new), width - 27)}:${finding.line}`));
  for (const [index, line] of set.entries())
    more(`${index === 0 ? 'set: ' : '     '}${colors.green(safeText(line))}`);
  return lines;
}

/** The modes in which nothing changed, by verdict. */
function sameLines(modes: readonly ModeChange[], { colors, width }: Style): string[] {
  const by = new Map<string, string[]>();
  for (const { profile, after } of modes) {
    const word = verdictWord(after);
    by.set(word, [...(by.get(word) ?? []), safeText(profile)]);
  }
  const parts = [...by].map(([word, names]) => `${names.join(', ')} (${word})`);
  return parts.length ? wrap(`As before: ${parts.join('; ')}`, width).map(colors.dim) : [];
}

/** The changed options behind anything above, each with its modes; the others as a number. */
function optionLines(
  modes: readonly ModeChange[],
  changed: readonly SettingChange[],
  style: Style,
): string[] {
  const by = new Map<SettingChange, string[]>();
  for (const { profile, related } of modes)
    for (const change of related) by.set(change, [...(by.get(change) ?? []), safeText(profile)]);
  const known = changed.filter(change => by.has(change));
  const others = changed.filter(change => !by.has(change));
  const lines: string[] = [];
  if (known.length) {
    lines.push('', style.colors.bold('changed options behind it'));
    for (const change of known.slice(0, mostOptions)) {
      const text = `${unbroken(safeText(changeText(change), 200))}: ${by.get(change)!.join(', ')}`;
      const [first, ...rest] = broken(wrap(text, style.width - 4));
      lines.push(`  ${first}`, ...rest.map(line => `    ${line}`));
    }
    if (known.length > mostOptions)
      lines.push(`  and ${known.length - mostOptions} more (--format json has all)`);
  }
  const nominal = others.filter(isNominal).length;
  const only = nominal ? `, ${nominal} of them only between n and absent` : '';
  if (others.length) {
    const few =
      others.length <= mostReasons ? others.map(change => unbroken(safeText(changeText(change), 100))) : [];
    const said = `${count(others.length, 'changed option')} that no verdict or finding comes from${only}`;
    lines.push('', ...broken(wrap(few.length ? `${said}: ${few.join(', ')}` : said, style.width)));
  }
  return lines;
}

function listed(title: string, names: readonly string[], { width }: Style): string {
  if (names.length === 0) return '';
  const lines = names.slice(0, mostFindings).map(name => `  ${cutMiddle(safeText(name), width - 2)}`);
  const more = names.length > mostFindings ? [`  and ${names.length - mostFindings} more`] : [];
  return [`${title}:`, ...lines, ...more].join('\n');
}

function closing(report: DiffReport): string {
  const { files, worse, better, other, same, changed } = diffSummary(report);
  const modes = `${count(worse, 'mode')} worse, ${better} better, ${other ? `${other} otherwise changed, ` : ''}${same} with the same verdict`;
  const where = report.only ? `${count(files, 'file')} compared, ${report.errors.length} not read: ` : '';
  return `${where}${modes}; ${count(changed, 'option')} changed`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function shown(name: string, limit = 200): string {
  return safeText(name, limit);
}
