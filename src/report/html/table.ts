import { type Report, shownPath } from '../../api/report.js';
import { escapeHtml } from './escape.js';
import { verdictSigns } from './verdicts.js';

/** Files by modes. Roles are spelled out since a narrow screen shows each row as a card. */
export function fileTable(report: Report, modes: Report['profiles']): string {
  const heads = modes.map(
    ({ name, title }) =>
      `<th scope="col" role="columnheader" data-mode="${escapeHtml(name)}" title="${escapeHtml(title)}">${escapeHtml(name)}</th>`,
  );
  const rows = report.results.map((result, index) => {
    const by = new Map(result.verdicts.map(verdict => [verdict.profile, verdict]));
    const cells = modes.map(({ name }) => {
      const found = by.get(name);
      if (!found) return `<td role="cell" data-mode="${escapeHtml(name)}"></td>`;
      const { sign, word } = verdictSigns[found.verdict];
      const stage = found.verdict === 'fails' ? found.stage! : '';
      return `<td role="cell" class="${found.verdict}" data-mode="${escapeHtml(name)}"${stage && ` data-stage="${stage}"`}><span aria-hidden="true">${sign}</span> ${word}${stage && ` <span class="at">at ${stage}</span>`}</td>`;
    });
    const { version, arch } = result.kernel;
    const kernel =
      result.kind === 'repository'
        ? "the repository's own file"
        : `Linux ${version?.text ?? '?'}, ${arch ?? 'architecture not known'}`;
    return `<tr role="row" data-file="${index}"><th scope="row" role="rowheader"><a href="#findings">${escapeHtml(shownPath(result))}</a> <small>${escapeHtml(kernel)}</small></th>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" role="region" aria-labelledby="table-head" tabindex="0">
<table role="table">
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">File</th>${heads.join('')}</tr></thead>
<tbody role="rowgroup" id="files">
${rows.join('\n')}
</tbody>
</table>
</div>`;
}
