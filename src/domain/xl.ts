import { type Assignments, depthLimit, isList, type List, type Node, type DomainSetting } from './syntax.js';
import { type Token, XlLexer } from './xl-lexer.js';

/**
 * Reads a text in xl's syntax. Never throws: what xl refuses is a fault, and reading goes on behind it, as the aim is to
 * tell what a person meant. A text without faults is one that xl takes, with the same values (Xen 4.17).
 */
export function parseXl(text: string): Assignments {
  const lexer = new XlLexer(text);
  const settings = new Map<string, DomainSetting>();
  const replaced: { key: string; line: number; by: number }[] = [];

  for (;;) {
    lexer.key = '';
    const first = lexer.next();
    if (first.kind === 'end') break;
    if (first.kind === 'newline' || first.kind === ';') continue;
    if (first.kind !== 'name') {
      lexer.refuse('no-assignment', first);
      skipTo(lexer, first);
      continue;
    }
    const operator = lexer.next();
    if (operator.kind !== '=' && operator.kind !== '+=') {
      lexer.refuse('no-assignment', first);
      skipTo(lexer, operator);
      continue;
    }
    lexer.key = first.text;
    if (!/^[a-z][._0-9a-z]*$/.test(first.text)) lexer.refuse('bad-key', first);
    const token = lexer.next();
    const value = readValue(lexer, token, 0);
    if (value === null) {
      lexer.refuse('no-value', token);
      skipTo(lexer, token);
      continue;
    }
    store(first, operator.kind === '+=', value);
    if (lexer.resumed) {
      lexer.resumed = false;
      continue;
    }
    const end = lexer.next();
    if (end.kind === 'end') break;
    if (end.kind === 'newline' || end.kind === ';') continue;
    lexer.refuse('left-over', end);
    skipTo(lexer, end);
  }
  return { settings, replaced, faults: lexer.faults };

  function store(key: Token, add: boolean, value: Node): void {
    const before = settings.get(key.text);
    let joined = value;
    if (before && add) {
      const old = before.value;
      if (isList(old) && isList(value)) {
        // In place: a copy for each += would make a long file slow.
        for (const item of value.items) old.items.push(item);
        joined = old;
      } else if (!isList(old) && !isList(value)) {
        joined = { text: old.text + value.text, quoted: true, line: value.line };
      } else {
        lexer.refuse('mixed-addition', key);
      }
    } else if (before) {
      replaced.push({ key: key.text, line: before.line, by: key.line });
    }
    settings.set(key.text, { key: key.text, value: joined, line: key.line, added: add });
  }
}

/** To the end of the line that `token` is on; it may be that end. */
function skipTo(lexer: XlLexer, token: Token): void {
  if (token.kind === 'newline') lexer.back(token);
  lexer.skipLine();
}

/** Null if no value starts with this token. */
function readValue(lexer: XlLexer, token: Token, depth: number): Node | null {
  switch (token.kind) {
    case 'string':
    case 'number':
      return { text: token.text, quoted: token.kind === 'string', line: token.line };
    case 'name':
      lexer.refuse('unquoted', token);
      return { text: token.text, quoted: false, line: token.line };
    case '[':
      return readList(lexer, token, depth + 1);
    default:
      return null;
  }
}

function readList(lexer: XlLexer, open: Token, depth: number): List {
  const list: List = { items: [], line: open.line };
  let needsComma = false;
  let last = open;
  for (;;) {
    const token = lexer.next();
    switch (token.kind) {
      case 'newline':
        continue;
      case ']':
        return list;
      case ',':
        if (!needsComma) lexer.refuse('empty-item', token);
        needsComma = false;
        break;
      case 'end':
        lexer.refuse('open-list', open);
        return list;
      case '=':
      case '+=':
        // The name before it is the next key: the list was never closed.
        if (last.kind === 'name') {
          list.items.pop();
          lexer.forget(last);
          lexer.back(last);
          lexer.resumed = true;
        }
        lexer.refuse('open-list', open, last.text);
        return list;
      case ';':
        lexer.refuse('left-over', token);
        break;
      default: {
        if (needsComma) lexer.refuse('missing-comma', token);
        if (depth >= depthLimit && token.kind === '[') {
          lexer.refuse('too-deep', token);
          lexer.skipLine();
          return list;
        }
        const value = readValue(lexer, token, depth);
        if (value) list.items.push(value);
        needsComma = true;
      }
    }
    last = token;
  }
}
