import { closeSync, constants, lstatSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the folder, which must not be there or be empty, and writes the files into it, for the user's eyes alone. Nothing is
 * overwritten and no link is followed. Null if done, else why not.
 */
export function writeFolder(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): string | null {
  try {
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats && (!stats.isDirectory() || readdirSync(folder).length > 0))
      return `${folder} is there already, and is no empty folder`;
    if (!stats) mkdirSync(folder, { mode: 0o700 });
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    for (const { name, bytes } of files) {
      const file = openSync(join(folder, name), O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0), 0o600);
      try {
        writeFileSync(file, bytes);
      } finally {
        closeSync(file);
      }
    }
    return null;
  } catch (error) {
    return `${folder}: cannot be written (${(error as Error).message})`;
  }
}
