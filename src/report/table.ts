import type { Verdict } from '../check/verdict.js';
import { safeText } from '../input/safe-text.js';
import { type Colors, paint } from './paint.js';
import type { Report } from './report.js';
import { cutFront } from './wrap.js';

const words = {
  boots: 'boots',
  conditional: 'cond.',
  silent: 'silent',
  fails: 'fails',
  'not-applicable': '-',
  unknown: '?',
} as const;

/** Files by modes. Modes that no file can have are left out; the file column takes what the width leaves. */
export function table(report: Report, colors: Colors, width: number): string {
  const modes = report.profiles.filter(({ name }) =>
    report.results.some(result =>
      result.verdicts.some(verdict => verdict.profile === name && verdict.verdict !== 'not-applicable'),
    ),
  );
  if (modes.length === 0) return '';
  const headers = modes.map(({ name }) => shortName(name, modes.length, width));
  const columns = headers.map(header => Math.max(header.length, 6));
  const room = Math.max(16, width - columns.reduce((sum, column) => sum + column + 1, 0));
  const longest = Math.max(4, ...report.results.map(result => safeText(result.path).length));
  const fileWidth = Math.min(room, longest + 1);
  const row = (file: string, cells: readonly string[]) =>
    `${file.padEnd(fileWidth)} ${cells.join(' ')}`.trimEnd();
  const lines = [
    colors.bold(
      row(
        'file',
        headers.map((header, index) => header.padEnd(columns[index]!)),
      ),
    ),
  ];
  for (const { path, verdicts } of report.results) {
    const by = new Map(verdicts.map(verdict => [verdict.profile, verdict]));
    const cells = modes.map(({ name }, index) => {
      const verdict: Verdict | undefined = by.get(name);
      return verdict
        ? paint(verdict, words[verdict.verdict].padEnd(columns[index]!), colors)
        : ''.padEnd(columns[index]!);
    });
    lines.push(row(cutFront(safeText(path), fileWidth), cells));
  }
  lines.push(
    colors.dim(
      'cond.: boots if a condition holds; silent: nothing on the Xen console; -: not for this kernel;',
    ),
  );
  lines.push(colors.dim('?: the input does not tell'));
  return lines.join('\n');
}

/** dom0-xenlinux is cut where the columns would not fit. */
function shortName(name: string, count: number, width: number): string {
  return count * 9 + 24 > width ? name.replace('xenlinux', 'xl').replace('dom', '') : name;
}
