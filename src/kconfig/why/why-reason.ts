// The chain of what holds a symbol below a value, from the symbol down to what can be changed.
import { evaluateExpression, evaluateSymbol, symbolText } from '../values/evaluate.js';
import { expressionText } from '../values/expression-text.js';
import {
  AND,
  BOOL,
  type Expr,
  type Menu,
  NO,
  NOT,
  OR,
  type Property,
  SYMBOL,
  type Sym,
  TRISTATE,
  type Tristate,
  UNKNOWN,
  YES,
} from '../values/model.js';
import type { Kconfig } from '../values/state.js';

/**
 * One link of the chain. `symbol`: a symbol is too low (or, with `above`, too high) for the one before it, and why;
 * `all` and `any`: each of the parts, or one of them, would have to change; `comparison`: a comparison that fails.
 * `file` and `line` are those of the condition that asks for it, where one does.
 */
export type ValueReason = {
  readonly file?: string;
  readonly line?: number;
} & (
  | { readonly kind: 'all' | 'any'; readonly parts: readonly ValueReason[] }
  | { readonly kind: 'comparison'; readonly text: string; readonly left: string; readonly right: string }
  | {
      readonly kind: 'symbol';
      readonly name: string;
      readonly value: string;
      /** The value that it would need: at least this, or with `above` at most this. */
      readonly needed: string;
      readonly above: boolean;
      readonly cause: Cause;
      /** What in turn holds it there; empty at the root of the chain. */
      readonly reasons: readonly ValueReason[];
    }
);

/**
 * Why a symbol is where it is: `unset` the user could set it and did not; `user` the .config says so on `line`;
 * `choice` another member of its choice is on; `hidden` its question is not asked; `promptless` nobody can set it, and
 * nothing selects it; `bool` it can't be m; `selected` something selects it; `default` its default says so;
 * `undefined` the tree does not define it; `repeated` explained before; `modules` there are no modules.
 */
export type Cause = {
  readonly kind:
    | 'unset'
    | 'user'
    | 'choice'
    | 'hidden'
    | 'promptless'
    | 'selected'
    | 'default'
    | 'undefined'
    | 'repeated'
    | 'modules';
  /** The line of the .config, for `user`; 0 if not known. */
  readonly line?: number;
  /** The member that is on, or what selects. */
  readonly by?: readonly string[];
  /** Where the question or the entry stands. */
  readonly at?: { readonly file: string; readonly line: number };
};

/** How far the chain is followed, and how many links there may be. */
const maxDepth = 24;
const maxLinks = 400;
/** Selecting symbols that are named, where none of many selects. */
const maxNamed = 12;

interface Walk {
  readonly kconfig: Kconfig;
  readonly seen: Set<Sym>;
  links: number;
}

const letters = ['n', 'm', 'y'] as const;

/** What keeps the symbol below the wanted value; empty if it is not below. */
export function reasonsBelow(kconfig: Kconfig, symbol: Sym, want: Tristate): ValueReason[] {
  evaluateSymbol(kconfig, symbol);
  if (symbol.tri >= want) return [];
  const walk: Walk = { kconfig, seen: new Set([symbol]), links: 0 };
  const { cause, reasons } = below(walk, symbol, want, 0);
  return cause.kind === 'hidden' ? [...reasons] : [link(symbol, want, false, cause, reasons)];
}

function link(
  symbol: Sym,
  needed: Tristate,
  above: boolean,
  cause: Cause,
  reasons: readonly ValueReason[],
): ValueReason {
  return {
    kind: 'symbol',
    name: symbol.name || '<choice>',
    value: symbolText(symbol),
    needed: letters[needed],
    above,
    cause,
    reasons,
  };
}

interface Explained {
  readonly cause: Cause;
  readonly reasons: readonly ValueReason[];
}

function placeOf(symbol: Sym): { file: string; line: number } | undefined {
  const menu = symbol.menus[0];
  return menu ? { file: menu.file, line: menu.line } : undefined;
}

