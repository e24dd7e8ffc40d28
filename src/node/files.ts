import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { InputError } from '../input/input-error.js';
import type { Io } from './io.js';

/** What to look for in a folder: the names that kernel configs go by. */
export const configNames = [
  'config',
  '.config',
  'config-*',
  'config.*',
  '*.config',
  '*.config.gz',
  '*defconfig',
  '*.config-*',
];

/** And those of kernel images. */
export const imageNames = [
  'vmlinu[xz]',
  'vmlinuz-*',
  'vmlinux-[0-9]*',
  'vmlinu[xz].{gz,bz2,lzma,xz,lzo,lz4,zst,efi,stripped}',
  'bzImage*',
  'zImage*',
  'uImage*',
  'Image',
  'Image.{gz,bz2,lzma,xz,lzo,lz4,zst}',
  'Image-[0-9]*',
  'kernel-[0-9]*',
  '*.efi',
];

export interface Named {
  readonly path: string;
  /** Why there is nothing to read at that path; null for a file that may be read. */
  readonly problem: string | null;
  /** It is a folder, and nothing with one of the names is in it. */
  readonly folder?: true;
}

/**
 * The files that arguments stand for, each once, sorted within a glob or folder: a path as it is, "-" for standard
 * input, a folder for the files with one of the names in it, a glob for what it matches. What stands for nothing comes
 * with the problem; `kind` is the word for what a folder lacks. Words are relative to `base`, where there is one.
 */
export async function expand(
  words: readonly string[],
  names: readonly string[] = configNames,
  kind = 'configs (config-*, *.config, .config, *defconfig)',
  base = '',
): Promise<Named[]> {
  const found = new Map<string, Named>();
  const add = (path: string, problem: string | null = null, folder = false) => {
    if (!found.has(path)) found.set(path, { path, problem, ...(folder && { folder }) });
  };
  for (const given of words) {
    if (given === '-') {
      add('-');
      continue;
    }
    const word = base && !isAbsolute(given) ? join(base, given) : given;
    let stats: Stats | undefined;
    try {
      stats = statSync(word, { throwIfNoEntry: false });
    } catch (error) {
      add(word, readable(error));
      continue;
    }
    if (stats?.isDirectory()) {
      const files = await glob(
        names.map(name => `**/${name}`),
        word,
      );
      if (files.length === 0) add(word, `is a folder without kernel ${kind}`, true);
      for (const file of files) add(join(word, file));
    } else if (stats) add(word);
    else if (/[*?[\]{}()!]/.test(given)) {
      const files = await glob([given], base || '.');
      if (files.length === 0) add(word, 'matches no file');
      for (const file of files) add(base && !isAbsolute(file) ? join(base, file) : file);
    } else add(word, 'does not exist');
  }
  return [...found.values()];
}

/** Is there a folder at that path, as far as one may see? */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The configs in a folder by their paths below it, sorted. */
export function configsIn(folder: string): Promise<string[]> {
  return glob(
    configNames.map(name => `**/${name}`),
    folder,
  );
}

async function glob(patterns: string[], cwd: string): Promise<string[]> {
  const { default: fastGlob } = await import('fast-glob');
  const files = await fastGlob(patterns, {
    cwd,
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: false,
    suppressErrors: true,
  });
  return files.sort();
}

/** Most bytes of a kernel image that `check` takes from a pipe; a file may have any size. */
export const pipedImageLimit = 256 << 20;

/** Is it standard input, a pipe or a socket: what can be read but once? */
export function isPiped(path: string): boolean {
  if (path === '-') return true;
  try {
    const stats = statSync(path);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    // Who opens it says why it can't be read.
    return false;
  }
}

/**
 * The bytes of a file or of standard input, at most `limit` and one more, so that a reader sees that it was too long.
 * Throws InputError if it cannot be read.
 */
export async function readInput(path: string, limit: number, io: Io): Promise<Uint8Array> {
  if (path === '-') return io.readStdin(limit);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new InputError(readable(error));
  }
  return readAll(file, limit);
}

/** All that an open file brings, at most `limit` bytes and one more; closes it. Throws InputError if reading fails. */
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

/** Why the file system refuses, in words that follow the path. */
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
