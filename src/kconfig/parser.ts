// Statements: tokens to symbols, properties and the menu tree.
import { InputError } from '../input/input-error.js';
import { both, compareWithNo, either } from './expression.js';
import * as t from './lexer.js';
import { assign } from './macro.js';
import {
  BOOL,
  EQUAL,
  type Expr,
  HEX,
  INT,
  Menu,
  type MenuKind,
  Property,
  type PropertyKind,
  STRING,
  type Sym,
  type SymbolType,
  TRISTATE,
  typeNames,
  UNKNOWN,
} from './model.js';
import { parseExpr } from './parse-expression.js';
import { type Kconfig, say } from './state.js';
import { choiceSymbol, symbolNode, wordSymbol } from './symbols.js';
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
  };
}

/** Stops with an error at the present statement. */
export function failHere(parser: Parser, text: string): never {
  const { file, statementLine } = parser.lexer;
  throw new InputError(`${file}:${statementLine}: ${text}`, { line: statementLine });
}

export function peek(parser: Parser): number {
  if (parser.token < 0) parser.token = t.nextToken(parser.lexer);
  return parser.token;
}

export function take(parser: Parser): number {
  const token = peek(parser);
  parser.token = -1;
  return token;
}

function expect(parser: Parser, token: number): string {
  if (take(parser) !== token) failHere(parser, 'invalid statement');
  return parser.lexer.value;
}

function condition(parser: Parser): Expr | null {
  if (peek(parser) !== t.K_IF) return null;
  take(parser);
  return parseExpr(parser);
}

/** Reads all files, from the one that the lexer is in. */
export function parseFiles(parser: Parser): void {
  if (peek(parser) === t.K_MAINMENU) {
    take(parser);
    const text = expect(parser, t.QUOTED);
    expect(parser, t.EOL);
    addPrompt(parser, 'menu', text, null);
  }
  while (statement(parser)) {
    // Each round reads one statement.
  }
  const open = parser.blocks.at(-1);
  if (open) {
    throw new InputError(`${open.file}:${open.line}: missing end statement for this entry`, {
      line: open.line,
    });
  }
}

function statement(parser: Parser): boolean {
  const token = take(parser);
  const inChoice = parser.choice !== null;
  switch (token) {
    case t.END:
      return false;
    case t.K_CONFIG:
      configEntry(parser, 'config');
      return true;
    case t.K_COMMENT:
      commentEntry(parser);
      return true;
    case t.K_IF:
      ifEntry(parser);
      return true;
    case t.K_ENDMENU:
      endBlock(parser, 'menu');
      return true;
    case t.K_ENDCHOICE:
      endBlock(parser, 'choice');
      return true;
    case t.K_ENDIF:
      endBlock(parser, 'if');
      return true;
  }
  if (inChoice) failHere(parser, 'invalid statement');
  switch (token) {
    case t.K_MENUCONFIG:
      configEntry(parser, 'menuconfig');
      break;
    case t.K_CHOICE:
      choiceEntry(parser);
      break;
    case t.K_MENU:
      menuEntry(parser);
      break;
    case t.K_SOURCE:
      sourceFile(parser);
      break;
    case t.WORD:
      assignment(parser);
      break;
    default:
      failHere(parser, 'invalid statement');
  }
  return true;
}

function assignment(parser: Parser): void {
  const name = parser.lexer.value;
  const how = take(parser);
  if (how !== t.T_EQUAL && how !== t.T_COLON_EQUAL && how !== t.T_PLUS_EQUAL) {
    failHere(parser, `unknown statement "${name}"`);
  }
  let value = '';
  if (peek(parser) === t.VALUE) {
    value = parser.lexer.value;
    take(parser);
  }
  expect(parser, t.EOL);
  assign(parser.lexer.macros, name, value, how === t.T_EQUAL ? '=' : how === t.T_COLON_EQUAL ? ':=' : '+=');
}

function addEntry(parser: Parser, kind: MenuKind, symbol: Sym | null): Menu {
  const { file, statementLine } = parser.lexer;
  const menu = new Menu(kind, symbol, parser.parent, file, statementLine);
  if (parser.last) parser.last.next = menu;
  else parser.parent.child = menu;
  parser.last = menu;
  parser.entry = menu;
  symbol?.menus.push(menu);
  return menu;
}

function openBlock(parser: Parser): void {
  parser.parent = parser.entry;
  parser.last = null;
  parser.blocks.push(parser.entry);
}

