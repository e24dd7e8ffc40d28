// Reading a .config: what the user asked for.
import { preferMember } from '../values/choice-new.js';
import { activeProperty, boundValue, evaluateSymbol, symbolText } from '../values/evaluate.js';
import { BOOL, HEX, INT, MOD, NO, STRING, type Sym, TRISTATE, type Tristate, YES } from '../values/model.js';
import { type Kconfig, addWarning } from '../values/state.js';
import { isHexText, isIntText, readNumber } from '../language/text.js';

/** Something a .config says that is not taken as it stands. */
interface KconfigProblem {
  /** From 1. */
  readonly line: number;
  readonly kind: 'unexpected' | 'unknown' | 'repeated' | 'invalid' | 'choice';
  /** The symbol, without CONFIG_; for `unexpected` the line. */
  readonly name: string;
  readonly value: string;
}

export interface ConfigReading {
  readonly problems: KconfigProblem[];
}

/** Forgets what was asked for before, and takes what the text says. `name` is for messages. */
export function readSettings(kconfig: Kconfig, text: string, name: string): ConfigReading {
  resetConfig(kconfig);
  if (!kconfig.dialect.memberChoices) {
    for (const symbol of kconfig.order) if (symbol.isChoice) symbol.hasUser = true;
  }
  const reader: Reader = { kconfig, name, line: 0, problems: [] };
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    reader.line++;
    readLine(reader, text.slice(at, stop), end >= 0);
    at = stop + 1;
  }
  return { problems: reader.problems };
}

interface Reader {
  readonly kconfig: Kconfig;
  readonly name: string;
  line: number;
  readonly problems: KconfigProblem[];
}

/** Back to the tree as it was loaded, so that one reading never shows in the next. */
export function resetConfig(kconfig: Kconfig): void {
  const { memberChoices } = kconfig.dialect;
  for (const symbol of kconfig.order) {
    symbol.hasUser = false;
    symbol.userTri = NO;
    symbol.userText = null;
    symbol.userChosen = null;
    symbol.userLine = 0;
    symbol.tri = NO;
    symbol.text = '';
    symbol.visible = NO;
    symbol.dependencyValue = NO;
    symbol.selectedValue = NO;
    symbol.impliedValue = NO;
    symbol.chosen = null;
    symbol.write = false;
    symbol.settle = false;
    if (symbol.isChoice && memberChoices) for (const menu of symbol.menus) menu.members = [...menu.declared];
  }
  kconfig.modulesValue = NO;
  kconfig.generation++;
}

function warn(reader: Reader, kind: KconfigProblem['kind'], name: string, value: string, text: string): void {
  reader.problems.push({ line: reader.line, kind, name, value });
  addWarning(reader.kconfig, reader.name, reader.line, `warning: ${text}`);
}

const prefix = 'CONFIG_';
const unset = ' is not set';

function readLine(reader: Reader, raw: string, ended: boolean): void {
  const { dialect } = reader.kconfig;
  let line = raw;
  const zero = line.indexOf('\0');
  if (zero >= 0) line = line.slice(0, zero);
  if (dialect.strippedLines && ended && zero < 0 && line.endsWith('\r')) line = line.slice(0, -1);
  if (line === '') return;
  if (line.charCodeAt(0) === 0x23) {
    if (dialect.strictUnset && line.charCodeAt(1) !== 0x20) return;
    if (!line.startsWith(prefix, 2)) return;
    const from = 2 + prefix.length;
    const space = line.indexOf(' ', from);
    if (space < 0) return;
    const rest = line.slice(space);
    if (dialect.strippedLines ? rest !== unset : !rest.startsWith(unset)) return;
    setSymbol(reader, line.slice(from, space), 'n', true);
    return;
  }
  if (!line.startsWith(prefix)) {
    const shown = line.split('\r', 1)[0]!;
    if (dialect.strippedLines || shown !== '')
      warn(reader, 'unexpected', shown, '', `unexpected data: ${shown}`);
    return;
  }
  const equals = line.indexOf('=', prefix.length);
  if (equals < 0) {
    if (dialect.strippedLines) warn(reader, 'unexpected', line, '', `unexpected data: ${line}`);
    return;
  }
  if (!dialect.strippedLines && ended && zero < 0 && line.endsWith('\r')) line = line.slice(0, -1);
  setSymbol(reader, line.slice(prefix.length, equals), line.slice(equals + 1), false);
}

function setSymbol(reader: Reader, name: string, value: string, isUnset: boolean): void {
  const { kconfig } = reader;
  const symbol = kconfig.table.words.get(name);
  if (!symbol) {
    reader.problems.push({ line: reader.line, kind: 'unknown', name, value });
    kconfig.changed = true;
    return;
  }
  if (symbol.hasUser) {
    warn(reader, 'repeated', name, value, `override: reassigning to symbol ${name}`);
  }
  if (isUnset && !kconfig.dialect.unsetIsValue) {
    if (symbol.type === BOOL || symbol.type === TRISTATE) take(reader, symbol, NO);
  } else if (!setValue(reader, symbol, value)) return;
  if (kconfig.dialect.memberChoices) {
    if (symbol.choice) preferMember(symbol.choice, symbol);
  } else if (symbol.inChoice) setOldChoice(reader, symbol);
}