function below(walk: Walk, symbol: Sym, want: Tristate, depth: number): Explained {
  const { kconfig } = walk;
  const at = placeOf(symbol);
  if (!at || symbol.type === UNKNOWN) return { cause: { kind: 'undefined' }, reasons: [] };
  const prompts = symbol.properties.filter(property => property.text !== null);
  if (prompts.length === 0) return promptless(walk, symbol, want, depth);
  if (symbol.visible < want) {
    const best = prompts.map(prompt => conditionsBelow(walk, prompt, want, depth));
    const found = best.filter(reasons => reasons.length > 0);
    const at = { file: prompts[0]!.file, line: prompts[0]!.line };
    const reasons =
      found.length > 1
        ? [{ kind: 'any', parts: found.map(parts => all(parts)) } as ValueReason]
        : (found[0] ?? []);
    return { cause: { kind: reasons.length > 0 ? 'hidden' : 'modules', at }, reasons };
  }
  if (symbol.choice) {
    const members = kconfig.dialect.memberChoices ? symbol.choice.entries : symbol.choice.members;
    const by = members.filter(member => member.tri === YES && member !== symbol).map(member => member.name);
    if (by.length > 0) return { cause: { kind: 'choice', by, at }, reasons: [] };
  }
  if (symbol.hasUser) return { cause: { kind: 'user', line: symbol.userLine, at }, reasons: [] };
  return { cause: { kind: 'unset', at }, reasons: [] };
}

/** A symbol that nobody can set: its defaults' conditions, or the symbols that would select it. */
function promptless(walk: Walk, symbol: Sym, want: Tristate, depth: number): Explained {
  const at = placeOf(symbol)!;
  const parts: ValueReason[] = [];
  for (const property of symbol.properties) {
    if (property.kind !== 'default') continue;
    const failed = conditionsBelow(walk, property, want, depth);
    if (evaluateExpression(walk.kconfig, property.value) < want) {
      const found = lowExpr(walk, property.value!, want, depth + 1);
      if (found && !isNever(walk, property.value!))
        failed.push({ ...found, file: property.file, line: property.line });
      else if (isNever(walk, property.value!)) continue;
    }
    if (failed.length > 0) parts.push(all(failed));
  }
  const by = selectorsOf(walk.kconfig, symbol);
  const cause: Cause = { kind: 'promptless', at, by: by.slice(0, maxNamed) };
  return { cause, reasons: parts.length > 1 ? [{ kind: 'any', parts }] : parts };
}

function isNever(walk: Walk, expr: Expr): boolean {
  return expr.op === SYMBOL && expr.symbol === walk.kconfig.table.no;
}

function selectorsOf(kconfig: Kconfig, symbol: Sym): string[] {
  const names: string[] = [];
  for (const source of kconfig.table.all) {
    for (const property of source.properties) {
      if (property.kind === 'select' && property.value!.symbol === symbol) names.push(source.name);
    }
  }
  return names;
}

function all(parts: readonly ValueReason[]): ValueReason {
  return parts.length === 1 ? parts[0]! : { kind: 'all', parts };
}

/** Of several that all have to change, what was explained before adds nothing. */
function fresh(parts: ValueReason[]): ValueReason[] {
  const others = parts.filter(part => part.kind !== 'symbol' || part.cause.kind !== 'repeated');
  return others.length > 0 ? others : parts.slice(0, 1);
}

/** The conditions as written, on its line, in its entry and in the blocks around it, that are below the value. */
function conditionsBelow(walk: Walk, property: Property, want: Tristate, depth: number): ValueReason[] {
  const found: ValueReason[] = [];
  const check = (expr: Expr | null, file: string, line: number): void => {
    if (!expr || evaluateExpression(walk.kconfig, expr) >= want) return;
    const reason = lowExpr(walk, expr, want, depth + 1);
    if (reason) found.push({ ...reason, file, line });
  };
  check(property.written, property.file, property.line);
  for (let menu: Menu | null = property.menu; menu; menu = menu.outer) {
    for (const term of menu.terms ?? []) check(term.expr, term.file, term.line);
    if (menu !== property.menu && property.text !== null) check(menu.visibility, menu.file, menu.line);
    if (menu.kind === 'choice' && menu !== property.menu && menu.prompt) {
      check(menu.prompt.written, menu.prompt.file, menu.prompt.line);
    }
  }
  return fresh(found);
}

