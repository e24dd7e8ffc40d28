// Removing what an expression says twice. Two forms: `old` for the releases whose tool changed expressions in
// place (before 6.12), which differ in what they compare with what and in how far constants are removed.
import { InputError } from '../../input/input-error.js';
import { comparison, isYes, joinOperands } from './expression.js';
import {
  AND,
  BOOL,
  EQUAL,
  type Expr,
  NOT,
  OPAQUE,
  OR,
  SYMBOL,
  type Sym,
  TRISTATE,
  UNEQUAL,
} from './model.js';
import { symbolNode, type SymbolTable } from './symbols.js';

/** What one tree may spend on comparing parts of expressions; real trees need a hundredth of it. */
const budget = 2e7;

export interface Simplifier {
  readonly table: SymbolTable;
  readonly old: boolean;
  spent: number;
}

export function createSimplifier(table: SymbolTable, old: boolean): Simplifier {
  return { table, old, spent: 0 };
}

/** The same expression without duplicate and without redundant operands. */
export function removeDuplicates(simplifier: Simplifier, expr: Expr | null): Expr | null {
  if (!expr || (expr.op !== AND && expr.op !== OR)) return expr;
  const { table } = simplifier;
  if (expr.reduced && expr.reducedAt === table.era) return expr.reduced;
  const result = simplifier.old ? reduceOld(simplifier, expr) : reduceNew(simplifier, expr);
  expr.reduced = result;
  expr.reducedAt = table.era;
  return result;
}

function reduceNew(simplifier: Simplifier, expr: Expr): Expr {
  const { table } = simplifier;
  let at = expr;
  for (;;) {
    if (at.op !== AND && at.op !== OR) return at;
    const op = at.op;
    const left = removeDuplicates(simplifier, at.left)!;
    const right = removeDuplicates(simplifier, at.right)!;
    // A lone operand beside a chain is what there is most: no need for lists before something changes.
    if (left.op !== op && right.op !== op && !joinOf(simplifier, op, left, right)) {
      const unchanged = left === at.left && right === at.right;
      return removeConstants(simplifier, unchanged ? at : joinOperands(table, op, left, right));
    }
    const ones = operands(left, op);
    const others = operands(right, op);
    let changes = 0;
    for (let i = 0; i < ones.leaves.length; i++) {
      for (let j = 0; j < others.leaves.length; j++) {
        const joined = joinOf(simplifier, op, ones.leaves[i]!, others.leaves[j]!);
        if (!joined) continue;
        ones.leaves[i] = neutral(table, op);
        others.leaves[j] = joined;
        changes++;
      }
    }
    if (changes === 0) {
      const same = left === at.left && right === at.right;
      return removeConstants(simplifier, same ? at : joinOperands(table, op, left, right));
    }
    at = removeConstants(simplifier, joinOperands(table, op, rebuilt(table, ones), rebuilt(table, others)));
  }
}

function reduceOld(simplifier: Simplifier, expr: Expr): Expr {
  const { table } = simplifier;
  let at = expr;
  for (;;) {
    if (at.op !== AND && at.op !== OR) return at;
    const pass = comparePairs(simplifier, at);
    if (pass.changes === 0) return at;
    at = removeConstants(simplifier, rebuilt(table, pass.parts));
  }
}

/** One pass of the old form: each operand with each other, nested expressions first reduced by a pass of their own. */
function comparePairs(simplifier: Simplifier, expr: Expr): { parts: Parts; changes: number } {
  const op = expr.op as typeof AND | typeof OR;
  const parts = operands(expr, op);
  const { leaves } = parts;
  let changes = 0;
  for (let i = 0; i < leaves.length; i++) {
    let settled: Expr | null = null;
    for (let j = 0; j < leaves.length; j++) {
      if (i === j) continue;
      const first = leaves[i]!;
      if (first !== settled && (first.op === OR || first.op === AND)) {
        const nested = comparePairs(simplifier, first);
        if (nested.changes > 0) {
          changes += nested.changes;
          leaves[i] = rebuilt(simplifier.table, nested.parts);
        } else settled = first;
      }
      const joined = joinOf(simplifier, op, leaves[i]!, leaves[j]!);
      if (!joined) continue;
      leaves[i] = neutral(simplifier.table, op);
      leaves[j] = joined;
      changes++;
    }
  }
  return { parts, changes };
}

