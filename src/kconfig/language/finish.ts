// Completing the tree once all files are read: conditions of blocks go to what they enclose, selects to what they
// select, entries that depend on the one before them become its submenu, and "if" blocks dissolve.

import { checkProperties, warnEntry, warnProperty } from './check-properties.js';
import {
  both,
  compareWithNo,
  comparison,
  either,
  isYes,
  limitToModules,
  mentions,
  mentionsNegated,
  needs,
  type RewriteRules,
  transform,
} from '../values/expression.js';
import {
  EQUAL,
  type Expr,
  type Menu,
  type Property,
  type Sym,
  TRISTATE,
  UNEQUAL,
  UNKNOWN,
} from '../values/model.js';
import { createSimplifier, removeCommon, removeDuplicates, type Simplifier } from '../values/simplify.js';
import { type Kconfig, addMessage } from '../values/state.js';
import { symbolNode } from '../values/symbols.js';

interface Finisher {
  readonly kconfig: Kconfig;
  readonly simplifier: Simplifier;
  readonly rules: RewriteRules;
}

/** Completes the tree below its root. */
export function finishTree(kconfig: Kconfig): void {
  const { table, dialect } = kconfig;
  const finisher: Finisher = {
    kconfig,
    simplifier: createSimplifier(table, !dialect.keepsValues),
    rules: {
      looseNotYes: dialect.looseNotYes,
      onBoolModule: name => addMessage(kconfig, 'out', `boolean symbol ${name} tested for 'm'?`),
    },
  };
  finish(finisher, kconfig.root, false);
}

function finish(finisher: Finisher, parent: Menu, insideChoice: boolean): void {
  const { kconfig } = finisher;
  const symbol = parent.symbol;
  const { memberChoices } = kconfig.dialect;
  if (parent.child) {
    let above = parent.depends;
    if (symbol?.isChoice && !memberChoices) {
      giveTypes(kconfig, parent, symbol);
      // The choice itself bounds its members.
      above = symbolNode(kconfig.table, symbol);
    }
    for (let menu: Menu | null = parent.child; menu; menu = menu.next) spread(finisher, menu, above);
    for (let menu: Menu | null = parent.child; menu; menu = menu.next) {
      finish(finisher, menu, symbol?.isChoice === true);
    }
  } else if (symbol && !(insideChoice && memberChoices)) {
    makeSubmenu(finisher, parent, symbol);
    symbol.dependency = either(kconfig.table, symbol.dependency, parent.depends);
  }
  for (let menu = parent.child; menu; menu = menu.next) {
    if (symbol?.isChoice && !memberChoices && menu.symbol && !menu.symbol.inChoice) {
      joinChoice(kconfig, parent, symbol, menu, menu.symbol);
    }
    dissolve(parent, menu);
  }
  if (symbol && !symbol.warned) {
    if (symbol.type === UNKNOWN) warnEntry(kconfig, parent, 'config symbol defined without type');
    if (symbol.isChoice && !parent.prompt) warnEntry(kconfig, parent, 'choice must have a prompt');
    checkProperties(kconfig, symbol);
    symbol.warned = true;
  }
  // In the old rules a visible choice that isn't optional can't be switched off: something selects it.
  if (symbol && !memberChoices && !symbol.optional && parent.prompt) {
    const mod = symbolNode(kconfig.table, kconfig.table.mod);
    symbol.selected = either(kconfig.table, symbol.selected, both(kconfig.table, parent.prompt.when, mod));
  }
}

function rewritten(finisher: Finisher, expr: Expr | null): Expr | null {
  if (!expr) return null;
  const { table, modules } = finisher.kconfig;
  return transform(table, limitToModules(table, expr, modules), finisher.rules);
}

