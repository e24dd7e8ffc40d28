import pc from 'picocolors';
import { causesOf } from '../../check/cause.js';
import type { Finding } from '../../check/finding.js';
import { boots, type Verdict } from '../../check/verdict.js';
import { safeText } from '../../input/safe-text.js';
import { stages } from '../../profiles/rule-data.js';
import { safeForCi } from '../../input/guard.js';
import { conditionText, messageOf } from '../words/message.js';
import { type Colors, paint } from '../words/paint.js';
import {
  acceptedText,
  plural,
  suppressionText,
  type FileResult,
  judged,
  type Report,
  shownFile,
  shownPath,
  summaryOf,
} from '../../api/report.js';
import type { TextOptions } from './form.js';
import { many } from './many.js';
import { passedLines } from './passed.js';
import { wrap } from '../words/wrap.js';

/** The report for a person: the verdict of each mode first, then what is wrong, by stage. */
export function text(report: Report, options: TextOptions): string {
  const colors = pc.createColors(options.color);
  const results = judged(report);
  // Unreadable files are reported elsewhere; without results there is nothing to count.
  if (results.length === 0) return '';
  const blocks: string[] = [];
  let end = '';
  if (results.length === 1) blocks.push(whole(report, results[0]!, options, colors));
  else {
    const several = many(report, options, colors);
    end = several.closing;
    blocks.push(...several.blocks);
    for (const result of results) {
      const excused = excusedLines(result, options, colors);
      if (excused.length) blocks.push([colors.bold(safeText(shownPath(result), 320)), ...excused].join('\n'));
    }
  }
  for (const result of report.results)
    if (result.kind === 'repository') blocks.push(ofWaivers(result, options, colors));
  if (!options.quiet) {
    const passed = passedLines(report, options).map(line => colors.dim(line));
    blocks.push([...passed, closing(report, end, options, colors)].join('\n'));
  }
  return safeForCi(`${blocks.filter(Boolean).join('\n\n')}\n`);
}

/** One file alone: everything about it. */
function whole(report: Report, result: FileResult, options: TextOptions, colors: Colors): string {
  const lines = [heading(result, colors), ''];
  lines.push(...verdicts(report, result, options, colors));
  if (options.quiet) return lines.join('\n');
  const shown = visible(result, options);
  lines.push(...findingLines(result, shown, options, colors), ...excusedLines(result, options, colors));
  return lines.join('\n');
}

/** What is wrong with the repository's waivers. */
function ofWaivers(result: FileResult, options: TextOptions, colors: Colors): string {
  const blocks = result.findings.flatMap(finding => findingBlock(result, alone(finding), options, colors));
  return options.quiet ? '' : [colors.bold(safeText(result.path, 320)), ...blocks].join('\n');
}

/** With --verbose, what a waiver or the baseline holds. */
function excusedLines(result: FileResult, options: TextOptions, colors: Colors): string[] {
  const excused = options.verbose ? (result.excused ?? []) : [];
  if (!excused.length) return [];
  return [
    '',
    colors.bold('accepted'),
    ...excused.flatMap(one => {
      const { message } = messageOf(one.finding);
      const mark = one.by === 'waiver' ? 'waived ' : 'known  ';
      const lines = [
        ...wrap(safeText(message, 500), options.width - 11),
        ...wrap(safeText(suppressionText(one), 1000), options.width - 11),
      ];
      return lines.map((line, index) =>
        index === 0 ? `  ${colors.dim(mark)}  ${line}` : `           ${line}`,
      );
    }),
  ];
}

const from = (place: string | undefined) => (place === undefined ? '' : ` (from ${place})`);

function heading({ kind, expanded, kernel, guessed, image, ...result }: FileResult, colors: Colors): string {
  const flavour = { pvops: 'pv_ops Xen support', xenlinux: 'xenlinux', none: 'no Xen support' }[
    kernel.flavour
  ];
  const parts = [
    kernel.version ? `Linux ${kernel.version.text}${from(guessed?.version)}` : 'Linux, version not known',
    kernel.arch === null ? 'architecture not known' : `${kernel.arch}${from(guessed?.arch)}`,
    kind === 'config' ? flavour : `a ${kind}${expanded ? ' completed by the tree' : ''}`,
    ...(result.merged && result.name !== result.merged.join(' + ')
      ? [`merged from ${result.merged.join(' + ')}`]
      : []),
  ];
  const others = [image?.path, result.with?.initramfs, result.with?.domain].filter(
    path => path !== undefined,
  );
  const along = others.length ? ` with ${others.map(path => safeText(path, 300)).join(' and ')}` : '';
  return `${colors.bold(safeText(shownPath(result), 320))}${along}\n${colors.dim(safeText(parts.join(', '), 500))}`;
}

