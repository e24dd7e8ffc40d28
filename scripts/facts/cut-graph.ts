// The part of a tree that some symbols' questions hang from, as data: what each needs to be asked, or to come on by itself.
import { expressionText } from '../../src/kconfig/values/expression-text.js';
import {
  AND,
  type Expr,
  type Menu,
  NOT,
  OR,
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
