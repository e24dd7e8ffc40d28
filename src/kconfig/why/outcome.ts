// What became of what the user asked for.
import { BOOL, type Sym, TRISTATE } from '../values/model.js';

const letters = ['n', 'm', 'y'] as const;

/** What a .config asked for a symbol, as text; null if it did not. */
export function askedText(symbol: Sym): string | null {
  if (!symbol.hasUser) return null;
  return symbol.type === BOOL || symbol.type === TRISTATE ? letters[symbol.userTri] : (symbol.userText ?? '');
}
