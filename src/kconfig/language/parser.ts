// Statements and files: tokens to the menu tree.
import { InputError } from '../../input/input-error.js';
import { choiceEntry, commentEntry, configEntry, ifEntry, menuEntry } from './entries.js';
import * as t from './lexer.js';
import { assign, requireAnswered } from './macro.js';
import { expandNames } from './old-names.js';
import {
  addPrompt,
  expectToken,
  expectText,
  failHere,
  type Parser,
  peekToken,
  takeToken,
} from './parser-state.js';

/** Reads all files, from the one that the lexer is in. */
export function parseFiles(parser: Parser): void {
  if (peekToken(parser) === t.K_MAINMENU) {
    takeToken(parser);
    const text = expectText(parser);
    expectToken(parser, t.EOL);
    addPrompt(parser, 'menu', text, null);
  }
  while (statement(parser)) {
    // Each round reads one statement.
  }
  const { prompt } = parser.kconfig.root;
  if (prompt) prompt.text = expandNames(parser.kconfig, prompt.text!);
  const open = parser.blocks.at(-1);
  if (open) {
    throw new InputError(`${open.file}:${open.line}: missing end statement for this entry`, {
      line: open.line,
    });
  }
}

function statement(parser: Parser): boolean {
  const token = takeToken(parser);
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
  const name = requireAnswered(parser.lexer.macros, t.textOf(parser.lexer));
  const how = takeToken(parser);
  if (how !== t.T_EQUAL && how !== t.T_COLON_EQUAL && how !== t.T_PLUS_EQUAL) {
    failHere(parser, `unknown statement "${name}"`);
  }
  let value = '';
  if (peekToken(parser) === t.VALUE) {
    value = parser.lexer.value;
    takeToken(parser);
  }
  expectToken(parser, t.EOL);
  assign(parser.lexer.macros, name, value, how === t.T_EQUAL ? '=' : how === t.T_COLON_EQUAL ? ':=' : '+=');
}

function endBlock(parser: Parser, kind: 'menu' | 'choice' | 'if'): void {
  if (takeToken(parser) !== t.EOL) failHere(parser, 'invalid statement');
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

function sourceFile(parser: Parser): void {
  const { kconfig, lexer } = parser;
  const name = requireAnswered(lexer.macros, expandNames(kconfig, expectText(parser)));
  expectToken(parser, t.EOL);
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
  const path = lexer.stack.map(frame => [frame.file, frame.statementLine] as const);
  path.push([lexer.file, lexer.statementLine]);
  path.reverse();
  let text = `Recursive inclusion detected.\nInclusion path:\n  current file : ${name}`;
  for (const [file, line] of path) {
    text += `\n  included from: ${file}:${line}`;
    if (parser.kconfig.dialect.shortInclusionPath && file === name) break;
  }
  throw new InputError(text, { line: lexer.statementLine });
}
