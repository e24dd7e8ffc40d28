import { plural } from '../../api/report.js';
import type { FindingCause } from '../check/causes.js';
import { messageOf } from '../words/message.js';
import { escapeHtml } from './escape.js';

/** So many stand on the first screen. */
const most = 10;

/**
 * What to mend first, each with the way to its finding: causes of errors that count, those in most files first; then what
 * stops modes that do not decide; then the rest of what counts.
 */
export function mendList(
  causes: readonly FindingCause[],
  lost: readonly FindingCause[],
  anchorOf: (cause: FindingCause) => string | null,
): string {
  const aside = new Set(lost);
  const all = [
    ...causes.filter(({ level }) => level === 'error'),
    ...lost,
    ...causes.filter(({ level }) => level !== 'error'),
  ];
  if (all.length === 0) return '<p>Nothing: all that was judged boots, with what people expect.</p>';
  const items = all.slice(0, most).map(cause => item(cause, anchorOf(cause), aside.has(cause)));
  const more = all.length - most;
  return `<ol class="mend">${items.join('\n')}</ol>${more > 0 ? `\n<p class="about">and ${plural(more, 'cause')} more among the <a href="#findings">findings</a></p>` : ''}`;
}

function item(
  { finding, files, level, counts }: FindingCause,
  anchor: string | null,
  aside: boolean,
): string {
  const text = escapeHtml(messageOf(finding).message);
  const sum = counts.error + counts.warning + counts.note;
  const about = [
    plural(files, 'file'),
    finding.stage ?? 'the file itself',
    ...(finding.profiles.length ? [finding.profiles.join(', ')] : []),
    ...(sum > files ? [plural(sum, 'finding')] : []),
    ...(aside ? ['does not decide'] : []),
  ];
  return `<li class="${level}"><span class="level">${level}</span> ${anchor === null ? text : `<a href="#${anchor}">${text}</a>`} <small>${escapeHtml(about.join('; '))}</small></li>`;
}