function endBlock(parser: Parser, kind: 'menu' | 'choice' | 'if'): void {
  if (take(parser) !== t.EOL) failHere(parser, 'invalid statement');
  const block = parser.blocks.at(-1);
  if (!block) failHere(parser, 'invalid statement');
  if (block.kind !== kind) failHere(parser, `unexpected '${kind}' within ${block.kind} block`);
  if (block.file !== parser.lexer.file) {
    const where = `${block.file}:${block.line}: location of the '${kind}'`;
    failHere(parser, `'${kind}' in different file than '${kind}'\n${where}`);
  }
  parser.blocks.pop();
  if (kind === 'choice') parser.choice = null;
  parser.last = block;
  parser.parent = block.parent!;
}

export function addProperty(parser: Parser, kind: PropertyKind, when: Expr | null): Property {
  const { file, statementLine } = parser.lexer;
  const property = new Property(kind, parser.entry, file, statementLine, when);
  parser.entry.symbol?.properties.push(property);
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
  if (from > 0) say(kconfig, property.file, property.line, 'warning: leading whitespace ignored');
  if (parser.entry.prompt) say(kconfig, property.file, property.line, 'warning: prompt redefined');
  if (kind === 'prompt') {
    // "visible if" of the menus around it is a condition of the prompt alone.
    for (let menu = parser.entry.parent; menu; menu = menu.parent) {
      if (menu.visibility) property.when = both(kconfig.table, property.when, menu.visibility);
    }
  }
  parser.entry.prompt = property;
  property.text = text.slice(from);
}

function setType(parser: Parser, type: SymbolType): void {
  const symbol = parser.entry.symbol!;
  if (symbol.type === type) return;
  if (symbol.type === UNKNOWN) symbol.type = type;
  else warnType(parser.kconfig, parser.entry, type);
}

export function warnType(kconfig: Kconfig, entry: Menu, type: SymbolType): void {
  const symbol = entry.symbol!;
  const text = `warning: ignoring type redefinition of '${symbol.name || '<choice>'}'`;
  say(kconfig, entry.file, entry.line, `${text} from '${typeNames[symbol.type]}' to '${typeNames[type]}'`);
}

function configEntry(parser: Parser, kind: 'config' | 'menuconfig'): void {
  const { kconfig } = parser;
  const symbol = wordSymbol(kconfig.table, expect(parser, t.WORD));
  expect(parser, t.EOL);
  if (kconfig.dialect.optionalChoices) symbol.optional = true;
  const entry = addEntry(parser, kind, symbol);
  while (configOption(parser, symbol)) {
    // Each round reads one line.
  }
  if (kind === 'menuconfig') {
    if (entry.prompt) entry.prompt.kind = 'menu';
    else if (kconfig.dialect.strictEntries) failHere(parser, 'menuconfig statement without prompt');
    else
      say(
        kconfig,
        parser.lexer.file,
        parser.lexer.statementLine,
        ' warning: menuconfig statement without prompt',
      );
  }
  if (parser.choice && kconfig.dialect.memberChoices) addMember(parser, entry, symbol);
}

function addMember(parser: Parser, entry: Menu, symbol: Sym): void {
  const fail = (text: string): never => {
    throw new InputError(`${entry.file}:${entry.line}: error: ${text}`, { line: entry.line });
  };
  if (!entry.prompt) fail('choice member must have a prompt');
  if (symbol.type !== BOOL) fail('choice member must be bool');
  if (!symbol.inChoice) parser.choice!.members.push(symbol);
  symbol.inChoice = true;
}

const types = new Map<number, SymbolType>([
  [t.K_BOOL, BOOL],
  [t.K_TRISTATE, TRISTATE],
  [t.K_INT, INT],
  [t.K_HEX, HEX],
  [t.K_STRING, STRING],
]);

function configOption(parser: Parser, symbol: Sym): boolean {
  const { kconfig } = parser;
  const token = peek(parser);
  switch (token) {
    case t.K_BOOL:
    case t.K_TRISTATE:
    case t.K_INT:
    case t.K_HEX:
    case t.K_STRING:
      take(parser);
      typeOption(parser, types.get(token)!);
      return true;
    case t.K_PROMPT:
      take(parser);
      promptOption(parser);
      return true;
    case t.K_DEFAULT:
    case t.K_DEF_BOOL:
    case t.K_DEF_TRISTATE: {
      take(parser);
      const value = parseExpr(parser);
      const when = condition(parser);
      expect(parser, t.EOL);
      addProperty(parser, 'default', when).value = value;
      if (token !== t.K_DEFAULT) setType(parser, token === t.K_DEF_BOOL ? BOOL : TRISTATE);
      return true;
    }
    case t.K_SELECT:
    case t.K_IMPLY: {
      take(parser);
      const target = wordSymbol(kconfig.table, expect(parser, t.WORD));
      const when = condition(parser);
      expect(parser, t.EOL);
      const kind = token === t.K_SELECT ? 'select' : 'imply';
      addProperty(parser, kind, when).value = symbolNode(kconfig.table, target);
      return true;
    }
    case t.K_RANGE:
      take(parser);
      rangeOption(parser);
      return true;
    case t.K_MODULES:
      if (kconfig.dialect.options) return false;
      take(parser);
      expect(parser, t.EOL);
      modulesOption(parser, symbol);
      return true;
    case t.K_OPTION:
      take(parser);
      oldOption(parser, symbol);
      return true;
    case t.K_TRANSITIONAL:
      take(parser);
      expect(parser, t.EOL);
      symbol.transitional = true;
      return true;
    default:
      return sharedOption(parser);
  }
}

