import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

/**
 * Writes beside the target and renames, so that nobody ever sees half a file; a link is followed, and anything but a
 * regular file (/dev/stdout, a pipe) is written directly. Null if done, else why not.
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
      writeWhole(beside, text, stats ? stats.mode & 0o777 : 0o666);
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

/** Flushed to disk before it gets its name, so that a crash leaves either the old file or the new one. */
function writeWhole(path: string, text: string | Uint8Array, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Writes a file that must not be there yet, or with `force` may be; never through a link, and never in the place of anything
 * but a file. Null if done, else why not.
 */
export function writeNew(path: string, text: string, force: boolean): string | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats && !stats.isFile()) return `${path} is there already, and is no file that could be replaced`;
    if (stats && !force) return `${path} is there already; --force replaces it`;
    if (stats) return writeAtomically(path, text);
    // Fails where anything, a link too, came into the place since.
    writeWhole(path, text, 0o666);
    return null;
  } catch (error) {
    return `${path}: cannot be written (${(error as Error).message})`;
  }
}

/** Writes the file and keeps the old content as FILE.orig, which must not exist yet. Null if done, else why not. */
export function replaceKeeping(path: string, text: string): string | null {
  try {
    copyFileSync(path, `${path}.orig`, constants.COPYFILE_EXCL);
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    return exists ? `${path}.orig is there already; move it away first` : `${path}.orig cannot be written`;
  }
  return writeAtomically(path, text);
}
