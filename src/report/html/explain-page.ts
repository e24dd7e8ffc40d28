// An explanation as one page that asks nothing of any other.
import type { Evidence } from '../../explain/answer.js';
import type { CollectStep } from '../../explain/failure.js';
import type { Remedy } from '../../explain/remedy.js';
import type { Where } from '../../explain/where.js';
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
} from '../explain/words.js';
import { domainProblemText } from '../words/domain-words.js';
import { escapeHtml } from './escape.js';
import { pageHead } from './head.js';
import { style } from './style.js';

const own = `
ol.way { display: flex; flex-wrap: wrap; gap: 0.4rem; padding: 0; list-style: none; }
ol.way li { padding: 0.2rem 0.7rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--soft); }
ol.way li.passed { color: var(--boots); background: var(--boots-ground); border-color: var(--boots); }
ol.way li.stopped { color: var(--fails); background: var(--fails-ground); border-color: var(--fails); font-weight: 600; }
ol.way li + li::before { content: none; }
.answer { font-size: 1.15rem; font-weight: 600; }
h3 { text-transform: none; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 0.1rem 0.9rem; margin: 0.3rem 0; }
dt, dd { margin: 0; overflow-wrap: anywhere; }
dt { color: var(--soft); }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.4rem; } }
`;
const sheet = style + own;

/** Longer evidence is cut: a log's line can be of any length. */
const evidenceLimit = 500;
const mostEvidence = 100;

export function explainHtml(report: ExplainReport, version: string): string {
  const { explanation, errors, files, hints, tool } = report;
  const title = explanation?.outcome.kind === 'fails' ? 'Why it does not boot' : 'Does it boot?';
  const sections = explanation
    ? [
        `<p class="answer">${escapeHtml(answerText(explanation))}</p>`,
        `<ol class="way" aria-label="How far the boot gets">${stepStates(explanation)
          .map(
            ({ step, state }) =>
              `<li class="${state}">${{ passed: '✓ ', stopped: '✗ ', open: '' }[state]}${stepNames[step]}</li>`,
          )
          .join('')}</ol>`,
        `<p class="about">${escapeHtml(targetText(explanation.target))}</p>`,
        explanation.where ? whereBlock(explanation.where) : '',
        ...report.boots.map(
          note =>
            `<details><summary>${escapeHtml(bootText(note))}</summary><ol>${note.entries
              .map(entry => `<li value="${entry.number}">${escapeHtml(bootEntryText(entry))}</li>`)
              .join('')}</ol></details>`,
        ),
        ...explanation.causes.map((cause, index) => article(cause, index + 1)),
        section(
          'What would tell them apart',
          explanation.tellApart.map(
            ({ id, settle }) => `<code>${escapeHtml(id)}</code>: ${escapeHtml(settle)}`,
          ),
        ),
        section('Possible', explanation.possible.map(brief)),
        section('Harmless', explanation.harmless.map(brief)),
        section(
          'What messages mean',
          explanation.messages.map(
            ({ message, evidence }) =>
              `<code>${escapeHtml(placeText(evidence))}</code> <code>${escapeHtml(cut(evidence.text))}</code><br>${escapeHtml(message.cause)}`,
          ),
        ),
        section(
          'In the domain file',
          explanation.oddities.map(
            ({ path, facts }) =>
              `<code>${escapeHtml(`${path}:${facts.line}`)}</code> ${escapeHtml(domainProblemText(facts))}`,
          ),
        ),
        section('What to get next', explanation.collect.map(collected)),
      ]
    : [];
  sections.push(
    section(
      'Files',
      files.map(({ path, about }) => `<code>${escapeHtml(path)}</code>: ${escapeHtml(cut(about))}`),
    ),
    section('About the files', [
      ...errors.map(({ path, message }) => `<code>${escapeHtml(path)}</code>: ${escapeHtml(message)}`),
      ...hints.map(escapeHtml),
    ]),
  );
  return `${pageHead({ title, generator: `${tool.name} ${version}`, style: sheet })}
<body>
<header>
<h1>${title}</h1>
</header>
<main>
${sections.filter(Boolean).join('\n')}
</main>
<footer><p>${escapeHtml(`${tool.name} ${version}`)}</p></footer>
</body>
</html>
`;
}

/** The lines of the log around the one that matters. */
function whereBlock({ path, line, lines }: Where): string {
  const rows = lines.map(one => {
    const text = escapeHtml(`${one.line}  ${cut(one.text)}`);
    return one.line === line ? `<mark>${text}</mark>` : text;
  });
  return `<p class="about">${escapeHtml(`${path}:${line}`)}</p>\n<pre>${rows.join('\n')}</pre>`;
}

const cut = (text: string) => safeText(text, evidenceLimit);

function section(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<section>\n<h2>${title}</h2>\n<ul>\n${items.map(item => `<li>${item}</li>`).join('\n')}\n</ul>\n</section>`;
}

function article({ mode, confidence, evidence, against }: RankedCause, number: number): string {
  return `<article class="error">
<h3>${number}. ${escapeHtml(mode.title)}</h3>
<p><span class="level">${escapeHtml(sureText({ confidence }))}</span> <code>${escapeHtml(mode.id)}</code></p>
<p>${escapeHtml(mode.cause)}</p>
<p class="about">What one sees: ${escapeHtml(mode.symptom)}</p>
<h4>Evidence</h4>
${evidenceList(evidence)}
${against.length ? `<h4>Against it</h4>\n${evidenceList(against)}` : ''}
<h4>Fix</h4>
${mode.fix.map((fix, index) => fixed(fix, index > 0)).join('\n')}
${mode.sources.length ? `<details><summary>Sources</summary><ul>${mode.sources.map(source => `<li>${escapeHtml(source)}</li>`).join('')}</ul></details>` : ''}
</article>`;
}

function evidenceList(evidence: readonly Evidence[]): string {
  const rows = evidence
    .slice(0, mostEvidence)
    .map(
      one =>
        `<dt><code>${escapeHtml(placeText(one))}</code></dt><dd><code>${escapeHtml(cut(one.text))}</code></dd>`,
    );
  const more = evidence.length - rows.length;
  return `<dl>${rows.join('\n')}</dl>${more > 0 ? `\n<p>and ${more} more</p>` : ''}`;
}

function fixed(fix: Remedy, another: boolean): string {
  return `<p>${another ? 'Or: ' : ''}${escapeHtml(placeNames[fix.to])}: ${escapeHtml(fix.text)}</p>${blocks(fix)}`;
}

const collected = (entry: CollectStep) => `${escapeHtml(entry.text)}${blocks(entry)}`;

/** Lines to put somewhere, and commands. */
function blocks({ lines, commands }: Pick<Remedy, 'lines' | 'commands'>): string {
  return [lines, commands]
    .filter(part => part.length > 0)
    .map(part => `<pre>${part.map(escapeHtml).join('\n')}</pre>`)
    .join('');
}

function brief({ mode, evidence }: RankedCause): string {
  const places = [...new Set(evidence.map(placeText))]
    .slice(0, 3)
    .map(place => `<code>${escapeHtml(place)}</code>`);
  return `${escapeHtml(mode.title)} (<code>${escapeHtml(mode.id)}</code>${places.length ? `; ${places.join(', ')}` : ''})`;
}
