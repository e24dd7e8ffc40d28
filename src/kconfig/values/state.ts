import type { Dialect } from '../language/dialect.js';
import type { Menu, Sym, Tri } from './model.js';
import type { Table } from './symbols.js';

/** Something that the C tool would print while it works. */
export interface Message {
  /** Where the C tool prints it. */
  readonly stream: 'out' | 'err';
  readonly text: string;
}

/** A tree in work: what was read, and what it evaluates to at present. */
export interface Kconfig {
  readonly dialect: Dialect;
  readonly table: Table;
  readonly root: Menu;
  readonly messages: Message[];
  readonly onMessage: ((message: Message) => void) | null;
  /** Every symbol in the C tool's order; filled when the tree is complete. */
  order: Sym[];
  /** The symbol that says whether there are modules; n itself if no symbol does. */
  modules: Sym;
  hasModules: boolean;
  modulesValue: Tri;
  /** Values that carry this number are true; raising it makes all of them stale. */
  generation: number;
  /** Was anything changed that the .config does not have? */
  changed: boolean;
}

/** Notes something to print. */
export function tell(kconfig: Kconfig, stream: Message['stream'], text: string): void {
  const message: Message = { stream, text };
  kconfig.messages.push(message);
  kconfig.onMessage?.(message);
}

/** Notes a warning about a place. */
export function say(kconfig: Kconfig, file: string, line: number, text: string): void {
  tell(kconfig, 'err', `${file}:${line}:${text}`);
}
