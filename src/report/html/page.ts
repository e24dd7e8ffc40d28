import { levels, stages } from '../../profiles/rule-data.js';
import type { ReporterOptions } from '../check/form.js';
import { countsText, suppressionText, plural, type Report, shownPath, summaryOf } from '../../api/report.js';
import { messageOf } from '../words/message.js';
import { overviewOf } from '../check/overview.js';
import { escapeHtml as escaped } from './escape.js';
import { findingList } from './findings.js';
import { type Group, findingGroups } from './groups.js';
import { pageHead } from './head.js';
import { picture } from './picture.js';
import { script } from './script.js';
import { style } from './style.js';
import { fileTable } from './table.js';

/** One page that asks nothing of any other: its policy allows its own style and script alone. */
export function html(report: Report, form: ReporterOptions): string {
  const modes = [...new Set(overviewOf(report).families.flatMap(family => family.modes))];
  const groups = findingGroups(report.results);
  const { files } = summaryOf(report);
  const requested = report.target.profiles;
  const title = `Boots under Xen? ${plural(files, 'file')}`;
  return `${pageHead({ title, generator: `${report.tool.name} ${form.version}`, style, script })}
<body>
<a class="skip" href="#findings">To the findings</a>
<header>
<h1>Boots under Xen?</h1>
<p>${plural(files, 'file')}, ${report.errors.length} not read. What counts: ${countsText(report)}.</p>
<p>Xen ${escaped(report.target.xen)}${report.target.xenGiven ? '' : ', the newest known'}; ${requested.length ? `asked for: ${requested.map(escaped).join(', ')}` : 'every mode'}.</p>
</header>
<main>
${modes.length ? `<section aria-labelledby="picture-head"><h2 id="picture-head">How far the boot gets</h2>\n${picture(report, modes)}</section>` : ''}
${report.results.length ? filters(modes, groups) : ''}
<section aria-labelledby="table-head">
<h2 id="table-head">Files by modes</h2>
<p>✓ boots; ◐ cond.: boots if a condition holds; ○ silent: it runs, but shows nothing on the Xen console; ✗ fails at a stage; – n/a: this kernel cannot have the mode; ?: the input does not tell.</p>
${pager('files-pager', 'Pages of files')}
${fileTable(report, modes)}
</section>
${unread(report)}
<section aria-labelledby="findings">
<h2 id="findings" tabindex="-1">Findings</h2>
${pager('findings-pager', 'Pages of findings')}
${groups.length ? findingList(report, groups, form) : '<p>None.</p>'}
</section>
${accepted(report)}
</main>
<footer><p>${escaped(`${report.tool.name} ${form.version}`)}</p></footer>
${report.results.length ? `<script>${script}</script>` : ''}
</body>
</html>
`;
}

/** Shown by the script, without which they would do nothing. */
function filters(modes: Report['profiles'], groups: readonly Group[]): string {
  const has = new Set(groups.map(({ stage }) => stage ?? 'file'));
  const options = (values: readonly string[], any: string) =>
    [`<option value="">${any}</option>`, ...values.map(value => `<option>${escaped(value)}</option>`)].join(
      '',
    );
  const found = ['file', ...stages].filter(stage => has.has(stage as never));
  return `<form id="filters" role="search" aria-label="Filter" hidden>
<label>File <input type="search" name="file" placeholder="any part of its path" autocomplete="off"></label>
<label>Mode <select name="mode">${options(
    modes.map(({ name }) => name),
    'every mode',
  )}</select></label>
<label>Stage <select name="stage">${options(found, 'every stage')}</select></label>
<label>Level <select name="level">${options(levels.toReversed(), 'every level')}</select></label>
<label>Text <input type="search" name="text" placeholder="option, word" autocomplete="off"></label>
<button type="reset">Show all</button>
</form>
<p id="count" role="status" aria-live="polite"></p>`;
}

const pager = (id: string, label: string) =>
  `<nav id="${id}" aria-label="${label}" hidden><button type="button">Back</button><span></span><button type="button">Next</button></nav>`;

function unread({ errors }: Report): string {
  if (errors.length === 0) return '';
  const items = errors.map(
    ({ path, message }) => `<li><code>${escaped(path)}</code>: ${escaped(message)}</li>`,
  );
  return `<section aria-labelledby="unread"><h2 id="unread">Not read</h2><ul>${items.join('')}</ul></section>`;
}

/** What a waiver or the baseline holds, folded. */
function accepted({ results }: Report): string {
  const items = results.flatMap(result =>
    (result.excused ?? []).map(one => {
      const { message } = messageOf(one.finding);
      const file = one.finding.file ?? shownPath(result);
      const place = one.finding.line === null ? file : `${file}:${one.finding.line}`;
      return `<li>${escaped(message)} <code>${escaped(place)}</code>: ${escaped(suppressionText(one))}</li>`;
    }),
  );
  if (items.length === 0) return '';
  const shown = items.slice(0, mostAccepted);
  if (items.length > mostAccepted)
    shown.push(`<li>and ${items.length - mostAccepted} more (the JSON report names them all)</li>`);
  return `<section aria-labelledby="accepted"><h2 id="accepted">Accepted</h2><details><summary>${plural(items.length, 'finding')} that a waiver or the baseline holds</summary><ul>${shown.join('')}</ul></details></section>`;
}

const mostAccepted = 1000;
