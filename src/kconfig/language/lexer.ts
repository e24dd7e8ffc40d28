// Characters to tokens. The rules, down to where a help text ends, are those of the C tool's scanner.
import { InputError } from '../../input/input-error.js';
import { expandReference, expandWord, type Macros } from './macro.js';
import { classes, hashFactor, hashStart, isBlank, oldClasses } from './text.js';
import {
  END,
  EOL,
  WORD,
  QUOTED,
  VALUE,
  HELPTEXT,
  T_OR,
  T_AND,
  T_NOT,
  T_OPEN,
  T_CLOSE,
  T_EQUAL,
  T_UNEQUAL,
  T_LESS,
  T_LESS_EQUAL,
  T_GREATER,
  T_GREATER_EQUAL,
  T_COLON_EQUAL,
  T_PLUS_EQUAL,
  K_IF,
  K_MODULES,
  K_ON,
  K_OPTION,
  K_DEFCONFIG_LIST,
} from './tokens.js';

export * from './tokens.js';

interface Keyword {
  readonly word: string;
  readonly token: number;
  readonly next: Keyword | undefined;
}

/** Keywords by length and first letters, so that a word needs not be cut out to see that it is one. */
interface Keywords {
  readonly slots: readonly (Keyword | undefined)[];
}

function keywordSlot(length: number, first: number, second: number): number {
  return (length * 37 + first * 5 + second) & 255;
}

function keywordTable(words: ReadonlyMap<string, number>): Keywords {
  const slots = new Array<Keyword | undefined>(256).fill(undefined);
  for (const [word, token] of words) {
    const slot = keywordSlot(word.length, word.charCodeAt(0), word.charCodeAt(1));
    slots[slot] = { word, token, next: slots[slot] };
  }
  return { slots };
}

interface Frame {
  readonly file: string;
  readonly text: string;
  readonly at: number;
  readonly line: number;
  readonly statementLine: number;
}

/** What the scanner has to know of the release. */
interface LexerRules {
  readonly keywords: ReadonlyMap<string, number>;
  /** `$(...)` is a reference. */
  readonly macros: boolean;
  /** Keywords count only where they can stand, and words elsewhere may have "." and "/". */
  readonly placedKeywords: boolean;
}

export interface Lexer {
  readonly rules: LexerRules;
  readonly keywords: Keywords;
  readonly macros: Macros;
  readonly warn: (file: string, line: number, text: string) => void;
  file: string;
  text: string;
  at: number;
  /** Line that is read, from 1. */
  line: number;
  /** Line on which the present statement begins. */
  statementLine: number;
  readonly stack: Frame[];
  /** Text of the last QUOTED or VALUE, and of a WORD that macros made. */
  value: string;
  /** Where the last WORD stands in `text`, and its hash; `wordEnd` is 0 where `value` has it. See `textOf`. */
  wordStart: number;
  wordEnd: number;
  hash: number;
  /** Is the last help text blank? */
  blankHelp: boolean;
  previous: number;
  beforePrevious: number;
  /** The token that the present statement begins with, and whether an "if" followed it. */
  first: number;
  conditional: boolean;
  inValue: boolean;
  inHelp: boolean;
  ended: boolean;
}

export function createLexer(
  rules: LexerRules,
  macros: Macros,
  warn: Lexer['warn'],
  file: string,
  text: string,
): Lexer {
  return {
    rules,
    keywords: keywordTable(rules.keywords),
    macros,
    warn,
    file,
    text,
    at: 0,
    line: 1,
    statementLine: 1,
    stack: [],
    value: '',
    wordStart: 0,
    wordEnd: 0,
    hash: 0,
    blankHelp: false,
    previous: EOL,
    beforePrevious: EOL,
    first: EOL,
    conditional: false,
    inValue: false,
    inHelp: false,
    ended: false,
  };
}

/** Text of the last WORD, QUOTED or VALUE. */
export function textOf(lexer: Lexer): string {
  return lexer.wordEnd > 0 ? lexer.text.slice(lexer.wordStart, lexer.wordEnd) : lexer.value;
}

/** How deep files may include each other. */
const maxFiles = 200;

/** Goes on in another file, and comes back at its end. */
export function enterFile(lexer: Lexer, file: string, text: string): void {
  const { at, line, statementLine } = lexer;
  if (lexer.stack.length >= maxFiles) {
    throw new InputError(`${lexer.file}:${statementLine}: files include each other too deeply`, { line });
  }
  lexer.stack.push({ file: lexer.file, text: lexer.text, at, line, statementLine });
  lexer.file = file;
  lexer.text = text;
  lexer.at = 0;
  lexer.line = 1;
}

