import { comparison, joinOperands, negation } from '../values/expression.js';
import * as t from './lexer.js';
import {
  AND,
  EQUAL,
  type Expr,
  GREATER,
  GREATER_EQUAL,
  LESS,
  LESS_EQUAL,
  type Operator,
  OR,
  type Sym,
  UNEQUAL,
} from '../values/model.js';
import { failHere, type Parser, peekToken, symbolHere, takeToken } from './parser-state.js';
import { constantSymbol, symbolNode } from '../values/symbols.js';

/** How deep parentheses and negations may nest. */
const maxDepth = 200;

const comparisons = new Map<number, Operator>([
  [t.T_EQUAL, EQUAL],
  [t.T_UNEQUAL, UNEQUAL],
  [t.T_LESS, LESS],
  [t.T_LESS_EQUAL, LESS_EQUAL],
  [t.T_GREATER, GREATER],
  [t.T_GREATER_EQUAL, GREATER_EQUAL],
]);

/** Reads an expression, or (`single`) a lone symbol. */
export function parseExpr(parser: Parser, single = false): Expr {
  if (single) return symbolNode(parser.kconfig.table, operand(parser));
  return alternatives(parser, 0);
}

function alternatives(parser: Parser, depth: number): Expr {
  const { table } = parser.kconfig;
  let left = conjunction(parser, depth);
  while (peekToken(parser) === t.T_OR) {
    takeToken(parser);
    left = joinOperands(table, OR, left, conjunction(parser, depth));
  }
  return left;
}

function conjunction(parser: Parser, depth: number): Expr {
  const { table } = parser.kconfig;
  let left = unary(parser, depth);
  while (peekToken(parser) === t.T_AND) {
    takeToken(parser);
    left = joinOperands(table, AND, left, unary(parser, depth));
  }
  return left;
}

function unary(parser: Parser, depth: number): Expr {
  if (depth > maxDepth) failHere(parser, 'this expression is nested too deeply');
  const { table } = parser.kconfig;
  const token = peekToken(parser);
  if (token === t.T_NOT) {
    takeToken(parser);
    return negation(table, unary(parser, depth + 1));
  }
  if (token === t.T_OPEN) {
    takeToken(parser);
    const inner = alternatives(parser, depth + 1);
    if (takeToken(parser) !== t.T_CLOSE) failHere(parser, 'invalid statement');
    return inner;
  }
  const left = operand(parser);
  const op = comparisons.get(peekToken(parser));
  if (!op) return symbolNode(table, left);
  takeToken(parser);
  return comparison(table, op, left, operand(parser));
}

function operand(parser: Parser): Sym {
  const token = takeToken(parser);
  if (token === t.WORD) return symbolHere(parser);
  if (token === t.QUOTED) return constantSymbol(parser.kconfig.table, parser.lexer.value);
  return failHere(parser, 'invalid statement');
}
