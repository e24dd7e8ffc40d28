// extlinux.conf, syslinux.cfg and pxelinux's files. Xen is loaded there by mboot.c32, its modules parted by "---".
import { linesOf, splitWord } from './lines.js';
import { addFirst, addModule, finishDraft, loadedFile, type MenuDraft, menuFacts, newDraft } from './menu.js';
import type { MenuEntry, MenuFacts } from './record.js';

export const isExtlinux = (text: string): boolean =>
  /^\s*label\s+\S/im.test(text) && /^\s*(?:kernel|linux|com32|append|fdt)\s+\S/im.test(text);

export function readExtlinux(text: string): MenuFacts {
  const named = new Map<string, MenuEntry>();
  let wanted: string | null = null;
  let draft: MenuDraft | null = null;
  let name = '';
  let append: { line: number; text: string } | null = null;
  const end = () => {
    if (!draft) return;
    if (append) apply(draft, append.line, append.text);
    const [found] = finishDraft(draft);
    if (found) named.set(name, found);
    append = null;
  };
  for (const { line, text: whole } of linesOf(text)) {
    const [word, rest] = splitWord(whole);
    switch (word.toLowerCase()) {
      case 'label':
        end();
        name = rest;
        draft = newDraft(line, rest);
        break;
      case 'default':
      case 'ontimeout':
        wanted ??= rest;
        break;
      case 'menu':
        if (draft && /^label\s/i.test(rest)) draft.title = splitWord(rest)[1].replace('^', '');
        else if (draft && /^default$/i.test(rest)) wanted = name;
        break;
      case 'kernel':
      case 'linux':
      case 'com32':
        if (draft) addFirst(draft, 'kernel', loadedFile(line, rest));
        break;
      case 'append':
        append = { line, text: rest };
        break;
      case 'initrd':
        draft?.ramdisks.push(loadedFile(line, rest));
    }
  }
  end();
  return menuFacts(
    'extlinux.conf',
    [...named.values()],
    wanted === null ? null : (named.get(wanted) ?? null),
  );
}

/** `append` is the command line, or what mboot.c32 loads. */
function apply(draft: MenuDraft, line: number, text: string): void {
  if (/(?:^|\/)mboot\.c32$/.test(draft.kernel?.path ?? '')) {
    draft.kernel = null;
    const [first, ...modules] = text.split(/\s---\s/);
    addFirst(draft, 'multiboot', loadedFile(line, first ?? ''));
    for (const module of modules) addModule(draft, loadedFile(line, module));
    return;
  }
  const initrd = /(?:^|\s)initrd=(\S+)/.exec(text)?.[1];
  if (initrd !== undefined) draft.ramdisks.push(loadedFile(line, initrd));
  if (draft.kernel) draft.kernel = { ...draft.kernel, commandLine: text };
}