/** The next token as the grammar sees it: no empty statements. */
export function nextToken(lexer: Lexer): number {
  for (;;) {
    const token = lexer.inHelp ? helpText(lexer) : lexer.inValue ? value(lexer) : scan(lexer);
    const { previous } = lexer;
    if (previous === EOL || previous === HELPTEXT) {
      if (token === EOL) continue;
      lexer.statementLine = lexer.line;
      lexer.first = token;
      lexer.conditional = false;
    } else if (token === K_IF) lexer.conditional = true;
    if (
      previous === WORD &&
      lexer.beforePrevious === EOL &&
      (token === T_EQUAL || token === T_COLON_EQUAL || token === T_PLUS_EQUAL)
    ) {
      lexer.inValue = true;
    }
    lexer.beforePrevious = previous;
    lexer.previous = token;
    return token;
  }
}

function endOfFile(lexer: Lexer): number {
  lexer.inValue = false;
  if (lexer.previous !== EOL && lexer.previous !== HELPTEXT) {
    lexer.warn(lexer.file, lexer.line, 'warning: no new line at end of file');
  }
  const frame = lexer.stack.pop();
  if (!frame) {
    if (lexer.ended) return END;
    lexer.ended = true;
    // The last statement may have no newline of its own.
    return lexer.previous === EOL || lexer.previous === HELPTEXT ? END : EOL;
  }
  lexer.file = frame.file;
  lexer.text = frame.text;
  lexer.at = frame.at;
  lexer.line = frame.line;
  return EOL;
}

/** Is what comes next the first word of a statement? */
function isFirst({ previous }: Lexer): boolean {
  return previous === EOL || previous === HELPTEXT;
}

/** Which characters make up a word here. */
function classesHere(lexer: Lexer): Uint8Array {
  return lexer.rules.placedKeywords && !isFirst(lexer) ? oldClasses : classes;
}

function scan(lexer: Lexer): number {
  const { text } = lexer;
  const here = classesHere(lexer);
  let at = lexer.at;
  for (;;) {
    const code = text.charCodeAt(at);
    if (here[code] === 1) return word(lexer, at, here);
    switch (code) {
      case 0x20:
      case 0x09:
        at++;
        continue;
      case 0x0a:
        lexer.line++;
        at++;
        // Empty statements are none.
        if (lexer.previous === EOL || lexer.previous === HELPTEXT) continue;
        lexer.at = at;
        return EOL;
      case 0x23: {
        const end = text.indexOf('\n', at);
        at = end < 0 ? text.length : end;
        continue;
      }
      case 0x22:
      case 0x27:
        lexer.at = at + 1;
        return quoted(lexer, code);
      case 0x24: {
        if (!lexer.rules.macros) break;
        const token = word(lexer, at, here);
        if (token !== END) return token;
        at = lexer.at;
        continue;
      }
      case 0x5c:
        if (text.charCodeAt(at + 1) === 0x0a) {
          lexer.line++;
          at += 2;
          continue;
        }
        break;
    }
    if (Number.isNaN(code)) {
      lexer.at = at;
      return endOfFile(lexer);
    }
    const token = operator(code, text.charCodeAt(at + 1));
    if (token !== END) {
      lexer.at = at + (token === T_LESS || token === T_GREATER || isShort(token) ? 1 : 2);
      return token;
    }
    lexer.warn(lexer.file, lexer.line, `warning: ignoring unsupported character '${text[at]}'`);
    at++;
  }
}

function isShort(token: number): boolean {
  return token === T_NOT || token === T_OPEN || token === T_CLOSE || token === T_EQUAL;
}

function operator(code: number, following: number): number {
  switch (code) {
    case 0x7c:
      return following === 0x7c ? T_OR : END;
    case 0x26:
      return following === 0x26 ? T_AND : END;
    case 0x3d:
      return T_EQUAL;
    case 0x21:
      return following === 0x3d ? T_UNEQUAL : T_NOT;
    case 0x3c:
      return following === 0x3d ? T_LESS_EQUAL : T_LESS;
    case 0x3e:
      return following === 0x3d ? T_GREATER_EQUAL : T_GREATER;
    case 0x28:
      return T_OPEN;
    case 0x29:
      return T_CLOSE;
    case 0x3a:
      return following === 0x3d ? T_COLON_EQUAL : END;
    case 0x2b:
      return following === 0x3d ? T_PLUS_EQUAL : END;
    default:
      return END;
  }
}

