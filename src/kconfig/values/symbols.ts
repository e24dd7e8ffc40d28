import {
  Expr,
  type Menu,
  MOD,
  NO,
  type Operator,
  SYMBOL,
  Sym,
  TRISTATE,
  type Tristate,
  YES,
} from './model.js';
import { hashOf } from '../language/text.js';

/** The symbols that are no constants, by the C tool's hash: what the scanner finds is looked up without cutting it out. */
class WordTable {
  slots = new Array<Sym | null>(1 << 14).fill(null);
  count = 0;

  get(name: string): Sym | undefined {
    const hash = hashOf(name);
    return this.find(name, 0, name.length, hash) ?? undefined;
  }

  find(text: string, from: number, to: number, hash: number): Sym | null {
    let symbol = this.slots[hash & (this.slots.length - 1)]!;
    while (symbol) {
      if (symbol.hash === hash && symbol.name.length === to - from && text.startsWith(symbol.name, from))
        break;
      symbol = symbol.chain!;
    }
    return symbol;
  }

  add(symbol: Sym): void {
    if (++this.count > this.slots.length) this.grow();
    const slot = symbol.hash & (this.slots.length - 1);
    symbol.chain = this.slots[slot]!;
    this.slots[slot] = symbol;
  }

  grow(): void {
    const old = this.slots;
    this.slots = new Array<Sym | null>(old.length * 4).fill(null);
    for (const head of old) {
      for (let symbol = head; symbol;) {
        const following: Sym | null = symbol.chain;
        const slot = symbol.hash & (this.slots.length - 1);
        symbol.chain = this.slots[slot]!;
        this.slots[slot] = symbol;
        symbol = following;
      }
    }
  }

  *keys(): Iterable<string> {
    for (const head of this.slots) for (let symbol = head; symbol; symbol = symbol.chain) yield symbol.name;
  }
}

/** Every symbol and every expression of one tree, each kept once. */
export interface SymbolTable {
  readonly yes: Sym;
  readonly mod: Sym;
  readonly no: Sym;
  readonly words: WordTable;
  readonly constants: Map<string, Sym>;
  readonly choices: Map<string, Sym>;
  readonly all: Sym[];
  /** Number of buckets of the C tool's table. */
  readonly buckets: number;
  nodes: (Expr | null)[];
  count: number;
  /** Rises whenever a symbol's type is set late, which makes what was reduced before out of date. */
  era: number;
}

/** `typed`: y, m and n are tristates, which only the tools of newer releases say of them. */
export function createTable(buckets: number, typed: boolean): SymbolTable {
  const fixed = (name: string, tri: Tristate): Sym => {
    const symbol = new Sym(name, hashOf(name), true, false);
    if (typed) symbol.type = TRISTATE;
    symbol.tri = tri;
    symbol.text = name;
    symbol.serial = -1 - tri;
    return symbol;
  };
  return {
    yes: fixed('y', YES),
    mod: fixed('m', MOD),
    no: fixed('n', NO),
    words: new WordTable(),
    constants: new Map(),
    choices: new Map(),
    all: [],
    buckets,
    nodes: new Array<Expr | null>(1 << 16).fill(null),
    count: 0,
    era: 1,
  };
}

/** y, m and n are fixed symbols, quoted or not; undefined for every other name. */
function fixedSymbol(table: SymbolTable, name: string): Sym | undefined {
  if (name === 'y') return table.yes;
  if (name === 'm') return table.mod;
  if (name === 'n') return table.no;
  return undefined;
}

function add(table: SymbolTable, name: string, hash: number, constant: boolean, isChoice: boolean): Sym {
  const symbol = new Sym(name, hash, constant, isChoice);
  symbol.serial = table.all.length;
  table.all.push(symbol);
  return symbol;
}

/** The symbol of that name, made if it is new. */
export function wordSymbol(table: SymbolTable, name: string): Sym {
  return symbolAt(table, name, 0, name.length, hashOf(name));
}

/** The symbol whose name stands at that place of a text, made if it is new. `hash` is that of the name. */
export function symbolAt(table: SymbolTable, text: string, from: number, to: number, hash: number): Sym {
  const { words } = table;
  let symbol = words.find(text, from, to, hash);
  if (!symbol) {
    const name = text.slice(from, to);
    symbol = fixedSymbol(table, name) ?? add(table, name, hash, false, false);
    words.add(symbol);
  }
  return symbol;
}

