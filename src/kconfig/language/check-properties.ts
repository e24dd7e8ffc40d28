// What the C tool warns of when the tree is complete.
import {
  BOOL,
  HEX,
  INT,
  type Menu,
  type Property,
  STRING,
  SYMBOL,
  type Sym,
  TRISTATE,
  UNKNOWN,
} from '../values/model.js';
import { type Kconfig, addWarning } from '../values/state.js';
import { enclosingChoice } from '../values/symbols.js';
import { isHexText, isIntText } from './text.js';

export function warnEntry(kconfig: Kconfig, menu: Menu, text: string): void {
  addWarning(kconfig, menu.file, menu.line, `warning: ${text}`);
}

export function warnProperty(kconfig: Kconfig, property: Property, text: string): void {
  addWarning(kconfig, property.file, property.line, `warning: ${text}`);
}

function isNumber(symbol: Sym): boolean {
  return symbol.type === INT || symbol.type === HEX;
}

function isLogical(symbol: Sym): boolean {
  return symbol.type === BOOL || symbol.type === TRISTATE;
}

/** Is it a number for a symbol of that type: another number symbol, or a text that is one? */
function isNumberFor(symbol: Sym, value: Sym): boolean {
  if (isNumber(value)) return true;
  if (value.type !== UNKNOWN) return false;
  if (symbol.type === INT) return isIntText(value.name);
  if (symbol.type === HEX) return isHexText(value.name);
  return symbol.type === STRING || (isLogical(symbol) && /^[yYmMnN]/.test(value.name));
}

/** Warns of properties that don't suit the symbol's type. */
export function checkProperties(kconfig: Kconfig, symbol: Sym): void {
  const { properties } = symbol;
  for (let index = 0; index < properties.length; index++) {
    const property = properties[index]!;
    if (property.kind === 'default') checkDefault(kconfig, symbol, property);
    else if (property.kind === 'select' || property.kind === 'imply') checkSelect(kconfig, symbol, property);
    else if (property.kind === 'range') checkRange(kconfig, symbol, property);
  }
}

function checkDefault(kconfig: Kconfig, symbol: Sym, property: Property): void {
  const value = property.value!;
  if (value.op !== SYMBOL) {
    if (isNumber(symbol) || symbol.type === STRING) {
      warnProperty(kconfig, property, `default for config symbol '${symbol.name}' must be a single symbol`);
    }
    return;
  }
  const target = value.symbol!;
  if (isNumber(symbol) && !isNumberFor(symbol, target)) {
    warnProperty(kconfig, property, `'${symbol.name}': number is invalid`);
  }
  if (!symbol.isChoice) return;
  const home = kconfig.dialect.memberChoices ? enclosingChoice(target) : target.choice;
  if (home?.symbol !== symbol) {
    const text = `choice default symbol '${target.name}' is not contained in the choice`;
    warnProperty(kconfig, property, text);
  }
}

function checkSelect(kconfig: Kconfig, symbol: Sym, property: Property): void {
  const target = property.value!.symbol!;
  if (!isLogical(symbol)) {
    const text = `config symbol '${symbol.name}' uses ${property.kind}, but is not bool or tristate`;
    warnProperty(kconfig, property, text);
  } else if (target.type !== UNKNOWN && !isLogical(target)) {
    const text = `'${target.name}' has wrong type. '${property.kind}' only accept arguments of bool and tristate type`;
    warnProperty(kconfig, property, text);
  }
}

function checkRange(kconfig: Kconfig, symbol: Sym, property: Property): void {
  if (!isNumber(symbol)) warnProperty(kconfig, property, 'range is only allowed for int or hex symbols');
  if (!isNumberFor(symbol, property.low!) || !isNumberFor(symbol, property.high!)) {
    warnProperty(kconfig, property, 'range is invalid');
  }
}
