import pc from 'picocolors';
import type { PathOutcome } from '../../check/boot-paths.js';
import { safeText } from '../../input/safe-text.js';
import { rangeText, type VersionRange } from '../../input/version.js';
import type { XenData } from '../../xen/data.js';
import { loaderConditionText, reasonText } from '../../xen/sentences.js';
import { safeForCi } from '../../input/guard.js';
import { detailLines } from './detail.js';
import { refusalLines } from './refusals.js';
import { acceptanceOf, type ImageReport, type ImageResult } from '../../api/image-report.js';
import { pathTitle } from './paths.js';
import { imageSentence, problemLevel, problemText } from '../../check/image-words.js';
import type { Colors } from '../words/paint.js';
import type { TextOptions } from '../check/form.js';
import { commonFolder, cutMiddle, wrap } from '../words/wrap.js';

/** The report for a person: what each file is, what is wrong with it, and which Xen boots it on which path. */
export function imageText(report: ImageReport, options: TextOptions): string {
  const colors = pc.createColors(options.color);
  const { results } = report;
  if (options.quiet) return results.map(result => `${one(result)}\n`).join('');
  const blocks: string[] = [];
  const kernels = results.filter(result => result.paths.length > 0);
  if (results.length > 1 && kernels.length > 0) blocks.push(overview(report, kernels, options, colors));
  for (const result of results) {
    const block = results.length === 1 || options.verbose ? whole : brief;
    blocks.push(block(report, result, options, colors));
  }
  const text = blocks.filter(Boolean).join('\n\n');
  return text === '' ? '' : safeForCi(`${text}\n`);
}

const one = ({ path, facts, kernel }: ImageResult) =>
  `${safeText(path, 300)}: ${safeText(imageSentence(facts, kernel), 1000)}`;

function heading(result: ImageResult, options: TextOptions, colors: Colors): string[] {
  const lines = [colors.bold(safeText(result.path, 300))];
  for (const line of wrap(safeText(imageSentence(result.facts, result.kernel), 1000), options.width))
    lines.push(line);
  const { problems } = result.facts;
  const shown = problems.filter(problem => options.verbose || problemLevel(problem) !== 'note');
  for (const problem of shown.slice(0, options.verbose ? 200 : 8)) {
    const level = problemLevel(problem);
    const mark =
      level === 'error'
        ? colors.red('error  ')
        : level === 'warning'
          ? colors.yellow('warning')
          : colors.dim('note   ');
    for (const [index, line] of wrap(safeText(problemText(problem), 600), options.width - 9).entries())
      lines.push(`${index === 0 ? mark : '       '}  ${line}`);
  }
  return lines;
}

/** One file alone: everything about it. */
function whole(report: ImageReport, result: ImageResult, options: TextOptions, colors: Colors): string {
  const lines = heading(result, options, colors);
  const { xen, target } = report;
  if (result.paths.length > 0 && xen) {
    lines.push('', ...(target.xenGiven ? verdictTable : rangeTable)(xen, report, result, options, colors));
    lines.push(...refusalLines(xen, report, result, options, colors));
  } else if (result.fault === null && xen) {
    lines.push('', noPath(report, result));
  }
  if (options.verbose) lines.push(...detailLines(result, options, colors));
  return lines.join('\n');
}

function noPath({ target }: ImageReport, { facts }: ImageResult): string {
  return target.role || target.mode
    ? `No way to boot a kernel for ${facts.arch ?? 'this machine'} fits --role and --mode.`
    : `Xen boots no kernel for ${facts.arch ?? 'this machine'} that these tables know of.`;
}

/** One of several: shown if something is wrong with it or no path takes it. */
function brief(report: ImageReport, result: ImageResult, options: TextOptions, colors: Colors): string {
  const refused = result.paths.length > 0 && acceptanceOf(result) === 'refused';
  const odd = result.facts.problems.some(problem => problemLevel(problem) !== 'note');
  if (!refused && !odd && result.paths.length > 0) return '';
  const lines = heading(result, options, colors);
  if (refused && report.xen) lines.push(...refusalLines(report.xen, report, result, options, colors));
  return lines.join('\n');
}

