import { hasHead, linesOf } from './lines.js';
import type { LoadedModulesFacts } from './record.js';

export const isLsmod = (text: string): boolean => hasHead(text, /^Module\s+Size\s+Used by\b/);

/** `lsmod`, or /proc/modules, whose lines begin alike. */
export function readLsmod(text: string): LoadedModulesFacts {
  const modules = new Map<string, number>();
  for (const { line, text: whole } of linesOf(text)) {
    const found = /^([\w-]{1,80})\s+\d{1,12}\s+-?\d{1,6}(?:\s|$)/.exec(whole);
    if (found) modules.set(found[1]!.replaceAll('-', '_'), line);
  }
  return { kind: 'loaded-modules', modules };
}

export const isProcModules = (text: string): boolean =>
  hasHead(text, /^[\w-]{1,80} \d{1,12} -?\d{1,6} \S+ (?:Live|Loading|Unloading) 0x[0-9a-f]+/);
