import { heads, programs } from './heads.js';
import type { Speaker } from './log.js';
import type { Prefix } from './prefix.js';

interface Head {
  readonly speaker: Speaker;
  readonly pattern: RegExp;
}

/** Heads that a line may have, by the code of its first character: one look rules out nearly all of them. */
let byFirst: readonly Heads[] | undefined;

interface Heads {
  /** Does any of them match? Mostly none does. */
  readonly any: RegExp;
  readonly all: readonly Head[];
}

function sortHeads(): readonly Heads[] {
  const table: Head[][] = Array.from({ length: 128 }, () => []);
  const whole = heads.flatMap(([speaker, texts]) => texts.map(text => ({ speaker, text })));
  for (const { speaker, text } of whole) {
    const pattern = new RegExp(text, 'y');
    for (const code of firstCodes(text)) table[code]!.push({ speaker, pattern });
  }
  return table.map(all => ({
    // Of no heads it is one that nothing fits.
    any: new RegExp(all.map(({ pattern }) => pattern.source).join('|') || '[]', 'y'),
    all,
  }));
}

/** Codes of the characters that a match of `text` may begin with. */
function firstCodes(text: string): number[] {
  const group = /^\(([^()]*)\)(\?)?/.exec(text);
  if (group) {
    const inside = group[1]!.split('|').flatMap(firstCodes);
    return [...new Set(group[2] ? [...inside, ...firstCodes(text.slice(group[0].length))] : inside)];
  }
  const optional = /^(\w)\?(.*)$/s.exec(text);
  if (optional) return [...firstCodes(optional[1]!), ...firstCodes(optional[2]!)];
  if (/^[A-Za-z-](?![?*])/.test(text)) return [text.charCodeAt(0)];
  const first = /^(?:\\.|\[[^\]]*\]|[^])/.exec(text)![0];
  const one = new RegExp(`^${first}$`);
  return Array.from({ length: 128 }, (_, code) => code).filter(code => one.test(String.fromCharCode(code)));
}

/** Who says the line that begins with `prefix`, whose message stands in `text` up to `end`. */
export function speakerOf(text: string, end: number, prefix: Prefix): Speaker {
  if (prefix.mark === '(XEN) ') return 'hypervisor';
  if (prefix.program !== null) {
    const named = prefix.program;
    const speaker = named === 'kernel' ? null : programs.find(([pattern]) => pattern.test(named))?.[1];
    if (speaker) return speaker;
    if (speaker === undefined) return headOf(text, afterProgram(text, prefix.at, end), end) ?? 'other';
  }
  return headOf(text, prefix.at, end) ?? (prefix.isKernel ? 'kernel' : 'other');
}

/** A program that passes on what others say, like logger, stands before their message. */
function afterProgram(text: string, at: number, end: number): number {
  const colon = text.slice(at, Math.min(end, at + 100)).indexOf(': ');
  return colon < 0 ? at : at + colon + 2;
}

function headOf(text: string, at: number, end: number): Speaker | null {
  if (at >= end) return null;
  byFirst ??= sortHeads();
  const code = text.charCodeAt(at);
  if (code > 127) return null;
  const { any, all } = byFirst[code]!;
  const fits = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.test(text) && pattern.lastIndex <= end;
  };
  return fits(any) ? (all.find(({ pattern }) => fits(pattern))?.speaker ?? null) : null;
}