const words = { yes: 'yes', conditional: 'if', no: 'no' } as const;

function paintWord(accepted: keyof typeof words, word: string, colors: Colors): string {
  return accepted === 'yes' ? colors.green(word) : accepted === 'no' ? colors.red(word) : colors.cyan(word);
}

/** Conditions by number, each printed once below the table. */
function footnotes(xen: XenData) {
  const numbers = new Map<string, number>();
  return {
    mark(conditions: PathOutcome['verdict']['conditions']): string {
      const marks = conditions.map(condition => {
        const text = loaderConditionText(xen, condition);
        if (!numbers.has(text)) numbers.set(text, numbers.size + 1);
        return numbers.get(text)!;
      });
      return marks.length ? ` [${marks.sort((left, right) => left - right).join(', ')}]` : '';
    },
    lines(width: number): string[] {
      return [...numbers].flatMap(([text, number]) =>
        wrap(safeText(text), width - 6).map((line, index) =>
          index === 0 ? `  [${number}] ${line}` : `      ${line}`,
        ),
      );
    },
  };
}

/** What the table leaves out without --verbose: a guest's own boot loader reads the kernel, and Xen has no say. */
function shownPaths(paths: readonly PathOutcome[], options: TextOptions): readonly PathOutcome[] {
  const shown = paths.filter(({ loader }) => options.verbose || loader !== 'hvm-disk');
  return shown.length ? shown : paths;
}

/** A line a path: the releases that take the image. */
function rangeTable(
  xen: XenData,
  { target }: ImageReport,
  result: ImageResult,
  options: TextOptions,
  colors: Colors,
): string[] {
  const notes = footnotes(xen);
  const paths = shownPaths(result.paths, options);
  const width = Math.max(9, ...paths.map(path => pathTitle(path).length));
  const lines = [
    colors.bold(`  ${'boot path'.padEnd(width)}  Xen releases that load it (3.0 to ${target.xen})`),
  ];
  for (const path of paths) {
    const { reason } = path.verdict;
    const taken = takenRanges(xen, path).map(range => `${rangeText(range)}${notes.mark(range.conditions)}`);
    const text = taken.length ? taken.join('; ') : `none${reason ? `: ${reasonText(xen, reason)}` : ''}`;
    for (const [index, line] of wrap(safeText(text), options.width - width - 4).entries()) {
      const painted =
        taken.length === 0 ? colors.red(line) : path.verdict.accepted === 'no' ? colors.yellow(line) : line;
      lines.push(`  ${(index === 0 ? pathTitle(path) : '').padEnd(width)}  ${painted}`);
    }
  }
  const below = notes.lines(options.width);
  return below.length ? [...lines, '', ...below] : lines;
}

interface Taken extends VersionRange {
  readonly from: string;
  readonly conditions: PathOutcome['verdict']['conditions'];
}

/** What the path's loaders take, in order; neighbours under the same conditions as one. */
function takenRanges(xen: XenData, { ranges }: PathOutcome): Taken[] {
  const place = (release: string) =>
    xen.series.findIndex(({ series }) => release === series || release.startsWith(`${series}.`));
  const joined: Taken[] = [];
  const all = ranges.flat().filter(range => range.accepted !== 'no');
  for (const { from, to, conditions } of all.sort((left, right) => place(left.from) - place(right.from))) {
    const before = joined.at(-1);
    const next =
      before?.to !== null &&
      before?.to !== undefined &&
      xen.series[place(before.to)]?.series === before.to &&
      xen.series[place(before.to) + 1]?.series === from;
    const same = before && JSON.stringify(before.conditions) === JSON.stringify(conditions);
    if (next && same) joined[joined.length - 1] = { ...before, to };
    else joined.push({ from, to, conditions });
  }
  return joined;
}

