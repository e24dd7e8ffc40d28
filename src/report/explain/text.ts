// An explanation for people: the answer, the way of the boot, the causes with evidence and fix, what to do next.
import pc from 'picocolors';
import type { Evidence } from '../../explain/answer.js';
import type { CollectStep, Remedy } from '../../explain/failure.js';
import type { RankedCause } from '../../explain/ranked.js';
import { safeText } from '../../input/safe-text.js';
import type { ExplainReport } from '../../api/explain-report.js';
import {
  answerText,
  bootEntryText,
  bootText,
  placeNames,
  placeText,
  stepNames,
  stepStates,
  sureText,
  targetText,
} from './words.js';
import { domainProblemText } from '../words/domain-words.js';
import { safeForCi } from '../../input/guard.js';
import type { Colors } from '../words/paint.js';
import { wrap } from '../words/wrap.js';

interface ExplainTextOptions {
  readonly color: boolean;
  /** Characters in a line. */
  readonly width: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Causes that are shown whole; the others by title, unless all is asked for. */
const shown = 3;
const evidenceLimit = 200;
const mostEvidence = 8;
const mostOddities = 10;

export function explainText(report: ExplainReport, options: ExplainTextOptions): string {
  const { explanation } = report;
  if (!explanation) return '';
  const colors = pc.createColors(options.color);
  const { width, verbose } = options;
  const { causes, possible, harmless } = explanation;
  const answer = wrap(safeText(answerText(explanation)), width);
  if (options.quiet) return safeForCi(`${answer.join('\n')}\n`);
  const blocks: string[][] = [answer.map(line => colors.bold(line))];
  blocks.push([
    bootLine(report, colors),
    ...wrap(safeText(targetText(explanation.target)), width).map(colors.dim),
  ]);

  if (report.boots.length)
    blocks.push(
      report.boots.flatMap(note => [
        ...wrap(safeText(bootText(note)), width),
        ...(verbose ? note.entries.flatMap(entry => item(bootEntryText(entry), width)) : []),
      ]),
    );

  const whole = verbose ? causes : causes.slice(0, shown);
  for (const [index, cause] of whole.entries())
    blocks.push(causeLines(cause, causes.length > 1 ? index + 1 : null, options, colors));
  if (whole.length < causes.length)
    blocks.push([
      `Also (--verbose shows them): ${causes
        .slice(whole.length)
        .map(({ mode }) => mode.id)
        .join(', ')}`,
    ]);
  if (explanation.tellApart.length)
    blocks.push([
      colors.bold('What would tell them apart'),
      ...explanation.tellApart.flatMap(({ id, settle }) => item(`${id}: ${settle}`, width)),
    ]);
  if (possible.length)
    blocks.push([
      colors.bold('Possible'),
      ...possible
        .slice(0, verbose ? possible.length : 5)
        .flatMap(ranked =>
          item(`${ranked.mode.title} (${ranked.mode.id}; ${places(ranked.evidence)})`, width),
        ),
    ]);
  if (harmless.length)
    blocks.push([
      colors.bold('Harmless'),
      ...harmless.flatMap(ranked => item(`${ranked.mode.title}: ${places(ranked.evidence)}`, width)),
    ]);
  if (explanation.messages.length)
    blocks.push([
      colors.bold('What messages mean'),
      ...explanation.messages
        .slice(0, verbose ? explanation.messages.length : 5)
        .flatMap(({ message, evidence }) => [
          ...item(`${placeText(evidence)}  ${safeText(evidence.text, evidenceLimit)}`, width),
          ...wrap(safeText(`${message.cause} (${message.id})`), width - 6).map(line => `      ${line}`),
        ]),
    ]);
  if (explanation.oddities.length)
    blocks.push([
      colors.bold('In the domain file'),
      ...explanation.oddities
        .slice(0, verbose ? explanation.oddities.length : mostOddities)
        .flatMap(({ path, facts }) => item(`${path}:${facts.line} ${domainProblemText(facts)}`, width)),
      ...(verbose || explanation.oddities.length <= mostOddities
        ? []
        : item(`and ${explanation.oddities.length - mostOddities} more`, width)),
    ]);
  if (report.tail && causes.length === 0)
    blocks.push([
      colors.bold(`Last lines of ${safeText(report.tail.path)}`),
      ...report.tail.lines.map(({ line, text }) => `  ${line}: ${safeText(text, width - 10)}`),
    ]);
  if (explanation.collect.length)
    blocks.push([
      colors.bold(causes.length ? 'To be surer' : 'What to get next'),
      ...explanation.collect.flatMap(entry => collectLines(entry, width, colors)),
    ]);
  if (report.hints.length)
    blocks.push([colors.bold('About the files'), ...report.hints.flatMap(hint => item(hint, width))]);
  return safeForCi(`${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`);
}

/** "load ok > start STOPPED > root": one line, in words that need no colour. */
function bootLine({ explanation }: ExplainReport, colors: Colors): string {
  return stepStates(explanation!)
    .map(({ step, state }) => {
      const name = stepNames[step];
      if (state === 'passed') return colors.green(`[ok] ${name}`);
      return state === 'stopped' ? colors.red(`[X] ${name}`) : colors.dim(name);
    })
    .join(' > ');
}

function causeLines(
  { mode, confidence, evidence, against, folded }: RankedCause,
  number: number | null,
  { width, verbose }: ExplainTextOptions,
  colors: Colors,
): string[] {
  const lines = wrap(`${number === null ? '' : `${number}. `}${safeText(mode.title)}`, width).map(line =>
    colors.red(line),
  );
  const add = (text: string) => lines.push(...wrap(safeText(text), width - 3).map(line => `   ${line}`));
  add(`${sureText({ confidence })}; ${mode.id}`);
  add(mode.cause);
  add(`What one sees: ${mode.symptom}`);
  lines.push(`   ${colors.bold('Evidence')}`, ...evidenceLines(evidence, width, verbose, colors));
  if (against.length)
    lines.push(`   ${colors.bold('Against it')}`, ...evidenceLines(against, width, verbose, colors));
  lines.push(`   ${colors.bold('Fix')}`);
  for (const [index, fix] of mode.fix.entries()) lines.push(...fixLines(fix, index > 0, width, colors));
  if (verbose) {
    if (folded.length) add(`Says more exactly: ${folded.join(', ')}`);
    for (const source of mode.sources) add(`Source: ${source}`);
  }
  return lines;
}

function evidenceLines(
  evidence: readonly Evidence[],
  width: number,
  verbose: boolean,
  colors: Colors,
): string[] {
  const listed = verbose ? evidence : evidence.slice(0, mostEvidence);
  const names = listed.map(one => safeText(placeText(one)));
  const column = Math.min(32, Math.max(0, ...names.map(name => name.length)));
  const lines = listed.flatMap((one, index) => {
    const name = names[index]!;
    const text = wrap(safeText(one.text, evidenceLimit), Math.max(20, width - column - 7));
    const first = name.length > column ? [`     ${colors.cyan(name)}`] : [];
    return [
      ...first,
      ...text.map((line, at) => {
        const label =
          at === 0 && first.length === 0
            ? colors.cyan(name) + ' '.repeat(column - name.length)
            : ' '.repeat(column);
        return `     ${label}  ${line}`;
      }),
    ];
  });
  if (listed.length < evidence.length) lines.push(`     and ${evidence.length - listed.length} more`);
  return lines;
}

function fixLines(fix: Remedy, another: boolean, width: number, colors: Colors): string[] {
  const place = placeNames[fix.to];
  const start = another ? `Or ${place.charAt(0).toLowerCase()}${place.slice(1)}` : place;
  return [
    ...wrap(`${start}: ${safeText(fix.text)}`, width - 5).map(line => `     ${line}`),
    ...fix.lines.map(line => `         ${colors.green(safeText(line))}`),
    ...fix.commands.map(command => `         ${colors.green(`$ ${safeText(command)}`)}`),
  ];
}

function collectLines({ text, lines, commands }: CollectStep, width: number, colors: Colors): string[] {
  return [
    ...item(text, width),
    ...lines.map(line => `      ${colors.green(safeText(line))}`),
    ...commands.map(command => `      ${colors.green(`$ ${safeText(command)}`)}`),
  ];
}

function item(text: string, width: number): string[] {
  return wrap(safeText(text), width - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
}

function places(evidence: readonly Evidence[]): string {
  const names = [...new Set(evidence.map(placeText))];
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ', ...' : '');
}
