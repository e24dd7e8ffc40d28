import { isReason } from '../../check/verdict.js';
import { levels, stages } from '../../profiles/rule-data.js';
import { causesIn } from '../check/causes.js';
import type { ReporterOptions } from '../check/form.js';
import {
  countedFindings,
  isCounted,
  countsText,
  suppressionText,
  plural,
  type Report,
  shownPath,
  summaryOf,
} from '../../api/report.js';
import { messageOf } from '../words/message.js';
import { overviewOf } from '../check/overview.js';
import { escapeHtml as escaped } from './escape.js';
import { findingList } from './findings.js';
import { type Group, findingGroups, groupKey } from './groups.js';
import { pageHead } from './head.js';
import { mendList } from './mend.js';
import { picture } from './picture.js';
import { script } from './script.js';
import { style } from './style.js';
import { fileTables } from './table.js';

/** One page that asks nothing of any other: its policy allows its own style and script alone. */
export function html(report: Report, form: ReporterOptions): string {
  const { families } = overviewOf(report);
  const met = new Set(families.flatMap(family => family.modes));
  const modes = report.profiles.filter(profile => met.has(profile));
  const groups = findingGroups(report.results);
  const anchors = new Map(groups.map(({ key, anchor }) => [key, anchor]));
  const causes = causesIn(
    report.results,
    result => countedFindings(result).filter(({ level }) => level !== 'note' || report.failOn === 'note'),
    1,
  );
  const { files } = summaryOf(report);
  const requested = report.target.profiles;
  const title = `Boots under Xen? ${plural(files, 'file')}`;
  const lost = causesIn(
    report.results,
    ({ findings, verdicts, counted }) =>
      findings.filter(one => isReason(one, verdicts) && !isCounted(one, counted)),
    1,
  );
  return `${pageHead({ title, generator: `${report.tool.name} ${form.version}`, style, script })}
<body>
<a class="skip" href="#findings">To the findings</a>
<header>
<h1>Boots under Xen?</h1>
<p>${plural(files, 'file')}, ${report.errors.length} not read. What counts for the exit code, which is ${report.exitCode}: ${countsText(report)}.</p>
<p>Xen ${escaped(report.target.xen)}${report.target.xenGiven ? '' : ', the newest known'}; ${requested.length ? `asked for: ${requested.map(escaped).join(', ')}` : 'every mode'}.</p>
<p class="ways"><a href="#files-head">Files</a> <a href="#findings">Findings</a></p>
</header>
<main>
<div class="first">
<section aria-labelledby="mend-head"><h2 id="mend-head">Mend these first</h2>
${mendList(causes, lost, cause => anchors.get(groupKey(cause.head)) ?? null)}
</section>
${modes.length ? `<section aria-labelledby="picture-head"><h2 id="picture-head">How far the boot gets</h2>\n${picture(families)}</section>` : ''}
</div>
<section aria-labelledby="files-head">
<h2 id="files-head" tabindex="-1">Files by modes</h2>
<p class="about">✓ boots; ◐ cond.: boots if a condition holds; ○ silent: it runs, but shows nothing on the Xen console; ✗ fails at a stage; – n/a: this kernel cannot have the mode; ?: the input does not tell.</p>
${report.results.length ? filters(modes, groups) : ''}
${pager('files-pager', 'Pages of files')}
${fileTables(report)}
</section>
${unread(report)}
<section aria-labelledby="findings">
<h2 id="findings" tabindex="-1">Findings</h2>
<p class="about">All ${groups.length} that say different things, each with its files: also those of modes that do not decide, and notes. A line that can be opened is a note, or follows from another finding and goes with it.</p>
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
