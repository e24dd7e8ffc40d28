// What the menus of all boot loaders have in common.
import type { LoadCommand, LoadedFile, MenuEntry, MenuFacts } from './record.js';
import { splitWord } from './lines.js';

/** An entry that is still being read: Xen is the first that is loaded, the kernel the next, then ramdisks. */
export interface MenuDraft {
  line: number;
  title: string | null;
  command: LoadCommand | null;
  xen: LoadedFile | null;
  kernel: LoadedFile | null;
  ramdisks: LoadedFile[];
}

export const newDraft = (line: number, title: string | null): MenuDraft => ({
  line,
  title,
  command: null,
  xen: null,
  kernel: null,
  ramdisks: [],
});

export function finishDraft({ command, ...rest }: MenuDraft): MenuEntry[] {
  return command === null ? [] : [{ ...rest, command }];
}

/** "xen", "xen.gz", "xen-4.17-amd64.gz", "xen-4.17.efi". */
export const isXenPath = (path: string): boolean => /(?:^|\/)xen(?:-syms)?(?:[-.][^/]*)?$/.test(path);

/** The words of a command that loads a file; options before the path are skipped, and GRUB's variables are nothing. */
export function loadedFile(line: number, words: string): LoadedFile {
  let rest = words.replace(/\$\{?\w+\}?/g, ' ').trim();
  while (/^--?\w/.test(rest)) rest = splitWord(rest)[1];
  const [path, commandLine] = splitWord(rest);
  return {
    line,
    path: path.replace(/^\(\w[\w,]*\)/, '').replace(/^(["'])(.*)\1$/, '$2'),
    // The word that stands for the path, which GRUB 2 does not pass on.
    commandLine: commandLine
      .replace(/^placeholder\b ?/, '')
      .replace(/\s+/g, ' ')
      .trim(),
  };
}

/** Puts in a module of a multiboot kernel: the kernel of dom0 comes first, then its ramdisk. */
export function addModule(draft: MenuDraft, file: LoadedFile): void {
  if (draft.xen && !draft.kernel) draft.kernel = file;
  else draft.ramdisks.push(file);
}

/** Puts in what is loaded first. */
export function addFirst(draft: MenuDraft, command: LoadCommand, file: LoadedFile): void {
  draft.command = command;
  if (command !== 'linux' && isXenPath(file.path)) draft.xen = file;
  else draft.kernel = file;
}

export function menuFacts(
  syntax: MenuFacts['syntax'],
  entries: readonly MenuEntry[],
  usual: MenuEntry | null = null,
): MenuFacts {
  return {
    kind: 'boot-menu',
    syntax,
    entries,
    usual: usual ?? entries.find(({ xen }) => xen) ?? entries[0] ?? null,
  };
}

/**
 * The release of Xen in the name of its file: "xen-4.6-amd64.gz" is 4.6. Null for names without one, and for numbers that are
 * none of Xen's.
 */
export function xenInName(path: string): string | null {
  const found = /(?:^|\/)xen(?:-syms)?-([345]\.\d{1,2}(?:\.\d{1,2})?)(?![\d.]*\d)[^/]*$/.exec(path);
  return found?.[1] ?? null;
}

/** The release of Linux in the name of a kernel: "vmlinuz-6.1.0-50-amd64". */
export function linuxInName(path: string): string | null {
  const found = /(?:^|\/)(?:vmlinu[xz]|kernel|bzImage|linux)-(\d{1,2}\.\d{1,3}[\w.+~-]{0,80})$/.exec(path);
  return found?.[1]?.replace(/\.(?:gz|xz|efi)$/, '') ?? null;
}
