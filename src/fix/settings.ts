// Settings tried on top of the configuration that a tree read.
import { preferMember } from '../kconfig/values/choice-new.js';
import { evaluateSymbol, invalidate } from '../kconfig/values/evaluate.js';
import { BOOL, type Sym, TRISTATE, type Tristate, YES } from '../kconfig/values/model.js';
import type { Kconfig } from '../kconfig/values/state.js';

export interface SymbolSetting {
  readonly symbol: Sym;
  readonly value: Tristate;
  /** The name of the symbol that it was found for. */
  readonly for: string;
}

/** What was asked for when the configuration was read, and what that came to. Lists go with the tree's `order`. */
export interface Start {
  readonly kconfig: Kconfig;
  readonly hasUser: readonly boolean[];
  readonly user: readonly Tristate[];
  readonly value: readonly Tristate[];
  readonly chosen: readonly (Sym | null)[];
  readonly members: ReadonlyMap<Sym, readonly Sym[]>;
  readonly place: ReadonlyMap<Sym, number>;
}

/** Notes the configuration that was read last. */
export function startOf(kconfig: Kconfig): Start {
  const { order } = kconfig;
  const requested = order.map(({ hasUser, userTri, userChosen }) => ({ hasUser, userTri, userChosen }));
  const members = new Map(
    order.flatMap(symbol => (symbol.isChoice ? [[symbol, [...symbol.menus[0]!.members]]] : [])),
  );
  // Evaluating may change what counts as asked for, so it comes last.
  for (const symbol of order) evaluateSymbol(kconfig, symbol);
  return {
    kconfig,
    hasUser: requested.map(({ hasUser }) => hasUser),
    user: requested.map(({ userTri }) => userTri),
    chosen: requested.map(({ userChosen }) => userChosen),
    value: order.map(symbol => symbol.tri),
    members,
    place: new Map(order.map((symbol, index) => [symbol, index])),
  };
}

/** The value that the symbol had. */
export function valueBefore(start: Start, symbol: Sym): Tristate {
  return start.value[start.place.get(symbol)!]!;
}

/** The configuration as it was read, with these settings; values are calculated when they are asked for. */
export function applySettings(start: Start, settings: readonly SymbolSetting[]): void {
  const { kconfig } = start;
  const { order, dialect } = kconfig;
  const { hasUser, user, chosen } = start;
  for (let index = 0; index < order.length; index++) {
    const symbol = order[index]!;
    const requested = hasUser[index]!;
    const value = user[index]!;
    // Writing to all of them costs more than looking.
    if (symbol.hasUser !== requested) symbol.hasUser = requested;
    if (symbol.userTri !== value) symbol.userTri = value;
    if (symbol.settle) symbol.settle = false;
    if (symbol.isChoice) symbol.userChosen = chosen[index]!;
  }
  for (const [choice, members] of start.members) choice.menus[0]!.members = [...members];
  for (const { symbol, value } of settings) {
    symbol.hasUser = true;
    symbol.userTri = value;
    if (!symbol.choice) continue;
    if (dialect.memberChoices) preferMember(symbol.choice, symbol);
    else if (value === YES) {
      const choice = symbol.choice.symbol!;
      choice.userChosen = symbol;
      choice.userTri = YES;
      choice.hasUser = true;
    }
  }
  invalidate(kconfig);
}

/** Only these can be y, m or n. */
export function isLogical(symbol: Sym): boolean {
  return symbol.type === BOOL || symbol.type === TRISTATE;
}

/** The symbols that were asked to be on, that the user can set, and that are lower now; with both values. */
export function lowered(start: Start): { symbol: Sym; before: Tristate; after: Tristate }[] {
  const { kconfig } = start;
  return kconfig.order.flatMap((symbol, index) => {
    const before = start.value[index]!;
    if (!start.hasUser[index] || start.user[index] === 0 || before === 0) return [];
    if (symbol.isChoice || !isLogical(symbol) || symbol.properties.every(({ text }) => text === null))
      return [];
    evaluateSymbol(kconfig, symbol);
    return symbol.tri < before ? [{ symbol, before, after: symbol.tri }] : [];
  });
}
