// Why there is no fix: the fewest wants that cannot all be met, and the chain that keeps the last of them from it.
import type { Finding } from '../check/finding.js';
import { evaluateSymbol, symbolText } from '../kconfig/values/evaluate.js';
import { type Sym, typeNames } from '../kconfig/values/model.js';
import type { Tree } from '../kconfig/tree.js';
import { reverseDependencies } from '../kconfig/why/why.js';
import { type ValueReason, reasonsBelow } from '../kconfig/why/why-reason.js';
import { holds, type FixSearch, settle, symbolOf, type Want } from './fix.js';

/** A want, and the finding that asked for it. */
export interface FindingWant {
  readonly want: Want;
  readonly because: Finding;
}

export type Conflict =
  /** The tree has no such symbol. */
  | { readonly kind: 'missing'; readonly wanted: FindingWant }
  /** It has a number or text for a value, which only the user can choose. */
  | { readonly kind: 'type'; readonly wanted: FindingWant; readonly type: string }
  /**
   * Each of `with` can be had, and so can `wanted` unless `with` is empty, but not together; `chain` says why. Neither can
   * any of `also` be had with `with`.
   */
  | {
      readonly kind: 'exclude';
      readonly wanted: FindingWant;
      readonly with: readonly FindingWant[];
      readonly also: readonly FindingWant[];
      readonly chain: readonly ValueReason[];
    };

/** What stands against the wants that do not hold, each once. */
export function conflictsOf(
  { tree, base, search }: { tree: Tree; base: Uint8Array; search: FixSearch },
  wants: readonly FindingWant[],
): Conflict[] {
  // Lines that chains name are those of the config itself.
  tree.readConfig(base);
  const meet = (given: readonly FindingWant[]) => {
    settle(
      search,
      [],
      given.map(({ want }) => want),
    );
    return given.filter(({ want }) => !holds(search, want));
  };
  const conflicts: Conflict[] = [];
  let left = [...wants];
  for (const wanted of wants) {
    const symbol = search.kconfig.table.words.get(wanted.want.name);
    if (symbol && symbol.menus.length > 0 && symbolOf(search, wanted.want)) continue;
    left = left.filter(other => other !== wanted);
    if (!symbol || symbol.menus.length === 0) conflicts.push({ kind: 'missing', wanted });
    else conflicts.push({ kind: 'type', wanted, type: typeNames[symbol.type] });
  }
  for (;;) {
    if (meet(left).length === 0) return conflicts;
    const [wanted, ...others] = fewest(left, given => meet(given).length > 0);
    // Another conflict with the same needs adds nothing.
    const also = left.filter(
      other => other !== wanted && !others.includes(other) && meet([...others, other]).length > 0,
    );
    left = left.filter(other => other !== wanted && !also.includes(other));
    // With all set that it asks for by itself, the chain shows only what the others take from it.
    const alone = settle(search, [], [wanted!.want]);
    settle(
      search,
      alone,
      others.map(({ want }) => want),
    );
    const chain = chainOf(search, wanted!.want);
    conflicts.push({ kind: 'exclude', wanted: wanted!, with: others, also, chain });
  }
}

/** As few of them as still cannot be met. */
function fewest(
  wants: readonly FindingWant[],
  fails: (given: readonly FindingWant[]) => boolean,
): FindingWant[] {
  let kept = [...wants];
  for (const each of [...wants].reverse()) {
    const fewer = kept.filter(other => other !== each);
    if (fewer.length > 0 && fails(fewer)) kept = fewer;
  }
  return kept;
}

function chainOf(search: FixSearch, want: Want): ValueReason[] {
  const { kconfig } = search;
  const symbol = symbolOf(search, want)!;
  evaluateSymbol(kconfig, symbol);
  if (want.value !== 'n') return reasonsBelow(kconfig, symbol, want.value === 'y' ? 2 : 1);
  return [heldUp(search, symbol)];
}

/** Why a symbol cannot be off. */
function heldUp({ kconfig }: FixSearch, symbol: Sym): ValueReason {
  const by = reverseDependencies(kconfig, symbol, 'select').filter(({ value }) => value !== 'n');
  const [first] = by;
  const { file, line } = first ?? symbol.menus[0]!;
  return {
    kind: 'symbol',
    name: symbol.name,
    value: symbolText(symbol),
    needed: 'n',
    above: true,
    cause: first ? { kind: 'selected', by: by.map(pull => pull.by) } : { kind: 'default' },
    reasons: [],
    file,
    line,
  };
}
