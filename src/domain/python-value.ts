import type { PythonToken } from './python-lexer.js';
import { depthLimit } from './syntax.js';

/** What an expression comes to without running anything; `unknown` would need a program. */
export type PythonValue =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'number'; readonly number: number; readonly line: number }
  | { readonly kind: 'list'; readonly items: readonly PythonValue[]; readonly line: number }
  | { readonly kind: 'none'; readonly line: number }
  | { readonly kind: 'unknown'; readonly line: number };

/** Names and their values so far, and how many more characters and items may come about. */
export interface PythonScope {
  readonly names: Map<string, PythonValue>;
  /** Names that some expression read. */
  readonly read: Set<string>;
  budget: number;
}

/** Works out constants, names, lists, `+ - * / %` and int() and str() of them; never throws. */
export function evaluatePython(
  tokens: readonly PythonToken[],
  from: number,
  scope: PythonScope,
): PythonValue {
  const reader = new Reader(tokens, from, scope);
  const value = reader.tuple(0, false);
  return reader.done() ? value : { kind: 'unknown', line: tokens[from]?.line ?? 0 };
}

class Reader {
  private at: number;
  private readonly tokens: readonly PythonToken[];
  private readonly scope: PythonScope;

  constructor(tokens: readonly PythonToken[], from: number, scope: PythonScope) {
    this.tokens = tokens;
    this.at = from;
    this.scope = scope;
  }

  done(): boolean {
    return this.at >= this.tokens.length;
  }

  /** One expression, or several with commas between; `closed` by a bracket. */
  tuple(depth: number, closed: boolean): PythonValue {
    const line = this.line();
    if (closed && this.isOperator(')')) return this.list([], line);
    const first = this.sum(depth);
    if (!this.isOperator(',')) return first;
    const items = [first];
    while (this.take(',')) {
      if (this.done() || (closed && this.isOperator(')'))) break;
      items.push(this.sum(depth));
    }
    return this.list(items, line);
  }

  private sum(depth: number): PythonValue {
    let left = this.product(depth);
    for (;;) {
      const sign = this.operator('+', '-');
      if (!sign) return left;
      left = this.combine(sign, left, this.product(depth));
    }
  }

  private product(depth: number): PythonValue {
    let left = this.signed(depth);
    for (;;) {
      const sign = this.operator('*', '/', '//', '%');
      if (!sign) return left;
      left = this.combine(sign, left, this.signed(depth));
    }
  }

  private signed(depth: number): PythonValue {
    let minus = false;
    for (let sign = this.operator('-', '+'); sign; sign = this.operator('-', '+'))
      if (sign === '-') minus = !minus;
    const value = this.member(depth);
    if (!minus) return value;
    return value.kind === 'number' ? { ...value, number: -value.number } : this.unknown(value.line);
  }

  /** A value and the calls, attributes and subscripts behind it, which only a program could follow. */
  private member(depth: number): PythonValue {
    let value = this.primary(depth);
    for (;;) {
      if (this.take('.')) this.at++;
      else if (this.isOperator('(') || this.isOperator('[')) this.skipBrackets();
      else return value;
      value = this.unknown(value.line);
    }
  }

  private primary(depth: number): PythonValue {
    const token = this.tokens[this.at];
    const line = this.line();
    if (!token || depth > depthLimit) {
      this.at = this.tokens.length + 1;
      return this.unknown(line);
    }
    this.at++;
    switch (token.kind) {
      case 'string': {
        const parts = [token.text];
        while (this.tokens[this.at]?.kind === 'string') parts.push(this.tokens[this.at++]!.text);
        return this.text(parts.join(''), line);
      }
      case 'number':
        return { kind: 'number', number: Number(token.text.replace(/[lL]$/, '')), line };
      case 'name':
        return this.name(token.text, line, depth);
      case 'operator':
        if (token.text === '(') {
          const value = this.tuple(depth + 1, true);
          if (!this.take(')')) this.at = this.tokens.length + 1;
          return value;
        }
        if (token.text === '[') return this.items(line, depth);
        this.at--;
        if (token.text === '{') this.skipBrackets();
        else this.at = this.tokens.length + 1;
        return this.unknown(line);
    }
  }

  private items(line: number, depth: number): PythonValue {
    const items: PythonValue[] = [];
    while (!this.isOperator(']')) {
      items.push(this.sum(depth + 1));
      if (!this.take(',')) break;
    }
    if (!this.take(']')) {
      this.at = this.tokens.length + 1;
      return this.unknown(line);
    }
    return this.list(items, line);
  }

  private name(name: string, line: number, depth: number): PythonValue {
    if (name === 'None') return { kind: 'none', line };
    if (name === 'True' || name === 'False') return { kind: 'number', number: name === 'True' ? 1 : 0, line };
    if ((name === 'int' || name === 'str') && this.isOperator('(')) {
      this.at++;
      const value = this.tuple(depth + 1, true);
      if (!this.take(')')) this.at = this.tokens.length + 1;
      return this.convert(name, value);
    }
    this.scope.read.add(name);
    const value = this.scope.names.get(name);
    return value ? { ...value, line } : this.unknown(line);
  }