/** A line a path: the answer of one release. */
function verdictTable(
  xen: XenData,
  { target }: ImageReport,
  result: ImageResult,
  options: TextOptions,
  colors: Colors,
): string[] {
  const paths = shownPaths(result.paths, options);
  const width = Math.max(9, ...paths.map(path => pathTitle(path).length));
  const lines = [colors.bold(`  ${'boot path'.padEnd(width)}  loaded by Xen ${safeText(target.xen)}`)];
  let before = '';
  for (const path of paths) {
    const { accepted, conditions, reason } = path.verdict;
    const text = reason
      ? reasonText(xen, reason)
      : conditions.map(condition => loaderConditionText(xen, condition).replace(/^if /, '')).join('; and ');
    const why = text && text === before ? 'as above' : text;
    before = text;
    const word = words[accepted];
    const parts = wrap(safeText(why), options.width - width - 9);
    lines.push(
      `  ${pathTitle(path).padEnd(width)}  ${paintWord(accepted, word.padEnd(3), colors)}  ${parts[0] ?? ''}`.trimEnd(),
    );
    for (const line of parts.slice(1)) lines.push(`  ${''.padEnd(width + 7)}${line}`);
  }
  return lines;
}

/** Many files by the plain paths. */
function overview(
  { xen, target }: ImageReport,
  results: readonly ImageResult[],
  options: TextOptions,
  colors: Colors,
): string {
  if (!xen) return '';
  const titles = [
    ...new Set(
      results.flatMap(result => result.paths.filter(path => isPlain(path)).map(path => pathTitle(path))),
    ),
  ];
  const paths = results.map(result => safeText(result.path));
  const folder = commonFolder(paths);
  const rows = results.map(result =>
    titles.map(title => {
      const path = result.paths.find(candidate => pathTitle(candidate) === title);
      if (!path) return { accepted: 'no' as const, text: '-' };
      const { accepted } = path.verdict;
      return { accepted, text: target.xenGiven ? words[accepted] : shortRange(path) };
    }),
  );
  const heads = titles.map(title => title.replace(' boot', ''));
  const columns = heads.map((title, column) =>
    Math.max(title.length, ...rows.map(row => row[column]!.text.length)),
  );
  const room = Math.max(16, options.width - columns.reduce((sum, column) => sum + column + 2, 0));
  const fileWidth = Math.min(room, Math.max(4, ...paths.map(path => path.length - folder)));
  const lines = folder > 1 ? [colors.dim(`in ${paths[0]!.slice(0, folder)}`)] : [];
  const header = heads.map((title, column) => title.padEnd(columns[column]!)).join('  ');
  lines.push(colors.bold(`${'file'.padEnd(fileWidth)}  ${header}`.trimEnd()));
  for (const [index, row] of rows.entries()) {
    const cells = row.map(({ accepted, text }, column) =>
      paintWord(accepted, text.padEnd(columns[column]!), colors),
    );
    lines.push(
      `${cutMiddle(paths[index]!.slice(folder), fileWidth).padEnd(fileWidth)}  ${cells.join('  ')}`.trimEnd(),
    );
  }
  const legend = target.xenGiven
    ? `Does Xen ${target.xen} load it? if: under a condition; -: another machine`
    : '4.4+: Xen 4.4 and newer; *: not all of them, or some under a condition; none: no Xen; -: another machine';
  return [...lines, '', ...wrap(legend, options.width).map(colors.dim)].join('\n');
}

const isPlain = ({ loader, profile }: PathOutcome) =>
  !['pygrub', 'pvgrub', 'grub2-pv', 'grub2-pvh', 'hvm-disk'].includes(loader) &&
  !(loader === 'hypervisor-arm' && profile === 'domu-arm');

/** "4.4+", "3.3-4.4", with "*" where not all between take it, or some under a condition. */
function shortRange({ ranges }: PathOutcome): string {
  const taken = ranges.flat().filter(range => range.accepted !== 'no');
  if (taken.length === 0) return 'none';
  const open = taken.some(range => range.to === null);
  const sorted = taken.map(range => range.from).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const last = taken
    .map(range => range.to ?? '')
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
  const gap = ranges.some(one => {
    const accepted = one.map(range => range.accepted !== 'no');
    return accepted.slice(accepted.indexOf(true), accepted.lastIndexOf(true)).includes(false);
  });
  const mark = gap || taken.some(range => range.accepted === 'conditional') ? '*' : '';
  return `${sorted[0]}${open ? '+' : `-${last}`}${mark}`;
}
