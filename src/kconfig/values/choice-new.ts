// Choices as lists of members, the rules since 6.11: the member that was asked for last is on.
import { evaluateExpression, evaluateVisibility } from './evaluate.js';
import { type Menu, NO, type Sym, YES } from './model.js';
import type { Kconfig } from './state.js';

/** Decides which member of a choice is on, and with it all visible members' values. */
export function decideChoice(kconfig: Kconfig, choice: Menu): Sym | null {
  const chosen = chosenMember(kconfig, choice);
  for (const member of choice.entries) {
    if (member.visible === NO) continue;
    member.tri = member === chosen ? YES : NO;
    member.generation = kconfig.generation;
    member.write = true;
  }
  return chosen;
}

function chosenMember(kconfig: Kconfig, choice: Menu): Sym | null {
  const { members, entries } = choice;
  for (const member of members) {
    evaluateVisibility(kconfig, member);
    if (member.visible !== NO && member.hasUser && member.userTri === YES) return member;
  }
  const normal = choiceDefault(kconfig, choice);
  if (normal && !(normal.hasUser && normal.userTri === NO)) return normal;
  const fresh = entries.find(member => member.visible !== NO && !member.hasUser);
  if (fresh) return fresh;
  // All are refused: the one refused longest ago.
  for (let index = members.length - 1; index >= 0; index--) {
    if (members[index]!.visible !== NO) return members[index]!;
  }
  return null;
}

/** The first default that is visible, else the first visible member. */
export function choiceDefault(kconfig: Kconfig, choice: Menu): Sym | null {
  for (const property of choice.symbol!.properties) {
    if (property.kind !== 'default') continue;
    property.visible = evaluateExpression(kconfig, property.when);
    if (property.visible === NO) continue;
    const member = property.value!.symbol!;
    if (member.visible !== NO) return member;
  }
  return choice.entries.find(member => member.visible !== NO) ?? null;
}

/** Notes that a .config has a line on this member: the last line read decides. */
export function preferMember(choice: Menu, member: Sym): void {
  const { members } = choice;
  const at = members.indexOf(member);
  if (at > 0) {
    members.splice(at, 1);
    members.unshift(member);
  }
}
