// Choices as symbols with a value of their own, the rules before 6.11: while the choice is y one member is on.
import { evaluateExpression, evaluateVisibility } from './evaluate.js';
import { NO, type Sym } from './model.js';
import type { Kconfig } from './state.js';

/** The member that is on in a choice that is y; null, with the choice switched off, if there is none. */
export function decideOldChoice(kconfig: Kconfig, choice: Sym): Sym | null {
  let allAsked = choice.hasUser;
  for (const member of choice.menus[0]!.members) {
    evaluateVisibility(kconfig, member);
    if (member.visible !== NO && !member.hasUser) allAsked = false;
  }
  // With a new member in sight the choice counts as new itself.
  choice.hasUser = allAsked;
  const requested = choice.userChosen;
  if (requested && requested.visible !== NO) return requested;
  const chosen = oldChoiceDefault(kconfig, choice);
  if (!chosen) choice.tri = NO;
  return chosen;
}

/** The first default that is visible, else the first visible member. */
export function oldChoiceDefault(kconfig: Kconfig, choice: Sym): Sym | null {
  for (const property of choice.properties) {
    if (property.kind !== 'default') continue;
    property.visible = evaluateExpression(kconfig, property.when);
    if (property.visible === NO) continue;
    const member = property.value!.symbol!;
    if (member.visible !== NO) return member;
  }
  return choice.menus[0]!.members.find(member => member.visible !== NO) ?? null;
}

/** Answers for members that nobody asked for: no. */
export function settleMembers(choice: Sym): void {
  for (const member of choice.menus[0]!.members) if (!member.hasUser) member.userTri = NO;
  choice.hasUser = true;
  choice.generation = 0;
  choice.settle = false;
}
