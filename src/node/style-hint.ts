import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { styleOf } from '../gate/styles.js';
import { pageAddress } from './version.js';

/** For a folder whose files form configs only together: how to have them checked; null for any other. */
export function styleHint(folder: string): string | null {
  const style = styleOf(path => existsSync(join(folder, path)));
  if (!style) return null;
  const page = pageAddress(`docs/repositories/${style.page}.md`);
  return `${folder} looks like ${style.name}, whose configs are made of several files: "xen-checkconfig init" proposes a file for it (${page})`;
}
