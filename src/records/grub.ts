// GRUB 2's grub.cfg, or an entry cut out of it. Its script is not run: both sides of an `if` are read.
import { linesOf, splitWord } from './lines.js';
import { addFirst, addModule, finishDraft, isXenPath, loadedFile, menuFacts, newDraft } from './menu.js';
import type { LoadCommand, MenuEntry, MenuFacts } from './record.js';

const entry = /^\s*menuentry\s/m;
const loads = /^\s*(?:multiboot2?|linux(?:16|efi)?|xen_hypervisor|chainloader)\s+\S/m;
const more = /^\s*(?:module2?|initrd(?:16|efi)?|xen_module|xen_linux)\s+\S/m;

export const isGrub = (text: string): boolean =>
  loads.test(text) && (entry.test(text) || (more.test(text) && !/^\s*(?:title|label)\s/im.test(text)));

const firsts: Readonly<Record<string, LoadCommand>> = {
  multiboot: 'multiboot',
  multiboot2: 'multiboot2',
  linux: 'linux',
  linux16: 'linux',
  linuxefi: 'linux',
  xen_hypervisor: 'xen_hypervisor',
  chainloader: 'chainloader',
};

export function readGrub(text: string): MenuFacts {
  const entries: MenuEntry[] = [];
  /** What stands outside of every submenu, in order: entries, and null for a submenu. */
  const top: (MenuEntry | null)[] = [];
  let wanted: string | null = null;
  let draft = newDraft(1, null);
  let depth = 0;
  let submenus = 0;
  const end = () => {
    const found = finishDraft(draft);
    entries.push(...found);
    if (submenus === 0 && (draft.title !== null || found.length)) top.push(found[0] ?? null);
    draft = newDraft(0, null);
  };
  for (const { line, text: whole } of linesOf(text)) {
    const [word, rest] = splitWord(whole);
    if (word === 'menuentry' || word === 'submenu') {
      if (draft.command !== null) end();
      const title = /^(["'])(.*?)\1/.exec(rest)?.[2] ?? splitWord(rest)[0];
      if (word === 'menuentry') draft = newDraft(line, title);
      else {
        if (submenus === 0) top.push(null);
        submenus++;
      }
      depth = word === 'menuentry' ? 1 : 0;
      continue;
    }
    if (word === '}') {
      if (depth > 0) {
        end();
        depth = 0;
      } else if (submenus > 0) submenus--;
      continue;
    }
    const set = /^set\s+default=["']?([^"'\s]{1,200})/.exec(whole.trim());
    if (set && !set[1]!.startsWith('$')) wanted = set[1]!;
    if (draft.line === 0) draft.line = line;
    const first = firsts[word];
    if (first) {
      // The other branch of an `if` loads the same thing by another command: the first one is kept.
      if (draft.command === null) addFirst(draft, first, loadedFile(line, rest));
    } else if (/^(?:module2?|xen_module)$/.test(word)) {
      const file = loadedFile(line, rest);
      // Xen is told by its file; what has modules and another name may be it, too.
      if (
        draft.kernel &&
        !draft.xen &&
        draft.command?.startsWith('multiboot') &&
        isXenPath(draft.kernel.path)
      )
        draft.xen = draft.kernel;
      addModule(draft, file);
    } else if (word === 'xen_linux') draft.kernel ??= loadedFile(line, rest);
    else if (/^(?:initrd(?:16|efi)?|xen_initrd)$/.test(word)) draft.ramdisks.push(loadedFile(line, rest));
  }
  if (draft.command !== null) end();
  const number = wanted !== null && /^\d{1,3}$/.test(wanted) ? Number(wanted) : null;
  const usual =
    number !== null
      ? top[number]
      : wanted === null
        ? null
        : entries.find(({ title }) => title === wanted!.split('>').at(-1));
  return menuFacts('grub.cfg', entries, usual ?? null);
}
