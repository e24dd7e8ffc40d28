import type { PathOutcome } from '../../check/boot-paths.js';
import { safeText } from '../../input/safe-text.js';
import { evidenceText } from '../../xen/check-table.js';
import type { XenData } from '../../xen/data.js';
import { caveatText, reasonText, seenText, wayOutText } from '../../xen/sentences.js';
import type { ImageReport, ImageResult } from '../../api/image-report.js';
import { pathTitle } from './paths.js';
import type { Colors } from '../words/paint.js';
import type { TextOptions } from '../check/form.js';
import { wrap } from '../words/wrap.js';

interface Block {
  readonly titles: string[];
  readonly reason: string;
  readonly seen: readonly string[];
  readonly ways: readonly { readonly text: string; readonly commands: readonly string[] }[];
  readonly evidence: readonly string[];
}

/**
 * Why paths refuse the image, what the user sees there, and the way out; paths with the same answer together. Without
 * --xen, only the plain paths that the newest release refuses.
 */
export function refusalLines(
  xen: XenData,
  { target }: ImageReport,
  { paths, path: file }: ImageResult,
  options: TextOptions,
  colors: Colors,
): string[] {
  const aside = ['pygrub', 'pvgrub', 'grub2-pv', 'grub2-pvh'];
  const narrowed = target.xenGiven || options.verbose;
  const refused = paths.filter(
    ({ verdict, loader }) =>
      verdict.accepted === 'no' &&
      (narrowed || !aside.includes(loader)) &&
      (options.verbose || loader !== 'hvm-disk'),
  );
  const blocks = new Map<string, Block>();
  for (const path of refused) {
    const block = blockOf(xen, path, file);
    const key = JSON.stringify([block.reason, block.ways]);
    const before = blocks.get(key);
    if (before) {
      before.titles.push(pathTitle(path));
      blocks.set(key, { ...before, seen: [...new Set([...before.seen, ...block.seen])] });
    } else blocks.set(key, block);
  }
  const lines: string[] = [];
  const reported = new Set<string>();
  const indent = '    ';
  const add = (label: string, text: string, paint: (line: string) => string = line => line) => {
    for (const [index, line] of wrap(safeText(text, 2000), options.width - 16).entries())
      lines.push(`${indent}${colors.dim((index === 0 ? label : '').padEnd(10))}  ${paint(line)}`);
  };
  for (const { titles, reason, seen, ways, evidence } of blocks.values()) {
    const who = titles.join('; ');
    lines.push(
      '',
      ...wrap(`Xen ${target.xen} refuses it as ${who}`, options.width).map(line =>
        colors.bold(safeText(line)),
      ),
    );
    add('why', reason);
    for (const [index, text] of seen.entries()) add(index === 0 ? 'you see' : 'or', text);
    for (const [index, { text, commands }] of ways.entries()) {
      const again = commands.length > 0 && reported.has(text);
      reported.add(text);
      add(index === 0 ? 'way out' : 'or', again ? `${text} (as above)` : text);
      if (again) continue;
      for (const command of commands)
        lines.push(`${indent}${''.padEnd(14)}${colors.green(safeText(command, 500))}`);
    }
    if (options.verbose) for (const source of evidence) add('evidence', source, colors.dim);
  }
  return [...lines, ...caveats(xen, paths, options, colors)];
}

function blockOf(xen: XenData, path: PathOutcome, file: string): Block {
  const { reason, message, wayOut, evidence } = path.verdict;
  const text = message === null ? null : seenText(xen, message);
  return {
    titles: [pathTitle(path)],
    reason: reason ? reasonText(xen, reason) : '',
    seen: text ? [text] : [],
    ways: wayOut.map(way => wayOutText(xen, way, file)),
    evidence: evidence.map(evidenceText),
  };
}

/** What else an accepted path needs of the machine or of how Xen was built, once each. */
function caveats(
  xen: XenData,
  paths: readonly PathOutcome[],
  options: TextOptions,
  colors: Colors,
): string[] {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    if (path.loader === 'hvm-disk' && !options.verbose) continue;
    const { accepted, reason } = path.verdict;
    const byPacking = /^(wrapper-|no-size-word)/.test(reason?.code ?? '');
    for (const caveat of path.verdict.caveats) {
      // For a refusal, only conditions under which the path might still work count.
      if (accepted === 'no' && !(byPacking && caveat.code === 'boot-loader-unpacks')) continue;
      // What every Xen has unless its builder turned it off is for those who ask.
      if (caveat.code === 'xen-config' && !options.verbose) continue;
      const text = caveatText(xen, caveat);
      found.set(text, [...(found.get(text) ?? []), pathTitle(path)]);
    }
  }
  const lines = [...found].flatMap(([text, titles]) =>
    wrap(safeText(`${[...new Set(titles)].join('; ')}: ${text}`), options.width - 4).map(
      (line, index) => `${index === 0 ? '  ' : '    '}${colors.dim(line)}`,
    ),
  );
  return lines.length ? ['', ...lines] : [];
}
