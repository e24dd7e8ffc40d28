import { type Menu, YES } from '../values/model.js';

/** Puts the members of a choice in a random order of preference, behind those that the user asked for. */
export function decideOrder(choice: Menu, random: () => number): void {
  const open = (): number => choice.entries.filter(member => !member.hasUser).length;
  for (let count = open(); count > 0; count--) {
    let skip = random() % count;
    for (const member of choice.entries) {
      if (!member.hasUser) skip--;
      if (skip >= 0) continue;
      member.userTri = YES;
      member.hasUser = true;
      choice.members = [...choice.members.filter(other => other !== member), member];
      break;
    }
  }
}
