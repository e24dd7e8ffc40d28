// The library's face: a Kconfig tree that reads and writes .config files.
import { platform } from '../platform/platform.js';
import { InputError } from '../input/input-error.js';
import { parseVersion, type Version } from '../input/version.js';
import { findCycles } from './language/cycles.js';
import { type Dialect, dialectOf, keywordsOf } from './language/dialect.js';
import { evaluateSymbol } from './values/evaluate.js';
import { type FillMode, fill } from './config/fill.js';
import { finishTree } from './language/finish.js';
import {
  createLexer,
  K_DEF_BOOL,
  K_DEF_TRISTATE,
  K_DEFAULT,
  K_DEPENDS,
  K_IF,
  type Lexer,
  T_NOT,
  textOf,
} from './language/lexer.js';
import { createMacros, type MacroHost } from './language/macro.js';
import { Menu, NO, type Sym } from './values/model.js';
import { parseFiles } from './language/parser.js';
import { addPrompt, createParser } from './language/parser-state.js';
import type { ProbePlace } from './probes/place.js';
import { type ConfigReading, resetConfig, readConfiguration, readSettings } from './config/read-config.js';
import { type Kconfig, type KconfigMessage, addWarning, addMessage } from './values/state.js';
import { createTable, enclosingChoice, walkOrder } from './values/symbols.js';
import { following, writeConfiguration, writeMinimal } from './config/write-config.js';

interface TreeOptions {
  /** A file of the tree by its path from the tree's top, as bytes or one character a byte; null if there is none. */
  readonly readFile: (path: string) => Uint8Array | string | null;
  /** What a command prints, see probe.ts; or its number if it has not run yet, see rounds.ts: then there is no tree. */
  readonly shell: (command: string, at: ProbePlace) => string | number;
  /** ARCH, SRCARCH, CC, srctree, KERNELVERSION, ... */
  readonly environment: Readonly<Record<string, string>>;
  /** Default: Kconfig. */
  readonly file?: string;
  /** Called with each line that the C tool would print, at that moment. */
  readonly onMessage?: (message: KconfigMessage) => void;
  /** Default: recognised from the tree. */
  readonly dialect?: Dialect;
}

/** Text with one character a byte. */
function binary(data: Uint8Array | string): string {
  if (typeof data !== 'string') return platform().latin1(data);
  return data;
}

export interface Tree {
  readonly kconfig: Kconfig;
  readonly dialect: Dialect;
  /** What the C tool would print, in order. */
  readonly messages: readonly KconfigMessage[];
  /** Takes a .config as the base; null is none at all. */
  readConfig(text: Uint8Array | null, name?: string): ConfigReading;
  /** Takes settings without looking at what they come to, as for KCONFIG_ALLCONFIG. */
  readSeed(text: Uint8Array, name?: string): ConfigReading;
  /** Starts anew, with the seed's settings if there is one, and answers all other questions alike. */
  fill(filling: FillMode, seed?: Uint8Array | null): void;
  /** Answers the questions that the .config read leaves open by their defaults, as the defconfig targets do. */
  fillDefaults(): void;
  /** The .config, as olddefconfig writes it. */
  writeConfig(): Uint8Array;
  /** The minimal .config, as savedefconfig writes it. */
  saveDefconfig(): Uint8Array;
  symbol(name: string): Sym | null;
}

/** The release in a kernel's top Makefile; null if there is none. */
export function treeVersion(makefile: string): Version | null {
  const number = (name: string): string =>
    new RegExp(`^${name}[ \\t]*=[ \\t]*(\\S*)`, 'm').exec(makefile)?.[1] ?? '';
  const version = number('VERSION');
  if (version === '') return null;
  const parts = [version, number('PATCHLEVEL'), number('SUBLEVEL')].filter(part => part !== '');
  return parseVersion(parts.join('.') + number('EXTRAVERSION'));
}

/** Runs something that walks the input, and turns running out of stack into what it is: input nested too deeply. */
export function withStackGuard<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new InputError('this Kconfig tree is nested too deeply');
    throw error;
  }
}

/** Reads a whole tree. Throws InputError, with the file and line in its message as the C tool gives them. */
export function loadTree(options: TreeOptions): Tree {
  return withStackGuard(() => load(options));
}

function load(options: TreeOptions): Tree {
  const read = (path: string): string | null => {
    const data = options.readFile(path);
    return data === null ? null : binary(data);
  };
  const dialect = options.dialect ?? dialectOf(read, treeVersion(read('Makefile') ?? ''));
  const file = options.file ?? 'Kconfig';
  const text = read(file);
  if (text === null) throw new InputError(`can't find file ${file}`);
  const kconfig = createKconfig(dialect, file, options.onMessage ?? null);
  const host: MacroHost = {
    place: () => ({ file: lexer.file, line: lexer.line }),
    environment: name => (Object.hasOwn(options.environment, name) ? options.environment[name] : undefined),
    shell: (command, bare) => {
      const symbol = parser.entry.symbol?.name ?? null;
      return options.shell(command, {
        file: lexer.file,
        line: lexer.line,
        symbol,
        bare,
        ...probeRole(lexer),
      });
    },
    print: (stream, line) => addMessage(kconfig, stream, line),
  };
  const lexer = createLexer(
    { ...dialect, keywords: keywordsOf(dialect) },
    createMacros(host),
    (where, line, said) => addWarning(kconfig, where, line, said),
    file,
    text,
  );
  const parser = createParser(kconfig, lexer, read);
  parseFiles(parser);
  if (lexer.macros.open) throw new InputError('commands of this tree have not run yet');
  if (!kconfig.root.prompt) {
    parser.entry = kconfig.root;
    addPrompt(parser, 'menu', dialect.macros ? 'Main menu' : 'Linux Kernel Configuration', null);
  }
  complete(kconfig);
  return treeOf(kconfig);
}

