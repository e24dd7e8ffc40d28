import { type PythonStatement, type PythonToken, pythonStatements } from './python-lexer.js';
import { evaluatePython, type PythonScope, type PythonValue } from './python-value.js';
import { type Assignments, depthLimit, type Node, type DomainSetting } from './syntax.js';

export interface XmAssignments extends Assignments {
  /** What only a running Python could tell: the key, or "" for a statement that sets none. */
  readonly programs: readonly { readonly key: string; readonly line: number }[];
  /** Names that expressions read: variables of the file, not options. */
  readonly read: ReadonlySet<string>;
  /** There is Python in it that xl refuses. */
  readonly python: boolean;
}

const blocks = /^(def|class|if|elif|else|for|while|try|except|finally|with)$/;
const quiet = /^(elif|else|except|finally|pass)$/;

/**
 * Reads an old domain file of xm, which is a Python program, without running anything: assignments of constants are
 * worked out, all else is listed in `programs`. Never throws. Work and memory are bounded by the length of the text.
 */
export function parseXm(text: string): XmAssignments {
  const { statements, tripleQuotes, broken } = pythonStatements(text);
  const scope: PythonScope = { names: new Map(), read: new Set(), budget: 1 << 22 };
  const settings = new Map<string, DomainSetting>();
  const replaced: { key: string; line: number; by: number }[] = [];
  const programs: { key: string; line: number }[] = [];
  let python = tripleQuotes && !broken;

  for (const statement of statements) {
    const { tokens, line } = statement;
    const [first, second] = tokens as readonly (PythonToken | undefined)[];
    const keyword = first?.kind === 'name' ? first.text : '';
    if (statement.inside || isStatement(tokens)) {
      if (isStatement(tokens)) python = true;
      if (!statement.inside && !quiet.test(keyword)) programs.push({ key: '', line });
      for (const key of assigned(tokens)) {
        programs.push({ key, line });
        scope.names.set(key, { kind: 'unknown', line });
        settings.delete(key);
      }
      continue;
    }
    const sets = second?.kind === 'operator' && (second.text === '=' || second.text === '+=');
    if (first?.kind !== 'name' || !sets) {
      if (keyword !== 'pass') programs.push({ key: '', line });
      continue;
    }
    if (!python && hasPython(tokens, scope)) python = true;
    let value = evaluatePython(tokens, 2, scope);
    if (second.text === '+=') value = add(scope, first, value);
    scope.names.set(first.text, value);
    const before = settings.get(first.text);
    if (before && second.text === '=') replaced.push({ key: first.text, line: before.line, by: line });
    settings.delete(first.text);
    const unknowns: number[] = [];
    const node = toNode(value, unknowns, { left: 100_000 });
    for (const at of unknowns) programs.push({ key: first.text, line: at });
    if (node) settings.set(first.text, { key: first.text, value: node, line, added: false });
  }
  return { settings, replaced, faults: [], programs, read: scope.read, python };
}

function add(scope: PythonScope, name: PythonToken, value: PythonValue): PythonValue {
  const before = scope.names.get(name.text) ?? { kind: 'unknown', line: name.line };
  const sum: PythonToken[] = [
    { kind: 'name', text: 'left', line: name.line },
    { kind: 'operator', text: '+', line: name.line },
    { kind: 'name', text: 'right', line: name.line },
  ];
  const inner: PythonScope = {
    names: new Map([
      ['left', before],
      ['right', value],
    ]),
    read: new Set(),
    budget: scope.budget,
  };
  const result = evaluatePython(sum, 0, inner);
  scope.budget = inner.budget;
  return result;
}

function isStatement(tokens: readonly PythonToken[]): boolean {
  const [first, second] = tokens as readonly (PythonToken | undefined)[];
  if (first?.kind !== 'name') return false;
  if (first.text === 'import' || first.text === 'from') return second?.kind === 'name';
  return blocks.test(first.text) && tokens.some(token => token.kind === 'operator' && token.text === ':');
}

/** Names that a statement inside a block, or of one, may set. */
function assigned(tokens: PythonStatement['tokens']): string[] {
  const names: string[] = [];
  for (let index = 0; index + 1 < tokens.length; index++) {
    const token = tokens[index]!;
    const next = tokens[index + 1]!;
    const head = index === 0 || tokens[index - 1]!.text === ':';
    if (head && token.kind === 'name' && next.kind === 'operator' && /^\+?=$/.test(next.text))
      names.push(token.text);
  }
  return names;
}

/** An expression that is plainly Python's: an operator behind a value, a call, a tuple, a known name. */
function hasPython(tokens: readonly PythonToken[], scope: PythonScope): boolean {
  for (let index = 2; index < tokens.length; index++) {
    const token = tokens[index]!;
    const before = tokens[index - 1]!;
    if (token.kind === 'name') {
      if (/^(True|False|None)$/.test(token.text) || scope.names.has(token.text)) return true;
      const next = tokens[index + 1];
      if (next?.kind === 'operator' && (next.text === '(' || next.text === '.')) return true;
    } else if (token.kind === 'operator') {
      if (/^[+%]$/.test(token.text) && before.kind === 'string' && index + 1 < tokens.length) return true;
      if (token.text === '(') return true;
    }
  }
  return false;
}

/** Null for None and for what is not known; the lines of the latter go to `unknowns`. */
function toNode(value: PythonValue, unknowns: number[], limit: { left: number }, depth = 0): Node | null {
  if (limit.left-- <= 0 || depth > depthLimit) return null;
  switch (value.kind) {
    case 'text':
      return { text: value.text, quoted: true, line: value.line };
    case 'number':
      return { text: String(value.number), quoted: false, line: value.line };
    case 'list': {
      const items = value.items
        .map(item => toNode(item, unknowns, limit, depth + 1))
        .filter(item => item !== null);
      return { items, line: value.line };
    }
    case 'none':
      return null;
    case 'unknown':
      unknowns.push(value.line);
      return null;
  }
}
