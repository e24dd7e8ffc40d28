import { closeSync, fstatSync, readSync } from 'node:fs';
import { InputError } from '../input/input-error.js';

/** Reads all of an open file, at most `limit` bytes and one more, and closes it. Throws InputError if reading fails. */
export function readAll(file: number, limit: number): Uint8Array {
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    // Files of /proc and pipes have no size; one byte more than the size finds the end in one read.
    let step = Math.min(fstatSync(file).size + 1, limit + 1);
    if (step === 1) step = 1 << 16;
    while (size <= limit) {
      const chunk = Buffer.allocUnsafe(Math.min(step, limit + 1 - size));
      const length = readSync(file, chunk, 0, chunk.length, null);
      if (length === 0) break;
      chunks.push(chunk.subarray(0, length));
      size += length;
      step = Math.max(step, 1 << 16);
    }
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  } catch (error) {
    throw new InputError(readable(error));
  } finally {
    closeSync(file);
  }
}

/** Why the file system refused, in words that follow the path. */
export function readable(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read (permission denied)';
    case 'EISDIR':
      return 'is a folder';
    case 'ENAMETOOLONG':
      return 'is too long for a path';
    case 'ELOOP':
      return 'is a link that leads to itself';
    default:
      return `cannot be read (${(error as Error).message})`;
  }
}
