// Finding settings that bring a symbol to a value: a search over what it depends on. What is found is a proposal; whether
// it holds is decided by evaluating the tree.
import { evaluateExpression, evaluateSymbol } from '../kconfig/values/evaluate.js';
import {
  AND,
  BOOL,
  EQUAL,
  type Expr,
  NO,
  NOT,
  OR,
  SYMBOL,
  type Sym,
  TRISTATE,
  type Tristate,
  UNEQUAL,
  YES,
} from '../kconfig/values/model.js';
import type { Kconfig } from '../kconfig/values/state.js';

/** Symbols to set, each with its value. */
type Plan = ReadonlyMap<Sym, Tristate>;

const nothing: Plan = new Map();
/** How far the search goes from a symbol, and how many steps it may take in all. */
const maxDepth = 40;
const maxSteps = 200_000;

interface Search {
  readonly kconfig: Kconfig;
  readonly path: Set<Sym>;
  readonly found: Map<string, Plan | null>;
  readonly selectors: ReadonlyMap<Sym, readonly Selector[]>;
  /** Members of choices that another part of the plan has on, by their choice. */
  readonly taken: ReadonlyMap<Choice, Sym>;
  readonly spent: { steps: number };
}

type Choice = NonNullable<Sym['choice']>;

export interface Selector {
  readonly source: Sym;
  readonly when: Expr | null;
}

/** What selects each symbol. */
export function selectorsOf(kconfig: Kconfig): Map<Sym, Selector[]> {
  const map = new Map<Sym, Selector[]>();
  for (const source of kconfig.table.all) {
    for (const property of source.properties) {
      if (property.kind !== 'select') continue;
      const target = property.value!.symbol!;
      const list = map.get(target);
      const selector = { source, when: property.when };
      if (list) list.push(selector);
      else map.set(target, [selector]);
    }
  }
  return map;
}

/** The smallest set of settings found that should bring the symbol to at least (or `exact`ly) the value; null if none is. */
export function planFor(
  kconfig: Kconfig,
  selectors: ReadonlyMap<Sym, readonly Selector[]>,
  symbol: Sym,
  value: Tristate,
): Plan | null {
  const search: Search = {
    kconfig,
    path: new Set(),
    found: new Map(),
    selectors,
    taken: new Map(),
    spent: { steps: 0 },
  };
  evaluateSymbol(kconfig, symbol);
  if (symbol.tri > value) return lowerSymbol(search, symbol, value);
  return raiseSymbol(search, symbol, value);
}

/** The members of choices that a plan has on. */
function membersIn(plan: Plan): Map<Choice, Sym> {
  const found = new Map<Choice, Sym>();
  for (const [symbol, value] of plan) if (symbol.choice && value === YES) found.set(symbol.choice, symbol);
  return found;
}

/** A plan for both: what the first takes of choices holds for the second. If that will not do, each member is tried for both. */
function inTurn(search: Search, first: Expr | null, second: Expr | null, want: Tristate): Plan | null {
  const one = raise(search, first, want);
  if (!one) return null;
  const taken = membersIn(one);
  const plan = together(one, raise(within(search, taken), second, want));
  if (plan || taken.size === 0) return plan;
  let best: Plan | null = null;
  for (const [choice, tried] of taken) {
    for (const member of membersOf(tried)) {
      if (member === tried) continue;
      const having = within(search, new Map([[choice, member]]));
      const both = together(raise(having, first, want), raise(having, second, want));
      best = cheaper(search, best, together(both && raiseSymbol(search, member, YES), both));
    }
  }
  return best;
}

function within(search: Search, taken: ReadonlyMap<Choice, Sym>): Search {
  if (taken.size === 0) return search;
  // What was found without these may not hold with them.
  return { ...search, taken: new Map([...search.taken, ...taken]), found: new Map() };
}