  private convert(to: 'int' | 'str', value: PythonValue): PythonValue {
    if (to === 'str') {
      if (value.kind === 'text') return value;
      return value.kind === 'number' ? this.text(String(value.number), value.line) : this.unknown(value.line);
    }
    if (value.kind === 'number') return { ...value, number: Math.trunc(value.number) };
    const whole = value.kind === 'text' && /^\s*[-+]?\d+\s*$/.test(value.text);
    return whole
      ? { kind: 'number', number: Number(value.text), line: value.line }
      : this.unknown(value.line);
  }

  private combine(sign: string, left: PythonValue, right: PythonValue): PythonValue {
    const { line } = left;
    if (sign === '%' && left.kind === 'text') {
      const text = format(left.text, right, this.scope.budget);
      return text === null ? this.unknown(line) : this.text(text, line);
    }
    if (sign === '+' && left.kind === 'text' && right.kind === 'text')
      return this.text(left.text + right.text, line);
    if (sign === '+' && left.kind === 'list' && right.kind === 'list')
      return this.list([...left.items, ...right.items], line);
    if (left.kind !== 'number' || right.kind !== 'number') return this.unknown(line);
    const number = arithmetic(sign, left.number, right.number);
    return Number.isSafeInteger(number) ? { kind: 'number', number, line } : this.unknown(line);
  }

  private text(text: string, line: number): PythonValue {
    this.scope.budget -= text.length;
    return this.scope.budget < 0 ? this.unknown(line) : { kind: 'text', text, line };
  }

  private list(items: readonly PythonValue[], line: number): PythonValue {
    // What a list holds counts again wherever that list is put into another: sizes can double with every line.
    this.scope.budget -= 8 * size({ kind: 'list', items, line }, this.scope.budget / 8 + 1);
    return this.scope.budget < 0 ? this.unknown(line) : { kind: 'list', items, line };
  }

  private unknown(line: number): PythonValue {
    return { kind: 'unknown', line };
  }

  private line(): number {
    return (this.tokens[this.at] ?? this.tokens.at(-1))?.line ?? 0;
  }

  private isOperator(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'operator' && token.text === text;
  }

  private take(text: string): boolean {
    if (!this.isOperator(text)) return false;
    this.at++;
    return true;
  }

  private operator(...texts: string[]): string | null {
    return texts.find(text => this.take(text)) ?? null;
  }

  private skipBrackets(): void {
    let depth = 0;
    for (; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at]!;
      if (token.kind !== 'operator') continue;
      if ('([{'.includes(token.text)) depth++;
      else if (')]}'.includes(token.text) && --depth === 0) {
        this.at++;
        return;
      }
    }
    this.at = this.tokens.length + 1;
  }
}

/** Number of values in it, counted up to a limit. */
function size(value: PythonValue, limit: number): number {
  const open = [value];
  let count = 0;
  for (let next = open.pop(); next && count <= limit; next = open.pop()) {
    count++;
    if (next.kind === 'list') for (const item of next.items) open.push(item);
  }
  return count;
}

function arithmetic(sign: string, left: number, right: number): number {
  switch (sign) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '%':
      return left - right * Math.floor(left / right);
    default:
      return Math.floor(left / right);
  }
}

/** Python's `text % value`; null where it would fail or where the value is no plain one. */
function format(text: string, value: PythonValue, limit: number): string | null {
  const values = value.kind === 'list' ? value.items : [value];
  let index = 0;
  let fine = true;
  let length = text.length;
  const result = text.replace(
    /%([-+ #0]*)(\d{0,2})(?:\.\d{1,3})?[hlL]?([a-zA-Z%(]|$)/g,
    (_, flags, width, code) => {
      if (code === '%') return '%';
      const next = values[index++];
      if (next?.kind !== 'text' && next?.kind !== 'number') fine = false;
      const plain = next?.kind === 'text' ? next.text : next?.kind === 'number' ? next.number : '';
      if (typeof plain === 'string' ? code !== 's' : !'sdiuxX'.includes(code) || code === '') {
        fine = false;
        return '';
      }
      // Before anything is made: the same long text may be asked for again and again.
      length += typeof plain === 'string' ? plain.length : 100;
      if (length > limit) fine = false;
      if (!fine) return '';
      const digits =
        code === 'x' ? plain.toString(16) : code === 'X' ? plain.toString(16).toUpperCase() : `${plain}`;
      const pad = Number(width) || 0;
      if (flags.includes('-')) return digits.padEnd(pad);
      return digits.padStart(pad, flags.includes('0') && code !== 's' ? '0' : ' ');
    },
  );
  return fine && index === values.length ? result : null;
}
