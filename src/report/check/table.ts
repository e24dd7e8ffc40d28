import type { Verdict, VerdictName } from '../../check/verdict.js';
import { safeText } from '../../input/safe-text.js';
import { type Colors, paint } from '../words/paint.js';
import { judged, type Report, shownPath } from '../../api/report.js';
import { commonFolder, cutMiddle, wrap } from '../words/wrap.js';

const words = {
  boots: 'boots',
  conditional: 'cond.',
  silent: 'silent',
  fails: 'fails',
  'not-applicable': '-',
  unknown: '?',
} as const;

/** The profiles whose verdict says something about at least one file. */
export function relevantProfiles(report: Report): Report['profiles'] {
  const results = judged(report);
  const withOtherVerdict = (names: readonly VerdictName[]) =>
    report.profiles.filter(({ name }) =>
      results.some(({ verdicts }) =>
        verdicts.some(({ profile, verdict }) => profile === name && !names.includes(verdict)),
      ),
    );
  const definite = withOtherVerdict(['not-applicable', 'unknown']);
  return definite.length ? definite : withOtherVerdict(['not-applicable']);
}

/**
 * A row per file, a column per mode. Columns without information are left out; the file column takes the remaining
 * width.
 */
export function table(report: Report, colors: Colors, width: number): string {
  const results = judged(report);
  const modes = relevantProfiles(report);
  if (modes.length === 0) return '';
  const paths = results.map(result => safeText(shownPath(result)));
  const folder = commonFolder(paths);
  const headers = modes.map(({ name }) => name.replace(/^dom[0u]-/, ''));
  const columns = headers.map(header => Math.max(header.length, 6));
  const room = Math.max(12, width - columns.reduce((sum, column) => sum + column + 1, 0));
  const fileWidth = Math.min(room, Math.max(4, ...paths.map(path => path.length - folder)));
  const row = (file: string, cells: readonly string[]) =>
    `${file.padEnd(fileWidth)} ${cells.join(' ')}`.trimEnd();
  const lines: string[] = [];
  if (folder > 1) lines.push(colors.dim(`in ${paths[0]!.slice(0, folder)}`));
  // The role stands once, above the first of its modes.
  const roles = modes.map(({ name }) => /^dom[0u](?=-)/.exec(name)?.[0] ?? '');
  const above = roles.map((role, index) => (role === roles[index - 1] ? '' : role).padEnd(columns[index]!));
  lines.push(colors.bold(row('', above)));
  lines.push(
    colors.bold(
      row(
        'file',
        headers.map((header, index) => header.padEnd(columns[index]!)),
      ),
    ),
  );
  for (const [index, { verdicts }] of results.entries()) {
    const by = new Map(verdicts.map(verdict => [verdict.profile, verdict]));
    const cells = modes.map(({ name }, column) => {
      const verdict: Verdict | undefined = by.get(name);
      const word = verdict ? words[verdict.verdict] : '';
      const painted = verdict ? paint(verdict, word, colors) : word;
      return painted + ' '.repeat(Math.max(0, columns[column]! - word.length));
    });
    lines.push(row(cutMiddle(paths[index]!.slice(folder), fileWidth), cells));
  }
  lines.push('', ...wrap(legend, width).map(colors.dim));
  return lines.join('\n');
}

const legend =
  'cond.: boots if a condition holds; silent: runs, but shows nothing on the Xen console; -: this kernel cannot have the mode; ?: the input does not tell';
