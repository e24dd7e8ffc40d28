// The smallest change to a configuration after which given symbols have given values and keep them.
import { preferMember } from '../kconfig/choice-new.js';
import { evaluateSymbol, invalidate } from '../kconfig/evaluate.js';
import { BOOL, NO, type Sym, TRISTATE, type Tri, YES } from '../kconfig/model.js';
import type { Kconfig } from '../kconfig/state.js';
import { planFor, selectorsOf } from './plan.js';

/** A symbol that has to have at least that value (n: exactly n). */
export interface Want {
  readonly name: string;
  readonly value: 'y' | 'm' | 'n';
}

export interface Change {
  readonly name: string;
  readonly from: 'y' | 'm' | 'n';
  readonly to: 'y' | 'm' | 'n';
  /** The wanted symbol that it is for. */
  readonly for: string;
}

export interface Fix {
  /** What to set, in the order found; each is needed. */
  readonly changes: readonly Change[];
  /** Wants for which nothing was found. */
  readonly failed: readonly Want[];
}

const letters = ['n', 'm', 'y'] as const;
const maxRounds = 40;

interface Setting {
  readonly symbol: Sym;
  readonly value: Tri;
  readonly before: Tri;
  readonly for: Want;
}

/**
 * Finds the change for the configuration read last, and leaves it set there: writing it gives the fixed .config.
 * Every want not in `failed` holds in what is written.
 */
export function fixConfig(kconfig: Kconfig, wants: readonly Want[]): Fix {
  const selectors = selectorsOf(kconfig);
  let settings: Setting[] = [];
  const given = wants.flatMap(want => {
    const symbol = kconfig.table.words.get(want.name);
    return symbol && (symbol.type === BOOL || symbol.type === TRISTATE) ? [{ want, symbol }] : [];
  });
  const state = saveState(kconfig);
  for (let round = 0; round < maxRounds; round++) {
    const open = given.filter(({ want, symbol }) => !holds(kconfig, symbol, want));
    let progress = false;
    for (const { want, symbol } of open) {
      if (holds(kconfig, symbol, want)) continue;
      const plan = planFor(kconfig, selectors, symbol, tri(want.value));
      for (const [target, value] of plan ?? []) {
        if (settings.some(setting => setting.symbol === target && setting.value === value)) continue;
        settings = settings.filter(setting => setting.symbol !== target);
        evaluateSymbol(kconfig, target);
        settings.push({ symbol: target, value, before: target.tri, for: want });
        progress = true;
      }
      apply(kconfig, state, settings);
    }
    if (!progress) break;
  }
  settings = withoutNeedless(kconfig, state, settings, given);
  apply(kconfig, state, settings);
  return {
    changes: settings.map(setting => ({
      name: setting.symbol.name,
      from: letters[setting.before],
      to: letters[setting.value],
      for: setting.for.name,
    })),
    failed: wants.filter(want => {
      const symbol = kconfig.table.words.get(want.name);
      return !symbol || !holds(kconfig, symbol, want);
    }),
  };
}

function tri(value: Want['value']): Tri {
  return letters.indexOf(value) as Tri;
}

function holds(kconfig: Kconfig, symbol: Sym, want: Want): boolean {
  evaluateSymbol(kconfig, symbol);
  const value = tri(want.value);
  return value === NO ? symbol.tri === NO : symbol.tri >= value;
}

/** Drops every setting without which all that holds now still does. */
function withoutNeedless(
  kconfig: Kconfig,
  state: State,
  settings: Setting[],
  given: readonly { want: Want; symbol: Sym }[],
): Setting[] {
  const satisfied = given.filter(({ want, symbol }) => holds(kconfig, symbol, want));
  let kept = settings;
  for (const setting of [...settings].reverse()) {
    const fewer = kept.filter(other => other !== setting);
    apply(kconfig, state, fewer);
    if (satisfied.every(({ want, symbol }) => holds(kconfig, symbol, want))) kept = fewer;
  }
  return kept;
}

type State = readonly (readonly [
  symbol: Sym,
  hasUser: boolean,
  value: Tri,
  chosen: Sym | null,
  members: readonly Sym[],
])[];

function saveState(kconfig: Kconfig): State {
  return kconfig.order.map(symbol => [
    symbol,
    symbol.hasUser,
    symbol.userTri,
    symbol.userChosen,
    symbol.isChoice ? [...symbol.menus[0]!.members] : [],
  ]);
}

/** The configuration as it was, with these settings. */
function apply(kconfig: Kconfig, state: State, settings: readonly Setting[]): void {
  for (const [symbol, hasUser, value, chosen, members] of state) {
    symbol.hasUser = hasUser;
    symbol.userTri = value;
    symbol.userChosen = chosen;
    if (symbol.isChoice) symbol.menus[0]!.members = [...members];
  }
  for (const { symbol, value } of settings) {
    symbol.hasUser = true;
    symbol.userTri = value;
    if (!symbol.choice) continue;
    if (kconfig.dialect.memberChoices) preferMember(symbol.choice, symbol);
    else if (value === YES) {
      const choice = symbol.choice.symbol!;
      choice.userChosen = symbol;
      choice.userTri = YES;
      choice.hasUser = true;
    }
  }
  invalidate(kconfig);
}
