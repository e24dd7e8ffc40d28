// Entries and what may stand below them: config, menuconfig, choice, menu, comment, if.
import { InputError } from '../../input/input-error.js';
import { both, compareWithNo, either } from '../values/expression.js';
import * as t from './lexer.js';
import {
  BOOL,
  EQUAL,
  type Expr,
  HEX,
  INT,
  type Menu,
  STRING,
  type Sym,
  type SymbolType,
  TRISTATE,
} from '../values/model.js';
import { parseExpr } from './parse-expression.js';
import {
  addEntry,
  addPrompt,
  addProperty,
  closeEntry,
  expectToken,
  expectSymbol,
  expectText,
  failHere,
  isText,
  openBlock,
  type Parser,
  peekToken,
  setType,
  takeToken,
} from './parser-state.js';
import { addWarning } from '../values/state.js';
import { choiceSymbol, constantSymbol, symbolNode } from '../values/symbols.js';

function condition(parser: Parser): Expr | null {
  if (peekToken(parser) !== t.K_IF) return null;
  takeToken(parser);
  return parseExpr(parser);
}

export function configEntry(parser: Parser, kind: 'config' | 'menuconfig'): void {
  const { kconfig } = parser;
  const symbol = expectSymbol(parser);
  expectToken(parser, t.EOL);
  if (kconfig.dialect.optionalChoices) symbol.optional = true;
  const entry = addEntry(parser, kind, symbol);
  while (configOption(parser, symbol)) {
    // Each round reads one line.
  }
  closeEntry(parser, symbol);
  if (kind === 'menuconfig') {
    if (entry.prompt) entry.prompt.kind = 'menu';
    else if (kconfig.dialect.strictEntries) failHere(parser, 'menuconfig statement without prompt');
    else
      addWarning(
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
  const token = peekToken(parser);
  switch (token) {
    case t.K_BOOL:
    case t.K_TRISTATE:
    case t.K_INT:
    case t.K_HEX:
    case t.K_STRING:
      takeToken(parser);
      typeOption(parser, types.get(token)!);
      return true;
    case t.K_PROMPT:
      takeToken(parser);
      promptOption(parser);
      return true;
    case t.K_DEFAULT:
    case t.K_DEF_BOOL:
    case t.K_DEF_TRISTATE: {
      takeToken(parser);
      const value = parseExpr(parser);
      const when = condition(parser);
      expectToken(parser, t.EOL);
      addProperty(parser, 'default', when).value = value;
      if (token !== t.K_DEFAULT) setType(parser, token === t.K_DEF_BOOL ? BOOL : TRISTATE);
      return true;
    }
    case t.K_SELECT:
    case t.K_IMPLY: {
      takeToken(parser);
      const target = expectSymbol(parser);
      const when = condition(parser);
      expectToken(parser, t.EOL);
      const kind = token === t.K_SELECT ? 'select' : 'imply';
      addProperty(parser, kind, when).value = symbolNode(kconfig.table, target);
      return true;
    }
    case t.K_RANGE:
      takeToken(parser);
      rangeOption(parser);
      return true;
    case t.K_MODULES:
      if (kconfig.dialect.options) return false;
      takeToken(parser);
      expectToken(parser, t.EOL);
      modulesOption(parser, symbol);
      return true;
    case t.K_OPTION:
      takeToken(parser);
      oldOption(parser, symbol);
      return true;
    case t.K_TRANSITIONAL:
      takeToken(parser);
      expectToken(parser, t.EOL);
      symbol.transitional = true;
      return true;
    default:
      return sharedOption(parser);
  }
}

/** What configs, choices and (but for help) menus and comments have in common. */
function sharedOption(parser: Parser, help = true): boolean {
  const token = peekToken(parser);
  if (token === t.K_DEPENDS) {
    takeToken(parser);
    dependsOption(parser);
    return true;
  }
  if (token !== t.K_HELP || !help) return false;
  takeToken(parser);
  helpOption(parser);
  return true;
}

function typeOption(parser: Parser, type: SymbolType): void {
  if (isText(parser, peekToken(parser))) promptOption(parser);
  else expectToken(parser, t.EOL);
  setType(parser, type);
}

function promptOption(parser: Parser): void {
  const text = expectText(parser);
  const when = condition(parser);
  expectToken(parser, t.EOL);
  addPrompt(parser, 'prompt', text, when);
}

function rangeOption(parser: Parser): void {
  const low = rangeBound(parser);
  const high = rangeBound(parser);
  const when = condition(parser);
  expectToken(parser, t.EOL);
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

/** `option` with what it sets; the oldest releases take several on a line. */
function oldOption(parser: Parser, symbol: Sym): void {
  let modules = option(parser, symbol);
  while (parser.kconfig.dialect.placedKeywords && peekToken(parser) !== t.EOL) {
    if (option(parser, symbol)) modules = true;
  }
  expectToken(parser, t.EOL);
  if (modules) modulesOption(parser, symbol);
}

/** One of them; is it `modules`? */
function option(parser: Parser, symbol: Sym): boolean {
  const { dialect } = parser.kconfig;
  const token = takeToken(parser);
  if (token === t.K_DEFCONFIG_LIST) symbol.noWrite = !dialect.writesDefconfigList;
  else if (token === t.K_ALLNOCONFIG_Y) symbol.allNoYes = true;
  else if (token === t.K_ENV) {
    expectToken(parser, t.T_EQUAL);
    environmentOption(parser, symbol, expectText(parser));
  } else if (token === t.WORD && dialect.placedKeywords) unknownOption(parser);
  else if (token !== t.K_MODULES) failHere(parser, 'invalid statement');
  return token === t.K_MODULES;
}

function unknownOption(parser: Parser): void {
  const { kconfig, lexer } = parser;
  const text = ` warning: ignoring unknown option ${t.textOf(lexer)}`;
  addWarning(kconfig, lexer.file, lexer.statementLine, text);
  if (peekToken(parser) !== t.T_EQUAL) return;
  takeToken(parser);
  expectText(parser);
}

/** `option env="NAME"`: the symbol has the variable's value and is never written. */
function environmentOption(parser: Parser, symbol: Sym, name: string): void {
  const { kconfig } = parser;
  symbol.noWrite = true;
  const value = parser.lexer.macros.host.environment(name);
  if (value === undefined) return;
  addProperty(parser, 'default', null).value = symbolNode(
    kconfig.table,
    constantSymbol(kconfig.table, value),
  );
}

function dependsOption(parser: Parser): void {
  const { kconfig, entry } = parser;
  expectToken(parser, t.K_ON);
  let depends: Expr | null = parseExpr(parser);
  if (kconfig.dialect.conditionalDepends) {
    const when = condition(parser);
    // Where the condition is off the dependency says nothing.
    if (when) depends = either(kconfig.table, depends, compareWithNo(kconfig.table, when, EQUAL));
  }
  expectToken(parser, t.EOL);
  entry.depends = both(kconfig.table, entry.depends, depends);
  const term = { expr: depends!, file: parser.lexer.file, line: parser.lexer.statementLine };
  if (entry.terms) entry.terms.push(term);
  else entry.terms = [term];
}

function helpOption(parser: Parser): void {
  const { kconfig, lexer, entry } = parser;
  expectToken(parser, t.EOL);
  lexer.inHelp = true;
  expectToken(parser, t.HELPTEXT);
  const name = entry.symbol?.name || '<choice>';
  const complain = (text: string, tail: string): void => {
    if (kconfig.dialect.strictEntries) failHere(parser, text);
    addWarning(kconfig, lexer.file, lexer.statementLine, ` warning: ${text}${tail}`);
  };
  if (entry.hasHelp) {
    complain(`'${name}' defined with more than one help text`, ' -- only the last one will be used');
  }
  if (lexer.blankHelp) complain(`'${name}' defined with blank help text`, '');
  entry.hasHelp = true;
}

export function choiceEntry(parser: Parser): void {
  const { kconfig } = parser;
  const { dialect } = kconfig;
  let name = '';
  if (!dialect.memberChoices && peekToken(parser) === t.WORD) {
    takeToken(parser);
    name = t.textOf(parser.lexer);
  }
  expectToken(parser, t.EOL);
  const symbol = choiceSymbol(kconfig.table, name);
  const entry = addEntry(parser, 'choice', symbol);
  if (dialect.memberChoices) setType(parser, BOOL);
  else symbol.noWrite = true;
  while (choiceOption(parser, symbol)) {
    // Each round reads one line.
  }
  closeEntry(parser, symbol);
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
  const token = peekToken(parser);
  switch (token) {
    case t.K_PROMPT:
      takeToken(parser);
      promptOption(parser);
      return true;
    case t.K_BOOL:
    case t.K_TRISTATE:
      if (dialect.choiceTypes) {
        takeToken(parser);
        typeOption(parser, types.get(token)!);
        return true;
      }
      if (token === t.K_TRISTATE || !dialect.choiceBool) return false;
      takeToken(parser);
      promptOption(parser);
      return true;
    case t.K_OPTIONAL:
      takeToken(parser);
      expectToken(parser, t.EOL);
      symbol.optional = true;
      return true;
    case t.K_DEFAULT: {
      takeToken(parser);
      const target = expectSymbol(parser);
      const when = condition(parser);
      expectToken(parser, t.EOL);
      addProperty(parser, 'default', when).value = symbolNode(kconfig.table, target);
      return true;
    }
    default:
      return sharedOption(parser);
  }
}

export function menuEntry(parser: Parser): void {
  const { kconfig } = parser;
  const text = expectText(parser);
  expectToken(parser, t.EOL);
  const entry = addEntry(parser, 'menu', null);
  addPrompt(parser, 'menu', text, null);
  for (;;) {
    if (peekToken(parser) === t.K_VISIBLE) {
      takeToken(parser);
      const when = condition(parser);
      expectToken(parser, t.EOL);
      entry.visibility = both(kconfig.table, entry.visibility, when);
    } else if (!sharedOption(parser, false)) break;
  }
  openBlock(parser);
}

export function commentEntry(parser: Parser): void {
  const text = expectText(parser);
  expectToken(parser, t.EOL);
  addEntry(parser, 'comment', null);
  addPrompt(parser, 'comment', text, null);
  while (sharedOption(parser, false)) {
    // Each round reads one line.
  }
}

export function ifEntry(parser: Parser): void {
  const depends = parseExpr(parser);
  expectToken(parser, t.EOL);
  const entry = addEntry(parser, 'if', null);
  entry.depends = depends;
  entry.terms = [{ expr: depends, file: entry.file, line: entry.line }];
  openBlock(parser);
}
