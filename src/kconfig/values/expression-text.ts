import {
  AND,
  EQUAL,
  type Expr,
  GREATER,
  GREATER_EQUAL,
  LESS,
  LESS_EQUAL,
  NOT,
  type Operator,
  OR,
  SYMBOL,
  type Sym,
  UNEQUAL,
} from './model.js';

const signs: Partial<Record<Operator, string>> = {
  [EQUAL]: '=',
  [UNEQUAL]: '!=',
  [LESS]: '<',
  [LESS_EQUAL]: '<=',
  [GREATER]: '>',
  [GREATER_EQUAL]: '>=',
};

function symbolName(symbol: Sym): string {
  if (symbol.isChoice) return symbol.name || '<choice>';
  return symbol.constant && symbol.serial >= 0 ? `"${symbol.name}"` : symbol.name;
}

/** The expression as Kconfig writes it. */
export function expressionText(expr: Expr | null): string {
  return expr ? textOf(expr, 0) : 'y';
}

/** `above` is the binding strength of what stands around: 0 nothing, 1 ||, 2 &&, 3 !. */
function textOf(expr: Expr, above: number): string {
  switch (expr.op) {
    case OR:
    case AND: {
      const strength = expr.op === OR ? 1 : 2;
      const parts: string[] = [];
      // Long chains lean to the left.
      let at = expr;
      while (at.op === expr.op) {
        parts.push(textOf(at.right!, strength));
        at = at.left!;
      }
      parts.push(textOf(at, strength));
      const text = parts.reverse().join(expr.op === OR ? ' || ' : ' && ');
      return above > strength ? `(${text})` : text;
    }
    case NOT:
      return `!${textOf(expr.left!, 3)}`;
    case SYMBOL:
      return symbolName(expr.symbol!);
    default: {
      const sign = signs[expr.op];
      if (!sign) return 'y';
      const text = `${symbolName(expr.symbol!)}${sign}${symbolName(expr.other!)}`;
      return above === 3 ? `(${text})` : text;
    }
  }
}
