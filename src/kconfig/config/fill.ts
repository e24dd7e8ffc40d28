// Configurations that answer every question alike: allnoconfig, allyesconfig, allmodconfig, alldefconfig, randconfig.

import { settleMembers } from '../values/choice-old.js';
import { evaluateSymbol, invalidate } from '../values/evaluate.js';
import { decideOrder } from './fill-random.js';
import { BOOL, type Menu, MOD, NO, type Sym, TRISTATE, type Tristate, YES } from '../values/model.js';
import type { Kconfig } from '../values/state.js';
import { following } from './write-config.js';

/** Chances in percent. */
export interface Chances {
  /** That a bool is y. */
  readonly bool: number;
  /** That a tristate is y, and that it is m. */
  readonly yes: number;
  readonly mod: number;
}

export type FillMode =
  | { readonly mode: 'no' | 'mod' | 'yes' | 'default' }
  /** `random` gives the next whole number of the C library's generator. */
  | { readonly mode: 'random'; readonly random: () => number; readonly chances: Chances };

/** Answers for all symbols that the user did not set. */
export function fill(kconfig: Kconfig, filling: FillMode): void {
  if (kconfig.dialect.memberChoices) fillByMenu(kconfig, filling);
  else if (filling.mode !== 'random') fillBySymbol(kconfig, filling);
  else {
    while (fillBySymbol(kconfig, filling)) {
      // Values become asked for as others are decided.
    }
  }
}

/** The answer for one symbol; null to leave it to its default. */
function answer(filling: FillMode, symbol: Sym): Tristate | null {
  switch (filling.mode) {
    case 'no':
      return symbol.allNoYes ? YES : NO;
    case 'mod':
      return MOD;
    case 'yes':
      return YES;
    case 'default':
      return null;
    case 'random': {
      const drawn = filling.random() % 100;
      const { chances } = filling;
      if (symbol.type !== TRISTATE) return drawn < chances.bool ? YES : NO;
      if (drawn < chances.yes) return YES;
      return drawn < chances.yes + chances.mod ? MOD : NO;
    }
  }
}

function fillByMenu(kconfig: Kconfig, filling: FillMode): void {
  for (let menu: Menu | null = kconfig.root; menu; menu = following(menu)) {
    const { symbol } = menu;
    if (!symbol || !menu.prompt || symbol.hasUser || symbol.inChoice) continue;
    if (symbol.type !== BOOL && symbol.type !== TRISTATE) continue;
    if (symbol.isChoice) {
      if (filling.mode === 'random') decideOrder(menu, filling.random);
      continue;
    }
    const value = answer(filling, symbol);
    if (value === null) continue;
    symbol.userTri = value;
    symbol.hasUser = true;
  }
  invalidate(kconfig);
}

function fillBySymbol(kconfig: Kconfig, filling: FillMode): boolean {
  let changed = false;
  const random = filling.mode === 'random';
  for (const symbol of kconfig.order) {
    if (symbol.hasUser || symbol.generation === kconfig.generation) continue;
    if (symbol.type !== BOOL && symbol.type !== TRISTATE) continue;
    changed = true;
    const value = answer(filling, symbol);
    if (value === null) continue;
    symbol.userTri = value;
    if (!symbol.isChoice || !random) symbol.hasUser = true;
  }
  invalidate(kconfig);
  if (!random) {
    for (const symbol of kconfig.order) {
      if (symbol.inChoice || (symbol.isChoice && !symbol.hasUser)) symbol.settle = true;
    }
  }
  for (const choice of kconfig.order) {
    if (choice.hasUser || !choice.isChoice) continue;
    evaluateSymbol(kconfig, choice);
    if (filling.mode !== 'random') {
      settleMembers(choice);
      changed = true;
    } else if (drawMember(choice, filling.random)) changed = true;
  }
  return changed;
}

/** Picks the member that is on, by the old rules; only in a choice that is y. */
function drawMember(choice: Sym, random: () => number): boolean {
  const { members } = choice.menus[0]!;
  if (choice.tri !== YES || members.length === 0) return false;
  const drawn = random() % members.length;
  for (const [index, member] of members.entries()) {
    member.userTri = index === drawn ? YES : NO;
    member.hasUser = true;
    member.generation = 0;
  }
  choice.userChosen = members[drawn]!;
  choice.hasUser = true;
  choice.generation = 0;
  return true;
}
