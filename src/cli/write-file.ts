import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes beside the target and renames, so that nobody ever sees half a file. Null if done, else why not. */
export function writeAtomically(path: string, text: string): string | null {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text, { flag: 'wx' });
    renameSync(beside, path);
    return null;
  } catch (error) {
    rmSync(beside, { force: true });
    return `${path}: cannot be written (${(error as Error).message})`;
  }
}
