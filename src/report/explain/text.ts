// An explanation for people: the answer, the way of the boot, the causes with evidence and fix, what to do next.
import pc from 'picocolors';
import type { Evidence } from '../../explain/answer.js';
import { type BootEvent, eventEvidence, saysText } from '../../explain/events.js';
import type { CollectStep } from '../../explain/failure.js';
import type { Remedy } from '../../explain/remedy.js';
import type { RankedCause } from '../../explain/ranked.js';
import type { Where } from '../../explain/where.js';
import { safeText } from '../../input/safe-text.js';
import type { ExplainReport } from '../../api/explain-report.js';
import {
  type StepState,
  answerText,
  bootEntryText,
  bootText,
  placeNames,
  placeText,
  shortPath,
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

const evidenceLimit = 200;
const mostEvidence = 8;

export function explainText(report: ExplainReport, options: ExplainTextOptions): string {
  const { explanation } = report;
  if (!explanation) return '';
  const colors = pc.createColors(options.color);
  const answer = wrap(safeText(answerText(explanation)), options.width);
  if (options.quiet) return safeForCi(`${answer.join('\n')}\n`);
  const blocks = [
    answer.map(line => colors.bold(line)),
    [
      bootLine(report, options.width, colors),
      ...wrap(safeText(targetText(explanation.target)), options.width).map(colors.dim),
      ...report.boots.flatMap(note => wrap(safeText(bootText(note)), options.width)),
    ],
    ...(options.verbose ? wholeBlocks(report, options, colors) : firstBlocks(report, options, colors)),
  ];
  return safeForCi(`${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`);
}

/** What a person in trouble reads first: where, why, what to do. The rest is counted. */
function firstBlocks(report: ExplainReport, options: ExplainTextOptions, colors: Colors): string[][] {
  const { causes, where, outcome, collect, oddities } = report.explanation!;
  const { width } = options;
  const [first, ...others] = causes;
  const blocks: string[][] = [];
  if (where) blocks.push(whereLines(where, width, colors));
  if (first) {
    blocks.push(whyLines(first, others, where, width, colors));
    if (first.mode.fix.length)
      blocks.push([
        colors.bold('What to do'),
        ...first.mode.fix
          .slice(0, 2)
          .flatMap((fix, index) => fixLines(fix, index > 0, width, colors).map(line => line.slice(3))),
      ]);
  } else if (outcome.kind === 'comes-up') {
    const { troubles } = report.explanation!;
    if (troubles.length)
      blocks.push([
        colors.bold('On the way'),
        ...troubles.slice(0, 3).flatMap(event => item(eventText(event), width)),
      ]);
  }
  if (!first?.mode.fix.length && collect.length)
    blocks.push([
      colors.bold('What to get next'),
      ...collect.slice(0, 2).flatMap(entry => collectLines(entry, width, colors)),
    ]);
  const loud = oddities.filter(({ facts }) => facts.code !== 'deprecated').slice(0, 2);
  if (!first && loud.length)
    blocks.push([
      colors.bold('In the domain file'),
      ...loud.flatMap(({ path, facts }) =>
        item(`${shortPath(path)}:${facts.line} ${domainProblemText(facts)}`, width),
      ),
    ]);
  if (!first && report.hints.length)
    blocks.push([
      colors.bold('About the files'),
      ...report.hints.slice(0, 2).flatMap(hint => item(hint, width)),
    ]);
  const more = moreText(report);
  if (more !== '') blocks.push(wrap(more, width).map(colors.dim));
  return blocks;
}

/** The lines of the log, the one that matters marked. */
function whereLines({ path, line, lines }: Where, width: number, colors: Colors): string[] {
  const digits = String(lines.at(-1)?.line ?? line).length;
  return [
    `${colors.bold('Where')}  ${colors.cyan(safeText(`${shortPath(path)}:${line}`))}`,
    ...lines.flatMap(one => {
      const isIt = one.line === line;
      const room = Math.max(20, width - digits - 6);
      const head = `  ${isIt ? '>' : ' '} ${String(one.line).padStart(digits)}  `;
      if (!isIt) return [head + colors.dim(safeText(one.text, room))];
      return wrap(safeText(one.text, evidenceLimit), room).map(
        (text, index) => (index === 0 ? head : ' '.repeat(head.length)) + text,
      );
    }),
  ];
}

function whyLines(
  { mode, confidence, evidence }: RankedCause,
  others: readonly RankedCause[],
  where: Where | null,
  width: number,
  colors: Colors,
): string[] {
  const lines = [
    `${colors.bold('Why')}  ${sureText({ confidence })}; ${mode.id}`,
    ...wrap(safeText(mode.cause), width - 2).map(line => `  ${line}`),
  ];
  // What stands above already is not shown again.
  const elsewhere = evidence.filter(
    ({ path, line }) => path !== where?.path || !where.lines.some(one => one.line === line),
  );
  for (const one of elsewhere.slice(0, 3))
    lines.push(
      ...item(
        `${placeText({ ...one, path: shortPath(one.path) })}  ${safeText(one.text, evidenceLimit)}`,
        width,
      ),
    );
  if (others.length)
    lines.push(
      ...wrap(
        safeText(
          `Also: ${others
            .slice(0, 2)
            .map(cause => `${cause.mode.title} (${cause.mode.id})`)
            .join('; ')}${others.length > 2 ? '; ...' : ''}`,
        ),
        width - 2,
      ).map(line => `  ${line}`),
    );
  return lines;
}

/** What --verbose adds. */
function moreText({ explanation, hints }: ExplainReport): string {
  const { causes, possible, harmless, messages, oddities, outcome, collect, troubles } = explanation!;
  const chain = outcome.kind === 'fails' ? outcome.chain.length : 0;
  const count = (number: number, one: string, many: string) =>
    number === 0 ? [] : [`${number === 1 ? one : `${number} ${many}`}`];
  const parts = [
    ...count(chain, 'what followed', 'errors that followed'),
    ...count(Math.max(0, causes.length - 1), 'another cause', 'other causes'),
    ...count(possible.length, 'a possible cause', 'possible causes'),
    ...count(
      harmless.length + (causes.length ? troubles.length : 0),
      'a harmless message',
      'harmless messages',
    ),
    ...count(messages.length, 'what a message means', 'messages and what they mean'),
    ...count(
      causes.length ? oddities.length : Math.max(0, oddities.length - 2),
      'a remark on the domain file',
      'remarks on the domain file',
    ),
    ...count(
      causes.length ? hints.length : Math.max(0, hints.length - 2),
      'a remark on the files',
      'remarks on the files',
    ),
    ...count(
      causes.length ? collect.length : Math.max(0, collect.length - 2),
      'what else to get',
      'more things to get',
    ),
  ];
  return parts.length ? `--verbose shows also: ${parts.join(', ')}.` : '';
}

const eventText = (event: BootEvent): string =>
  `${placeText({ ...eventEvidence(event), path: shortPath(event.path) })} ${saysText(event)}`;

/** Everything there is to say. */
function wholeBlocks(report: ExplainReport, options: ExplainTextOptions, colors: Colors): string[][] {
  const explanation = report.explanation!;
  const { width } = options;
  const { causes, possible, harmless, where, outcome, troubles } = explanation;
  const blocks: string[][] = [];
  const list = (title: string, items: readonly string[]) => {
    if (items.length) blocks.push([colors.bold(title), ...items.flatMap(text => item(text, width))]);
  };
  if (where) blocks.push(whereLines(where, width, colors));
  if (outcome.kind === 'fails') list('What followed', outcome.chain.map(eventText));
  list(
    'Boots',
    report.boots.flatMap(note => note.entries.map(bootEntryText)),
  );
  for (const [index, cause] of causes.entries())
    blocks.push(causeLines(cause, causes.length > 1 ? index + 1 : null, options, colors));
  list(
    'What would tell them apart',
    explanation.tellApart.map(({ id, settle }) => `${id}: ${settle}`),
  );
  list(
    'Possible',
    possible.map(({ mode, evidence }) => `${mode.title} (${mode.id}; ${places(evidence)})`),
  );
  list('On the way', troubles.map(eventText));
  list(
    'Harmless',
    harmless.map(({ mode, evidence }) => `${mode.title}: ${places(evidence)}`),
  );
  if (explanation.messages.length)
    blocks.push([
      colors.bold('What messages mean'),
      ...explanation.messages.flatMap(({ message, evidence }) => [
        ...item(`${placeText(evidence)}  ${safeText(evidence.text, evidenceLimit)}`, width),
        ...wrap(safeText(`${message.cause} (${message.id})`), width - 6).map(line => `      ${line}`),
      ]),
    ]);
  list(
    'In the domain file',
    explanation.oddities.map(({ path, facts }) => `${path}:${facts.line} ${domainProblemText(facts)}`),
  );
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
  list('About the files', report.hints);
  return blocks;
}

/** "[ok] load > [X] start > console > root": one line, in words that need no colour. */
function bootLine({ explanation }: ExplainReport, width: number, colors: Colors): string {
  const states = stepStates(explanation!);
  const plain = (state: StepState['state'], names: string) =>
    state === 'passed' ? `[ok] ${names}` : state === 'stopped' ? `[X] ${names}` : names;
  const paint = { passed: colors.green, stopped: colors.red, open: colors.dim };
  const length = states.reduce((sum, { step, state }) => sum + plain(state, stepNames[step]).length + 3, -3);
  const parts: { state: StepState['state']; names: string }[] = [];
  for (const { step, state } of states) {
    const last = parts.at(-1);
    // Where there is no room, what it got through stands together.
    if (length > width && last?.state === 'passed' && state === 'passed')
      last.names += `, ${stepNames[step]}`;
    else parts.push({ state, names: stepNames[step] });
  }
  return parts.map(({ state, names }) => paint[state](plain(state, names))).join(' > ');
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
