// A list of what is in an initramfs: as lsinitramfs, lsinitrd, lsinitcpio and cpio -t print it.
import type { CpioEntry } from './cpio.js';
import { makeInitramfsGatherer } from './gather.js';
import type { InitramfsFacts } from './initramfs.js';
import { moduleFolder, starters } from './marks.js';

/** "-rw-r--r--   1 root     root        23456 Jan  1  1970 usr/lib/modules/...": the mode, and the path behind the time. */
const longLine = /^([-dlbcps])[-rwxsStT]{9}[.+@]?\s+\d+\s+\S+\s+\S+\s+\d[\d,]*\s+\S+\s+\S+\s+\S+\s(.+)$/;

const kinds: Readonly<Record<string, CpioEntry['kind']>> = { '-': 'file', d: 'folder', l: 'link' };

/**
 * Reads a list of the files in an initramfs: paths, or lines as `ls -l` has them. Of what is in the files it tells
 * nothing, and of how the image is packed. Null if the text is no such list: none of its lines names a module or /init.
 */
export function readInitramfsListing(text: string): InitramfsFacts | null {
  const gatherer = makeInitramfsGatherer();
  let isListing = false;
  for (const line of text.split('\n')) {
    const entry = entryOf(line.trimEnd());
    if (entry === null) continue;
    isListing ||= starters.includes(entry.path) || moduleFolder.test(entry.path);
    gatherer.entry(entry);
  }
  if (!isListing) return null;
  const problems = gatherer.isOver()
    ? [{ code: 'limit' as const, offset: 0, detail: 'more entries than are kept' }]
    : [];
  return { size: text.length, archives: [], ...gatherer.done(), unpackedSize: 0, problems };
}

function entryOf(line: string): CpioEntry | null {
  const [, letter, rest] = longLine.exec(line) ?? [];
  if (rest === undefined) {
    const path = pathOf(line);
    return /\s/.test(path) || path === '' ? null : { path, kind: 'file', size: 0, executable: true };
  }
  const path = pathOf(letter === 'l' ? rest.replace(/ -> .*$/, '') : rest);
  return { path, kind: kinds[letter!] ?? 'other', size: 0, executable: true };
}

const pathOf = (text: string) => text.replace(/^(?:\.?\/)+/, '');
