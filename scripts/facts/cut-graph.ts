// The part of a tree that some symbols' questions hang from, as data: what each needs to be asked, or to come on by itself.
import { expressionText } from '../../src/kconfig/values/expression-text.js';
import {
  AND,
  type Expr,
  type Menu,
  NOT,
  OR,
  SYMBOL,
  type Property,
  type Sym,
  typeNames,
} from '../../src/kconfig/values/model.js';
import type { Kconfig } from '../../src/kconfig/values/state.js';
import type { Graph, GraphCondition, GraphSymbol } from '../../src/profiles/graph-data.js';

/** What the symbols hang from in a tree, in the order of names. */
export function cutGraph(kconfig: Kconfig, roots: Iterable<string>): Graph {
  const { words } = kconfig.table;
  const found = new Map<string, GraphSymbol>();
  const todo = [...roots];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const symbol = words.get(name);
    if (found.has(name) || !symbol || symbol.serial < 0 || symbol.menus.length === 0) continue;
    const { entry, names } = entryOf(symbol);
    found.set(name, entry);
    todo.push(...names);
  }
  return new Map([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function entryOf(symbol: Sym): { entry: GraphSymbol; names: Set<string> } {
  const names = new Set<string>();
  const type = typeNames[symbol.type];
  const asked = symbol.properties.filter(property => property.text !== null);
  if (asked.length > 0)
    return { entry: { type, prompts: asked.map(each => conditionOf(each, names)) }, names };
  const defaults = symbol.properties.flatMap(property => {
    // What is never y tells no way up.
    if (property.kind !== 'default' || !property.value || expressionText(property.value) === 'n') return [];
    namesIn(property.value, names);
    return [[expressionText(property.value), conditionOf(property, names)] as const];
  });
  return { entry: defaults.length > 0 ? { type, defaults } : { type }, names };
}

/** The conditions on a line, in its entry and in the blocks around it, the nearest first, each once. */
function conditionOf(property: Property, names: Set<string>): GraphCondition {
  const parts = new Set<string>();
  const add = (expr: Expr | null): void => {
    if (!expr) return;
    namesIn(expr, names);
    const text = expressionText(expr);
    if (text !== 'y') parts.add(expr.op === OR ? `(${text})` : text);
  };
  add(property.written);
  for (let menu: Menu | null = property.menu; menu; menu = menu.outer) {
    for (const term of menu.terms ?? []) add(term.expr);
    if (menu !== property.menu && property.text !== null) add(menu.visibility);
    if (menu.kind === 'choice' && menu !== property.menu && menu.prompt) add(menu.prompt.written);
  }
  return [...parts].join(' && ');
}

function namesIn(expr: Expr, names: Set<string>): void {
  const todo: (Expr | null)[] = [expr];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (!at) continue;
    if (at.op === AND || at.op === OR || at.op === NOT) todo.push(at.left, at.right);
    else
      for (const symbol of [at.symbol, at.other])
        if (symbol && !symbol.constant && !symbol.isChoice) names.add(symbol.name);
  }
}

/** Of each of the symbols all that select it, whatever the condition, in the order of names. */
export function selectorsOf(kconfig: Kconfig, names: ReadonlySet<string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const by of kconfig.table.all)
    for (const { kind, value } of by.properties) {
      const name = kind === 'select' ? value?.symbol?.name : undefined;
      if (name === undefined || !names.has(name) || by.isChoice) continue;
      const list = found.get(name);
      if (!list) found.set(name, [by.name]);
      else if (!list.includes(by.name)) list.push(by.name);
    }
  return new Map([...found].map(([name, list]) => [name, list.sort()]));
}

/** Those of the symbols whose first default is y without a condition: on where nothing holds them back. */
export function onByDefault(kconfig: Kconfig, names: ReadonlySet<string>): Set<string> {
  const isOn = (symbol: Sym): boolean => {
    const first = symbol.properties.find(({ kind }) => kind === 'default');
    return first?.value != null && !first.written && expressionText(first.value) === 'y';
  };
  return namesOf(kconfig, names, isOn);
}

/** Those of the symbols that a default or an `imply` may turn on. */
export function defaulted(kconfig: Kconfig, names: ReadonlySet<string>): Set<string> {
  const implied = new Set(
    kconfig.table.all.flatMap(({ properties }) =>
      properties.flatMap(({ kind, value }) => (kind === 'imply' && value?.symbol ? [value.symbol] : [])),
    ),
  );
  const isDefaulted = (symbol: Sym): boolean =>
    implied.has(symbol) ||
    symbol.properties.some(
      ({ kind, value, written }) =>
        kind === 'default' && value !== null && expressionText(value) !== 'n' && !isOfOthers(written),
    );
  return namesOf(kconfig, names, isDefaulted);
}

/** Is the condition a symbol that this tree does not define, such as UML? */
function isOfOthers(when: Expr | null): boolean {
  return (
    when?.op === SYMBOL && when.symbol !== null && !when.symbol.constant && when.symbol.menus.length === 0
  );
}

function namesOf(kconfig: Kconfig, names: ReadonlySet<string>, keep: (symbol: Sym) => boolean): Set<string> {
  const kept = kconfig.table.all.filter(symbol => names.has(symbol.name) && keep(symbol));
  return new Set(kept.map(({ name }) => name));
}