interface Parts {
  readonly shape: Expr;
  readonly op: number;
  /** The operands of all nodes of that operator that hang together, from left to right. */
  readonly leaves: Expr[];
}

function operands(expr: Expr, op: number): Parts {
  if (expr.op !== op) return { shape: expr, op, leaves: [expr] };
  const leaves: Expr[] = [];
  collect(expr, op, leaves);
  return { shape: expr, op, leaves };
}

function collect(at: Expr, op: number, leaves: Expr[]): void {
  if (at.op !== op) leaves.push(at);
  else {
    collect(at.left!, op, leaves);
    collect(at.right!, op, leaves);
  }
}

/** The expression of the same shape with the operands as they are now. */
function rebuilt(table: SymbolTable, parts: Parts): Expr {
  return rebuild(table, parts.shape, parts.op, parts.leaves, { next: 0 });
}

function rebuild(table: SymbolTable, at: Expr, op: number, leaves: Expr[], place: { next: number }): Expr {
  if (at.op !== op) return leaves[place.next++]!;
  const left = rebuild(table, at.left!, op, leaves, place);
  const right = rebuild(table, at.right!, op, leaves, place);
  return left === at.left && right === at.right ? at : joinOperands(table, at.op, left, right);
}

function neutral(table: SymbolTable, op: number): Expr {
  return symbolNode(table, op === OR ? table.no : table.yes);
}

/** Drops y from && and n from ||. The new form only looks at the outermost level unless that is decided. */
function removeConstants(simplifier: Simplifier, expr: Expr): Expr {
  if (expr.op !== AND && expr.op !== OR) return expr;
  const { table } = simplifier;
  const left = removeConstants(simplifier, expr.left!);
  const right = removeConstants(simplifier, expr.right!);
  const keep = expr.op === AND ? table.yes : table.no;
  const decide = expr.op === AND ? table.no : table.yes;
  if (left.op === SYMBOL) {
    if (left.symbol === decide) return left;
    if (left.symbol === keep) return right;
  }
  if (right.op === SYMBOL) {
    if (right.symbol === decide) return right;
    if (right.symbol === keep) return left;
  }
  if (!simplifier.old || (left === expr.left && right === expr.right)) return expr;
  return joinOperands(table, expr.op, left, right);
}

/** Removes from both expressions what they have in common, level by level. */
export function removeCommon(simplifier: Simplifier, first: Expr, second: Expr): [Expr, Expr] {
  let pair: [Expr, Expr] = [first, second];
  if (pair[0].op === OR || pair[0].op === AND) pair = cancel(simplifier, pair[0].op, pair);
  if (pair[0].op !== pair[1].op && (pair[1].op === OR || pair[1].op === AND)) {
    pair = cancel(simplifier, pair[1].op, pair);
  }
  return [removeConstants(simplifier, pair[0]), removeConstants(simplifier, pair[1])];
}

function cancel(simplifier: Simplifier, op: typeof AND | typeof OR, pair: [Expr, Expr]): [Expr, Expr] {
  const { table } = simplifier;
  const left = operands(pair[0], op);
  const right = operands(pair[1], op);
  for (let i = 0; i < left.leaves.length; i++) {
    for (let j = 0; j < right.leaves.length; j++) {
      const one = left.leaves[i]!;
      const two = right.leaves[j]!;
      if (
        one.op === SYMBOL &&
        two.op === SYMBOL &&
        one.symbol === two.symbol &&
        (one.symbol === table.yes || one.symbol === table.no)
      ) {
        continue;
      }
      if (!same(simplifier, one, two)) continue;
      left.leaves[i] = neutral(table, op);
      right.leaves[j] = neutral(table, op);
    }
  }
  return [rebuilt(table, left), rebuilt(table, right)];
}

