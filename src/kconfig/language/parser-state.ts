// What the parts of the parser share: the token in hand, the entry that is read, and adding to it.
import { InputError } from '../../input/input-error.js';
import { both } from '../values/expression.js';
import * as t from './lexer.js';
import {
  type Expr,
  Menu,
  type MenuKind,
  Property,
  type PropertyKind,
  type Sym,
  type SymbolType,
  typeNames,
  UNKNOWN,
} from '../values/model.js';
import { type Kconfig, addWarning } from '../values/state.js';
import { symbolAt, wordSymbol } from '../values/symbols.js';
import { isSpace } from './text.js';

export interface Parser {
  readonly kconfig: Kconfig;
  readonly lexer: t.Lexer;
  /** Text of a file of the tree; null if there is none. */
  readonly read: (path: string) => string | null;
  /** Where each file was first included. */
  readonly included: Map<string, { file: string; line: number }>;
  /** The token in hand, not yet used; -1 if the next one is not read yet. */
  token: number;
  entry: Menu;
  parent: Menu;
  last: Menu | null;
  readonly blocks: Menu[];
  choice: Menu | null;
  /** Properties of the present entry that its symbol has not got yet. */
  readonly properties: Property[];
}

export function createParser(kconfig: Kconfig, lexer: t.Lexer, read: Parser['read']): Parser {
  const { root } = kconfig;
  return {
    kconfig,
    lexer,
    read,
    included: new Map([[lexer.file, { file: '', line: 0 }]]),
    token: -1,
    entry: root,
    parent: root,
    last: null,
    blocks: [],
    choice: null,
    properties: [],
  };
}

/** Stops with an error at the present statement. */
export function failHere(parser: Parser, text: string): never {
  const { file, statementLine } = parser.lexer;
  throw new InputError(`${file}:${statementLine}: ${text}`, { line: statementLine });
}

export function peekToken(parser: Parser): number {
  if (parser.token < 0) parser.token = t.nextToken(parser.lexer);
  return parser.token;
}

export function takeToken(parser: Parser): number {
  const { token } = parser;
  if (token < 0) return t.nextToken(parser.lexer);
  parser.token = -1;
  return token;
}

export function expectToken(parser: Parser, token: number): void {
  if (takeToken(parser) !== token) failHere(parser, 'invalid statement');
}

/** The text of the next token, which has to be one. */
export function expectText(parser: Parser): string {
  if (!isText(parser, takeToken(parser))) failHere(parser, 'invalid statement');
  return t.textOf(parser.lexer);
}

/** Can the token be a title, a prompt or the name of a file? */
export function isText({ kconfig }: Parser, token: number): boolean {
  return token === t.QUOTED || (token === t.WORD && kconfig.dialect.bareTexts);
}

/** The symbol that the last token names. */
export function symbolHere({ kconfig, lexer }: Parser): Sym {
  if (lexer.wordEnd === 0) return wordSymbol(kconfig.table, lexer.value);
  return symbolAt(kconfig.table, lexer.text, lexer.wordStart, lexer.wordEnd, lexer.hash);
}

export function expectSymbol(parser: Parser): Sym {
  if (takeToken(parser) !== t.WORD) failHere(parser, 'invalid statement');
  return symbolHere(parser);
}

/** Adds an entry behind the last one. */
export function addEntry(parser: Parser, kind: MenuKind, symbol: Sym | null): Menu {
  const { file, statementLine } = parser.lexer;
  const menu = new Menu(kind, symbol, parser.parent, file, statementLine);
  if (parser.last) parser.last.next = menu;
  else parser.parent.child = menu;
  parser.last = menu;
  parser.entry = menu;
  if (symbol) {
    // A list of one takes less room made so than one that grows.
    if (symbol.menus.length === 0) symbol.menus = [menu];
    else symbol.menus.push(menu);
  }
  return menu;
}

/** What follows goes inside the present entry. */
export function openBlock(parser: Parser): void {
  parser.parent = parser.entry;
  parser.last = null;
  parser.blocks.push(parser.entry);
}

/** Gives the symbol of the entry just read its properties, in a list that has no room to spare. */
export function closeEntry(parser: Parser, symbol: Sym): void {
  const { properties } = parser;
  if (properties.length === 0) return;
  if (symbol.properties.length === 0) symbol.properties = properties.slice();
  else for (const property of properties) symbol.properties.push(property);
  properties.length = 0;
}

export function addProperty(parser: Parser, kind: PropertyKind, when: Expr | null): Property {
  const { file, statementLine } = parser.lexer;
  const property = new Property(kind, parser.entry, file, statementLine, when);
  if (parser.entry.symbol) parser.properties.push(property);
  return property;
}

export function addPrompt(
  parser: Parser,
  kind: 'prompt' | 'menu' | 'comment',
  text: string,
  when: Expr | null,
) {
  const { kconfig } = parser;
  const property = addProperty(parser, kind, when);
  let from = 0;
  while (isSpace(text.charCodeAt(from))) from++;
  if (from > 0) addWarning(kconfig, property.file, property.line, 'warning: leading whitespace ignored');
  if (parser.entry.prompt) addWarning(kconfig, property.file, property.line, 'warning: prompt redefined');
  if (kind === 'prompt') {
    // "visible if" of the menus around it is a condition of the prompt alone.
    for (let menu = parser.entry.parent; menu; menu = menu.parent) {
      if (menu.visibility) property.when = both(kconfig.table, property.when, menu.visibility);
    }
  }
  parser.entry.prompt = property;
  property.text = text.slice(from);
}

export function setType(parser: Parser, type: SymbolType): void {
  const symbol = parser.entry.symbol!;
  if (symbol.type === type) return;
  if (symbol.type === UNKNOWN) symbol.type = type;
  else warnType(parser.kconfig, parser.entry, type);
}

function warnType(kconfig: Kconfig, entry: Menu, type: SymbolType): void {
  const symbol = entry.symbol!;
  const text = `warning: ignoring type redefinition of '${symbol.name || '<choice>'}'`;
  addWarning(
    kconfig,
    entry.file,
    entry.line,
    `${text} from '${typeNames[symbol.type]}' to '${typeNames[type]}'`,
  );
}