/** A line a mode that the kernel can have; the others in one line at the end. */
function verdicts(report: Report, result: FileResult, options: TextOptions, colors: Colors): string[] {
  const lines: string[] = [];
  const requested = new Set(report.target.profiles);
  const others: string[] = [];
  const titles = new Map(report.profiles.map(profile => [profile.name, profile.title]));
  const shown = result.verdicts.filter(verdict => {
    if (verdict.verdict !== 'not-applicable' || requested.has(verdict.profile)) return true;
    others.push(verdict.profile);
    return false;
  });
  const nameWidth = Math.max(...shown.map(verdict => verdict.profile.length), 0);
  const titleWidth = Math.max(...shown.map(verdict => titles.get(verdict.profile)!.length), 0);
  let before = '';
  for (const verdict of shown) {
    const label = `${colors.bold(verdict.profile.padEnd(nameWidth))}  ${colors.dim(titles.get(verdict.profile)!.padEnd(titleWidth))}`;
    const word = verdict.verdict === 'fails' ? `fails at ${verdict.stage}` : verdict.verdict;
    lines.push(`  ${label}  ${paint(verdict, word, colors)}`);
    const why = explanation(verdict);
    if (why && why !== before)
      for (const part of wrap(safeText(why), options.width - 8)) lines.push(`        ${part}`);
    else if (why) lines.push('        as above');
    before = why;
  }
  if (others.length)
    lines.push(
      ...wrap(`Not for this kernel: ${others.join(', ')}`, options.width - 2).map(
        line => `  ${colors.dim(line)}`,
      ),
    );
  return lines;
}

function explanation(verdict: Verdict): string {
  const condition = verdict.conditions.length ? `if ${conditionText(verdict.conditions)}` : '';
  if (verdict.verdict === 'silent')
    return `it runs, but nothing shows on the Xen console${condition && `; and only ${condition}`}`;
  return condition;
}

/** What a person needs to see: no notes unless asked, no module conditions (the verdict says them). */
function visible(result: FileResult, options: TextOptions): Finding[] {
  const shown = result.findings.filter(finding => options.verbose || finding.level !== 'note');
  return firstStageOnly(result, shown, options);
}

/** Of a mode that fails, what fails first comes first; the rest is shown only once that is fixed, or with --verbose. */
function firstStageOnly(result: FileResult, findings: readonly Finding[], options: TextOptions): Finding[] {
  if (options.verbose) return [...findings];
  const failed = new Map(
    result.verdicts
      .filter(verdict => verdict.verdict === 'fails')
      .map(verdict => [verdict.profile, verdict.stage!]),
  );
  return findings.filter(
    finding =>
      finding.stage === null ||
      finding.profiles.length === 0 ||
      finding.profiles.some(name => {
        const stage = failed.get(name);
        return stage === undefined || stages.indexOf(finding.stage!) <= stages.indexOf(stage);
      }),
  );
}

function findingLines(
  result: FileResult,
  findings: readonly Finding[],
  options: TextOptions,
  colors: Colors,
): string[] {
  const lines: string[] = [];
  let stage: string | null | undefined;
  for (const folded of options.verbose ? findings.map(alone) : folding(findings)) {
    if (folded.finding.stage !== stage) {
      stage = folded.finding.stage;
      lines.push('', colors.bold(stage ?? 'the file'));
    }
    lines.push(...findingBlock(result, folded, options, colors));
  }
  return lines;
}

/** A finding with what follows from it, which is named but not told. */
interface Folded {
  readonly finding: Finding;
  readonly follows: readonly Finding[];
}

const alone = (finding: Finding): Folded => ({ finding, follows: [] });

