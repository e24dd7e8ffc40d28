// Values of symbols and expressions, calculated when asked for and kept until something changes.

import { decideChoice } from './choice-new.js';
import { decideOldChoice, settleMembers } from './choice-old.js';
import {
  AND,
  BOOL,
  EQUAL,
  type Expr,
  GREATER,
  GREATER_EQUAL,
  HEX,
  higher,
  INT,
  LESS,
  LESS_EQUAL,
  lower,
  MOD,
  NO,
  NOT,
  OPAQUE,
  OR,
  type Property,
  STRING,
  SYMBOL,
  type Sym,
  type SymbolType,
  TRISTATE,
  type Tristate,
  UNEQUAL,
  UNKNOWN,
  YES,
} from './model.js';
import type { Kconfig } from './state.js';
import { isHexDigit, readNumber } from '../language/text.js';

const letters = ['n', 'm', 'y'] as const;

/** The value of an expression. An absent one is y. */
export function evaluateExpression(kconfig: Kconfig, expr: Expr | null): Tristate {
  if (!expr) return YES;
  if (expr.generation === kconfig.generation) return expr.value;
  const value = calculate(kconfig, expr);
  if (kconfig.dialect.keepsValues) {
    expr.value = value;
    expr.generation = kconfig.generation;
  }
  return value;
}

function calculate(kconfig: Kconfig, expr: Expr): Tristate {
  switch (expr.op) {
    case SYMBOL: {
      const symbol = expr.symbol!;
      evaluateSymbol(kconfig, symbol);
      return symbol.tri;
    }
    case AND: {
      // Both sides, always: what is calculated on the way must not depend on the order of the operands.
      const left = evaluateExpression(kconfig, expr.left);
      return lower(left, evaluateExpression(kconfig, expr.right));
    }
    case OR:
      return expr.left!.op === OR
        ? longOr(kconfig, expr)
        : higher(evaluateExpression(kconfig, expr.left), evaluateExpression(kconfig, expr.right));
    case NOT:
      return (2 - evaluateExpression(kconfig, expr.left)) as Tristate;
    case OPAQUE:
      return YES;
    default:
      return compare(kconfig, expr);
  }
}

/** A chain of "||" as long as a popular symbol's selects are, without a call for each. */
function longOr(kconfig: Kconfig, expr: Expr): Tristate {
  const path: Expr[] = [];
  const { generation } = kconfig;
  const keep = kconfig.dialect.keepsValues;
  let at = expr;
  while (at.op === OR && at.generation !== generation) {
    path.push(at);
    at = at.left!;
  }
  let value = evaluateExpression(kconfig, at);
  for (let index = path.length - 1; index >= 0; index--) {
    const link = path[index]!;
    value = higher(value, evaluateExpression(kconfig, link.right));
    if (keep) {
      link.value = value;
      link.generation = generation;
    }
  }
  return value;
}

function compare(kconfig: Kconfig, expr: Expr): Tristate {
  const left = expr.symbol!;
  const right = expr.other!;
  evaluateSymbol(kconfig, left);
  evaluateSymbol(kconfig, right);
  const order = compareValues(left, right);
  switch (expr.op) {
    case EQUAL:
      return order === 0 ? YES : NO;
    case UNEQUAL:
      return order === 0 ? NO : YES;
    case LESS:
      return order < 0 ? YES : NO;
    case LESS_EQUAL:
      return order <= 0 ? YES : NO;
    case GREATER:
      return order > 0 ? YES : NO;
    case GREATER_EQUAL:
      return order >= 0 ? YES : NO;
    default:
      return NO;
  }
}

function compareValues(left: Sym, right: Sym): number {
  const one = symbolText(left);
  const two = symbolText(right);
  if (left.type !== STRING || right.type !== STRING) {
    const a = numberOf(one, left.type);
    const b = numberOf(two, right.type);
    if (a !== null && b !== null) {
      if (left.type !== HEX && right.type !== HEX) return a < b ? -1 : a > b ? 1 : 0;
      const x = unsigned(a);
      const y = unsigned(b);
      return x < y ? -1 : x > y ? 1 : 0;
    }
  }
  return one < two ? -1 : one > two ? 1 : 0;
}

function unsigned(value: number | bigint): number | bigint {
  return value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
}

/** The number that a value is compared as; null if it is compared as text. */
function numberOf(text: string, type: SymbolType): number | bigint | null {
  if (type === BOOL || type === TRISTATE) return text === 'n' ? 0 : text === 'm' ? 1 : text === 'y' ? 2 : -1;
  const read =
    type === INT ? readNumber(text, 10) : type === HEX ? readNumber(text, 16, true) : readNumber(text, 0);
  const { length } = read;
  if (read.overflow || length === 0 || length !== text.length || !isHexDigit(text.charCodeAt(length - 1)))
    return null;
  return read.value;
}

