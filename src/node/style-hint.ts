import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryName } from '../gate/repository.js';
import { styleOf } from '../gate/styles.js';

/** For a folder whose files form configs only together: where to read how to check it; null for any other. */
export function styleHint(folder: string): string | null {
  const style = styleOf(path => existsSync(join(folder, path)));
  if (!style) return null;
  return `${folder} looks like ${style.name}, whose configs are made of several files: docs/repositories/${style.page}.md has the ${repositoryName} for it`;
}