/** What configs, choices and (but for help) menus and comments have in common. */
function sharedOption(parser: Parser, help = true): boolean {
  const token = peek(parser);
  if (token === t.K_DEPENDS) {
    take(parser);
    dependsOption(parser);
    return true;
  }
  if (token !== t.K_HELP || !help) return false;
  take(parser);
  helpOption(parser);
  return true;
}

function typeOption(parser: Parser, type: SymbolType): void {
  if (peek(parser) === t.QUOTED) promptOption(parser);
  else expect(parser, t.EOL);
  setType(parser, type);
}

function promptOption(parser: Parser): void {
  const text = expect(parser, t.QUOTED);
  const when = condition(parser);
  expect(parser, t.EOL);
  addPrompt(parser, 'prompt', text, when);
}

function rangeOption(parser: Parser): void {
  const low = rangeBound(parser);
  const high = rangeBound(parser);
  const when = condition(parser);
  expect(parser, t.EOL);
  const property = addProperty(parser, 'range', when);
  property.low = low;
  property.high = high;
}

function rangeBound(parser: Parser): Sym {
  return parseExpr(parser, true).symbol!;
}

function modulesOption(parser: Parser, symbol: Sym): void {
  const { kconfig } = parser;
  if (kconfig.hasModules) {
    const text = `symbol '${symbol.name}' redefines option 'modules' already defined by symbol`;
    failHere(parser, `${text} '${kconfig.modules.name}'`);
  }
  kconfig.hasModules = true;
  kconfig.modules = symbol;
}

function oldOption(parser: Parser, symbol: Sym): void {
  const token = take(parser);
  if (token === t.K_MODULES) {
    expect(parser, t.EOL);
    modulesOption(parser, symbol);
  } else if (token === t.K_DEFCONFIG_LIST) {
    expect(parser, t.EOL);
    symbol.noWrite = true;
  } else if (token === t.K_ALLNOCONFIG_Y) {
    expect(parser, t.EOL);
    symbol.allNoYes = true;
  } else if (token === t.K_ENV) {
    expect(parser, t.T_EQUAL);
    environmentOption(parser, symbol, expect(parser, t.QUOTED));
    expect(parser, t.EOL);
  } else failHere(parser, 'invalid statement');
}

/** `option env="NAME"`: the symbol has the variable's value and is never written. */
function environmentOption(parser: Parser, symbol: Sym, name: string): void {
  const { kconfig } = parser;
  symbol.noWrite = true;
  const value = parser.lexer.macros.host.environment(name);
  if (value === undefined) return;
  addProperty(parser, 'default', null).value = symbolNode(kconfig.table, wordSymbol(kconfig.table, value));
}

function dependsOption(parser: Parser): void {
  const { kconfig, entry } = parser;
  expect(parser, t.K_ON);
  let depends: Expr | null = parseExpr(parser);
  if (kconfig.dialect.conditionalDepends) {
    const when = condition(parser);
    // Where the condition is off the dependency says nothing.
    if (when) depends = either(kconfig.table, depends, compareWithNo(kconfig.table, when, EQUAL));
  }
  expect(parser, t.EOL);
  entry.depends = both(kconfig.table, entry.depends, depends);
  entry.written = entry.depends;
}

function helpOption(parser: Parser): void {
  const { kconfig, lexer, entry } = parser;
  expect(parser, t.EOL);
  lexer.inHelp = true;
  expect(parser, t.HELPTEXT);
  const name = entry.symbol?.name || '<choice>';
  const complain = (text: string, tail: string): void => {
    if (kconfig.dialect.strictEntries) failHere(parser, text);
    say(kconfig, lexer.file, lexer.statementLine, ` warning: ${text}${tail}`);
  };
  if (entry.hasHelp) {
    complain(`'${name}' defined with more than one help text`, ' -- only the last one will be used');
  }
  if (lexer.blankHelp) complain(`'${name}' defined with blank help text`, '');
  entry.hasHelp = true;
}

