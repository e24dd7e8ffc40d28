// Finding symbols whose value depends on itself.
import {
  AND,
  type Expr,
  type Menu,
  NOT,
  OPAQUE,
  OR,
  type Property,
  SYMBOL,
  type Sym,
} from '../values/model.js';
import type { Kconfig } from '../values/state.js';
import { following } from '../config/write-config.js';

type LinkKind = 'depends' | 'selected' | 'implied' | 'value' | 'visible';

interface Link {
  readonly symbol: Sym;
  kind: LinkKind;
  property: Property | null;
}

interface Search {
  readonly kconfig: Kconfig;
  readonly path: Link[];
  readonly reports: string[];
  /** Expressions whose right operand is still to be searched. */
  readonly pending: Expr[];
}

/** A report for each circle of dependencies, in the words of the C tool; none if the tree is sound. */
export function findCycles(kconfig: Kconfig): string[] {
  const search: Search = { kconfig, path: [], reports: [], pending: [] };
  if (kconfig.dialect.memberChoices) {
    for (let menu: Menu | null = kconfig.root; menu; menu = following(menu)) {
      if (menu.symbol) searchSymbol(search, menu.symbol);
    }
  } else for (const symbol of kconfig.order) searchSymbol(search, symbol);
  return search.reports;
}

/** The choice that a member belongs to. */
function choiceOf(symbol: Sym): Sym | null {
  return symbol.choice?.symbol ?? null;
}

function membersOf(search: Search, choice: Sym): readonly Sym[] {
  const menu = choice.menus[0]!;
  return search.kconfig.dialect.memberChoices ? menu.entries : menu.members;
}

/** The symbol on which the circle closes; null if all is well. */
function searchSymbol(search: Search, symbol: Sym): Sym | null {
  if (symbol.onPath) {
    report(search, symbol);
    return symbol;
  }
  if (symbol.searched) return null;
  const choice = choiceOf(symbol);
  if (choice) {
    search.path.push({ symbol, kind: 'visible', property: null });
    const found = searchSymbol(search, choice);
    search.path.pop();
    return found;
  }
  if (symbol.isChoice) return searchChoice(search, symbol);
  symbol.onPath = true;
  symbol.searched = true;
  const found = searchLinks(search, symbol);
  symbol.onPath = false;
  return found;
}

function searchChoice(search: Search, choice: Sym): Sym | null {
  const members = membersOf(search, choice);
  search.path.push({ symbol: choice, kind: 'visible', property: null });
  for (const member of members) {
    member.onPath = true;
    member.searched = true;
  }
  choice.onPath = true;
  choice.searched = true;
  let found = searchLinks(search, choice);
  choice.onPath = false;
  if (!found) {
    for (const member of members) {
      found = searchLinks(search, member);
      if (found) break;
    }
  }
  for (const member of members) member.onPath = false;
  if (found && choiceOf(found) === choice) found = choice;
  search.path.pop();
  return found;
}

function searchLinks(search: Search, symbol: Sym): Sym | null {
  const link: Link = { symbol, kind: 'depends', property: null };
  search.path.push(link);
  let found = searchExpr(search, symbol.dependency);
  if (!found) {
    link.kind = 'selected';
    found = searchExpr(search, symbol.selected);
  }
  if (!found) {
    link.kind = 'implied';
    found = searchExpr(search, symbol.implied);
  }
  const { properties } = symbol;
  for (let index = 0; !found && index < properties.length; index++) {
    const property = properties[index]!;
    if (property.kind === 'select' || property.kind === 'imply') continue;
    link.property = property;
    link.kind = 'visible';
    if (property.when && !property.when.sound) found = searchExpr(search, property.when);
    if (found) break;
    if (property.kind !== 'default' || symbol.isChoice) continue;
    link.kind = 'value';
    found = searchExpr(search, property.value);
    if (found) break;
  }
  search.path.pop();
  return found;
}