/** Causes, each with what follows from it; those of the same option as one, with the profiles of all. */
function folding(findings: readonly Finding[]): Folded[] {
  const causes = causesOf(findings);
  const follows = new Map<Finding, Finding[]>();
  for (const [finding, cause] of causes) follows.set(cause, [...(follows.get(cause) ?? []), finding]);
  return findings.flatMap(finding => {
    if (causes.has(finding)) return [];
    const all = follows.get(finding) ?? [];
    const same = all.filter(one => optionOf(one) === optionOf(finding));
    const profiles = [...new Set([finding, ...same].flatMap(one => one.profiles))];
    return [{ finding: { ...finding, profiles }, follows: all.filter(one => !same.includes(one)) }];
  });
}

const optionOf = (finding: Finding) => ('option' in finding ? finding.option : null);

function findingBlock(
  result: FileResult,
  { finding, follows }: Folded,
  options: TextOptions,
  colors: Colors,
): string[] {
  const { message, why, fix, set, plain } = messageOf(finding);
  const mark =
    finding.level === 'error'
      ? colors.red('error  ')
      : finding.level === 'warning'
        ? colors.yellow('warning')
        : colors.dim('note   ');
  const [first, ...rest] = wrap(safeText(message, 500), options.width - 11);
  const lines = [`  ${mark}  ${first ?? ''}`, ...rest.map(line => `           ${line}`)];
  const path = shownFile(finding, result);
  const where = finding.line === null ? '' : `${safeText(path, 200)}:${finding.line}`;
  const who = finding.profiles.join(', ');
  const place = [where, who].filter(Boolean);
  const short = place.join('  ').length <= options.width - 11;
  for (const part of short ? [place.join('  ')].filter(Boolean) : place)
    lines.push(colors.dim(`           ${part}`));
  for (const line of wrap(safeText(why), options.width - 11)) lines.push(`           ${line}`);
  const labelled = (label: string, texts: readonly string[]) => {
    for (const [index, line] of texts.entries())
      lines.push(`           ${index === 0 ? label : '     '}${line}`);
  };
  if (fix && !plain) labelled('fix: ', wrap(safeText(fix), options.width - 16));
  // All that the stage needs at once, what the cause needs first.
  const errors = follows.filter(({ level }) => level === 'error');
  const wanted = [...new Set([...set, ...errors.flatMap(one => messageOf(one).set)])];
  // Of two lines about one option the one that builds it in suits both.
  const all = wanted.filter(line => !line.endsWith('=m') || !wanted.includes(line.replace(/m$/, 'y')));
  labelled(
    'set: ',
    all.map(line => colors.green(safeText(line))),
  );
  const names = [...new Set(follows.flatMap(one => ('option' in one ? [`CONFIG_${one.option}`] : [])))];
  if (names.length)
    lines.push(
      ...wrap(safeText(`Off with it: ${names.join(', ')}`), options.width - 11).map(
        line => `           ${line}`,
      ),
    );
  return lines;
}

/** What the run comes to: which modes boot where one file was checked, counts, and what decides the exit code. */
function closing(report: Report, several: string, options: TextOptions, colors: Colors): string {
  const summary = summaryOf(report);
  const hint = '(--verbose shows the notes)';
  const hinted = !options.verbose && summary.notes > 0 ? ` ${hint}` : '';
  const counts = [
    plural(summary.errors, 'error'),
    plural(summary.warnings, 'warning'),
    `${plural(summary.notes, 'note')}${hinted}`,
    ...acceptedText(summary),
  ].join(', ');
  const fit = (line: string) => wrap(line, options.width).join('\n').replace(hint, colors.dim(hint));
  const [only] = judged(report);
  if (judged(report).length === 1 && report.errors.length === 0 && report.target.profiles.length === 0) {
    const possible = only!.verdicts.filter(verdict => verdict.verdict !== 'not-applicable');
    const booting = possible.filter(boots);
    const line = `Boots in ${booting.length} of ${plural(possible.length, 'mode')}; -p NAME asks for one. Of what boots: ${counts}`;
    return fit((only!.kind === 'config' || only!.expanded) && booting.length ? line : counts);
  }
  if (several) return fit(`${several}${hinted}`);
  if (summary.files > 1)
    return fit(`${plural(summary.files, 'file')}, ${report.errors.length} not read: ${counts}`);
  // A group passes when one of its modes boots; say which decided where others of it fail.
  const spared = only?.verdicts.some(
    ({ verdict, profile }) => verdict === 'fails' && !only.counted.has(profile),
  );
  return fit(spared ? `${[...only!.counted].join(', ')} decides: ${counts}` : counts);
}
