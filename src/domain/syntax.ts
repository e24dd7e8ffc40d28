/** One value as a file has it, with its place. */
export type Node = Atom | List;

interface Atom {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

export interface List {
  readonly items: Node[];
  readonly line: number;
}

export const isList = (node: Node): node is List => 'items' in node;

/** One key with its last value; what `+=` adds is in it. */
export interface DomainSetting {
  readonly key: string;
  readonly value: Node;
  readonly line: number;
  /** Came about with `+=`, which makes no number. */
  readonly added: boolean;
}

export type FaultCode =
  | 'byte-order-mark'
  | 'line-ends'
  | 'bad-key'
  | 'no-assignment'
  | 'no-value'
  | 'unquoted'
  | 'sign'
  | 'open-quote'
  | 'bad-escape'
  | 'open-list'
  | 'missing-comma'
  | 'empty-item'
  | 'too-deep'
  | 'left-over'
  | 'mixed-addition'
  | 'unended-comment'
  | 'bad-xml'
  | 'too-many';

/** Where a text breaks its syntax; `text` is what stands there, at most 60 characters. Line and column from 1. */
export interface Fault {
  readonly code: FaultCode;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  /** The key whose value this is in, or "". */
  readonly key: string;
}

/** What a text in xl's or xm's syntax says. */
export interface Assignments {
  readonly settings: ReadonlyMap<string, DomainSetting>;
  /** Assignments that a later one took the place of. */
  readonly replaced: readonly { readonly key: string; readonly line: number; readonly by: number }[];
  readonly faults: readonly Fault[];
}

/** Deeper than any real file nests; keeps recursion bounded. */
export const depthLimit = 32;
/** More faults than these tell nothing new. */
export const faultLimit = 100;
