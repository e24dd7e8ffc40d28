// What a kernel tree made of a config, in words.
import type { KconfigCheck } from '../../api/kconfig.js';
import { safeText } from '../../input/safe-text.js';
import { type LostLine, utf8 } from '../../kconfig/config/lost-lines.js';
import type { Why } from '../../kconfig/why/why.js';
import { printed } from '../check/json.js';
import { originLines, reasonLines } from './why.js';

/** Lines of a chain that are shown for each symbol; `kconfig why` shows all. */
const mostLines = 12;

const titles = {
  dropped: 'Asked for and dropped',
  changed: 'Changed',
  invalid: 'No value of the symbol',
  unknown: 'Not in this tree',
} as const;

/** What got lost, each with its reason. */
export function kconfigCheckText(check: KconfigCheck, width: number): string {
  const lines: string[] = [];
  const counts: string[] = [];
  for (const kind of ['dropped', 'changed', 'invalid', 'unknown'] as const) {
    const found = check.lost.filter(lost => lost.kind === kind);
    // That a tree lacks what the config turns off changes nothing.
    const shown = found.filter(lost => kind !== 'unknown' || lost.value !== 'n');
    const off = found.length - shown.length;
    if (shown.length) {
      lines.push(`${titles[kind]}:`);
      for (const lost of shown) lines.push(...lostText(lost, check.path, width));
      lines.push('');
    }
    counts.push(`${shown.length} ${kind}`);
    if (off) counts.push(`${off} unknown and off`);
  }
  for (const problem of check.problems) {
    const text =
      problem.code === 'duplicate' ? `CONFIG_${problem.option} comes again` : 'no line of a config';
    lines.push(`${safeText(check.path, 200)}:${problem.line}: ${safeText(text, 200)}`);
  }
  if (check.problems.length) lines.push('');
  lines.push(`${check.asked} lines asked for: ${counts.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

function lostText(lost: KconfigCheck['lost'][number], path: string, width: number): string[] {
  const value = lost.quoted ? `"${lost.value}"` : lost.value;
  const to = lost.kind === 'unknown' ? '' : ` -> ${lost.final === null ? 'not written' : lost.final || '""'}`;
  const lines = [`  ${safeText(`${lost.name}: ${value}${to}`, 300)}  (${safeText(path, 100)}:${lost.line})`];
  if (!lost.why) return lines;
  const { down, prompt, type } = lost.why;
  if (lost.kind === 'invalid') return [...lines, `    \`- it is of type ${type}`];
  const logical = type === 'bool' || type === 'tristate';
  const raised = logical && !isBelow(lost);
  const found = !raised && down.length ? reasonLines(down, width - 4) : [];
  const noPrompt =
    !prompt && found.length === 0 && !raised ? ['`- it has no prompt: no config can set it'] : [];
  const reason = found.length ? found : noPrompt.length ? noPrompt : originLines(lost.why, width - 4);
  const kept = reason.slice(0, mostLines);
  lines.push(...kept.map(line => `    ${line}`));
  if (reason.length > kept.length)
    lines.push(`    ... kconfig why ${safeText(lost.name, 200)} shows the rest`);
  return lines;
}

function isBelow({ value, final }: LostLine): boolean {
  const order = ['n', 'm', 'y'];
  return order.indexOf(final ?? 'n') < order.indexOf(value);
}

/** The same as JSON, schemaVersion 1. */
export function kconfigCheckJson(check: KconfigCheck, version: string): string {
  return printed({
    schemaVersion: 1,
    tool: { name: 'xen-checkconfig', version },
    path: check.path,
    asked: check.asked,
    lost: check.lost.map(({ why, name, kind, value, final, line }) => ({
      symbol: `CONFIG_${name}`,
      kind,
      asked: value,
      final,
      line,
      why: why && readable(why),
    })),
    problems: check.problems,
  });
}

/** Why a symbol has its value as JSON, schemaVersion 1. */
export function whyJson(why: Why, version: string): string {
  return printed({
    schemaVersion: 1,
    tool: { name: 'xen-checkconfig', version },
    ...(readable(why) as object),
  });
}

/** The tree's texts, which are one character a byte, as text. */
function readable(value: unknown): unknown {
  if (typeof value === 'string') return utf8(value);
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each)]));
}
