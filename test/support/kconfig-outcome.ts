// What the C tool's warnings name.
import { following } from '../../src/kconfig/config/write-config.js';
import { evaluateSymbol, symbolText } from '../../src/kconfig/values/evaluate.js';
import { BOOL, type Menu, type Sym, TRISTATE, UNKNOWN } from '../../src/kconfig/values/model.js';
import type { Kconfig } from '../../src/kconfig/values/state.js';
import { askedText } from '../../src/kconfig/why/outcome.js';

/** The symbols whose value is not what was asked for, in the order of the tree. Values must be calculated. */
export function changedSymbols(kconfig: Kconfig): Sym[] {
  const seen = new Set<Sym>();
  for (let menu: Menu | null = kconfig.root.child; menu; menu = following(menu)) {
    const { symbol } = menu;
    if (!symbol || symbol.isChoice || symbol.type === UNKNOWN) continue;
    const asked = askedText(symbol);
    if (asked !== null && asked !== symbolText(symbol)) seen.add(symbol);
  }
  return [...seen];
}

/** The C tool's warning of changed input; empty if all is as asked. */
export function changedInput(kconfig: Kconfig): string {
  const lines = changedSymbols(kconfig).map(
    symbol => `  CONFIG_${symbol.name}: ${askedText(symbol)} -> ${symbolText(symbol)}\n`,
  );
  return lines.length === 0 ? '' : `warning: user-provided values changed by Kconfig:\n${lines.join('')}`;
}

/** The symbols that are selected further than their dependencies allow, in the order of the tree. */
export function unmetSymbols(kconfig: Kconfig): Sym[] {
  const found = new Set<Sym>();
  for (let menu: Menu | null = kconfig.root.child; menu; menu = following(menu)) {
    const { symbol } = menu;
    if (!symbol || symbol.isChoice || symbol.inChoice) continue;
    if (symbol.type !== BOOL && symbol.type !== TRISTATE) continue;
    evaluateSymbol(kconfig, symbol);
    if (symbol.dependencyValue < symbol.selectedValue) found.add(symbol);
  }
  return [...found];
}
