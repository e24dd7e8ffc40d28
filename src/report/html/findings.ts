import type { Form } from '../check/form.js';
import { isAbsolute } from '../words/links.js';
import { encodedPart } from '../words/path.js';
import { plural, type Report, shownPath } from '../../api/report.js';
import { html } from './escape.js';
import type { Group, Place } from './groups.js';

/** A group names so many of its places without a script. */
const mostPlaces = 100;

export function findingList(report: Report, groups: readonly Group[], form: Form): string {
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

function article(group: Group, names: readonly string[], { page }: Form): string {
  const { rule, level, stage, profiles, places } = group;
  const { message, why, fix, set, evidence, plain } = group.message;
  const address = page(rule);
  const link =
    address === null
      ? `<code>${html(rule)}</code>`
      : isAbsolute(address)
        ? `<a href="${html(address)}">${html(rule)}</a>`
        : `<code title="${html(address)}">${html(rule)}</code>`;
  const parts = [
    `<h4><span class="level">${level}</span> ${html(message)}</h4>`,
    why && `<p>${html(why)}</p>`,
    fix && !plain ? `<p><strong>Fix:</strong> ${html(fix)}</p>` : '',
    set.length ? `<p class="label">Set:</p><pre><code>${set.map(html).join('\n')}</code></pre>` : '',
    `<p class="about">${profiles.length ? `Modes: ${profiles.map(html).join(', ')}. ` : ''}Rule: ${link}</p>`,
    placeList(places, names),
    evidence.length
      ? `<details><summary>Evidence</summary><ul>${evidence.map(line => `<li>${html(line)}</li>`).join('')}</ul></details>`
      : '',
  ];
  // Where the line is in a file of another name, as in one of several merged, that follows.
  const at = places
    .map(({ file, line, path }) => `${file}:${line ?? ''}${path === null ? '' : `:${encodedPart(path)}`}`)
    .join(' ');
  return `<article class="${level}" data-level="${level}" data-stage="${stage ?? 'file'}" data-modes="${profiles.map(html).join(' ')}" data-places="${at}">
${parts.filter(Boolean).join('\n')}
</article>`;
}

function placeList(places: readonly Place[], names: readonly string[]): string {
  const shown = places.slice(0, mostPlaces).map(({ file, line, path }) => {
    const name = path ?? names[file]!;
    const text = line === null ? name : `${name}:${line}`;
    return `<li><code>${html(text)}</code></li>`;
  });
  if (places.length > mostPlaces)
    shown.push(`<li>and ${places.length - mostPlaces} more (the JSON report names them all)</li>`);
  const open = places.length <= 3 ? ' open' : '';
  return `<details class="places"${open}><summary>${plural(new Set(places.map(({ file }) => file)).size, 'file')}</summary><ul>${shown.join('')}</ul></details>`;
}