/** Both plans in one; null if one is missing or they contradict each other. */
function together(left: Plan | null, right: Plan | null): Plan | null {
  if (!left || !right) return null;
  if (left.size === 0) return right;
  if (right.size === 0) return left;
  const merged = new Map(left);
  for (const [symbol, value] of right) {
    const other = merged.get(symbol);
    if (other !== undefined && other !== value && (other === NO || value === NO)) return null;
    if (other === undefined && value === YES && symbol.choice)
      for (const member of membersOf(symbol)) if (left.get(member) === YES) return null;
    merged.set(symbol, other === undefined ? value : (Math.max(other, value) as Tristate));
  }
  return merged;
}

/**
 * What a plan costs: one a setting, more where it takes back what the user asked for, or is no way for a real kernel. Of
 * members of a choice that would all do, the one that the kernel itself takes is the least surprising.
 */
function cost({ kconfig }: Search, plan: Plan): number {
  let sum = 0;
  for (const [symbol, value] of plan) {
    const back = symbol.hasUser && symbol.userTri > value;
    const dear =
      back || foreignOptions.has(symbol.name) || (symbol.choice && value === YES && replaces(symbol));
    const odd = symbol.choice && value === YES && symbol !== normalOf(kconfig, symbol);
    sum += (dear ? 10 : 1) + (odd ? 0.5 : 0);
  }
  return sum;
}

/** The member that a choice takes by default. */
function normalOf(kconfig: Kconfig, member: Sym): Sym | undefined {
  const found = member.choice!.symbol!.properties.find(
    ({ kind, when }) => kind === 'default' && evaluateExpression(kconfig, when) !== NO,
  );
  return found?.value?.symbol ?? undefined;
}

/** These only make options of other machines visible, for compile tests. */
export const foreignOptions: ReadonlySet<string> = new Set(['COMPILE_TEST', 'UML']);

/** Is another member of its choice on because the user asked for that? */
function replaces(member: Sym): boolean {
  return membersOf(member).some(
    other => other !== member && other.tri === YES && other.hasUser && other.userTri === YES,
  );
}

function membersOf(member: Sym): readonly Sym[] {
  const { entries, members } = member.choice!;
  return entries.length > 0 ? entries : members;
}

function cheaper(search: Search, left: Plan | null, right: Plan | null): Plan | null {
  if (!left) return right;
  if (!right) return left;
  return cost(search, right) < cost(search, left) ? right : left;
}

function withPath(search: Search, symbol: Sym, key: string, work: () => Plan | null): Plan | null {
  const known = search.found.get(key);
  if (known !== undefined) return known;
  if (search.path.has(symbol) || search.path.size > maxDepth || ++search.spent.steps > maxSteps) return null;
  search.path.add(symbol);
  const plan = work();
  search.path.delete(symbol);
  // A failure found on a longer path may be due to that path alone.
  if (plan || search.path.size === 0) search.found.set(key, plan);
  return plan;
}

function raiseSymbol(search: Search, symbol: Sym, want: Tristate): Plan | null {
  const { kconfig } = search;
  evaluateSymbol(kconfig, symbol);
  const member = symbol.choice && search.taken.get(symbol.choice);
  if (member) return member === symbol ? nothing : null;
  if (symbol.tri >= want) return nothing;
  if (symbol.serial < 0 || (symbol.type !== BOOL && symbol.type !== TRISTATE)) return null;
  const value = symbol.type === BOOL ? YES : want;
  return withPath(search, symbol, `${symbol.serial}>${value}`, () => {
    let best: Plan | null = null;
    for (const property of symbol.properties) {
      if (property.text !== null && !symbol.isChoice) {
        const seen = raise(search, property.when, symbol.type === BOOL ? 1 : value);
        best = cheaper(search, best, together(seen, new Map([[symbol, value]])));
      } else if (property.text !== null) best = cheaper(search, best, raise(search, property.when, value));
    }
    if (best) return best;
    for (const property of symbol.properties) {
      if (property.kind !== 'default') continue;
      best = cheaper(
        search,
        best,
        together(raise(search, property.when, value), raise(search, property.value, value)),
      );
    }
    for (const { source, when } of search.selectors.get(symbol) ?? []) {
      if (best && cost(search, best) <= 1) break;
      best = cheaper(search, best, together(raiseSymbol(search, source, value), raise(search, when, value)));
    }
    return best;
  });
}

