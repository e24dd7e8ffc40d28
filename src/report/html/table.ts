import { causesOf } from '../../check/cause.js';
import { isReason, type Verdict, type VerdictName } from '../../check/verdict.js';
import { type FileResult, type Report, shownPath } from '../../api/report.js';
import { type Family, overviewOf, whyUnknown } from '../check/overview.js';
import { conditionText, messageOf } from '../words/message.js';
import { escapeHtml } from './escape.js';
import { verdictSigns } from './verdicts.js';

/**
 * Files by modes, a table for each architecture, what does not boot first. Under each name stands why. Roles are spelled out
 * since a narrow screen shows each row as a card.
 */
export function fileTables(report: Report): string {
  const { families, unknown, none } = overviewOf(report);
  const places = new Map(report.results.map((result, index) => [result, index]));
  const single = families.length === 1 && unknown.length + none.length === 0;
  const own = report.results.filter(({ kind }) => kind === 'repository');
  const tables = [
    ...families.map(family => tableOf(single ? 'Files' : family.name, family, places)),
    tableOf(
      'Not known',
      { modes: [], results: unknown.flatMap(({ results }) => results) },
      places,
      result => {
        const { message, fix } = messageOf({ ...nobody, code: 'unknown', because: whyUnknown(result) });
        return `${message}. ${fix}`;
      },
    ),
    tableOf('No mode of Xen', { modes: [], results: none }, places, ({ kernel: { arch } }) =>
      arch === null ? 'no mode exists for this kernel' : `no mode exists for kernels of ${arch}`,
    ),
    tableOf("The repository's own file", { modes: [], results: own }, places, () => 'its waivers'),
  ];
  return `<div id="files">\n${tables.filter(Boolean).join('\n')}\n</div>`;
}

const nobody = { level: 'warning', stage: null, profiles: [], line: null } as const;

function tableOf(
  title: string,
  { modes, results }: Omit<Family, 'name'>,
  places: ReadonlyMap<FileResult, number>,
  about?: (result: FileResult) => string,
): string {
  if (results.length === 0) return '';
  const heads = modes.map(
    ({ name, title: words }) =>
      `<th scope="col" role="columnheader" data-mode="${escapeHtml(name)}" title="${escapeHtml(words)}">${escapeHtml(name)}</th>`,
  );
  const rows = results
    .toSorted((left, right) => rank(left) - rank(right))
    .map(result => {
      const by = new Map(result.verdicts.map(verdict => [verdict.profile, verdict]));
      const cells = about
        ? [`<td role="cell" class="about">${escapeHtml(about(result))}</td>`]
        : modes.map(({ name }) => cell(name, by.get(name)));
      const { version, arch } = result.kernel;
      const kernel =
        result.kind === 'repository' || (about && version === null)
          ? ''
          : `Linux ${version?.text ?? '?'}, ${arch ?? 'architecture not known'}`;
      const reasons = about ? '' : reasonList(result);
      return `<tr role="row" data-file="${places.get(result)!}"><th scope="row" role="rowheader"><a href="#findings">${escapeHtml(shownPath(result))}</a>${kernel && ` <small>${escapeHtml(kernel)}</small>`}${reasons}</th>${cells.join('')}</tr>`;
    });
  const id = `table-${escapeHtml(title.toLowerCase().replace(/[^a-z0-9]+/g, '-'))}`;
  return `<section class="family" data-modes="${modes.map(({ name }) => escapeHtml(name)).join(' ')}" aria-labelledby="${id}"><h3 id="${id}">${escapeHtml(title)}</h3>
<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
<table role="table" aria-labelledby="${id}">
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">File</th>${about ? '<th scope="col" role="columnheader">Why</th>' : heads.join('')}</tr></thead>
<tbody role="rowgroup">
${rows.join('\n')}
</tbody>
</table>
</div>
</section>`;
}

function cell(mode: string, found: Verdict | undefined): string {
  if (!found) return `<td role="cell" data-mode="${escapeHtml(mode)}"></td>`;
  const { sign, word } = verdictSigns[found.verdict];
  const stage = found.verdict === 'fails' ? found.stage! : '';
  return `<td role="cell" class="${found.verdict}" data-mode="${escapeHtml(mode)}"${stage && ` data-stage="${stage}"`}><span aria-hidden="true">${sign}</span> ${word}${stage && ` <span class="at">at ${stage}</span>`}</td>`;
}

const order: readonly VerdictName[] = ['fails', 'silent', 'unknown', 'conditional', 'boots'];

/** What fails the run first, then by the worst verdict, then by how many modes have it. */
function rank({ counts, verdicts }: FileResult): number {
  const has = (word: VerdictName) => verdicts.filter(({ verdict }) => verdict === word).length;
  const worst = order.findIndex(word => has(word) > 0);
  const share = worst < 0 ? 0 : has(order[worst]!) / 1000;
  return (counts.error > 0 ? 0 : 10) + (worst < 0 ? order.length : worst) - share;
}

const mostReasons = 6;

/** Why a mode fails or stays silent, and what "cond." hangs on: each once, with the modes that it is about. */
function reasonList(result: FileResult): string {
  const found = new Map<string, string[]>();
  const add = (verdict: VerdictName, text: string, modes: readonly string[]) => {
    const key = `${verdict} ${text}`;
    const known = found.get(key);
    if (!known) found.set(key, [...modes]);
    else known.push(...modes.filter(mode => !known.includes(mode)));
  };
  const reasons = result.findings.filter(finding => isReason(finding, result.verdicts));
  const causes = causesOf(reasons);
  const stopped = new Map(
    result.verdicts
      .filter(({ verdict }) => verdict === 'fails' || verdict === 'silent')
      .map(({ profile, verdict }) => [profile, verdict]),
  );
  for (const finding of reasons) {
    const { message } = messageOf(causes.get(finding) ?? finding);
    for (const mode of finding.profiles) {
      const verdict = stopped.get(mode);
      if (verdict) add(verdict, message, [mode]);
    }
  }
  for (const { profile, conditions, verdict } of result.verdicts)
    if (conditions.length) add(verdict, `if ${conditionText(conditions)}`, [profile]);
  if (result.verdicts.some(({ verdict }) => verdict === 'unknown')) {
    const { message } = messageOf({ ...nobody, code: 'unknown', because: whyUnknown(result) });
    const modes = result.verdicts
      .filter(({ verdict }) => verdict === 'unknown')
      .map(({ profile }) => profile);
    add('unknown', message, modes.length > 3 ? ['the other modes'] : modes);
  }
  const items = [...found].map(([key, modes]) => {
    const verdict = key.slice(0, key.indexOf(' ')) as VerdictName;
    return `<li class="${verdict}"><span aria-hidden="true">${verdictSigns[verdict].sign}</span> ${escapeHtml(key.slice(verdict.length + 1))} <span class="modes">(${escapeHtml(modes.join(', '))})</span></li>`;
  });
  if (items.length === 0) return '';
  const more = items.length - mostReasons;
  const shown = items.slice(0, mostReasons);
  if (more > 0) shown.push(`<li>and ${more} more</li>`);
  return `<ul class="why">${shown.join('')}</ul>`;
}
