import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/**
 * Writes beside the target and renames, so that nobody ever sees half a file; a link is followed, and what is no
 * regular file (/dev/stdout, a pipe) is written to as it is. Null if done, else why not.
 */
export function writeAtomically(path: string, text: string | Uint8Array): string | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats && !stats.isFile()) {
      writeFileSync(path, text);
      return null;
    }
    const target = stats ? realpathSync(path) : path;
    const beside = `${target}.${process.pid}.tmp`;
    try {
      writeFileSync(beside, text, { flag: 'wx', ...(stats && { mode: stats.mode & 0o777 }) });
      renameSync(beside, target);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
    return null;
  } catch (error) {
    return `${path}: cannot be written (${(error as Error).message})`;
  }
}