function searchExpr(search: Search, expr: Expr | null): Sym | null {
  if (!expr || expr.sound) return null;
  // Left operands in a loop: chains of selects are long.
  const { pending } = search;
  const base = pending.length;
  let at = expr;
  while (!at.sound && (at.op === OR || at.op === AND || at.op === NOT)) {
    pending.push(at);
    at = at.left!;
  }
  let found = at.sound ? null : searchLeaf(search, at);
  while (!found && pending.length > base) {
    const passed = pending.pop()!;
    if (passed.right) found = searchExpr(search, passed.right);
    if (!found) passed.sound = true;
  }
  pending.length = base;
  return found;
}

function searchLeaf(search: Search, leaf: Expr): Sym | null {
  if (leaf.op === OPAQUE) return null;
  const found = searchSymbol(search, leaf.symbol!);
  if (found || leaf.op === SYMBOL) return found;
  return searchSymbol(search, leaf.other!);
}

function report(search: Search, closing: Sym): void {
  const { path } = search;
  const choice = choiceOf(closing);
  const links = choice ? [...path, { symbol: closing, kind: 'visible', property: null } as Link] : path;
  const last = choice ?? closing;
  const from = links.findLastIndex(link => link.symbol === last);
  if (from < 0) {
    search.reports.push('unexpected recursive dependency error');
    return;
  }
  const lines: string[] = [];
  for (let index = from; index < links.length; index++) {
    const link = links[index]!;
    const next = links[index + 1]?.symbol ?? last;
    lines.push(
      ...(search.kconfig.dialect.placedCycles
        ? placedLines(link, next, link.symbol === last)
        : plainLines(link, next, link.symbol === last)),
    );
  }
  lines.push('For a resolution refer to Documentation/kbuild/kconfig-language.rst');
  lines.push('subsection "Kconfig recursive dependency limitations"', '');
  search.reports.push(lines.join('\n'));
}

function nameOf(symbol: Sym): string {
  return symbol.name || '<choice>';
}

function relation(link: Link, next: Sym): string {
  const name = nameOf(link.symbol);
  const other = nameOf(next);
  const kind = link.property?.kind ?? 'unknown';
  switch (link.kind) {
    case 'depends':
      return `symbol ${name} depends on ${other}`;
    case 'selected':
      return `symbol ${name} is selected by ${other}`;
    case 'implied':
      return `symbol ${name} is implied by ${other}`;
    case 'value':
      return `symbol ${name} ${kind} value contains ${other}`;
    case 'visible':
      return `symbol ${name} ${kind} is visible depending on ${other}`;
  }
}

function plainLines(link: Link, next: Sym, first: boolean): string[] {
  const lines = first ? ['error: recursive dependency detected!'] : [];
  if (next.isChoice) {
    const home = next.menus[0]!;
    lines.push(`\tsymbol ${nameOf(link.symbol)} is part of choice block at ${home.file}:${home.line}`);
  } else lines.push(`\t${relation(link, next)}`);
  return lines;
}

function placedLines(link: Link, next: Sym, first: boolean): string[] {
  const { symbol } = link;
  const menu = symbol.menus[0];
  const place = !symbol.isChoice && !symbol.inChoice && link.property ? link.property : menu;
  const where = place ? `${place.file}:${place.line}` : '<none>:0';
  const lines = first ? [`${where}:error: recursive dependency detected!`] : [];
  const at = symbol.isChoice || symbol.inChoice ? `${menu!.file}:${menu!.line}` : where;
  if (symbol.isChoice) lines.push(`${at}:\tchoice ${nameOf(symbol)} contains symbol ${nameOf(next)}`);
  else if (symbol.inChoice) lines.push(`${at}:\tsymbol ${nameOf(symbol)} is part of choice ${nameOf(next)}`);
  else lines.push(`${at}:\t${relation(link, next)}`);
  return lines;
}