function choiceEntry(parser: Parser): void {
  const { kconfig } = parser;
  const { dialect } = kconfig;
  let name = '';
  if (!dialect.memberChoices && peek(parser) === t.WORD) {
    take(parser);
    name = parser.lexer.value;
  }
  expect(parser, t.EOL);
  const symbol = choiceSymbol(kconfig.table, name);
  const entry = addEntry(parser, 'choice', symbol);
  if (dialect.memberChoices) setType(parser, BOOL);
  else symbol.noWrite = true;
  while (choiceOption(parser, symbol)) {
    // Each round reads one line.
  }
  if (dialect.memberChoices && !entry.prompt) {
    throw new InputError(`${entry.file}:${entry.line}: error: choice must have a prompt`, {
      line: entry.line,
    });
  }
  openBlock(parser);
  parser.choice = entry;
}

function choiceOption(parser: Parser, symbol: Sym): boolean {
  const { kconfig } = parser;
  const { dialect } = kconfig;
  const token = peek(parser);
  switch (token) {
    case t.K_PROMPT:
      take(parser);
      promptOption(parser);
      return true;
    case t.K_BOOL:
    case t.K_TRISTATE:
      if (dialect.choiceTypes) {
        take(parser);
        typeOption(parser, types.get(token)!);
        return true;
      }
      if (token === t.K_TRISTATE || !dialect.choiceBool) return false;
      take(parser);
      promptOption(parser);
      return true;
    case t.K_OPTIONAL:
      take(parser);
      expect(parser, t.EOL);
      symbol.optional = true;
      return true;
    case t.K_DEFAULT: {
      take(parser);
      const target = wordSymbol(kconfig.table, expect(parser, t.WORD));
      const when = condition(parser);
      expect(parser, t.EOL);
      addProperty(parser, 'default', when).value = symbolNode(kconfig.table, target);
      return true;
    }
    default:
      return sharedOption(parser);
  }
}

function menuEntry(parser: Parser): void {
  const { kconfig } = parser;
  const text = expect(parser, t.QUOTED);
  expect(parser, t.EOL);
  const entry = addEntry(parser, 'menu', null);
  addPrompt(parser, 'menu', text, null);
  for (;;) {
    if (peek(parser) === t.K_VISIBLE) {
      take(parser);
      const when = condition(parser);
      expect(parser, t.EOL);
      entry.visibility = both(kconfig.table, entry.visibility, when);
    } else if (!sharedOption(parser, false)) break;
  }
  openBlock(parser);
}

function commentEntry(parser: Parser): void {
  const text = expect(parser, t.QUOTED);
  expect(parser, t.EOL);
  addEntry(parser, 'comment', null);
  addPrompt(parser, 'comment', text, null);
  while (sharedOption(parser, false)) {
    // Each round reads one line.
  }
}

function ifEntry(parser: Parser): void {
  const depends = parseExpr(parser);
  expect(parser, t.EOL);
  const entry = addEntry(parser, 'if', null);
  entry.depends = depends;
  entry.written = depends;
  openBlock(parser);
}

function sourceFile(parser: Parser): void {
  const { kconfig, lexer } = parser;
  const name = expect(parser, t.QUOTED);
  expect(parser, t.EOL);
  const text = parser.read(name);
  if (text === null) failHere(parser, `can't open file "${name}"`);
  const { file, statementLine } = lexer;
  if (file === name || lexer.stack.some(frame => frame.file === name)) reportRecursion(parser, name);
  const first = parser.included.get(name);
  if (!first) parser.included.set(name, { file, line: statementLine });
  else if (kconfig.dialect.singleInclusion) {
    const note = `${first.file}:${first.line}: note: location of first inclusion of ${name}`;
    throw new InputError(`${file}:${statementLine}: error: repeated inclusion of ${name}\n${note}`, {
      line: statementLine,
    });
  }
  t.enterFile(lexer, name, text);
}

function reportRecursion(parser: Parser, name: string): never {
  const { lexer } = parser;
  const path = [...lexer.stack.map(frame => [frame.file, frame.statementLine] as const)];
  path.push([lexer.file, lexer.statementLine]);
  path.reverse();
  let text = `Recursive inclusion detected.\nInclusion path:\n  current file : ${name}`;
  for (const [file, line] of path) {
    text += `\n  included from: ${file}:${line}`;
    if (parser.kconfig.dialect.shortInclusionPath && file === name) break;
  }
  throw new InputError(text, { line: lexer.statementLine });
}