function lowerSymbol(search: Search, symbol: Sym, limit: Tristate): Plan | null {
  const { kconfig } = search;
  evaluateSymbol(kconfig, symbol);
  if (symbol.tri <= limit) return nothing;
  if (symbol.serial < 0 || (symbol.type !== BOOL && symbol.type !== TRISTATE)) return null;
  const value = symbol.type === BOOL ? NO : limit;
  return withPath(search, symbol, `${symbol.serial}<${value}`, () => {
    let plan: Plan | null = nothing;
    for (const { source, when } of search.selectors.get(symbol) ?? []) {
      if (Math.min(source.tri, evaluateExpression(kconfig, when)) <= value) continue;
      plan = together(plan, cheaper(search, lowerSymbol(search, source, value), lower(search, when, value)));
    }
    // Of a choice one member is always on: another one has to take its place.
    if (symbol.choice) return together(plan, otherMember(search, symbol));
    if (symbol.visible > NO) return together(plan, new Map([[symbol, value]]));
    for (const property of symbol.properties) {
      if (property.kind !== 'default' || evaluateExpression(kconfig, property.when) <= value) continue;
      plan = together(
        plan,
        cheaper(search, lower(search, property.when, value), lower(search, property.value, value)),
      );
    }
    return plan;
  });
}

/** The cheapest way to have another member of the choice on; of equals its default, or the first that is there. */
function otherMember(search: Search, member: Sym): Plan | null {
  const normal = normalOf(search.kconfig, member);
  const others = membersOf(member).filter(other => other !== member && other !== normal);
  if (normal && normal !== member) others.unshift(normal);
  let best: Plan | null = null;
  for (const other of others) {
    best = cheaper(search, best, raiseSymbol(search, other, YES));
    if (best && cost(search, best) <= 1) break;
  }
  return best;
}

function raise(search: Search, expr: Expr | null, want: Tristate): Plan | null {
  if (!expr || evaluateExpression(search.kconfig, expr) >= want) return nothing;
  switch (expr.op) {
    case AND:
      return inTurn(search, expr.left, expr.right, want);
    case OR:
      return cheaper(search, raise(search, expr.left, want), raise(search, expr.right, want));
    case NOT:
      return lower(search, expr.left, (YES - want) as Tristate);
    case SYMBOL:
      return raiseSymbol(search, expr.symbol!, want);
    case EQUAL:
    case UNEQUAL:
      return compare(search, expr, expr.op === EQUAL);
    default:
      return null;
  }
}

function lower(search: Search, expr: Expr | null, limit: Tristate): Plan | null {
  if (!expr) return null;
  if (evaluateExpression(search.kconfig, expr) <= limit) return nothing;
  switch (expr.op) {
    case AND:
      return cheaper(search, lower(search, expr.left, limit), lower(search, expr.right, limit));
    case OR:
      return together(lower(search, expr.left, limit), lower(search, expr.right, limit));
    case NOT:
      return raise(search, expr.left, (YES - limit) as Tristate);
    case SYMBOL:
      return lowerSymbol(search, expr.symbol!, limit);
    case EQUAL:
    case UNEQUAL:
      return compare(search, expr, expr.op === UNEQUAL);
    default:
      return null;
  }
}

/** A comparison with y, m or n that has to hold, or not to hold. */
function compare(search: Search, expr: Expr, equal: boolean): Plan | null {
  const symbol = expr.symbol!;
  const other = expr.other!;
  if (other.serial >= 0) return null;
  if (equal) {
    return symbol.tri > other.tri
      ? lowerSymbol(search, symbol, other.tri)
      : raiseSymbol(search, symbol, other.tri);
  }
  const up = other.tri === YES ? null : raiseSymbol(search, symbol, (other.tri + 1) as Tristate);
  const down = other.tri === NO ? null : lowerSymbol(search, symbol, (other.tri - 1) as Tristate);
  return cheaper(search, up, down);
}