/** What a probe on the present line decides of the entry. */
function probeRole(lexer: Lexer): Pick<ProbePlace, 'role' | 'negated' | 'text'> {
  const { first, previous } = lexer;
  const negated = previous === T_NOT;
  // The scanner still holds the text before a plain "if".
  if (lexer.conditional) {
    return { role: 'other', negated, text: first === K_DEFAULT && previous === K_IF ? textOf(lexer) : null };
  }
  const value = first === K_DEF_BOOL || first === K_DEF_TRISTATE || first === K_DEFAULT;
  return { role: first === K_DEPENDS ? 'depends' : value ? 'value' : 'other', negated, text: null };
}

function createKconfig(dialect: Dialect, file: string, onMessage: Kconfig['onMessage']): Kconfig {
  const table = createTable(dialect.buckets, dialect.typedConstants);
  return {
    dialect,
    table,
    root: new Menu('menu', null, null, file, 1),
    messages: [],
    onMessage,
    order: [],
    modules: table.no,
    hasModules: false,
    modulesValue: NO,
    generation: 1,
    changed: true,
  };
}

function complete(kconfig: Kconfig): void {
  finishTree(kconfig);
  kconfig.order = walkOrder(kconfig.table);
  if (kconfig.dialect.memberChoices) linkChoices(kconfig);
  let errors = findCycles(kconfig);
  if (kconfig.dialect.softCycles) {
    for (const text of errors) addMessage(kconfig, 'err', text);
    errors = [];
  }
  if (kconfig.dialect.memberChoices) errors.push(...entryErrors(kconfig));
  if (errors.length > 0) throw new InputError(errors.join('\n'));
}

/** Notes which choice each member is in, and what each choice holds. */
function linkChoices(kconfig: Kconfig): void {
  for (const symbol of kconfig.table.all) if (symbol.inChoice) symbol.choice = enclosingChoice(symbol);
  for (let menu: Menu | null = kconfig.root; menu; menu = following(menu)) {
    if (!menu.symbol?.isChoice) continue;
    menu.entries = entriesOf(menu);
    menu.declared = [...menu.members];
  }
}

function entriesOf(choice: Menu): Sym[] {
  const entries: Sym[] = [];
  eachInside(choice, menu => entries.push(menu.symbol!));
  return entries;
}

/** Calls `use` with each entry of a symbol below another entry. */
function eachInside(outer: Menu, use: (menu: Menu) => void): void {
  for (let menu = outer.child; menu; menu = menu.next) {
    if (menu.symbol) use(menu);
    eachInside(menu, use);
  }
}

/** What the C tool refuses in transitional symbols and in members of choices. */
function entryErrors(kconfig: Kconfig): string[] {
  const errors: string[] = [];
  const report = (wrong: readonly Wrong[]): void => {
    for (const { place, text } of wrong) errors.push(`${place.file}:${place.line}: error: ${text}`);
  };
  for (let menu: Menu | null = kconfig.root; menu; menu = following(menu)) {
    if (menu.symbol?.transitional) report(wrongInTransitional(menu));
    if (menu.symbol?.isChoice)
      eachInside(menu, member => report(wrongInMember(member, kconfig.dialect.transitional)));
  }
  return errors;
}

interface Wrong {
  readonly place: { readonly file: string; readonly line: number };
  readonly text: string;
}

function wrongInTransitional(menu: Menu): Wrong[] {
  const symbol = menu.symbol!;
  const text = 'transitional symbols can only have help sections';
  if (menu.depends || menu.visibility) return [{ place: menu, text }];
  return symbol.properties.slice(0, 1).map(place => ({ place, text }));
}

function wrongInMember(menu: Menu, strict: boolean): Wrong[] {
  const symbol = menu.symbol!;
  const wrong: Wrong[] = [];
  for (const place of symbol.properties) {
    if (place.kind === 'default') wrong.push({ place, text: 'defaults for choice values not supported' });
    if (place.kind !== 'prompt' || place.menu === menu) continue;
    if (strict) wrong.push({ place, text: 'choice value must not have a prompt in another entry' });
    else if (place.menu.parent !== menu.parent) {
      wrong.push({ place, text: 'choice value has a prompt outside its choice group' });
    }
  }
  return wrong;
}

function treeOf(kconfig: Kconfig): Tree {
  return {
    kconfig,
    dialect: kconfig.dialect,
    messages: kconfig.messages,
    readConfig: (text, name = '.config') =>
      withStackGuard(() => {
        if (text) return readConfiguration(kconfig, binary(text), name);
        resetConfig(kconfig);
        kconfig.changed = true;
        evaluateSymbol(kconfig, kconfig.modules);
        return { problems: [] };
      }),
    readSeed: (text, name = 'all.config') => withStackGuard(() => readSettings(kconfig, binary(text), name)),
    fill: (filling, seed = null) =>
      withStackGuard(() => {
        resetConfig(kconfig);
        kconfig.changed = true;
        if (seed) readSettings(kconfig, binary(seed), 'all.config');
        fill(kconfig, filling);
      }),
    fillDefaults: () => withStackGuard(() => fill(kconfig, { mode: 'default' })),
    writeConfig: () => withStackGuard(() => platform().fromLatin1(writeConfiguration(kconfig))),
    saveDefconfig: () => withStackGuard(() => platform().fromLatin1(writeMinimal(kconfig))),
    symbol: name => kconfig.table.words.get(name) ?? null,
  };
}
