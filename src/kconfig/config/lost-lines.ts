// What a .config asks for against what the tree makes of it.
import { platform } from '../../platform/platform.js';
import { evaluateSymbol, symbolText } from '../values/evaluate.js';
import { BOOL, TRISTATE, UNKNOWN } from '../values/model.js';
import { isValidText } from './read-config.js';
import type { Kconfig } from '../values/state.js';

/** One line of a .config: y, m, n, a number, or a text without its quotes. */
export interface ConfigLine {
  readonly name: string;
  readonly value: string;
  /** Is the value a text in quotes? */
  readonly quoted: boolean;
  /** From 1. */
  readonly line: number;
}

/**
 * A line that did not come through: `unknown` the tree has no such symbol, `invalid` the value is none of its type,
 * `dropped` it was asked for and is off or not written, `changed` it has another value.
 */
export interface LostLine extends ConfigLine {
  readonly kind: 'unknown' | 'invalid' | 'dropped' | 'changed';
  /** What the symbol comes to; null if it is not written. */
  readonly final: string | null;
}

/** The lines that did not come through, in their order. The tree must have read the .config. */
export function lostLines(kconfig: Kconfig, requested: Iterable<ConfigLine>): LostLine[] {
  const lost: LostLine[] = [];
  for (const each of requested) {
    const symbol = kconfig.table.words.get(each.name);
    if (!symbol || symbol.menus.length === 0 || symbol.type === UNKNOWN) {
      lost.push({ ...each, kind: 'unknown', final: null });
      continue;
    }
    evaluateSymbol(kconfig, symbol);
    const logical = symbol.type === BOOL || symbol.type === TRISTATE;
    const value = utf8(symbolText(symbol));
    // A symbol that is off counts alike whether the .config says so or leaves it out.
    const final = symbol.write ? value : logical ? 'n' : null;
    if (final === each.value) continue;
    const valid = logical ? isLogical(each, symbol.type === TRISTATE) : isValidText(symbol, each.value);
    const kind = !valid ? 'invalid' : final === null || final === 'n' ? 'dropped' : 'changed';
    lost.push({ ...each, kind, final });
  }
  return lost;
}

function isLogical({ value, quoted }: ConfigLine, tristate: boolean): boolean {
  return !quoted && (value === 'y' || value === 'n' || (tristate && value === 'm'));
}

/** Text of the tree, which is kept as one character a byte, as it is read by people. */
export function utf8(text: string): string {
  return platform().utf8(platform().fromLatin1(text));
}
