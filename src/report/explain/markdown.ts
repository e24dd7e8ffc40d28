// An explanation in GitHub-flavoured Markdown, for an issue or a job summary.
import type { Evidence } from '../../explain/answer.js';
import type { CollectStep } from '../../explain/failure.js';
import type { Remedy } from '../../explain/remedy.js';
import type { Where } from '../../explain/where.js';
import type { RankedCause } from '../../explain/ranked.js';
import { safeText } from '../../input/safe-text.js';
import type { ExplainReport } from '../../api/explain-report.js';
import {
  answerText,
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
import { md, mdCode } from '../words/markdown-text.js';

/** Longer evidence is cut: a log's line can be of any length. */
const evidenceLimit = 300;
/** Pieces of evidence of a cause; a list that nobody reads to its end helps nobody. */
const mostEvidence = 40;

export function explainMarkdown(report: ExplainReport): string {
  const { explanation, files, errors, hints } = report;
  const blocks = ['## Why it does not boot'];
  if (explanation) {
    const { causes, possible, harmless, messages, collect, tellApart, oddities } = explanation;
    blocks[0] = explanation.outcome.kind === 'fails' ? '## Why it does not boot' : '## Does it boot?';
    blocks.push(`**${md(answerText(explanation))}**`);
    blocks.push(
      stepStates(explanation)
        .map(({ step, state }) => `${{ passed: '✅ ', stopped: '❌ ', open: '' }[state]}${stepNames[step]}`)
        .join(' → '),
    );
    blocks.push(md(targetText(explanation.target)));
    if (explanation.where) blocks.push(whereBlock(explanation.where));
    if (report.boots.length) blocks.push(list(report.boots.map(note => md(bootText(note)))));
    for (const [index, cause] of causes.entries()) blocks.push(...causeBlocks(cause, index + 1));
    if (tellApart.length)
      blocks.push(
        '### What would tell them apart',
        list(tellApart.map(({ id, settle }) => `${mdCode(id)}: ${md(settle)}`)),
      );
    if (possible.length) blocks.push('### Possible', list(possible.map(brief)));
    if (harmless.length) blocks.push('### Harmless', list(harmless.map(brief)));
    if (messages.length)
      blocks.push(
        '### What messages mean',
        list(
          messages.map(
            ({ message, evidence }) =>
              `${mdCode(placeText(evidence))} ${mdCode(cut(evidence.text))}: ${md(message.cause)}`,
          ),
        ),
      );
    if (oddities.length)
      blocks.push(
        '### In the domain file',
        list(
          oddities.map(
            ({ path, facts }) => `${mdCode(`${path}:${facts.line}`)} ${md(domainProblemText(facts))}`,
          ),
        ),
      );
    if (collect.length) blocks.push('### What to get next', ...collect.map(collectBlock));
  }
  if (files.length)
    blocks.push('### Files', list(files.map(({ path, about }) => `${mdCode(path)}: ${md(cut(about))}`)));
  const unread = [...errors.map(({ path, message }) => `${mdCode(path)}: ${md(message)}`), ...hints.map(md)];
  if (unread.length) blocks.push('### About the files', list(unread));
  return safeForCi(`${blocks.join('\n\n')}\n`);
}

/** The lines of the log around the one that matters. */
function whereBlock({ path, line, lines }: Where): string {
  const numbered = lines.map(one => `${one.line === line ? '>' : ' '} ${one.line}  ${cut(one.text)}`);
  return `Where: ${mdCode(`${path}:${line}`)}\n\n${fenced(numbered, '')}`;
}

const list = (items: readonly string[]) => items.map(item => `- ${item}`).join('\n');
const cut = (text: string) => safeText(text, evidenceLimit);

function causeBlocks({ mode, confidence, evidence, against }: RankedCause, number: number): string[] {
  return [
    `### ${number}. ${md(mode.title)}`,
    `${md(sureText({ confidence }))}; ${mdCode(mode.id)}`,
    md(mode.cause),
    `What one sees: ${md(mode.symptom)}`,
    'Evidence:',
    evidenceList(evidence),
    ...(against.length ? ['Against it:', evidenceList(against)] : []),
    ...mode.fix.map((fix, index) => fixBlock(fix, index > 0)),
  ];
}

function evidenceList(evidence: readonly Evidence[]): string {
  const shown = evidence
    .slice(0, mostEvidence)
    .map(one => `${mdCode(placeText(one))}: ${mdCode(cut(one.text))}`);
  if (shown.length < evidence.length) shown.push(`and ${evidence.length - shown.length} more`);
  return list(shown);
}

function fixBlock(fix: Remedy, another: boolean): string {
  return [`**${another ? 'Or: ' : 'Fix: '}${placeNames[fix.to]}.** ${md(fix.text)}`, ...code(fix)].join(
    '\n\n',
  );
}

/** Blocks belong to the entry of the list as they are set in below it. */
const collectBlock = (entry: CollectStep) =>
  [`- ${md(entry.text)}`, ...code(entry).map(block => block.replace(/^/gm, '  '))].join('\n\n');

/** Lines to put somewhere, and commands, each as a block that can be copied. */
function code({ lines, commands }: Pick<Remedy, 'lines' | 'commands'>): string[] {
  return [...(lines.length ? [fenced(lines, '')] : []), ...(commands.length ? [fenced(commands, 'sh')] : [])];
}

function fenced(lines: readonly string[], language: string): string {
  const safe = lines.map(line => safeText(line));
  let fence = '```';
  while (safe.some(line => line.includes(fence))) fence += '`';
  return [`${fence}${language}`, ...safe, fence].join('\n');
}

function brief({ mode, evidence }: RankedCause): string {
  const places = [...new Set(evidence.map(placeText))].slice(0, 3).map(place => mdCode(place));
  return `${md(mode.title)} (${mdCode(mode.id)}${places.length ? `; ${places.join(', ')}` : ''})`;
}
