import type { Tri } from '../config/setting.js';

/** A need: an expression over options in Kconfig's own form, such as "XEN_PV=y && (X86_64 || X86_PAE)". */
export type Need =
  | { readonly kind: 'option'; readonly option: string }
  | { readonly kind: 'equals'; readonly option: string; readonly value: Tri; readonly negated: boolean }
  | { readonly kind: 'constant'; readonly value: Tri }
  | { readonly kind: 'not'; readonly operand: Need }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Need[] };

/** The least and the greatest value that something can have; apart only where the input leaves a value open. */
export interface Span {
  readonly low: Tri;
  readonly high: Tri;
}

const triValues: Readonly<Record<string, Tri>> = { n: 0, m: 1, y: 2 };

/** Reads a need. Throws SyntaxError, naming the column, if the text is none. */
export function parseNeed(text: string): Need {
  const tokens = /\s*(&&|\|\||!=|=|!|\(|\)|[A-Za-z0-9_]+)/y;
  let token: string | undefined;
  let column = 0;

  function advance(): void {
    const rest = text.slice(tokens.lastIndex);
    column = text.length - rest.trimStart().length;
    const match = tokens.exec(text);
    if (match) {
      token = match[1];
      return;
    }
    token = undefined;
    if (column < text.length) throw new SyntaxError(`unexpected character at column ${column + 1}`);
    tokens.lastIndex = text.length;
  }
  function chain(kind: 'and' | 'or', operator: string, next: (depth: number) => Need, depth: number): Need {
    const operands = [next(depth)];
    while (token === operator) {
      advance();
      operands.push(next(depth));
    }
    return operands.length === 1 ? operands[0]! : { kind, operands };
  }
  const either = (depth: number): Need => chain('or', '||', both, depth);
  const both = (depth: number): Need => chain('and', '&&', unary, depth);
  function unary(depth: number): Need {
    if (depth > 50) throw new SyntaxError('nested too deeply');
    const start = column;
    const word = token;
    if (word === undefined) throw new SyntaxError('ends too early');
    advance();
    if (word === '!') return { kind: 'not', operand: unary(depth + 1) };
    if (word === '(') {
      const inner = either(depth + 1);
      if ((token as string | undefined) !== ')')
        throw new SyntaxError(`missing ) for the ( at column ${start + 1}`);
      advance();
      return inner;
    }
    if (!/^[A-Za-z0-9_]+$/.test(word)) throw new SyntaxError(`unexpected ${word} at column ${start + 1}`);
    if (word in triValues) return { kind: 'constant', value: triValues[word]! };
    const operator = token as string | undefined;
    if (operator !== '=' && operator !== '!=') return { kind: 'option', option: word };
    advance();
    const value = triValues[token ?? ''];
    if (value === undefined) throw new SyntaxError(`${word}${operator} must be followed by y, m or n`);
    advance();
    return { kind: 'equals', option: word, value, negated: operator === '!=' };
  }

  advance();
  const need = either(0);
  if (token !== undefined) throw new SyntaxError(`unexpected ${token} at column ${column + 1}`);
  return need;
}

/** The value of a need, by Kconfig's rules: && is the smaller, || the greater, ! turns y and n around. */
export function evaluateNeed(need: Need, span: (option: string) => Span): Span {
  switch (need.kind) {
    case 'constant':
      return { low: need.value, high: need.value };
    case 'option':
      return span(need.option);
    case 'equals': {
      const { low, high } = span(need.option);
      const can = low <= need.value && need.value <= high;
      const must = low === high && can;
      return need.negated
        ? { low: must ? 0 : can ? 0 : 2, high: must ? 0 : 2 }
        : { low: must ? 2 : 0, high: can ? 2 : 0 };
    }
    case 'not': {
      const { low, high } = evaluateNeed(need.operand, span);
      return { low: (2 - high) as Tri, high: (2 - low) as Tri };
    }
    case 'and':
    case 'or': {
      const pick = need.kind === 'and' ? Math.min : Math.max;
      let low: Tri = need.kind === 'and' ? 2 : 0;
      let high: Tri = low;
      for (const operand of need.operands) {
        const each = evaluateNeed(operand, span);
        low = pick(low, each.low) as Tri;
        high = pick(high, each.high) as Tri;
      }
      return { low, high };
    }
  }
}

/** Every option a need names, in its order, each once. */
export function optionsOf(need: Need, found: Set<string> = new Set()): Set<string> {
  if (need.kind === 'option' || need.kind === 'equals') found.add(need.option);
  else if (need.kind === 'not') optionsOf(need.operand, found);
  else if (need.kind === 'and' || need.kind === 'or')
    for (const operand of need.operands) optionsOf(operand, found);
  return found;
}