/** Why an expression is below a value. */
function lowExpr(walk: Walk, expr: Expr, want: Tristate, depth: number): ValueReason | null {
  if (++walk.links > maxLinks) return null;
  switch (expr.op) {
    case AND:
    case OR: {
      const kind = expr.op === AND ? 'all' : 'any';
      return combined(expr, kind, part =>
        evaluateExpression(walk.kconfig, part) < want ? lowExpr(walk, part, want, depth) : null,
      );
    }
    case NOT:
      return highExpr(walk, expr.left!, (YES - want) as Tristate, depth);
    case SYMBOL:
      return symbolLink(walk, expr.symbol!, want, false, depth);
    default:
      return comparisonLink(expr);
  }
}

/** Why an expression is above a limit. */
function highExpr(walk: Walk, expr: Expr, limit: Tristate, depth: number): ValueReason | null {
  if (++walk.links > maxLinks) return null;
  switch (expr.op) {
    case AND:
    case OR: {
      const kind = expr.op === AND ? 'any' : 'all';
      return combined(expr, kind, part =>
        evaluateExpression(walk.kconfig, part) > limit ? highExpr(walk, part, limit, depth) : null,
      );
    }
    case NOT:
      return lowExpr(walk, expr.left!, (YES - limit) as Tristate, depth);
    case SYMBOL:
      return symbolLink(walk, expr.symbol!, limit, true, depth);
    default:
      return comparisonLink(expr);
  }
}

function combined(
  expr: Expr,
  kind: 'all' | 'any',
  explain: (part: Expr) => ValueReason | null,
): ValueReason | null {
  const operands: Expr[] = [];
  let at = expr;
  while (at.op === expr.op) {
    operands.push(at.right!);
    at = at.left!;
  }
  operands.push(at);
  const found: ValueReason[] = [];
  for (const operand of operands.reverse()) {
    const reason = explain(operand);
    if (reason) found.push(reason);
  }
  const parts = kind === 'all' ? fresh(found) : found;
  return parts.length > 1 ? { kind, parts } : (parts[0] ?? null);
}

function comparisonLink(expr: Expr): ValueReason | null {
  if (!expr.symbol || !expr.other) return null;
  return {
    kind: 'comparison',
    text: expressionText(expr),
    left: symbolText(expr.symbol),
    right: symbolText(expr.other),
  };
}

function symbolLink(walk: Walk, symbol: Sym, needed: Tristate, above: boolean, depth: number): ValueReason {
  evaluateSymbol(walk.kconfig, symbol);
  if (symbol.serial < 0) return link(symbol, needed, above, { kind: 'default' }, []);
  if (walk.seen.has(symbol) || depth > maxDepth) return link(symbol, needed, above, { kind: 'repeated' }, []);
  walk.seen.add(symbol);
  const { cause, reasons } = above ? highSymbol(walk, symbol) : below(walk, symbol, needed, depth);
  return link(symbol, needed, above, cause, reasons);
}

/** Why a symbol is on. */
function highSymbol(walk: Walk, symbol: Sym): Explained {
  const at = placeOf(symbol);
  if (symbol.type !== BOOL && symbol.type !== TRISTATE) return { cause: { kind: 'undefined' }, reasons: [] };
  if (symbol.selectedValue !== NO && !symbol.isChoice) {
    const by = selectorsOf(walk.kconfig, symbol).filter(name => {
      const source = walk.kconfig.table.words.get(name)!;
      return source.tri !== NO;
    });
    return { cause: { kind: 'selected', by: by.slice(0, maxNamed), ...(at ? { at } : {}) }, reasons: [] };
  }
  const place = at ? { at } : {};
  if (symbol.hasUser && symbol.visible !== NO) {
    return { cause: { kind: 'user', line: symbol.userLine, ...place }, reasons: [] };
  }
  return { cause: { kind: 'default', ...place }, reasons: [] };
}