/** The value as text: y, m or n for bool and tristate. */
export function symbolText(symbol: Sym): string {
  return symbol.type === BOOL || symbol.type === TRISTATE ? letters[symbol.tri] : symbol.text;
}

/** The type in effect: without modules a tristate is a bool, and so is (old rules) a member of a choice that is y. */
function effectiveType(kconfig: Kconfig, symbol: Sym): SymbolType {
  if (symbol.type !== TRISTATE) return symbol.type;
  if (kconfig.modulesValue === NO) return BOOL;
  return symbol.inChoice && symbol.visible === YES && !kconfig.dialect.memberChoices ? BOOL : TRISTATE;
}

/** Does the symbol belong to a choice whose state decides its value? */
function choiceOf(kconfig: Kconfig, symbol: Sym): boolean {
  return kconfig.dialect.memberChoices ? symbol.choice !== null : symbol.inChoice && symbol.visible === YES;
}

/** How far the user may set the symbol, and what depends on, selects and implies it. */
export function evaluateVisibility(kconfig: Kconfig, symbol: Sym): void {
  if (symbol.transitional) {
    symbol.visible = YES;
    return;
  }
  const oldChoice = symbol.inChoice && !kconfig.dialect.memberChoices ? symbol.choice!.symbol! : null;
  let visible: Tristate = NO;
  const { properties } = symbol;
  for (let index = 0; index < properties.length; index++) {
    const property = properties[index]!;
    if (property.text === null) continue;
    property.visible = evaluateExpression(kconfig, property.when);
    // A member that can only be a module is not offered while the choice is y.
    if (oldChoice && symbol.type === TRISTATE && property.visible === MOD && oldChoice.tri === YES) {
      property.visible = NO;
    }
    visible = higher(visible, property.visible);
  }
  if (visible === MOD && (symbol.type !== TRISTATE || kconfig.modulesValue === NO)) visible = YES;
  symbol.visible = visible;
  if (symbol.inChoice) return;
  const dependency = evaluateExpression(kconfig, symbol.dependency);
  symbol.dependencyValue =
    kconfig.dialect.writesDefaultN && dependency === MOD ? YES : bounded(kconfig, symbol, dependency);
  symbol.selectedValue = symbol.selected
    ? bounded(kconfig, symbol, evaluateExpression(kconfig, symbol.selected))
    : NO;
  const implied = symbol.implied && (kconfig.dialect.boundsImplied || symbol.dependencyValue !== NO);
  symbol.impliedValue = implied ? bounded(kconfig, symbol, evaluateExpression(kconfig, symbol.implied)) : NO;
}

/** For a bool m is y. */
function bounded(kconfig: Kconfig, symbol: Sym, value: Tristate): Tristate {
  return value === MOD && effectiveType(kconfig, symbol) === BOOL ? YES : value;
}

/** The first property of that kind whose condition holds. */
export function activeProperty(kconfig: Kconfig, symbol: Sym, kind: 'default' | 'range'): Property | null {
  const { properties } = symbol;
  for (let index = 0; index < properties.length; index++) {
    const property = properties[index]!;
    if (property.kind !== kind) continue;
    property.visible = evaluateExpression(kconfig, property.when);
    if (property.visible !== NO) return property;
  }
  return null;
}

/** Calculates the symbol's value, unless it is known. */
export function evaluateSymbol(kconfig: Kconfig, symbol: Sym): void {
  const { generation, dialect } = kconfig;
  if (symbol.generation === generation || symbol.serial < 0) return;
  if (symbol.settle && symbol.inChoice) {
    symbol.settle = false;
    evaluateSymbol(kconfig, symbol.choice!.symbol!);
  }
  symbol.generation = generation;
  if (symbol.type === UNKNOWN) {
    symbol.text = symbol.name;
    symbol.tri = NO;
    return;
  }
  symbol.write = false;
  evaluateVisibility(kconfig, symbol);
  if (symbol.visible !== NO) symbol.write = true;
  const empty = emptyText(kconfig, symbol);
  // What a symbol sees of itself while it is calculated.
  symbol.tri = NO;
  symbol.text = empty;
  symbol.chosen = null;
  if (symbol.type === BOOL || symbol.type === TRISTATE) logicalValue(kconfig, symbol);
  else textValue(kconfig, symbol, empty);
  if (symbol === kconfig.modules) kconfig.modulesValue = symbol.tri;
  if (symbol.isChoice && !dialect.memberChoices && symbol.write) {
    for (const member of symbol.menus[0]!.members) if (member.visible !== NO) member.write = true;
  }
  if (symbol.noWrite || symbol.transitional || (symbol.isChoice && dialect.memberChoices))
    symbol.write = false;
  if (symbol.settle) settleMembers(symbol);
}