/** Do both say the same, whatever the order of their operands? */
function same(simplifier: Simplifier, first: Expr | null, second: Expr | null): boolean {
  const { table } = simplifier;
  if (++simplifier.spent > budget) throw new InputError('the conditions of this tree are too complex');
  if (!first || !second) return isYes(table, first) && isYes(table, second);
  if (first.op !== second.op) return false;
  switch (first.op) {
    case NOT:
      return same(simplifier, first.left, second.left);
    case SYMBOL:
      return first.symbol === second.symbol;
    case AND:
    case OR: {
      const [one, two] = removeCommon(simplifier, first, second);
      return one.op === SYMBOL && two.op === SYMBOL && one.symbol === two.symbol;
    }
    case OPAQUE:
      return false;
    default:
      return first.symbol === second.symbol && first.other === second.other;
  }
}

/** One expression that says what both say together; null if there is no simpler one. */
function joinOf(simplifier: Simplifier, op: typeof AND | typeof OR, one: Expr, two: Expr): Expr | null {
  if (same(simplifier, one, two)) return one;
  const symbol = subject(one, true);
  if (!symbol || symbol !== subject(two, false)) return null;
  if (symbol.type !== BOOL && symbol.type !== TRISTATE) return null;
  return op === OR ? joinOr(simplifier.table, symbol, one, two) : joinAnd(simplifier.table, symbol, one, two);
}

/** The symbol that a simple expression is about. Only the first of two may be a negated comparison. */
function subject(expr: Expr, first: boolean): Sym | null {
  if (expr.op === EQUAL || expr.op === UNEQUAL || expr.op === SYMBOL) return expr.symbol;
  if (expr.op !== NOT) return null;
  const operand = expr.left!;
  if (operand.op === SYMBOL) return operand.symbol;
  return first && (operand.op === EQUAL || operand.op === UNEQUAL) ? operand.symbol : null;
}

/** Are both of that operator, one compared with `a`, the other with `b`? */
function compared(op: number, one: Expr, two: Expr, a: Sym, b: Sym): boolean {
  if (one.op !== op || two.op !== op) return false;
  return (one.other === a && two.other === b) || (one.other === b && two.other === a);
}

function joinOr(table: SymbolTable, symbol: Sym, one: Expr, two: Expr): Expr | null {
  const { yes, mod, no } = table;
  if (symbol.type === TRISTATE) {
    if (compared(EQUAL, one, two, yes, mod)) return comparison(table, UNEQUAL, symbol, no);
    if (compared(EQUAL, one, two, yes, no)) return comparison(table, UNEQUAL, symbol, mod);
    if (compared(EQUAL, one, two, mod, no)) return comparison(table, UNEQUAL, symbol, yes);
    return null;
  }
  const opposed = (a: Expr, b: Expr): boolean => a.op === NOT && a.left!.op === SYMBOL && b.op === SYMBOL;
  return opposed(one, two) || opposed(two, one) ? symbolNode(table, yes) : null;
}

function joinAnd(table: SymbolTable, symbol: Sym, one: Expr, two: Expr): Expr | null {
  const { yes, mod, no } = table;
  const plainAnd = (op: number, other: Sym): boolean =>
    (one.op === SYMBOL && two.op === op && two.other === other) ||
    (two.op === SYMBOL && one.op === op && one.other === other);
  if (plainAnd(EQUAL, yes)) return comparison(table, EQUAL, symbol, yes);
  if (plainAnd(UNEQUAL, no)) return symbolNode(table, symbol);
  if (plainAnd(UNEQUAL, mod)) return comparison(table, EQUAL, symbol, yes);
  if (symbol.type !== TRISTATE) return null;
  const equal = one.op === EQUAL ? one : two;
  const unequal = one.op === EQUAL ? two : one;
  if (equal.op === EQUAL && unequal.op === UNEQUAL && equal.other!.constant && unequal.other!.constant) {
    return equal.other !== unequal.other
      ? comparison(table, EQUAL, symbol, equal.other!)
      : symbolNode(table, no);
  }
  if (compared(UNEQUAL, one, two, yes, no)) return comparison(table, EQUAL, symbol, mod);
  if (compared(UNEQUAL, one, two, yes, mod)) return comparison(table, EQUAL, symbol, no);
  if (compared(UNEQUAL, one, two, mod, no)) return comparison(table, EQUAL, symbol, yes);
  return null;
}