/** Joins what the entry and its properties depend on with what stands above them. */
function spread(finisher: Finisher, menu: Menu, above: Expr | null): void {
  const { kconfig, simplifier } = finisher;
  const { table } = kconfig;
  const depends = removeDuplicates(simplifier, both(table, above, rewritten(finisher, menu.depends)));
  menu.depends = depends;
  if (!menu.symbol) {
    if (menu.prompt) spreadProperty(finisher, menu.prompt, depends);
    return;
  }
  const { properties } = menu.symbol;
  for (let index = 0; index < properties.length; index++) {
    const property = properties[index]!;
    if (property.menu !== menu) continue;
    spreadProperty(finisher, property, depends);
    if (property.kind !== 'select' && property.kind !== 'imply') continue;
    const target = property.value!.symbol!;
    const term = both(table, symbolNode(table, menu.symbol), property.when);
    if (property.kind === 'select') target.selected = either(table, target.selected, term);
    else target.implied = either(table, target.implied, term);
  }
}

function spreadProperty(finisher: Finisher, property: Property, depends: Expr | null): void {
  const when = both(finisher.kconfig.table, depends, rewritten(finisher, property.when));
  property.when = removeDuplicates(finisher.simplifier, when);
}

/** Entries right after a symbol that depend on it go below it. */
function makeSubmenu(finisher: Finisher, parent: Menu, symbol: Sym): void {
  const { kconfig, simplifier, rules } = finisher;
  const { table, dialect } = kconfig;
  let own: Expr | null = null;
  let last: Menu | null = null;
  for (let menu = parent.next; menu; menu = menu.next) {
    const depends = menu.prompt ? menu.prompt.when : menu.depends;
    if (!mentions(depends, symbol)) break;
    if (!needs(table, depends, symbol)) {
      if (dialect.negatedEndsSubmenu && mentionsNegated(table, depends, symbol)) break;
      const plain = (expr: Expr | null): Expr =>
        removeDuplicates(simplifier, transform(table, compareWithNo(table, expr, UNEQUAL), rules))!;
      own ??= plain(parent.prompt ? parent.prompt.when : null);
      if (!isYes(table, removeCommon(simplifier, plain(depends), own)[1])) break;
    }
    finish(finisher, menu, false);
    menu.parent = parent;
    last = menu;
  }
  if (!last) return;
  parent.child = parent.next;
  parent.next = last.next;
  last.next = null;
}

/** Entries below something without a prompt move up behind it. */
function dissolve(parent: Menu, menu: Menu): void {
  if (!menu.child || menu.prompt) return;
  let last = menu.child;
  for (;;) {
    last.parent = parent;
    if (!last.next) break;
    last = last.next;
  }
  last.next = menu.next;
  menu.next = menu.child;
  menu.child = null;
}

/** A choice without a type has that of its first member, a member without one that of its choice. */
function giveTypes(kconfig: Kconfig, parent: Menu, symbol: Sym): void {
  const { table } = kconfig;
  if (symbol.type === UNKNOWN) {
    for (let menu = parent.child; menu; menu = menu.next) {
      if (!menu.symbol || menu.symbol.type === UNKNOWN) continue;
      symbol.type = menu.symbol.type;
      table.era++;
      break;
    }
  }
  for (let menu = parent.child; menu; menu = menu.next) {
    if (menu.symbol?.type !== UNKNOWN || symbol.type === UNKNOWN) continue;
    menu.symbol.type = symbol.type;
    table.era++;
  }
}

/** Makes a symbol the member of a choice, by the old rules. */
function joinChoice(kconfig: Kconfig, parent: Menu, choice: Sym, menu: Menu, member: Sym): void {
  const { table } = kconfig;
  member.inChoice = true;
  if (!menu.prompt) warnEntry(kconfig, menu, 'choice value must have a prompt');
  for (const property of member.properties) {
    if (property.kind === 'default')
      warnProperty(kconfig, property, 'defaults for choice values not supported');
    if (property.menu !== menu && property.kind === 'prompt' && property.menu.parent?.symbol !== choice) {
      warnProperty(kconfig, property, 'choice value used outside its choice group');
    }
  }
  if (choice.type === TRISTATE && member.type !== TRISTATE) {
    // A member that can't be a module needs the choice to be y.
    const on = comparison(table, EQUAL, choice, table.yes);
    menu.depends = both(table, on, menu.depends);
    for (const property of member.properties) {
      if (property.menu === menu) property.when = both(table, on, property.when);
    }
  }
  const home = choice.menus[0] ?? parent;
  member.choice = home;
  home.members.push(member);
}
