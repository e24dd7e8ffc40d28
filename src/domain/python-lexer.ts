/** A token of the small part of Python that domain files of xm use. */
export interface PythonToken {
  readonly kind: 'name' | 'number' | 'string' | 'operator';
  /** A string's is without quotes and escapes. */
  readonly text: string;
  readonly line: number;
}

/** One logical line: brackets and backslashes join lines. */
export interface PythonStatement {
  readonly tokens: readonly PythonToken[];
  readonly line: number;
  /** It stands inside the block of another statement. */
  readonly inside: boolean;
}

const blank = /(?:[ \t\f\r]|\\\r?\n)*/y;
const comment = /#[^\n]*/y;
const name = /[A-Za-z_]\w*/y;
const number = /(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|\d+(?:\.\d*)?|\.\d+)[lL]?/y;
const prefix = /(?:[rRbBuU]{1,2})?(?='|")/y;
const operator = /\*\*=?|\/\/=?|<<|>>|[-+*/%|&^]=|[<>=!]=|<>|[^\sA-Za-z_0-9]/y;

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** Cuts a text into statements. Never throws; `broken` tells that a string does not end. */
export function pythonStatements(text: string): {
  statements: PythonStatement[];
  tripleQuotes: boolean;
  broken: boolean;
} {
  const statements: PythonStatement[] = [];
  let tokens: PythonToken[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  let depth = 0;
  let inside = false;
  let lineHead = true;
  let tripleQuotes = false;
  let broken = false;

  const finish = () => {
    if (tokens.length) statements.push({ tokens, line: tokens[0]!.line, inside });
    tokens = [];
  };
  while (at < text.length) {
    const spaces = match(blank, text, at)!;
    for (const character of spaces) if (character === '\n') line++;
    at += spaces.length;
    if (at >= text.length) break;
    const character = text[at]!;
    if (character === '\n') {
      if (depth === 0) {
        finish();
        lineHead = true;
      }
      line++;
      at++;
      continue;
    }
    if (character === '#') {
      at += match(comment, text, at)!.length;
      continue;
    }
    if (lineHead) {
      inside = spaces.length > 0;
      lineHead = false;
    }
    if (character === ';' && depth === 0) {
      finish();
      at++;
      continue;
    }
    const mark = match(prefix, text, at);
    if (mark !== null) {
      const found = readString(text, at + mark.length, /r/i.test(mark));
      if (found.triple) tripleQuotes = true;
      if (!found.closed) broken = true;
      tokens.push({ kind: 'string', text: found.value, line });
      for (let index = at; index < found.end; index++) if (text[index] === '\n') line++;
      at = found.end;
      continue;
    }
    const word = match(name, text, at);
    if (word) {
      tokens.push({ kind: 'name', text: word, line });
      at += word.length;
      continue;
    }
    const digits = match(number, text, at);
    if (digits) {
      tokens.push({ kind: 'number', text: digits, line });
      at += digits.length;
      continue;
    }
    const sign = match(operator, text, at) ?? character;
    if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign)) depth = Math.max(0, depth - 1);
    tokens.push({ kind: 'operator', text: sign, line });
    at += sign.length;
  }
  finish();
  return { statements, tripleQuotes, broken };
}

function readString(text: string, start: number, raw: boolean) {
  const quote = text[start]!;
  const triple = text[start + 1] === quote && text[start + 2] === quote;
  const close = triple ? quote.repeat(3) : quote;
  let at = start + close.length;
  let value = '';
  for (;;) {
    const character = text[at];
    if (character === undefined || (character === '\n' && !triple)) {
      return { value, end: at, triple, closed: false };
    }
    if (character === quote && (!triple || text.startsWith(close, at))) {
      return { value, end: at + close.length, triple, closed: true };
    }
    if (character === '\\' && at + 1 < text.length) {
      const next = text[at + 1]!;
      const escape = raw ? null : unescape(text, at + 1);
      value += escape ? escape.value : `\\${next}`;
      at += 1 + (escape ? escape.length : 1);
      continue;
    }
    value += character;
    at++;
  }
}

const escapes: Record<string, string> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** What the escape at `at`, behind its backslash, stands for; null if Python leaves it as it is. */
function unescape(text: string, at: number): { value: string; length: number } | null {
  const plain = escapes[text[at]!];
  if (plain !== undefined) return { value: plain, length: 1 };
  const part = text.slice(at, at + 3);
  const octal = /^[0-7]{1,3}/.exec(part);
  if (octal) return { value: String.fromCharCode(Number.parseInt(octal[0], 8)), length: octal[0].length };
  const hex = /^x([0-9a-fA-F]{2})/.exec(part);
  return hex ? { value: String.fromCharCode(Number.parseInt(hex[1]!, 16)), length: 3 } : null;
}
