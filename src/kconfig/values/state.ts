import type { Dialect } from '../language/dialect.js';
import type { Menu, Sym, Tristate } from './model.js';
import type { SymbolTable } from './symbols.js';

/** Something that the C tool would print while it works. */
export interface KconfigMessage {
  /** Where the C tool prints it. */
  readonly stream: 'out' | 'err';
  readonly text: string;
}

/** A tree in work: what was read, and what it evaluates to at present. */
export interface Kconfig {
  readonly dialect: Dialect;
  readonly table: SymbolTable;
  readonly root: Menu;
  readonly messages: KconfigMessage[];
  readonly onMessage: ((message: KconfigMessage) => void) | null;
  /** Every symbol in the C tool's order; filled when the tree is complete. */
  order: Sym[];
  /** The symbol that says whether there are modules; n itself if no symbol does. */
  modules: Sym;
  hasModules: boolean;
  modulesValue: Tristate;
  /** Values that carry this number are true; raising it makes all of them stale. */
  generation: number;
  /** Was anything changed that the .config does not have? */
  changed: boolean;
}

/** Notes something to print. */
export function addMessage(kconfig: Kconfig, stream: KconfigMessage['stream'], text: string): void {
  const message: KconfigMessage = { stream, text };
  kconfig.messages.push(message);
  kconfig.onMessage?.(message);
}

/** Notes a warning about a place. */
export function addWarning(kconfig: Kconfig, file: string, line: number, text: string): void {
  addMessage(kconfig, 'err', `${file}:${line}:${text}`);
}
