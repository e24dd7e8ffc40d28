import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { type WriteTarget, writeTarget } from './inside.js';
import { writeWhole } from './write-whole.js';

/**
 * Writes a plain file: beside the target first, which is then renamed, so that nobody ever sees half a file. A link that
 * leads out of the repository, or out of the working folder, is not followed (see writeTarget). Null if done, else why not.
 */
export function writeAtomically(path: string, text: string | Uint8Array | Iterable<string>): string | null {
  try {
    const target = writeTarget(path);
    if (target.problem !== null) return `${path}: cannot be written: it ${target.problem}`;
    replace(target, text);
    return null;
  } catch (error) {
    return `${path}: cannot be written (${(error as Error).message})`;
  }
}

function replace(
  target: Extract<WriteTarget, { problem: null }>,
  text: string | Uint8Array | Iterable<string>,
): void {
  const beside = `${target.path}.${process.pid}.tmp`;
  try {
    // Nobody runs what is written here.
    writeFlushed(beside, text, (target.mode ?? 0o666) & 0o666);
    renameSync(beside, target.path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Flushed to disk before it gets its name, so that a crash leaves either the old file or the new one. */
function writeFlushed(path: string, text: string | Uint8Array | Iterable<string>, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    for (const part of typeof text === 'string' || text instanceof Uint8Array ? [text] : text)
      writeWhole(file, typeof part === 'string' ? Buffer.from(part) : part);
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
    const target = writeTarget(path);
    if (target.problem !== null) return `${path}: cannot be written: it ${target.problem}`;
    if (stats) replace(target, text);
    // Fails where anything, a link too, came into the place since.
    else writeFlushed(target.path, text, 0o666);
    return null;
  } catch (error) {
    return `${path}: cannot be written (${(error as Error).message})`;
  }
}

/** Writes the file and keeps the old content as FILE.orig, which must not exist yet. Null if done, else why not. */
export function replaceKeeping(path: string, text: string): string | null {
  try {
    const target = writeTarget(path);
    if (target.problem !== null) return `cannot be written: it ${target.problem}`;
    copyFileSync(target.path, `${target.path}.orig`, constants.COPYFILE_EXCL);
    replace(target, text);
    return null;
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    return exists
      ? `${path}.orig is there already; move it away first`
      : `cannot be written (${(error as Error).message})`;
  }
}
