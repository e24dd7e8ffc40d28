// The smallest change to a configuration after which given symbols have given values and keep them.
import { evaluateSymbol } from '../kconfig/values/evaluate.js';
import { NO, type Sym, type Tristate } from '../kconfig/values/model.js';
import type { Kconfig } from '../kconfig/values/state.js';
import { planFor, type Selector, selectorsOf } from './plan.js';
import {
  applySettings,
  isLogical,
  type SymbolSetting,
  type Start,
  startOf,
  valueBefore,
} from './settings.js';

/** A symbol that has to have at least that value (n: exactly n). */
export interface Want {
  readonly name: string;
  readonly value: 'y' | 'm' | 'n';
}

export interface SymbolChange {
  readonly name: string;
  readonly from: 'y' | 'm' | 'n';
  readonly to: 'y' | 'm' | 'n';
  /** The wanted symbol that it is for. */
  readonly for: string;
}

/** A tree and the configuration that it read last: what trials share. */
export interface FixSearch {
  readonly kconfig: Kconfig;
  readonly start: Start;
  readonly selectors: ReadonlyMap<Sym, readonly Selector[]>;
}

const letters = ['n', 'm', 'y'] as const;
const maxRounds = 12;

export function createSearch(kconfig: Kconfig): FixSearch {
  return { kconfig, start: startOf(kconfig), selectors: selectorsOf(kconfig) };
}

/** The settings with those that the wants ask for besides; all of them are applied in the end. */
export function settle(
  search: FixSearch,
  before: readonly SymbolSetting[],
  wants: readonly Want[],
): SymbolSetting[] {
  const { kconfig, start, selectors } = search;
  let settings = [...before];
  applySettings(start, settings);
  for (let round = 0; round < maxRounds; round++) {
    let progress = false;
    for (const want of wants) {
      const symbol = symbolOf(search, want);
      if (!symbol || holds(search, want)) continue;
      const plan = planFor(kconfig, selectors, symbol, tri(want.value));
      for (const [target, value] of plan ?? []) {
        if (settings.some(setting => setting.symbol === target && setting.value === value)) continue;
        settings = settings.filter(setting => setting.symbol !== target);
        settings.push({ symbol: target, value, for: want.name });
        progress = true;
      }
      applySettings(start, settings);
    }
    if (!progress) break;
  }
  return settings;
}

/** The symbol of a want; null if the tree has none of that name that can be y, m or n. */
export function symbolOf({ kconfig }: FixSearch, want: Want): Sym | null {
  const symbol = kconfig.table.words.get(want.name);
  return symbol && isLogical(symbol) ? symbol : null;
}

/** Does it hold in what is applied at present? */
export function holds(search: FixSearch, want: Want): boolean {
  const symbol = symbolOf(search, want);
  if (!symbol) return false;
  evaluateSymbol(search.kconfig, symbol);
  const value = tri(want.value);
  return value === NO ? symbol.tri === NO : symbol.tri >= value;
}

/** The change that a setting makes, as its line says it. */
export function changeOf({ start }: FixSearch, setting: SymbolSetting): SymbolChange {
  return {
    name: setting.symbol.name,
    from: letters[valueBefore(start, setting.symbol)],
    to: letters[setting.value],
    for: setting.for,
  };
}

function tri(value: Want['value']): Tristate {
  return letters.indexOf(value) as Tristate;
}

/**
 * Drops what can go while what is left is `enough`: first all that is for one symbol, since a later want may make
 * needless what an earlier one asked for, the most settings first; then each by itself.
 */
export function withoutNeedless(
  settings: readonly SymbolSetting[],
  enough: (settings: readonly SymbolSetting[]) => boolean,
): SymbolSetting[] {
  const groups = [...new Set(settings.map(setting => setting.for))]
    .map(name => settings.filter(setting => setting.for === name))
    .filter(group => group.length > 1)
    .sort((left, right) => right.length - left.length);
  const singles = [...settings].reverse().map(setting => [setting]);
  let kept = [...settings];
  for (const part of [...groups, ...singles]) {
    const fewer = kept.filter(setting => !part.includes(setting));
    if (fewer.length === kept.length) continue;
    if (enough(fewer)) kept = fewer;
  }
  return kept;
}