function emptyText(kconfig: Kconfig, symbol: Sym): string {
  if (!kconfig.dialect.zeroNumbers) return '';
  return symbol.type === INT ? '0' : symbol.type === HEX ? '0x0' : '';
}

function logicalValue(kconfig: Kconfig, symbol: Sym): void {
  let value: Tristate;
  if (!choiceOf(kconfig, symbol)) value = freeValue(kconfig, symbol);
  else if (kconfig.dialect.memberChoices) {
    decideChoice(kconfig, symbol.choice!);
    value = symbol.tri;
  } else value = symbol.choice!.symbol!.chosen === symbol ? YES : NO;
  if (value === MOD && effectiveType(kconfig, symbol) === BOOL) value = YES;
  const { boundsImplied } = kconfig.dialect;
  if (value === MOD && !boundsImplied && symbol.impliedValue === YES) value = YES;
  if (kconfig.dialect.transitional && symbol.choice === null) inheritUser(kconfig, symbol, value);
  symbol.tri = value;
  if (symbol.isChoice && value === YES && !kconfig.dialect.memberChoices) {
    symbol.chosen = decideOldChoice(kconfig, symbol);
  }
}

/** The value of a symbol that no choice decides. */
function freeValue(kconfig: Kconfig, symbol: Sym): Tristate {
  let value: Tristate = NO;
  if (symbol.visible !== NO && symbol.hasUser) {
    value = lower(symbol.userTri, symbol.visible);
  } else {
    if (symbol.selectedValue !== NO) symbol.write = true;
    if (!symbol.isChoice) value = defaultValue(kconfig, symbol);
  }
  return higher(value, symbol.selectedValue);
}

function defaultValue(kconfig: Kconfig, symbol: Sym): Tristate {
  let value: Tristate = NO;
  const property = activeProperty(kconfig, symbol, 'default');
  if (property) {
    value = lower(evaluateExpression(kconfig, property.value), property.visible);
    if (value !== NO || kconfig.dialect.writesDefaultN) symbol.write = true;
  }
  if (symbol.impliedValue !== NO) {
    symbol.write = true;
    value = higher(value, symbol.impliedValue);
    if (kconfig.dialect.boundsImplied && value > symbol.dependencyValue) value = symbol.dependencyValue;
  }
  return value;
}

/** A value that came from a transitional symbol which the user set counts as the user's own. */
function inheritUser(kconfig: Kconfig, symbol: Sym, value: Tristate): void {
  if (symbol.hasUser || symbol.isChoice) return;
  const source = activeProperty(kconfig, symbol, 'default')?.value;
  if (source?.op !== SYMBOL || !source.symbol!.transitional || !source.symbol!.hasUser) return;
  symbol.hasUser = true;
  symbol.userTri = value;
}

function textValue(kconfig: Kconfig, symbol: Sym, empty: string): void {
  let text = empty;
  if (symbol.visible !== NO && symbol.hasUser) text = symbol.userText ?? '';
  else {
    const property = activeProperty(kconfig, symbol, 'default');
    const source = property?.value?.op === SYMBOL ? property.value.symbol : null;
    if (source) {
      symbol.write = true;
      evaluateSymbol(kconfig, source);
      text = sourceText(source);
      if (source.transitional && source.hasUser && !symbol.hasUser) {
        symbol.hasUser = true;
        symbol.userText = text;
      }
    }
  }
  symbol.text = text;
  boundByRange(kconfig, symbol);
}

/** What a default that names another symbol takes from it. */
function sourceText(source: Sym): string {
  return source.serial >= 0 && (source.type === BOOL || source.type === TRISTATE) ? 'n' : source.text;
}

/** A bound of a range as a number, in the symbol's own base, or the given one for a constant. */
export function boundValue(kconfig: Kconfig, symbol: Sym, base: 10 | 16): number | bigint {
  evaluateSymbol(kconfig, symbol);
  return readNumber(symbol.text, symbol.type === INT ? 10 : symbol.type === HEX ? 16 : base).value;
}

function boundByRange(kconfig: Kconfig, symbol: Sym): void {
  if (symbol.type === STRING) return;
  const base = symbol.type === INT ? 10 : 16;
  const range = activeProperty(kconfig, symbol, 'range');
  if (!range) return;
  const value = readNumber(symbol.text, base).value;
  let bound = range.low!;
  if (value >= boundValue(kconfig, bound, base)) {
    bound = range.high!;
    if (value <= boundValue(kconfig, bound, base)) return;
  }
  symbol.text = bound.text;
}

/** Makes all values stale, and calculates anew whether there are modules. */
export function invalidate(kconfig: Kconfig): void {
  kconfig.generation++;
  kconfig.changed = true;
  evaluateSymbol(kconfig, kconfig.modules);
}
