import { stages } from '../../profiles/rule-data.js';
import { plural } from '../../api/report.js';
import type { Family } from '../check/overview.js';
import { escapeHtml } from './escape.js';

/** How far the files' kernels boot in one mode. */
interface Track {
  readonly name: string;
  /** Files whose kernel can have the mode and of which the verdict is known. */
  readonly all: number;
  readonly failing: readonly number[];
  readonly silent: number;
  readonly booting: number;
  readonly conditional: number;
}

const left = 66;
const narrowest = 46;
const top = 58;
const step = 30;
const widest = 16;

/** More columns would be wider than a telephone. */
const mostColumns = 6;

/**
 * The boot from top to bottom, a column a mode: as wide as the share of the files that get there, with what stops them. Each
 * architecture has a drawing of its own, no wider than a telephone.
 */
export function picture(families: readonly Family[]): string {
  const parts = families.flatMap(({ name, modes, results }) => {
    const tracks = modes.map(mode => trackOf(results, mode.name));
    const pieces = Math.ceil(tracks.length / mostColumns);
    return Array.from({ length: pieces }, (_, piece) => ({
      name: pieces > 1 ? `${name}, ${piece + 1} of ${pieces}` : name,
      tracks: tracks.slice(piece * mostColumns, (piece + 1) * mostColumns),
    }));
  });
  const drawings = parts.map(({ name, tracks }, index) => drawing(name, tracks, index, parts.length > 1));
  const words = parts
    .flatMap(({ tracks }) => tracks)
    .map(track => `<li>${escapeHtml(trackText(track))}</li>`);
  return `<figure>
<div class="pictures">${drawings.join('\n')}</div>
<figcaption>A column a mode, as wide as the share of files whose kernel gets there; ✗ stop at a stage, ○ run on without a console, ✓ boot, ◐ do if a condition holds.
<details><summary>The same in words</summary><ul>${words.join('')}</ul></details></figcaption>
</figure>`;
}

function drawing(name: string, tracks: readonly Track[], index: number, named: boolean): string {
  const column = Math.max(narrowest, ...tracks.map(track => 6 + 7 * labelOf(track.name).mode.length));
  const width = left + column * tracks.length + 8;
  const end = top + step * stages.length;
  const height = end + 48;
  const rows = stages.map((stage, place) => {
    const y = top + step * place;
    return `<line class="row" x1="0" x2="${width}" y1="${y}" y2="${y}"/><text class="stage" x="4" y="${y + 19}">${stage}</text>`;
  });
  const columns = tracks.map((track, place) => trackPicture(track, left + column * place + column / 2, end));
  const title = named ? `<p class="about">${escapeHtml(name)}</p>` : '';
  return `<div class="picture">${title}<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="picture-title-${index} picture-text-${index}">
<title id="picture-title-${index}">The stages of the boot, and where each mode stops: ${escapeHtml(name)}</title>
<desc id="picture-text-${index}">${escapeHtml(tracks.map(trackText).join(' '))}</desc>
${rows.join('\n')}
<line class="row" x1="0" x2="${width}" y1="${end}" y2="${end}"/><text class="stage" x="4" y="${end + 19}">is up</text>
${columns.join('\n')}
</svg></div>`;
}

function trackOf(results: Family['results'], name: string): Track {
  const verdicts = results.flatMap(result => result.verdicts.filter(({ profile }) => profile === name));
  const count = (word: string) => verdicts.filter(({ verdict }) => verdict === word).length;
  const failing = stages.map(
    stage => verdicts.filter(verdict => verdict.verdict === 'fails' && verdict.stage === stage).length,
  );
  const [silent, booting, conditional] = [count('silent'), count('boots'), count('conditional')];
  return {
    name,
    all: count('fails') + silent + booting + conditional,
    failing,
    silent,
    booting,
    conditional,
  };
}

/** What stands above a column, in two lines. */
function labelOf(name: string): { role: string; mode: string } {
  const [role, mode] = name.length < 16 && name.includes('-') ? name.split(/-(.*)/s) : ['', name];
  return { role: role!.slice(0, 9), mode: mode!.slice(0, 9) };
}

function trackPicture(
  { name, all, failing, silent, booting, conditional }: Track,
  x: number,
  end: number,
): string {
  const { role, mode } = labelOf(name);
  const shapes = [
    `<text class="mode" x="${x}" y="24">${escapeHtml(role)}</text><text class="mode strong" x="${x}" y="40">${escapeHtml(mode)}</text>`,
  ];
  if (all === 0) return `${shapes.join('')}<text class="mark unknown" x="${x}" y="${top + 20}">?</text>`;
  let alive = all;
  const wide = (files: number) => Math.max(2, Math.round((widest * files * 10) / all) / 10);
  for (const [index, stopped] of failing.entries()) {
    const y = top + step * index;
    if (alive > 0) {
      // What stops here still fills the upper half of the stage.
      shapes.push(
        `<rect class="way" x="${x - wide(alive) / 2}" y="${y}" width="${wide(alive)}" height="${step / 2}"/>`,
      );
      if (alive > stopped)
        shapes.push(
          `<rect class="way" x="${x - wide(alive - stopped) / 2}" y="${y + step / 2}" width="${wide(alive - stopped)}" height="${step / 2}"/>`,
        );
    }
    const label = all === 1 ? '' : String(stopped);
    if (stopped) shapes.push(mark('fails', `✗${label}`, x, y + step / 2));
    if (stages[index] === 'console' && silent)
      shapes.push(mark('silent', `○${all === 1 ? '' : silent}`, x, y + step / 2));
    alive -= stopped;
  }
  const marks = [
    ...(booting ? [['boots', `✓${all === 1 ? '' : booting}`] as const] : []),
    ...(conditional ? [['conditional', `◐${all === 1 ? '' : conditional}`] as const] : []),
    ...(silent ? [['silent', `○${all === 1 ? '' : silent}`] as const] : []),
  ];
  for (const [index, [kind, text]] of marks.entries())
    shapes.push(`<text class="mark ${kind}" x="${x}" y="${end + 16 + index * 14}">${text}</text>`);
  return shapes.join('');
}

function mark(kind: string, text: string, x: number, y: number): string {
  const width = 12 + 8 * text.length;
  return `<rect class="pill ${kind}" x="${x - width / 2}" y="${y - 9}" width="${width}" height="18" rx="9"/><text class="mark ${kind}" x="${x}" y="${y + 4.5}">${text}</text>`;
}

function trackText({ name, all, failing, silent, booting, conditional }: Track): string {
  if (all === 0) return `${name}: not known.`;
  const parts = [
    booting ? `${booting} boot` : '',
    conditional ? `${conditional} boot if a condition holds` : '',
    silent ? `${silent} run without a console` : '',
    ...failing.map((number, index) => (number ? `${number} stop at ${stages[index]}` : '')),
  ];
  return `${name}: of ${plural(all, 'file')} ${parts.filter(Boolean).join(', ')}.`;
}