function take(reader: Reader, symbol: Sym, value: Tristate): void {
  symbol.userTri = value;
  symbol.hasUser = true;
  symbol.userLine = reader.line;
}

/** Sets what the user asked for; false if the value is not one for the symbol. */
function setValue(reader: Reader, symbol: Sym, value: string): boolean {
  switch (symbol.type) {
    case BOOL:
    case TRISTATE: {
      const first = value.charAt(0);
      if (first === 'm' && symbol.type === TRISTATE) take(reader, symbol, MOD);
      else if (first === 'y') take(reader, symbol, YES);
      else if (first === 'n') take(reader, symbol, NO);
      else return refuse(reader, symbol, value);
      return true;
    }
    case STRING: {
      if (!value.startsWith('"')) return true;
      const text = unquote(value);
      if (text === null) {
        warn(reader, 'invalid', symbol.name, value, 'invalid string found');
        return false;
      }
      return takeText(reader, symbol, text);
    }
    case INT:
    case HEX:
      if (!isValidText(symbol, value)) return refuse(reader, symbol, value);
      return takeText(reader, symbol, value);
    default:
      return true;
  }
}

function takeText(reader: Reader, symbol: Sym, text: string): boolean {
  symbol.userText = text;
  symbol.hasUser = true;
  symbol.userLine = reader.line;
  return true;
}

function refuse(reader: Reader, symbol: Sym, value: string): boolean {
  warn(reader, 'invalid', symbol.name, value, `symbol value '${value}' invalid for ${symbol.name}`);
  return false;
}

/** The text between the quotes, with backslashes resolved; null if the closing one is missing. */
function unquote(value: string): string | null {
  let out = '';
  let from = 1;
  for (let at = 1; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0x22) return out + value.slice(from, at);
    if (code === 0x5c) {
      out += value.slice(from, at);
      from = at + 1;
      // The character after it stands for itself, and counts for nothing at the end.
      at++;
    }
  }
  return null;
}

/** Is the text a value that the symbol's type takes? */
export function isValidText(symbol: Sym, text: string): boolean {
  switch (symbol.type) {
    case STRING:
      return true;
    case INT:
      return isIntText(text);
    case HEX:
      return isHexText(text);
    default:
      return false;
  }
}

function setOldChoice(reader: Reader, member: Sym): void {
  const choice = member.choice!.symbol!;
  if (member.userTri === MOD) {
    if (choice.userTri === YES) {
      warn(reader, 'choice', member.name, 'm', `${member.name} creates inconsistent choice state`);
      choice.hasUser = false;
    }
  } else if (member.userTri === YES) {
    if (choice.userTri !== NO) {
      warn(reader, 'choice', member.name, 'y', `override: ${member.name} changes choice state`);
    }
    choice.userChosen = member;
  }
  if (member.userTri > choice.userTri) choice.userTri = member.userTri;
}

/** Reads a .config as the base of a new one: takes its settings and calculates what they come to. */
export function readConfiguration(kconfig: Kconfig, text: string, name: string): ConfigReading {
  kconfig.changed = false;
  const reading = readSettings(kconfig, text, name);
  evaluateSymbol(kconfig, kconfig.modules);
  let unsaved = false;
  for (const symbol of kconfig.order) {
    evaluateSymbol(kconfig, symbol);
    if (symbol.isChoice || symbol.noWrite) continue;
    if (symbol.hasUser && symbol.write ? !isAsAsked(symbol) : symbol.hasUser || symbol.write) unsaved = true;
  }
  if (kconfig.dialect.dropsOutOfRange && dropOutOfRange(kconfig, unsaved)) unsaved = true;
  if (unsaved || reading.problems.some(problem => problem.kind !== 'unknown')) kconfig.changed = true;
  return reading;
}

function isAsAsked(symbol: Sym): boolean {
  if (symbol.type === BOOL || symbol.type === TRISTATE) return symbol.userTri === symbol.tri;
  return symbolText(symbol) === symbol.userText;
}

/** Old rules: user values out of range are forgotten, those of symbols out of sight where nothing else changed. */
function dropOutOfRange(kconfig: Kconfig, unsavedBefore: boolean): boolean {
  let unsaved = unsavedBefore;
  for (const symbol of kconfig.order) {
    if (!symbol.hasUser || symbol.inChoice) continue;
    if (symbol.visible === NO && !unsaved) symbol.hasUser = false;
    if (symbol.type !== STRING && symbol.type !== INT && symbol.type !== HEX) continue;
    if (isWithinRange(kconfig, symbol, symbol.userText ?? '')) continue;
    symbol.generation = 0;
    symbol.hasUser = false;
    unsaved = true;
  }
  return unsaved;
}

/** Is the text a value of the symbol's type, and inside the range in force? */
function isWithinRange(kconfig: Kconfig, symbol: Sym, text: string): boolean {
  if (!isValidText(symbol, text)) return false;
  if (symbol.type === STRING) return true;
  const range = activeProperty(kconfig, symbol, 'range');
  if (!range) return true;
  const base = symbol.type === INT ? 10 : 16;
  const value = readNumber(text, base).value;
  return value >= boundValue(kconfig, range.low!, base) && value <= boundValue(kconfig, range.high!, base);
}
