// The parts of a Kconfig tree. All text is kept as it was read, one character a byte (latin1), so that what is
// written later is the same bytes again.

/** Ordered: n < m < y. */
export const NO = 0;
export const MOD = 1;
export const YES = 2;
export type Tristate = 0 | 1 | 2;

export function lower(left: Tristate, right: Tristate): Tristate {
  return Math.min(left, right) as Tristate;
}

export function higher(left: Tristate, right: Tristate): Tristate {
  return Math.max(left, right) as Tristate;
}

export const UNKNOWN = 0;
export const BOOL = 1;
export const TRISTATE = 2;
export const INT = 3;
export const HEX = 4;
export const STRING = 5;
export type SymbolType = 0 | 1 | 2 | 3 | 4 | 5;

export const typeNames = ['unknown', 'bool', 'tristate', 'integer', 'hex', 'string'] as const;

export const OR = 1;
export const AND = 2;
export const NOT = 3;
export const EQUAL = 4;
export const UNEQUAL = 5;
export const LESS = 6;
export const LESS_EQUAL = 7;
export const GREATER = 8;
export const GREATER_EQUAL = 9;
export const SYMBOL = 10;
/** Stands for an operand that the C tool reads from the wrong place in memory; it counts as true. */
export const OPAQUE = 11;
export type Operator = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11;

/** One node of an expression. Nodes are shared and never change, but for the cached value. */
export class Expr {
  op: Operator;
  /** Number of the node, for looking it up; from 1. */
  id: number;
  /** Operands of OR, AND and NOT. */
  left: Expr | null = null;
  right: Expr | null = null;
  /** Operands of comparisons; the first one also that of SYMBOL. */
  symbol: Sym | null = null;
  other: Sym | null = null;
  /** The value, true while `generation` is that of the tree. */
  value: Tristate = NO;
  generation = 0;
  /** What removing duplicates made of it, true while `reducedAt` is that of the table. */
  reduced: Expr | null = null;
  reducedAt = 0;
  /** No circle of dependencies leads through it. */
  sound = false;
  /** Next node with the same hash. */
  chain: Expr | null = null;

  constructor(op: Operator, id: number) {
    this.op = op;
    this.id = id;
  }
}

export type PropertyKind = 'prompt' | 'comment' | 'menu' | 'default' | 'select' | 'imply' | 'range';

/** One line below a symbol's entry that says something of it. */
export class Property {
  kind: PropertyKind;
  menu: Menu;
  file: string;
  line: number;
  text: string | null = null;
  /** The condition: as written first, with those of all enclosing blocks once the tree is complete. */
  when: Expr | null;
  /** The condition of its own line. */
  written: Expr | null;
  /** The condition's value when last evaluated. */
  visible: Tristate = NO;
  /** The default's value, the symbol selected or implied. */
  value: Expr | null = null;
  /** Bounds of a range. */
  low: Sym | null = null;
  high: Sym | null = null;

  constructor(kind: PropertyKind, menu: Menu, file: string, line: number, when: Expr | null) {
    this.kind = kind;
    this.menu = menu;
    this.file = file;
    this.line = line;
    this.when = when;
    this.written = when;
  }
}

export type MenuKind = 'menu' | 'config' | 'menuconfig' | 'choice' | 'comment' | 'if';

/** A condition as written, with its place. */
interface Term {
  readonly expr: Expr;
  readonly file: string;
  readonly line: number;
}

/** What most entries have of what only choices do: nothing. One list for all of them, as there are very many. */
const none: Sym[] = Object.freeze([]) as unknown as Sym[];

/** One entry of the menu tree. A symbol defined at several places has one at each. */
export class Menu {
  kind: MenuKind;
  symbol: Sym | null;
  file: string;
  line: number;
  parent: Menu | null;
  next: Menu | null = null;
  child: Menu | null = null;
  prompt: Property | null = null;
  /** "visible if" of a menu. */
  visibility: Expr | null = null;
  /** "depends on" and enclosing blocks. */
  depends: Expr | null = null;
  /** The block around it as the file has it; `parent` changes when the tree is completed. */
  outer: Menu | null;
  /** "depends on" and the condition of an "if", as written. */
  terms: Term[] | null = null;
  hasHelp = false;
  /** Of a choice: its members, the one that decides first in front. */
  members: Sym[] = none;
  /** Of a choice: its members in the order of the tree. */
  declared: readonly Sym[] = none;
  /** Of a choice: the symbols of all entries inside it, in the order of the tree. */
  entries: Sym[] = none;

  constructor(kind: MenuKind, symbol: Sym | null, parent: Menu | null, file: string, line: number) {
    this.kind = kind;
    this.symbol = symbol;
    this.parent = parent;
    this.outer = parent;
    this.file = file;
    this.line = line;
    if (kind === 'choice') this.members = [];
  }
}

// The same for symbols: constants have neither.
const noProperties: Property[] = Object.freeze([]) as unknown as Property[];
const noMenus: Menu[] = Object.freeze([]) as unknown as Menu[];

/** A symbol, a constant, or the nameless (or named) symbol of a choice. */
export class Sym {
  /** Empty for a choice without a name. */
  name: string;
  type: SymbolType = UNKNOWN;
  constant: boolean;
  isChoice: boolean;
  /** Number in the order of making; negative for y, m and n. */
  serial = 0;
  /** Of its name, as the C tool calculates it. */
  hash: number;
  /** Next word in the same slot of the table. */
  chain: Sym | null = null;

  /** Value: `tri` of bool and tristate, `text` of the others; true while `generation` is that of the tree. */
  tri: Tristate = NO;
  text = '';
  generation = 0;
  visible: Tristate = NO;
  /** Is it written to the .config? */
  write = false;
  written = false;

  /** What the user (a .config) asked for. */
  hasUser = false;
  userTri: Tristate = NO;
  userText: string | null = null;
  /** Line of the .config that said so, from 1; 0 if none did. */
  userLine = 0;

  properties: Property[] = noProperties;
  menus: Menu[] = noMenus;
  /** What its entries depend on, what selects it and what implies it, each with the value last calculated. */
  dependency: Expr | null = null;
  dependencyValue: Tristate = NO;
  selected: Expr | null = null;
  selectedValue: Tristate = NO;
  implied: Expr | null = null;
  impliedValue: Tristate = NO;

  /** Is it the member of a choice? */
  inChoice = false;
  /** The choice that it is a member of. */
  choice: Menu | null = null;
  /** Of a choice in the old rules: the member that is on, and the one that the user asked for. */
  chosen: Sym | null = null;
  userChosen: Sym | null = null;
  optional = false;
  /** In the old rules: the choice's members have to be set before this symbol is evaluated. */
  settle = false;
  transitional = false;
  noWrite = false;
  allNoYes = false;
  warned = false;
  /** Cycle search: is it on the path at the moment, was it searched? */
  onPath = false;
  searched = false;
  /** The expression that is just this symbol. */
  self: Expr | null = null;

  constructor(name: string, hash: number, constant: boolean, isChoice: boolean) {
    this.name = name;
    this.hash = hash;
    this.constant = constant;
    this.isChoice = isChoice;
  }
}
