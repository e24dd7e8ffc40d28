// Why a symbol has the value it has: where it came from, what holds it down and what holds it up. Data only.
import { activeProperty, evaluateExpression, evaluateSymbol, symbolText } from '../values/evaluate.js';
import { expressionText } from '../values/expression-text.js';
import {
  BOOL,
  lower,
  NO,
  type Property,
  SYMBOL,
  type Sym,
  TRISTATE,
  type Tristate,
  typeNames,
  UNKNOWN,
  YES,
} from '../values/model.js';
import { askedText } from './outcome.js';
import type { Kconfig } from '../values/state.js';
import { type ValueReason, reasonsBelow } from './why-reason.js';

export interface KconfigLocation {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Something that selects or implies a symbol. */
export interface ReverseDependency extends KconfigLocation {
  readonly by: string;
  /** How far it pulls at present: n if it is off or its condition does not hold. */
  readonly value: string;
  /** The condition on its line; null if there is none. */
  readonly when: string | null;
}

/** What gave the symbol its value. */
export type Origin =
  /** The .config, on that line (0 if not known). */
  | { readonly kind: 'user'; readonly line: number }
  | ({ readonly kind: 'default'; readonly value: string } & KconfigLocation)
  | { readonly kind: 'select' | 'imply'; readonly pulls: readonly ReverseDependency[] }
  /** Its choice: the member that is on, and whether the .config asked for that one. */
  | ({ readonly kind: 'choice'; readonly chosen: string | null; readonly asked: boolean } & KconfigLocation)
  /** A bound of a range, where what was asked for is outside. */
  | ({ readonly kind: 'range'; readonly low: string; readonly high: string } & KconfigLocation)
  /** Nothing: the empty value of its type. */
  | { readonly kind: 'none' };

export interface Why {
  readonly name: string;
  readonly type: (typeof typeNames)[number];
  /** y, m, n, a number or a text without quotes. */
  readonly value: string;
  /** Is there a line for it in the .config that is written? */
  readonly written: boolean;
  /** What the .config asked for, on that line (0 if not known); null if it did not. */
  readonly asked: { readonly value: string; readonly line: number } | null;
  /** Where it is defined. */
  readonly defined: readonly KconfigLocation[];
  /** The question that the user is asked; null if it can't be set by hand. */
  readonly prompt: ({ readonly text: string } & KconfigLocation) | null;
  /** The highest value that the user may set: n if the question is not asked. */
  readonly visible: string;
  readonly from: Origin;
  /** What keeps a bool or tristate below y (or below what was asked for), down to the roots; empty if nothing does. */
  readonly down: readonly ValueReason[];
  /** What keeps it from being lower: the selects in force. */
  readonly up: readonly ReverseDependency[];
}

const letters = ['n', 'm', 'y'] as const;

/** Explains a symbol of the configuration that was read; null if the tree has no such symbol. */
export function why(kconfig: Kconfig, name: string): Why | null {
  const symbol = kconfig.table.words.get(name);
  if (!symbol || symbol.menus.length === 0) return null;
  evaluateSymbol(kconfig, symbol);
  const requested = askedText(symbol);
  const prompted = symbol.properties.find(property => property.text !== null);
  const logical = symbol.type === BOOL || symbol.type === TRISTATE;
  const up = logical ? reverseDependencies(kconfig, symbol, 'select').filter(pull => pull.value !== 'n') : [];
  return {
    name,
    type: typeNames[symbol.type],
    value: symbolText(symbol),
    written: symbol.write,
    asked: requested === null ? null : { value: requested, line: symbol.userLine },
    defined: symbol.menus.map(({ file, line }) => ({ file, line })),
    prompt: prompted ? { text: prompted.text!, file: prompted.file, line: prompted.line } : null,
    visible: letters[symbol.visible],
    from: originOf(kconfig, symbol),
    down: logical ? reasonsBelow(kconfig, symbol, wanted(symbol)) : [],
    up,
  };
}

/** The value that somebody who asks why has in mind: what the .config asked for, else y. */
function wanted(symbol: Sym): Tristate {
  return symbol.hasUser && symbol.userTri !== NO ? symbol.userTri : YES;
}

/** Where the value came from. The symbol must be evaluated. */
function originOf(kconfig: Kconfig, symbol: Sym): Origin {
  if (symbol.type === UNKNOWN) return { kind: 'none' };
  if (symbol.type !== BOOL && symbol.type !== TRISTATE) return textOrigin(kconfig, symbol);
  if (symbol.choice && (kconfig.dialect.memberChoices || symbol.visible === YES)) {
    return choiceOrigin(kconfig, symbol);
  }
  let value: Tristate = NO;
  let origin: Origin = { kind: 'none' };
  if (symbol.visible !== NO && symbol.hasUser) {
    value = lower(symbol.userTri, symbol.visible);
    origin = { kind: 'user', line: symbol.userLine };
  } else {
    const property = activeProperty(kconfig, symbol, 'default');
    if (property) {
      value = lower(evaluateExpression(kconfig, property.value), property.visible);
      origin = defaultOrigin(property);
    }
    if (symbol.impliedValue > value) {
      value = symbol.impliedValue;
      origin = { kind: 'imply', pulls: activePulls(kconfig, symbol, 'imply') };
    }
  }
  if (symbol.selectedValue > value)
    origin = { kind: 'select', pulls: activePulls(kconfig, symbol, 'select') };
  return origin;
}

function defaultOrigin(property: Property): Origin {
  const { file, line } = property;
  return { kind: 'default', value: expressionText(property.value), file, line };
}

function textOrigin(kconfig: Kconfig, symbol: Sym): Origin {
  const range = activeProperty(kconfig, symbol, 'range');
  const user = symbol.visible !== NO && symbol.hasUser;
  const property = user ? null : activeProperty(kconfig, symbol, 'default');
  const source = property?.value?.op === SYMBOL ? symbolText(property.value.symbol!) : null;
  const given = user ? symbol.userText : source;
  if (range && given !== null && given !== symbol.text) {
    const { file, line } = range;
    return { kind: 'range', low: symbolText(range.low!), high: symbolText(range.high!), file, line };
  }
  if (user) return { kind: 'user', line: symbol.userLine };
  return property && source !== null ? defaultOrigin(property) : { kind: 'none' };
}

function choiceOrigin(kconfig: Kconfig, symbol: Sym): Origin {
  const choice = symbol.choice!;
  const { file, line } = choice;
  const members = kconfig.dialect.memberChoices ? choice.entries : choice.members;
  const chosen = members.find(member => {
    evaluateSymbol(kconfig, member);
    return member.tri === YES;
  });
  const requested = chosen?.hasUser === true && chosen.userTri === YES;
  return { kind: 'choice', chosen: chosen?.name ?? null, asked: requested, file, line };
}

function activePulls(kconfig: Kconfig, symbol: Sym, kind: 'select' | 'imply'): ReverseDependency[] {
  return reverseDependencies(kconfig, symbol, kind).filter(pull => pull.value !== 'n');
}

/** All selects or implies of the symbol, with how far each pulls at present. */
export function reverseDependencies(
  kconfig: Kconfig,
  symbol: Sym,
  kind: 'select' | 'imply',
): ReverseDependency[] {
  const pulls: ReverseDependency[] = [];
  for (const source of kconfig.table.all) {
    for (const property of source.properties) {
      if (property.kind !== kind || property.value!.symbol !== symbol) continue;
      evaluateSymbol(kconfig, source);
      const value = lower(source.tri, evaluateExpression(kconfig, property.when));
      pulls.push({
        by: source.name,
        value: letters[value],
        when: property.written ? expressionText(property.written) : null,
        file: property.file,
        line: property.line,
      });
    }
  }
  return pulls;
}
