import pc from 'picocolors';
import { parseRange, rangeText } from '../../input/version.js';
import type { Claim } from '../../xen/data.js';
import type { SupportResult } from '../../support/find-systems.js';
import { rulingFor } from '../../support/find-systems.js';
import type {
  Contradiction,
  Document,
  Amendment,
  Statement,
  SystemEntry,
  Systems,
} from '../../support/systems.js';
import type { Colors } from '../words/paint.js';
import { wrap } from '../words/wrap.js';

interface SupportView {
  readonly width: number;
  readonly color: boolean;
  /** Of a contradiction only what holds for these is shown. */
  readonly versions: { readonly kernel?: string; readonly xen?: string };
}

/** What the documents say of systems and subjects, each with its document, and what is known against it. */
export function supportText(
  data: Systems,
  found: SupportResult,
  claims: readonly Claim[],
  view: SupportView,
): string {
  const colors = pc.createColors(view.color);
  const keys = [...new Set([...found.systems, ...found.statements].map(({ from }) => from))];
  const mark = (from: string) => `[${keys.indexOf(from) + 1}]`;
  const lines: string[] = [];
  if (found.otherReleases)
    lines.push('No row names that release. What the documents have of the system:', '');
  for (const [name, entries] of grouped(found.systems, ({ name: system }) => system)) {
    lines.push(colors.bold(name));
    // Guests first: what most people ask.
    for (const role of ['domu', 'dom0'])
      for (const entry of entries.filter(one => one.role === role))
        lines.push(...systemLines(entry, mark, view.width, colors));
    lines.push('');
  }
  for (const [topic, entries] of grouped(found.statements, statement => statement.topic)) {
    lines.push(colors.bold(`On ${topic}`));
    for (const entry of entries) lines.push(...statementLines(entry, claims, mark, view.width, colors));
    lines.push('');
  }
  for (const contradiction of found.contradictions)
    lines.push(...contradictionLines(contradiction, view, colors), '');
  for (const [index, key] of keys.entries())
    lines.push(
      ...indented(`[${index + 1}] ${documentText(data.documents[key]!)}`, 0, 4, view.width).map(colors.dim),
    );
  return `${lines.join('\n')}\n`;
}

function grouped<T>(entries: readonly T[], key: (entry: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const group = groups.get(key(entry));
    if (group) group.push(entry);
    else groups.set(key(entry), [entry]);
  }
  return groups;
}

function systemLines(
  entry: SystemEntry,
  mark: (from: string) => string,
  width: number,
  colors: Colors,
): string[] {
  const says: string[] = [];
  if (entry.role === 'dom0') says.push(`as dom0: ${entry.dom0 ?? 'not stated'}`);
  else {
    if (entry.pv !== null) says.push(`PV: ${entry.pv}`);
    if (entry.pvhvm !== null) says.push(`PVHVM: ${entry.pvhvm}`);
    if (entry.hvm !== null) says.push(`HVM: ${entry.hvm}`);
    if (entry.installer) says.push('installs as a guest');
  }
  const role = entry.role === 'dom0' ? '' : 'as guest, ';
  const head = `${entry.version ?? 'no release named'}: ${role}${says.join(', ')} ${mark(entry.from)}`;
  return [
    ...indented(head, 2, 4, width),
    ...entry.notes.flatMap(note => indented(note, 6, 6, width)),
    ...laterLines(entry.later, width, colors),
  ];
}

function statementLines(
  entry: Statement,
  claims: readonly Claim[],
  mark: (from: string) => string,
  width: number,
  colors: Colors,
): string[] {
  return [
    ...indented(`${entry.text} ${mark(entry.from)}`, 2, 4, width),
    ...laterLines(entry.later, width, colors),
    ...claims
      .filter(({ id }) => id === entry.claim)
      .flatMap(({ tree }) => indented(`Xen's sources: ${tree}`, 6, 8, width).map(colors.cyan)),
  ];
}

function laterLines(later: Amendment | null, width: number, colors: Colors): string[] {
  if (!later) return [];
  return [
    ...indented(`since then: ${later.text}`, 6, 8, width).map(colors.cyan),
    ...later.evidence.flatMap(source => indented(source, 8, 10, width)).map(colors.dim),
  ];
}

function contradictionLines(entry: Contradiction, view: SupportView, colors: Colors): string[] {
  const requested = view.versions.kernel !== undefined || view.versions.xen !== undefined;
  const one = requested ? rulingFor(entry, view.versions) : null;
  const lines = indented(`The documents disagree: ${entry.about}`, 0, 2, view.width).map(colors.bold);
  for (const ruling of one ? [one] : entry.rulings) {
    const where = [
      ruling.kernel === null ? '' : `Linux ${rangeText(parseRange(ruling.kernel)!)}`,
      ruling.xen === null ? '' : `Xen ${rangeText(parseRange(ruling.xen)!)}`,
    ].filter(Boolean);
    lines.push(...indented(`${where.join(', ')}: ${ruling.text}`, 2, 4, view.width));
  }
  lines.push(...entry.evidence.flatMap(source => indented(source, 4, 6, view.width)).map(colors.dim));
  return lines;
}

function documentText({ title, where, newest }: Document): string {
  return `${title} (${where}); undated, the newest it speaks of is ${newest.text}, ${newest.date}`;
}

function indented(text: string, first: number, rest: number, width: number): string[] {
  return wrap(text, Math.max(20, width - rest)).map(
    (line, index) => ' '.repeat(index === 0 ? first : rest) + line,
  );
}
