import type { Fault, FaultCode } from './syntax.js';
import { faultLimit } from './syntax.js';

type TokenKind = 'name' | 'number' | 'string' | 'newline' | 'end' | ',' | '[' | ']' | '=' | '+=' | ';';

export interface Token {
  readonly kind: TokenKind;
  /** A string's is without quotes and escapes. */
  readonly text: string;
  readonly line: number;
  readonly start: number;
  readonly lineStart: number;
}

const blank = /[ \t\r]*/y;
const name = /[A-Za-z_][\w.]*/y;
const number = /-?[0-9][0-9a-fx]*/y;
const comment = /#[^\n]*/y;
const string = /'(?:[^'\\\n]|\\[^\n])*'|"(?:[^"\\\n]|\\[^\n])*"/y;
const restOfLine = /[^\n]*/y;
/** What xl's lexer has no rule for, as one byte. */
const odd = /[^a-z0-9 \t,[\]=;\n\u0080-\uffff]/;
const junk = /[^ \t\n]*/y;

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/**
 * Cuts a text the way xl does. What xl refuses is a fault and, where its meaning is plain, a token all the same. The
 * behaviour is that of libxlu_cfg_l.l of Xen 4.17.
 */
export class XlLexer {
  readonly faults: Fault[] = [];
  key = '';
  /** The next token starts a statement, though none was ended. */
  resumed = false;
  private at = 0;
  private line = 1;
  private lineStart = 0;
  private carriage = false;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    if (text.charCodeAt(0) === 0xfeff) {
      this.fault('byte-order-mark', 0, '');
      this.at = 1;
    }
  }

  /** A fault where a token stands. */
  refuse(code: FaultCode, token: Token, text = token.text): void {
    this.fault(code, token.start, text, token.line, token.lineStart);
  }

  private fault(
    code: FaultCode,
    start: number,
    text: string,
    line = this.line,
    lineStart = this.lineStart,
  ): void {
    if (this.faults.length > faultLimit) return;
    const full = this.faults.length === faultLimit;
    const column = start - lineStart + 1;
    this.faults.push({
      code: full ? 'too-many' : code,
      line,
      column,
      text: text.slice(0, 60),
      key: this.key,
    });
  }

  /** Goes back to a token, so that it is the next one again. */
  back(token: Token): void {
    this.at = token.start;
    this.line = token.line;
    this.lineStart = token.lineStart;
  }

  /** Takes back what was said of a token that turns out to be something else. */
  forget(token: Token): void {
    const column = token.start - token.lineStart + 1;
    while (this.faults.at(-1)?.line === token.line && this.faults.at(-1)?.column === column)
      this.faults.pop();
  }

  skipLine(): void {
    this.at += match(restOfLine, this.text, this.at)!.length;
  }

  next(): Token {
    for (;;) {
      const spaces = match(blank, this.text, this.at)!;
      const carriage = spaces.indexOf('\r');
      if (!this.carriage && carriage >= 0 && this.at + carriage < this.text.length - 1) {
        this.carriage = true;
        this.fault('line-ends', this.at, '');
      }
      this.at += spaces.length;
      // A single odd character at the very end is passed over in silence.
      if (this.at === this.text.length - 1 && odd.test(this.text[this.at]!)) this.at++;
      const start = this.at;
      if (start >= this.text.length) return this.token('end', '', start);
      const first = this.text[start]!;
      switch (first) {
        case '\n': {
          const token = this.token('newline', '\n', start);
          this.at++;
          this.line++;
          this.lineStart = this.at;
          return token;
        }
        case '#':
          this.at += match(comment, this.text, start)!.length;
          // The rule for a comment takes its line end too, so without one it is no comment.
          if (this.at >= this.text.length) this.fault('unended-comment', start, this.text.slice(start));
          continue;
        case ',':
        case '[':
        case ']':
        case '=':
        case ';':
          this.at++;
          return this.token(first, first, start);
        case '"':
        case "'":
          return this.string(start);
      }
      if (first === '+' && this.text[start + 1] === '=') {
        this.at += 2;
        return this.token('+=', '+=', start);
      }
      const digits = match(number, this.text, start);
      if (digits) {
        this.at += digits.length;
        if (first === '-') this.fault('sign', start, digits);
        return this.token('number', digits, start);
      }
      const word = match(name, this.text, start);
      if (word) {
        this.at += word.length;
        return this.token('name', word, start);
      }
      const bad = match(junk, this.text, start)!;
      this.fault('left-over', start, bad);
      this.at += Math.max(1, bad.length);
    }
  }

  private token(kind: TokenKind, text: string, start: number): Token {
    return { kind, text, start, line: this.line, lineStart: this.lineStart };
  }

  private string(start: number): Token {
    const whole = match(string, this.text, start);
    if (whole === null) {
      const rest = match(restOfLine, this.text, start)!;
      this.fault('open-quote', start, rest);
      this.at += rest.length;
      return this.token('string', rest.slice(1).trimEnd(), start);
    }
    this.at += whole.length;
    const inner = whole.slice(1, -1);
    return this.token('string', inner.includes('\\') ? this.unescape(inner, start) : inner, start);
  }

  private unescape(inner: string, start: number): string {
    let result = '';
    for (let at = 0; at < inner.length;) {
      const character = inner[at++]!;
      if (character !== '\\') {
        result += character;
        continue;
      }
      const code = inner[at++] ?? '';
      const plain = escapes[code];
      if (plain !== undefined) {
        result += plain;
      } else if (code >= '0' && code <= '7') {
        // xl reads two or three decimal digits or blanks behind the first one and makes no character of them.
        const digits = /^[ \t\v\f\r]*[+-]?\d+/.exec(inner.slice(at, at + 3))?.[0] ?? '';
        if (digits.length < 2) this.fault('bad-escape', start, inner);
        at += digits.length;
      } else {
        // \x as well: its rule can not be met.
        this.fault('bad-escape', start, inner);
      }
    }
    return result;
  }
}

const escapes: Record<string, string> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
