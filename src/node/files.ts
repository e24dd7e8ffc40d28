// The disk, as questions see it.
import { openSync, readdirSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileKind, Files, InputPath, FileSearch } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { confinedFiles } from './confined.js';
import { openFile } from './file-source.js';
import type { Io } from './io.js';
import { readable, readAll } from './read-all.js';

/** Files of the disk by their paths, and standard input as "-". */
export function diskFiles(io: Pick<Io, 'readStdin'>): Files {
  const files: Files = {
    kind: kindOf,
    read: async (path, limit) => (path === '-' ? io.readStdin(limit) : readFile(path, limit)),
    open: path => openFile(path, io),
    names: namesIn,
    expand,
    relative: (path, folder = process.cwd()) => relative(folder, resolve(path)).split(sep).join('/') || '.',
    confined: folder => confinedFiles(files, folder),
  };
  return files;
}

function kindOf(path: string): FileKind | null {
  if (path === '-') return 'stream';
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return null;
    if (stats.isDirectory()) return 'folder';
    return stats.isFIFO() || stats.isSocket() ? 'stream' : 'file';
  } catch {
    // Opening it later gives the reason why it can't be read.
    return null;
  }
}

function namesIn(folder: string, which?: 'files' | 'folders'): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter(entry => (which === 'files' ? entry.isFile() : which !== 'folders' || entry.isDirectory()))
      .map(entry => entry.name)
      .sort();
  } catch (error) {
    throw new InputError(readable(error));
  }
}

async function expand(
  words: readonly string[],
  { names, kind, base = '' }: FileSearch,
): Promise<InputPath[]> {
  const found = new Map<string, InputPath>();
  const add = (path: string, problem: string | null = null, more: Partial<InputPath> = {}) => {
    if (!found.has(path)) found.set(path, { path, problem, ...more });
  };
  for (const name of words) {
    // Questions know "/" alone, which Windows takes, too.
    const given = sep === '/' ? name : name.split(sep).join('/');
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
      const files =
        names.length > 0
          ? await glob(
              names.map(name => `**/${name}`),
              word,
            )
          : [];
      if (files.length === 0) add(word, `is a folder without kernel ${kind}`, { folder: true });
      for (const file of files) add(join(word, file), null, { found: true });
    } else if (stats) add(word);
    else if (/[*?[\]{}()!]/.test(given)) {
      const files = await glob([given], base || '.');
      if (files.length === 0) add(word, 'matches no file');
      for (const file of files)
        add(base && !isAbsolute(file) ? join(base, file) : file, null, { found: true });
    } else add(word, 'does not exist');
  }
  return [...found.values()];
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

/** The bytes of a file, at most `limit` and one more. Throws InputError if it cannot be read. */
function readFile(path: string, limit: number): Uint8Array {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new InputError(readable(error));
  }
  return readAll(file, limit);
}
