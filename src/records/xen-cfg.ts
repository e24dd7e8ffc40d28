// The file that xen.efi reads: sections with kernel=, ramdisk= and options=.
import { linesOf, splitWord } from './lines.js';
import { loadedFile, menuFacts } from './menu.js';
import type { LoadedFile, MenuEntry, MenuFacts } from './record.js';

export const isXenCfg = (text: string): boolean =>
  /^\s*\[[\w. -]{1,100}\]\s*$/m.test(text) &&
  /^\s*kernel\s*=\s*\S/m.test(text) &&
  !/^\s*\[(?:Unit|Service)\]/m.test(text);

interface Section {
  readonly line: number;
  readonly keys: Map<string, { line: number; value: string }>;
}

export function readXenCfg(text: string): MenuFacts {
  const sections = new Map<string, Section>();
  let section: Section | null = null;
  for (const { line, text: whole } of linesOf(text)) {
    const heading = /^\s*\[([^\]]{1,100})\]/.exec(whole)?.[1];
    if (heading !== undefined) {
      section = { line, keys: new Map() };
      sections.set(heading, section);
      continue;
    }
    const found = /^\s*(\w[\w.]{0,40})\s*=\s*(.*)$/.exec(whole);
    if (found && section) section.keys.set(found[1]!, { line, value: found[2]!.trim() });
  }
  const global = sections.get('global')?.keys;
  const entries = new Map<string, MenuEntry>();
  for (const [name, { line, keys }] of sections) {
    const get = (key: string) => keys.get(key) ?? global?.get(key);
    const file = (key: string): LoadedFile | null => {
      const found = get(key);
      return found ? loadedFile(found.line, found.value) : null;
    };
    const kernel = keys.has('kernel') ? file('kernel') : null;
    if (!kernel) continue;
    const options = get('options');
    const ramdisk = file('ramdisk');
    entries.set(name, {
      line,
      title: name,
      command: 'efi',
      xen: { line: options?.line ?? line, path: 'xen.efi', commandLine: options?.value ?? '' },
      kernel,
      ramdisks: ramdisk ? [ramdisk] : [],
    });
  }
  const wanted = global?.get('default');
  return menuFacts(
    'xen.cfg',
    [...entries.values()],
    (wanted && entries.get(splitWord(wanted.value)[0])) ?? null,
  );
}
