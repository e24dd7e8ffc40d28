import type { ReporterOptions } from '../check/form.js';
import { isAbsolute } from '../words/links.js';
import { encodedPart } from '../words/path.js';
import { plural, type Report, shownPath } from '../../api/report.js';
import { escapeHtml } from './escape.js';
import type { Group, FindingLocation } from './groups.js';

/** A group names so many of its places without a script. */
const mostPlaces = 100;

export function findingList(report: Report, groups: readonly Group[], form: ReporterOptions): string {
  const names = report.results.map(shownPath);
  const sections: string[] = [];
  for (const stage of new Set(groups.map(group => group.stage))) {
    const word = stage ?? 'file';
    const members = groups.filter(group => group.stage === stage);
    const articles = members.map(group => article(group, names, form)).join('\n');
    sections.push(
      `<section class="stage" data-stage="${word}" aria-labelledby="stage-${word}"><h3 id="stage-${word}">${stage ?? 'The file itself'}</h3>\n${articles}\n</section>`,
    );
  }
  return sections.join('\n');
}

function article(group: Group, names: readonly string[], { page }: ReporterOptions): string {
  const { rule, level, stage, profiles, places, follows, anchor } = group;
  const { message, why, fix, set, evidence, plain } = group.message;
  const address = page(rule);
  const link =
    address === null
      ? `<code>${escapeHtml(rule)}</code>`
      : isAbsolute(address)
        ? `<a href="${escapeHtml(address)}">${escapeHtml(rule)}</a>`
        : `<code title="${escapeHtml(address)}">${escapeHtml(rule)}</code>`;
  const head = `<h4><span class="level">${level}</span> ${escapeHtml(message)}</h4>`;
  const parts = [
    follows === null ? '' : `<p class="about">Follows from: ${escapeHtml(follows)}</p>`,
    why && `<p>${escapeHtml(why)}</p>`,
    fix && !plain ? `<p><strong>Fix:</strong> ${escapeHtml(fix)}</p>` : '',
    set.length ? `<p class="label">Set:</p><pre><code>${set.map(escapeHtml).join('\n')}</code></pre>` : '',
    `<p class="about">${profiles.length ? `Modes: ${profiles.map(escapeHtml).join(', ')}. ` : ''}Rule: ${link}</p>`,
    placeList(places, names),
    evidence.length
      ? `<details><summary>Evidence</summary><ul>${evidence.map(line => `<li>${escapeHtml(line)}</li>`).join('')}</ul></details>`
      : '',
  ];
  // Where the line is in a file of another name, as in one of several merged, that follows.
  const at = places
    .map(({ file, line, path }) => `${file}:${line ?? ''}${path === null ? '' : `:${encodedPart(path)}`}`)
    .join(' ');
  // Causes are open; what follows from one, and notes, are a line each.
  const text = parts.filter(Boolean).join('\n');
  const content =
    follows === null && level !== 'note'
      ? `${head}\n${text}`
      : `<details class="brief"><summary>${head}${follows === null ? '' : ' <small>follows</small>'}</summary>\n${text}\n</details>`;
  return `<article id="${anchor}" tabindex="-1" class="${level}" data-level="${level}" data-stage="${stage ?? 'file'}" data-modes="${profiles.map(escapeHtml).join(' ')}" data-places="${at}">
${content}
</article>`;
}

function placeList(places: readonly FindingLocation[], names: readonly string[]): string {
  const shown = places.slice(0, mostPlaces).map(({ file, line, path }) => {
    const name = path ?? names[file]!;
    const text = line === null ? name : `${name}:${line}`;
    return `<li><code>${escapeHtml(text)}</code></li>`;
  });
  if (places.length > mostPlaces)
    shown.push(`<li>and ${places.length - mostPlaces} more (the JSON report names them all)</li>`);
  const open = places.length <= 3 ? ' open' : '';
  return `<details class="places"${open}><summary>${plural(new Set(places.map(({ file }) => file)).size, 'file')}</summary><ul>${shown.join('')}</ul></details>`;
}
