// Building and rewriting expressions. The rewriting decides which entries become submenus and so what is written
// where; it follows the C tool in each step, also where that is not the simplest form.
import {
  AND,
  BOOL,
  EQUAL,
  type Expr,
  GREATER,
  GREATER_EQUAL,
  LESS,
  LESS_EQUAL,
  NOT,
  OPAQUE,
  type Operator,
  OR,
  SYMBOL,
  type Sym,
  UNEQUAL,
} from './model.js';
import { node, symbolNode, type SymbolTable } from './symbols.js';

export function comparison(table: SymbolTable, op: Operator, left: Sym, right: Sym): Expr {
  return node(table, op, null, null, left, right);
}

export function negation(table: SymbolTable, operand: Expr): Expr {
  return node(table, NOT, operand, null, null, null);
}

export function joinOperands(table: SymbolTable, op: Operator, left: Expr, right: Expr): Expr {
  return node(table, op, left, right, null, null);
}

/** Both, where an absent expression says nothing. */
export function both(table: SymbolTable, left: Expr | null, right: Expr | null): Expr | null {
  if (!left) return right;
  return right ? joinOperands(table, AND, left, right) : left;
}

/** Either, where an absent expression says nothing (and is not "always"). */
export function either(table: SymbolTable, left: Expr | null, right: Expr | null): Expr | null {
  if (!left) return right;
  return right ? joinOperands(table, OR, left, right) : left;
}

export function isYes(table: SymbolTable, expr: Expr | null): boolean {
  return !expr || (expr.op === SYMBOL && expr.symbol === table.yes);
}

/** Turns a bare m into "m && MODULES", which is n in a kernel without modules. */
export function limitToModules(table: SymbolTable, expr: Expr | null, modules: Sym): Expr | null {
  if (!expr) return null;
  switch (expr.op) {
    case NOT: {
      const operand = limitToModules(table, expr.left, modules)!;
      return operand === expr.left ? expr : negation(table, operand);
    }
    case OR:
    case AND: {
      const left = limitToModules(table, expr.left, modules)!;
      const right = limitToModules(table, expr.right, modules)!;
      return left === expr.left && right === expr.right ? expr : joinOperands(table, expr.op, left, right);
    }
    case SYMBOL:
      return expr.symbol === table.mod ? joinOperands(table, AND, expr, symbolNode(table, modules)) : expr;
    default:
      return expr;
  }
}

/** What the rewriting has to know of the release. */
export interface RewriteRules {
  /** A bool that must not be y is rewritten to something that is always true. */
  readonly looseNotYes: boolean;
  /** Called when a bool is compared with m, a value it can't have. */
  readonly onBoolModule?: ((name: string) => void) | undefined;
}

/** Turns comparisons of bools into plain symbols and moves negations to the leaves. */
export function transform(table: SymbolTable, expr: Expr | null, rules: RewriteRules): Expr | null {
  if (!expr) return null;
  let at = expr;
  if (at.op === OR || at.op === AND) {
    const left = transform(table, at.left, rules)!;
    const right = transform(table, at.right, rules)!;
    return left === at.left && right === at.right ? at : joinOperands(table, at.op, left, right);
  }
  if (at.op === NOT) {
    const operand = transform(table, at.left, rules)!;
    if (operand !== at.left) at = negation(table, operand);
    return negate(table, at, operand, rules);
  }
  if (at.op === EQUAL || at.op === UNEQUAL) return transformComparison(table, at, rules);
  return at;
}

function transformComparison(table: SymbolTable, expr: Expr, rules: RewriteRules): Expr {
  const symbol = expr.symbol!;
  const other = expr.other;
  if (symbol.type !== BOOL) return expr;
  const equal = expr.op === EQUAL;
  if (other === table.no) {
    const plain = symbolNode(table, symbol);
    return equal ? negation(table, plain) : plain;
  }
  if (other === table.mod) {
    rules.onBoolModule?.(symbol.name);
    return symbolNode(table, equal ? table.no : table.yes);
  }
  if (other === table.yes) {
    if (equal) return symbolNode(table, symbol);
    return rules.looseNotYes
      ? node(table, OPAQUE, null, null, null, null)
      : negation(table, symbolNode(table, symbol));
  }
  return expr;
}

