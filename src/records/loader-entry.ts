// An entry of the Boot Loader Specification: a file of loader/entries.
import { linesOf, splitWord } from './lines.js';
import { addFirst, finishDraft, loadedFile, menuFacts, newDraft } from './menu.js';
import type { MenuFacts } from './record.js';

const key =
  /^(?:title|version|machine-id|sort-key|linux|initrd|efi|uki|options|devicetree|architecture|id|grub_\w+)[ \t]+\S/;

export function isLoaderEntry(text: string): boolean {
  const lines = linesOf(text.slice(0, 1 << 16)).filter(({ text: one }) => /^\s*[^#\s]/.test(one));
  return (
    lines.length >= 2 &&
    lines.length <= 60 &&
    lines.every(({ text: one }) => key.test(one)) &&
    lines.some(({ text: one }) => /^(?:linux|efi|uki)[ \t]/.test(one))
  );
}

export function readLoaderEntry(text: string): MenuFacts {
  const draft = newDraft(1, null);
  const options: string[] = [];
  for (const { line, text: whole } of linesOf(text)) {
    const [word, rest] = splitWord(whole);
    if (word === 'title') draft.title = rest;
    else if (word === 'linux') addFirst(draft, 'linux', loadedFile(line, rest));
    else if (word === 'efi' || word === 'uki') addFirst(draft, 'efi', loadedFile(line, rest));
    else if (word === 'initrd') draft.ramdisks.push(loadedFile(line, rest));
    else if (word === 'options') options.push(rest);
  }
  const commandLine = options.join(' ');
  if (draft.kernel) draft.kernel = { ...draft.kernel, commandLine };
  else if (draft.xen) draft.xen = { ...draft.xen, commandLine };
  return menuFacts('boot loader entry', finishDraft(draft));
}
