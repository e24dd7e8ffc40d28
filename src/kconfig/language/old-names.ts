// Before the macro language: $NAME in names of files and in the title is the value of a symbol.
import { evaluateSymbol, symbolText } from '../values/evaluate.js';
import type { Kconfig } from '../values/state.js';

/** The text with each $NAME replaced by that symbol's value, or by nothing where there is none. */
export function expandNames(kconfig: Kconfig, text: string): string {
  if (kconfig.dialect.macros || !text.includes('$')) return text;
  const out = text.replace(/\$([A-Za-z0-9_]*)/g, (_, name: string) => {
    const symbol = kconfig.table.words.get(name);
    if (!symbol) return '';
    evaluateSymbol(kconfig, symbol);
    return symbolText(symbol);
  });
  // More lines may change these values.
  kconfig.generation++;
  return out;
}