/** A word or keyword; END if it expands to nothing, which is no token at all. */
function word(lexer: Lexer, from: number, here: Uint8Array): number {
  const { text } = lexer;
  let at = from;
  let code = text.charCodeAt(at);
  let hash = hashStart;
  while (here[code] === 1) {
    hash = Math.imul(hash ^ code, hashFactor);
    code = text.charCodeAt(++at);
  }
  if (code === 0x24 && lexer.rules.macros) {
    const end = text.indexOf('\n', at);
    const made = expandWord(lexer.macros, text.slice(from, end < 0 ? text.length : end));
    lexer.at = from + made.length;
    if (made.text === '') return END;
    lexer.value = made.text;
    lexer.wordEnd = 0;
    return WORD;
  }
  lexer.at = at;
  const keyword =
    lexer.keywords.slots[keywordSlot(at - from, text.charCodeAt(from), text.charCodeAt(from + 1))];
  for (let entry = keyword; entry; entry = entry.next) {
    if (entry.word.length === at - from && text.startsWith(entry.word, from)) {
      if (!lexer.rules.placedKeywords || canStand(lexer, entry.token)) return entry.token;
    }
  }
  lexer.wordStart = from;
  lexer.wordEnd = at;
  lexer.hash = hash;
  return WORD;
}

/** Old releases: each keyword begins a statement, but for a few that stand inside one. */
function canStand(lexer: Lexer, token: number): boolean {
  const option = token >= K_DEFCONFIG_LIST || token === K_MODULES;
  if (isFirst(lexer)) return !option && token !== K_ON;
  return token === K_IF || token === K_ON || (option && lexer.first === K_OPTION);
}

function quoted(lexer: Lexer, quote: number): number {
  const { text } = lexer;
  lexer.wordEnd = 0;
  let out = '';
  let at = lexer.at;
  let from = at;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      lexer.value = out + text.slice(from, at);
      lexer.at = at + 1;
      return QUOTED;
    }
    if (code === 0x24 && lexer.rules.macros) {
      const end = text.indexOf('\n', at);
      const made = expandReference(lexer.macros, text.slice(at + 1, end < 0 ? text.length : end));
      out += text.slice(from, at) + made.text;
      at += 1 + made.length;
      from = at;
    } else if (code === 0x5c) {
      out += text.slice(from, at);
      at++;
      from = at;
      // The escaped character itself, unless it ends the line or the file.
      if (at < text.length && text.charCodeAt(at) !== 0x0a) at++;
    } else if (code === 0x0a || Number.isNaN(code)) {
      if (code === 0x0a) {
        lexer.warn(lexer.file, lexer.statementLine, 'warning: multi-line strings not supported');
      }
      lexer.value = out + text.slice(from, at);
      lexer.at = at;
      return QUOTED;
    } else at++;
  }
}

/** What stands right of an assignment: the rest of the line. */
function value(lexer: Lexer): number {
  const { text } = lexer;
  let at = lexer.at;
  while (isBlank(text.charCodeAt(at))) at++;
  if (at >= text.length) {
    lexer.at = at;
    return endOfFile(lexer);
  }
  if (text.charCodeAt(at) === 0x0a) {
    lexer.inValue = false;
    lexer.line++;
    lexer.at = at + 1;
    return EOL;
  }
  const end = text.indexOf('\n', at);
  lexer.at = end < 0 ? text.length : end;
  lexer.wordEnd = 0;
  lexer.value = text.slice(at, lexer.at);
  return VALUE;
}

/** Skips a help text: it ends before the first line that is indented less than its first one. */
function helpText(lexer: Lexer): number {
  const { text } = lexer;
  lexer.inHelp = false;
  lexer.blankHelp = true;
  let at = lexer.at;
  let first = 0;
  let last = 0;
  for (;;) {
    const from = at;
    let indent = 0;
    let code = text.charCodeAt(at);
    while (code === 0x20 || code === 0x09) {
      indent = code === 0x09 ? (indent & ~7) + 8 : indent + 1;
      code = text.charCodeAt(++at);
    }
    if (code !== 0x0a) {
      if (at > from) {
        last = indent;
        if (first > 0 && indent < first) break;
      }
      if (Number.isNaN(code)) break;
      const end = text.indexOf('\n', at);
      const stop = end < 0 ? text.length : end;
      // Form feeds and carriage returns are no text either.
      if (lexer.blankHelp && (code > 0x20 || /[^ \f\n\r\t\v]/.test(text.slice(at, stop))))
        lexer.blankHelp = false;
      if (first === 0) first = last;
      at = stop;
      if (end < 0) break;
    }
    // At a newline: what follows it in the first column is no help any more.
    at++;
    lexer.line++;
    const following = text.charCodeAt(at);
    if (!isBlank(following) && following !== 0x0a && !Number.isNaN(following)) break;
  }
  lexer.at = at;
  return HELPTEXT;
}
