// The C library's ways with characters and numbers, on text that keeps one character a byte.

const WORD = 1;
const BLANK = 2;
/** 1 for the characters of a word, 2 for blanks: for loops over every character, where a call each would tell. */
export const classes = new Uint8Array(256);
for (let code = 0; code < 128; code++) {
  if (/[A-Za-z0-9_-]/.test(String.fromCharCode(code))) classes[code] = WORD;
}
classes[0x20] = BLANK;
classes[0x09] = BLANK;

/** The same with "." and "/" in words, which is how old releases have it. */
export const oldClasses = classes.slice();
oldClasses[0x2e] = WORD;
oldClasses[0x2f] = WORD;

/** The C tool's hash of a text: each byte, taken as signed, on what is there so far, times the factor. */
export const hashStart = 2166136261;
export const hashFactor = 0x01000193;

export function hashOf(text: string): number {
  let hash = hashStart;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ ((text.charCodeAt(index) << 24) >> 24), hashFactor);
  }
  return hash;
}

/** A letter, digit, underscore or hyphen. */
export function isWord(code: number): boolean {
  return classes[code] === WORD;
}

/** A space or tab. */
export function isBlank(code: number): boolean {
  return classes[code] === BLANK;
}

/** What the C library calls white space. */
export function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

const highest = 0x7fffffffffffffffn;
const lowest = -0x8000000000000000n;
const highestUnsigned = 0xffffffffffffffffn;

/** A number as the C library reads it from the start of a text. */
interface Numeral {
  /** Exact: a bigint where a double can't hold it. */
  readonly value: number | bigint;
  /** Characters read; 0 if there is no number. */
  readonly length: number;
  /** It does not fit into 64 bits; `value` is the nearest that does. */
  readonly overflow: boolean;
}

/** Reads a number at the start of `text` in base 10, 16, or (0) the one its prefix names. */
export function readNumber(text: string, base: 0 | 10 | 16, unsigned = false): Numeral {
  let at = 0;
  while (isSpace(text.charCodeAt(at))) at++;
  let negative = false;
  const sign = text[at];
  if (sign === '-' || sign === '+') {
    negative = sign === '-';
    at++;
  }
  const prefixed =
    text[at] === '0' && (text[at + 1] === 'x' || text[at + 1] === 'X') && digit(text.charCodeAt(at + 2)) < 16;
  let radix: number = base;
  if (base === 0) radix = prefixed ? 16 : text[at] === '0' ? 8 : 10;
  if (radix === 16 && prefixed) at += 2;
  const start = at;
  while (digit(text.charCodeAt(at)) < radix) at++;
  if (at === start) return { value: 0, length: 0, overflow: false };
  const digits = text.slice(start, at);
  if (digits.length <= 12 && !(unsigned && negative)) {
    const value = Number.parseInt(digits, radix);
    return { value: negative ? -value : value, length: at, overflow: false };
  }
  return wideNumber(digits.replace(/^0+(?=.)/, ''), radix, negative, unsigned, at);
}

function wideNumber(
  digits: string,
  radix: number,
  negative: boolean,
  unsigned: boolean,
  length: number,
): Numeral {
  const prefix = radix === 16 ? '0x' : radix === 8 ? '0o' : '';
  // Longer ones overflow whatever they are, and must not cost more for being long.
  const size = digits.length > 22 ? highestUnsigned + 1n : BigInt(prefix + digits);
  if (unsigned) {
    if (size > highestUnsigned) return { value: highestUnsigned, length, overflow: true };
    return { value: negative ? BigInt.asUintN(64, -size) : size, length, overflow: false };
  }
  const value = negative ? -size : size;
  if (value > highest) return { value: highest, length, overflow: true };
  if (value < lowest) return { value: lowest, length, overflow: true };
  return { value, length, overflow: false };
}

function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  if (code >= 0x61 && code <= 0x66) return code - 0x57;
  return 99;
}

/** Is the character a hexadecimal digit? */
export function isHexDigit(code: number): boolean {
  return digit(code) < 16;
}

/** Is the text what a symbol of type int takes? */
export function isIntText(text: string): boolean {
  return /^-?(0|[1-9][0-9]*)$/.test(text);
}

/** Is the text what a symbol of type hex takes? */
export function isHexText(text: string): boolean {
  return /^(0[xX])?[0-9a-fA-F]+$/.test(text);
}