/** The constant with that text, made if it is new. */
export function constantSymbol(table: SymbolTable, text: string): Sym {
  let symbol = table.constants.get(text);
  if (!symbol) {
    symbol = fixedSymbol(table, text) ?? add(table, text, hashOf(text), true, false);
    table.constants.set(text, symbol);
  }
  return symbol;
}

/** A new choice, or the one of that name in releases that know names of choices. */
export function choiceSymbol(table: SymbolTable, name: string): Sym {
  if (name === '') return add(table, '', 0, false, true);
  let symbol = table.choices.get(name);
  if (!symbol) {
    symbol = add(table, name, hashOf(name), false, true);
    table.choices.set(name, symbol);
  }
  return symbol;
}

/** All symbols in the order in which the C tool walks them: by bucket, the newest of a bucket first. */
export function walkOrder(table: SymbolTable): Sym[] {
  const { all, buckets } = table;
  const heads = new Int32Array(buckets).fill(-1);
  const older = new Int32Array(all.length);
  for (let serial = 0; serial < all.length; serial++) {
    const symbol = all[serial]!;
    const bucket = symbol.name === '' && symbol.isChoice ? 0 : (symbol.hash >>> 0) % buckets;
    older[serial] = heads[bucket]!;
    heads[bucket] = serial;
  }
  const order: Sym[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (let serial = heads[bucket]!; serial >= 0; serial = older[serial]!) order.push(all[serial]!);
  }
  return order;
}

/** The node with these operands, made if it is new. */
export function node(
  table: SymbolTable,
  op: Operator,
  left: Expr | null,
  right: Expr | null,
  symbol: Sym | null,
  other: Sym | null,
): Expr {
  const nodes = table.nodes;
  const first = left ? left.id : symbol ? symbol.serial + 7 : 1;
  const second = right ? right.id : other ? other.serial + 7 : 3;
  const slot =
    (Math.imul(first, 0x61c88647) ^ Math.imul(second, 0x1b873593) ^ Math.imul(op, 0x3c6ef372)) >>> 7;
  const at = slot & (nodes.length - 1);
  for (let entry = nodes[at]!; entry; entry = entry.chain!) {
    if (
      entry.op === op &&
      entry.left === left &&
      entry.right === right &&
      entry.symbol === symbol &&
      entry.other === other
    ) {
      return entry;
    }
  }
  const made = new Expr(op, ++table.count);
  made.left = left;
  made.right = right;
  made.symbol = symbol;
  made.other = other;
  made.chain = nodes[at]!;
  nodes[at] = made;
  if (table.count > nodes.length * 2) grow(table);
  return made;
}

function grow(table: SymbolTable): void {
  const old = table.nodes;
  const nodes = new Array<Expr | null>(old.length * 4).fill(null);
  for (const head of old) {
    for (let entry = head; entry;) {
      const following: Expr | null = entry.chain;
      const first = entry.left ? entry.left.id : entry.symbol ? entry.symbol.serial + 7 : 1;
      const second = entry.right ? entry.right.id : entry.other ? entry.other.serial + 7 : 3;
      const slot =
        (Math.imul(first, 0x61c88647) ^ Math.imul(second, 0x1b873593) ^ Math.imul(entry.op, 0x3c6ef372)) >>>
        7;
      const at = slot & (nodes.length - 1);
      entry.chain = nodes[at]!;
      nodes[at] = entry;
      entry = following;
    }
  }
  table.nodes = nodes;
}

/** The expression that is just that symbol. */
export function symbolNode(table: SymbolTable, symbol: Sym): Expr {
  return (symbol.self ??= node(table, SYMBOL, null, null, symbol, null));
}

/** The choice that encloses a symbol's prompt; null if there is none. */
export function enclosingChoice(symbol: Sym): Menu | null {
  const prompted = symbol.menus.find(menu => menu.prompt);
  let menu = prompted?.parent ?? null;
  while (menu && !menu.symbol) menu = menu.parent;
  return menu?.symbol?.isChoice ? menu : null;
}
