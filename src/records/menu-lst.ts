// GRUB legacy's menu.lst or grub.conf.
import { linesOf, splitWord } from './lines.js';
import { addFirst, addModule, finishDraft, loadedFile, menuFacts, newDraft } from './menu.js';
import type { MenuEntry, MenuFacts } from './record.js';

export const isMenuLst = (text: string): boolean =>
  /^title[ \t]+\S/m.test(text) && /^[ \t]*(?:kernel|chainloader)[ \t]+\S/m.test(text);

export function readMenuLst(text: string): MenuFacts {
  const entries: MenuEntry[] = [];
  const numbered: (MenuEntry | undefined)[] = [];
  let wanted = 0;
  let draft = newDraft(1, null);
  const end = () => {
    const [found] = finishDraft(draft);
    if (found) entries.push(found);
    if (draft.title !== null) numbered.push(found);
  };
  for (const { line, text: whole } of linesOf(text)) {
    const [word, rest] = splitWord(whole.replace(/^(\s*\w+)=/, '$1 '));
    if (word === 'title') {
      end();
      draft = newDraft(line, rest);
    } else if (word === 'default' && /^\d{1,3}$/.test(rest)) wanted = Number(rest);
    else if (word === 'kernel') addFirst(draft, 'kernel', loadedFile(line, rest));
    else if (word === 'chainloader') addFirst(draft, 'chainloader', loadedFile(line, rest));
    else if (word === 'module') addModule(draft, loadedFile(line, rest));
    else if (word === 'initrd') draft.ramdisks.push(loadedFile(line, rest));
  }
  end();
  return menuFacts('menu.lst', entries, numbered[wanted] ?? null);
}