const opposite: Partial<Record<Operator, Operator>> = {
  [EQUAL]: UNEQUAL,
  [UNEQUAL]: EQUAL,
  [LESS_EQUAL]: GREATER,
  [GREATER_EQUAL]: LESS,
  [LESS]: GREATER_EQUAL,
  [GREATER]: LESS_EQUAL,
};

function negate(table: SymbolTable, expr: Expr, operand: Expr, rules: RewriteRules): Expr {
  switch (operand.op) {
    case NOT:
      return operand.left!;
    case OR:
    case AND: {
      const left = negation(table, operand.left!);
      const right = negation(table, operand.right!);
      return transform(table, joinOperands(table, operand.op === OR ? AND : OR, left, right), rules)!;
    }
    case SYMBOL:
      if (operand.symbol === table.yes) return symbolNode(table, table.no);
      if (operand.symbol === table.mod) return operand;
      if (operand.symbol === table.no) return symbolNode(table, table.yes);
      return expr;
    default: {
      const op = opposite[operand.op];
      return op ? comparison(table, op, operand.symbol!, operand.other!) : expr;
    }
  }
}

/** Writes out that the expression is, or is not, n: A becomes A!=n, "A && B" becomes !(A=n || B=n). */
export function compareWithNo(
  table: SymbolTable,
  expr: Expr | null,
  op: typeof EQUAL | typeof UNEQUAL,
): Expr {
  if (!expr) {
    const no = symbolNode(table, table.no);
    return op === UNEQUAL ? negation(table, no) : no;
  }
  switch (expr.op) {
    case AND:
    case OR: {
      const left = compareWithNo(table, expr.left, EQUAL);
      const right = compareWithNo(table, expr.right, EQUAL);
      const made = joinOperands(table, expr.op === AND ? OR : AND, left, right);
      return op === UNEQUAL ? negation(table, made) : made;
    }
    case NOT:
      return compareWithNo(table, expr.left, op === EQUAL ? UNEQUAL : EQUAL);
    case SYMBOL:
      return comparison(table, op, expr.symbol!, table.no);
    default:
      return op === EQUAL ? negation(table, expr) : expr;
  }
}

/** Does the expression name the symbol at all? */
export function mentions(expr: Expr | null, symbol: Sym): boolean {
  for (let at = expr; at; at = at.left) {
    if (at.op === AND || at.op === OR) {
      if (mentions(at.right, symbol)) return true;
    } else if (at.op !== NOT) return at.symbol === symbol || (at.op !== SYMBOL && at.other === symbol);
  }
  return false;
}

/** Can the expression only hold where the symbol is on? */
export function needs(table: SymbolTable, expr: Expr | null, symbol: Sym): boolean {
  for (let at = expr; at; at = at.left) {
    if (at.op === AND) {
      if (needs(table, at.right, symbol)) return true;
      continue;
    }
    if (at.symbol !== symbol) return false;
    if (at.op === SYMBOL) return true;
    if (at.op === EQUAL) return at.other === table.yes || at.other === table.mod;
    return at.op === UNEQUAL && at.other === table.no;
  }
  return false;
}

/** Does the expression, once transformed, name the symbol in a way that holds where it is off? */
export function mentionsNegated(table: SymbolTable, expr: Expr | null, symbol: Sym): boolean {
  for (let at = expr; at; at = at.left) {
    if (at.op === AND || at.op === OR) {
      if (mentionsNegated(table, at.right, symbol)) return true;
      continue;
    }
    if (at.op === NOT) return at.left!.op === SYMBOL && at.left!.symbol === symbol;
    if (at.symbol !== symbol) return false;
    if (at.op === EQUAL) return at.other === table.no;
    return at.op === UNEQUAL && (at.other === table.yes || at.other === table.mod);
  }
  return false;
}
