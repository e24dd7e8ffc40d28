/** As much of a regular expression's structure as one needs to tell which texts every match holds, and what it may cost. */
export type RegexNode =
  /** Characters that stand for themselves, at least one. */
  | { readonly kind: 'text'; readonly text: string }
  /** One character. `chars` are those it may be, null if they are more than a few. */
  | { readonly kind: 'one'; readonly source: string; readonly chars: readonly string[] | null }
  | { readonly kind: 'row'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'either'; readonly branches: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly part: RegexNode; readonly min: number; readonly max: number }
  /** Takes no character: an anchor, or a look to one side, and for what. */
  | { readonly kind: 'edge'; readonly look: RegexNode | null };

const deepest = 40;
const fewChars = 4;
const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/**
 * Reads a regular expression in JavaScript's syntax without flags. TypeError if it is none, or if it refers back to what a
 * group has matched, which no bound on its cost would survive.
 */
export function regexTree(source: string): RegexNode {
  try {
    new RegExp(source);
  } catch (error) {
    throw new TypeError((error as Error).message, { cause: error });
  }
  const reader = { source, at: 0 };
  const tree = either(reader, 0);
  if (reader.at < source.length) throw new TypeError(`Unreadable regular expression: ${source}`);
  return tree;
}

interface Reader {
  readonly source: string;
  at: number;
}

function either(reader: Reader, depth: number): RegexNode {
  if (depth > deepest) throw new TypeError('Groups of a regular expression are nested too deep');
  const branches: RegexNode[] = [];
  let parts: RegexNode[] = [];
  while (reader.at < reader.source.length && reader.source[reader.at] !== ')') {
    if (reader.source[reader.at] === '|') {
      branches.push({ kind: 'row', parts });
      parts = [];
      reader.at++;
    } else parts.push(repeated(reader, depth));
  }
  branches.push({ kind: 'row', parts });
  return branches.length === 1 ? branches[0]! : { kind: 'either', branches };
}

const plainText = /(?:[^\\^$.*+?()[\]{}|]|\\\W)+/y;
const quantifier = /(?:[*+?]|\{(\d+)(,(\d*))?\})\??/y;

function repeated(reader: Reader, depth: number): RegexNode {
  const text = textAt(reader);
  if (text !== null) return { kind: 'text', text };
  const part = atom(reader, depth);
  quantifier.lastIndex = reader.at;
  const match = quantifier.exec(reader.source);
  if (!match) return part;
  reader.at += match[0].length;
  const [sign, least, more, most] = match;
  if (least !== undefined) {
    const min = Number(least);
    const max = more === undefined ? min : most === '' ? Number.POSITIVE_INFINITY : Number(most);
    return { kind: 'repeat', part, min, max };
  }
  const max = sign.startsWith('?') ? 1 : Number.POSITIVE_INFINITY;
  return { kind: 'repeat', part, min: sign.startsWith('+') ? 1 : 0, max };
}

/** A stretch of plain characters, but not the last one if a repeat follows, as that is meant for it alone. */
function textAt(reader: Reader): string | null {
  plainText.lastIndex = reader.at;
  const match = plainText.exec(reader.source);
  if (match === null) return null;
  let plain = match[0];
  if (/[*+?{]/.test(reader.source[reader.at + plain.length] ?? ''))
    plain = plain.replace(/(?:\\\W|[^\\])$/, '');
  if (plain === '') return null;
  reader.at += plain.length;
  return plain.replace(/\\(\W)/g, '$1');
}

const groupStart = /\((\?(?:[:=!]|<[=!]|<[^>]*>))?/y;
const charClass = /\[(?:\\[^]|[^\]\\])*\]/y;
const escape = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|c[A-Za-z]|[^])/y;

function atom(reader: Reader, depth: number): RegexNode {
  const { source, at } = reader;
  const first = source[at]!;
  if (first === '^' || first === '$') {
    reader.at++;
    return { kind: 'edge', look: null };
  }
  if (first === '(') {
    const start = sticky(groupStart, source, at);
    reader.at += start.length;
    const inside = either(reader, depth + 1);
    reader.at++;
    return /^\(\?<?[=!]/.test(start) ? { kind: 'edge', look: inside } : inside;
  }
  const text =
    first === '[' ? sticky(charClass, source, at) : first === '\\' ? sticky(escape, source, at) : first;
  reader.at += text.length;
  if (text === '\\b' || text === '\\B') return { kind: 'edge', look: null };
  if (/^\\[1-9k]/.test(text)) throw new TypeError(`Regular expression refers back to a group: ${source}`);
  return { kind: 'one', source: text, chars: charsOf(text) };
}

function sticky(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  const match = pattern.exec(source);
  if (!match) throw new TypeError(`Unreadable regular expression: ${source}`);
  return match[0];
}

function charsOf(text: string): readonly string[] | null {
  if (text.length === 1 && text !== '.') return [text];
  const found = asciiOf(text);
  return found.hasMore || found.chars.length > fewChars ? null : found.chars;
}

interface Ascii {
  readonly chars: readonly string[];
  /** And characters beyond ASCII. */
  readonly hasMore: boolean;
}

// The same few classes come again and again.
const known = new Map<string, Ascii>();

/** What one atom may be. The engine itself is asked, so that it needs no second reading of classes. */
export function asciiOf(atomSource: string): Ascii {
  // A character that stands for itself, or that a backslash makes one.
  const single =
    atomSource.length === 1 && atomSource !== '.' ? atomSource : /^\\(\W)$/.exec(atomSource)?.[1];
  if (single !== undefined) {
    const isAscii = single.charCodeAt(0) < 128;
    return { chars: isAscii ? [single] : [], hasMore: !isAscii };
  }
  let found = known.get(atomSource);
  if (!found) {
    const test = new RegExp(`^${atomSource}$`);
    const chars = ascii.filter(char => test.test(char));
    // A class without ASCII matches something else; of a mixed class a few characters are enough.
    const hasMore =
      chars.length === 0 || ['\u00a0', '\u00e9', '\u2018', '\u4e00'].some(char => test.test(char));
    found = { chars, hasMore };
    if (known.size < 1000) known.set(atomSource, found);
  }
  return found;
}
