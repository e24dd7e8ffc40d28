import type { Verdict } from '../../check/verdict.js';
import { safeText } from '../../input/safe-text.js';
import { judged, type Report, shownPath } from '../../api/report.js';
import { messageOf } from '../words/message.js';
import { shortNames } from '../words/names.js';
import { type Colors, paint } from '../words/paint.js';
import { commonFolder, wrap } from '../words/wrap.js';
import { type Family, overviewOf } from './overview.js';

const words = {
  boots: 'boots',
  conditional: 'cond.',
  silent: 'silent',
  fails: 'fails',
  'not-applicable': '-',
  unknown: '?',
} as const;

/**
 * A row per file, a column per mode, a table per architecture, as each has modes of its own. The file column takes what
 * room the others leave. Files without any verdict are named with the reason.
 */
export function table(report: Report, colors: Colors, width: number): string {
  const { families, unknown, none } = overviewOf(report);
  const paths = judged(report).map(result => safeText(shownPath(result)));
  const folder = commonFolder(paths);
  const lines: string[] = [];
  if (folder > 1) lines.push(colors.dim(`in ${paths[0]!.slice(0, folder)}`));
  for (const family of families) {
    if (family !== families[0]) lines.push('');
    lines.push(...familyLines(family, families.length > 1 ? family.name : 'file', folder, colors, width));
  }
  const legend = legendOf(families);
  if (legend) lines.push('', ...wrap(legend, width).map(colors.dim));
  const blocks = lines.length ? [lines.join('\n')] : [];
  const named = (sign: string, title: string, results: Family['results']) => {
    const names = results.map(result => safeText(shownPath(result)).slice(folder));
    const listed = shortNames(names, width - 6).join(', ');
    const [first, ...rest] = wrap(title, width - 2);
    blocks.push(
      [
        `${colors.bold(sign)} ${first}`,
        ...rest.map(line => `  ${line}`),
        ...wrap(listed, width - 4).map(line => `    ${line}`),
      ].join('\n'),
    );
  };
  for (const { because, results } of unknown) {
    const { message, fix } = messageOf({ ...nobody, code: 'unknown', because });
    named('?', `${message}. ${fix}`, results);
  }
  if (none.length) {
    const arches = [...new Set(none.map(({ kernel }) => kernel.arch ?? 'architecture not known'))];
    named(
      '-',
      `no mode of Xen exists for these kernels (${arches.map(arch => safeText(arch)).join(', ')})`,
      none,
    );
  }
  return blocks.join('\n\n');
}

const nobody = { level: 'warning', stage: null, profiles: [], line: null } as const;

function familyLines(
  { modes, results }: Family,
  corner: string,
  folder: number,
  colors: Colors,
  width: number,
): string[] {
  const names = results.map(result => safeText(shownPath(result)).slice(folder));
  const headers = modes.map(({ name }) => name.replace(/^dom[0u]-/, ''));
  const columns = headers.map(header => Math.max(header.length, 6));
  const room = Math.max(12, width - columns.reduce((sum, column) => sum + column + 1, 0));
  const fileWidth = Math.min(room, Math.max(corner.length, ...names.map(name => name.length)));
  const row = (file: string, cells: readonly string[]) =>
    `${file.padEnd(fileWidth)} ${cells.join(' ')}`.trimEnd();
  // The role stands once, above the first of its modes.
  const roles = modes.map(({ name }) => /^dom[0u](?=-)/.exec(name)?.[0] ?? '');
  const above = roles.map((role, index) => (role === roles[index - 1] ? '' : role).padEnd(columns[index]!));
  const lines = [
    colors.bold(row('', above)),
    colors.bold(
      row(
        corner.slice(0, fileWidth),
        headers.map((header, index) => header.padEnd(columns[index]!)),
      ),
    ),
  ];
  const short = shortNames(names, fileWidth);
  for (const [index, { verdicts }] of results.entries()) {
    const by = new Map(verdicts.map(verdict => [verdict.profile, verdict]));
    const cells = modes.map(({ name }, column) => {
      const verdict: Verdict | undefined = by.get(name);
      const word = verdict ? words[verdict.verdict] : '';
      const painted = verdict ? paint(verdict, word, colors) : word;
      return painted + ' '.repeat(Math.max(0, columns[column]! - word.length));
    });
    lines.push(row(short[index]!, cells));
  }
  return lines;
}

const meanings = {
  conditional: 'cond.: boots if a condition holds',
  silent: 'silent: runs, but shows nothing on the Xen console',
  'not-applicable': '-: this kernel cannot have the mode',
  unknown: '?: the input does not tell',
} as const;

/** The words that need one, of those that stand in the tables. */
function legendOf(families: readonly Family[]): string {
  const used = new Set<string>();
  for (const { modes, results } of families) {
    const names = new Set(modes.map(({ name }) => name));
    for (const { verdicts } of results)
      for (const { profile, verdict } of verdicts) if (names.has(profile)) used.add(verdict);
  }
  return Object.entries(meanings)
    .flatMap(([word, meaning]) => (used.has(word) ? [meaning] : []))
    .join('; ');
}
