// A commit as files: its tree is listed once, and its files are read by one git that stays open.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Revision } from '../api/ports.js';
import { matchesGlob, parseGlob } from '../input/glob.js';
import type { ConfinedFiles, FileSearch, InputPath } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { joinPath, parentOf } from '../input/paths.js';
import { bytesSource } from '../input/source.js';
import { type Environment, git, invocation, prefixIn } from './git.js';

interface Blob {
  readonly object: string;
  readonly size: number;
}

interface Tree {
  readonly blobs: ReadonlyMap<string, Blob>;
  /** What is neither a file nor a folder, with the reason why it is not read. */
  readonly others: ReadonlyMap<string, string>;
  /** By path, "." at the top. */
  readonly folders: ReadonlyMap<string, { readonly files: string[]; readonly folders: Set<string> }>;
}

/** Bytes of a listing: a tree of a kernel has 100,000 files and takes 10 MB. */
const listingLimit = 256 << 20;
/** Bytes. Nothing that is read whole is larger but images, which are told from their beginning. */
const largest = 64 << 20;

/** Opens a revision of the repository of the working folder; null if there is none of that name. Throws InputError. */
export async function openRevision(word: string, environment: Environment): Promise<Revision | null> {
  if (word.startsWith('-')) return null;
  const run = (args: readonly string[], limit = 1 << 16) => git(args, limit, environment);
  const found = await run(['rev-parse', '--verify', '--quiet', `${word}^{commit}`]).catch(noRepository);
  const commit = found?.stdout.toString().trim() ?? '';
  if (!found || found.error || !/^[0-9a-f]{40,64}$/.test(commit)) return null;
  const place = await run(['rev-parse', '--show-toplevel']);
  const top = place.error ? '' : place.stdout.toString().replace(/\n$/, '');
  const listing = await run(['ls-tree', '-r', '-z', '-l', '--full-tree', commit], listingLimit);
  if (listing.error)
    throw new InputError(`cannot be listed by git (${listing.error.message.split('\n')[0]})`);
  const tree = treeOf(listing.stdout.toString());
  const reader = openReader(environment);
  return {
    commit,
    top: top === '' ? process.cwd() : resolve(top),
    here: prefixIn(environment).replace(/\/$/, ''),
    files: treeFiles(tree, reader.read),
    async renames(later) {
      const args = ['diff-tree', '-r', '-z', '-M', '--no-ext-diff', '--diff-filter=R', '--name-status'];
      const said = await run([...args, commit, later], listingLimit);
      const words = said.error ? [] : said.stdout.toString().split('\0');
      const renamed = new Map<string, string>();
      for (let at = 0; at + 2 < words.length; at += 3) renamed.set(words[at + 1]!, words[at + 2]!);
      return renamed;
    },
    close: reader.close,
  };
}

/** Where there is no repository, no word is a revision of it. */
function noRepository(error: unknown): null {
  if (error instanceof InputError) return null;
  throw error;
}

/** Reads a line for each file: mode, type, object, size, and after a tab the path. */
function treeOf(listing: string): Tree {
  const blobs = new Map<string, Blob>();
  const others = new Map<string, string>();
  const folders = new Map([['.', { files: [] as string[], folders: new Set<string>() }]]);
  const folderAt = (path: string) => {
    let found = folders.get(path);
    for (let at = path; !found; at = parentOf(at)) {
      const above = parentOf(at);
      const isNew = !folders.has(above);
      if (!folders.has(at)) folders.set(at, { files: [], folders: new Set() });
      if (isNew) folders.set(above, { files: [], folders: new Set() });
      folders.get(above)!.folders.add(at.slice(above === '.' ? 0 : above.length + 1));
      if (!isNew) found = folders.get(path);
    }
    return found;
  };
  for (const entry of listing.split('\0')) {
    const tab = entry.indexOf('\t');
    if (tab < 0) continue;
    const path = entry.slice(tab + 1);
    const [mode = '', type, object = '', size] = entry.slice(0, tab).split(/ +/);
    if (type === 'blob' && mode.startsWith('100')) {
      blobs.set(path, { object, size: Number(size) });
      const folder = parentOf(path);
      folderAt(folder).files.push(path.slice(folder === '.' ? 0 : folder.length + 1));
    } else
      others.set(path, type === 'blob' ? 'is a link, which is not followed in a revision' : 'is a submodule');
  }
  return { blobs, others, folders };
}

function treeFiles(
  { blobs, others, folders }: Tree,
  readBlob: (blob: Blob, limit: number) => Promise<Uint8Array>,
): ConfinedFiles {
  const normal = (path: string) => joinPath(path);
  const reason = (path: string) =>
    others.get(path) ?? (folders.has(path) ? 'is a folder' : 'does not exist in that revision');
  const read = async (path: string, limit: number) => {
    const blob = blobs.get(normal(path));
    if (!blob) throw new InputError(reason(normal(path)));
    return readBlob(blob, limit);
  };
  const matching = (globs: readonly string[], below: string) => {
    const parsed = globs.map(parseGlob);
    const prefix = below === '.' ? '' : `${below}/`;
    const inside = [...blobs.keys()].filter(path => path.startsWith(prefix));
    return inside.filter(path => parsed.some(glob => matchesGlob(glob, path.slice(prefix.length)))).sort();
  };
  const files: ConfinedFiles = {
    kind: path => (blobs.has(normal(path)) ? 'file' : folders.has(normal(path)) ? 'folder' : null),
    read,
    async open(path) {
      return { ...bytesSource(await read(path, largest)), close: () => {} };
    },
    names(folder, which) {
      const found = folders.get(normal(folder));
      if (!found) throw new InputError(reason(normal(folder)));
      return [
        ...(which === 'folders' ? [] : found.files),
        ...(which === 'files' ? [] : found.folders),
      ].sort();
    },
    async expand(words, search: FileSearch) {
      const { names, kind, base = '' } = search;
      const found = new Map<string, InputPath>();
      const add = (path: string, problem: string | null = null, more: Partial<InputPath> = {}) => {
        if (!found.has(path)) found.set(path, { path, problem, ...more });
      };
      for (const word of words) {
        const path = normal(word.startsWith('/') ? word : joinPath(base, word));
        if (blobs.has(path)) add(path);
        else if (folders.has(path)) {
          // Without names the folder is the caller's to search.
          const inside =
            names.length === 0
              ? []
              : matching(
                  names.map(name => `**/${name}`),
                  path,
                );
          if (inside.length === 0) add(path, `is a folder without kernel ${kind}`, { folder: true });
          for (const each of inside) add(each, null, { found: true });
        } else if (!others.has(path) && /[*?[\]{}()!]/.test(word)) {
          const inside = matching([word], normal(base || '.'));
          if (inside.length === 0) add(path, 'matches no file');
          for (const each of inside) add(each, null, { found: true });
        } else add(path, reason(path));
      }
      return [...found.values()];
    },
    relative(path, folder = '.') {
      const [from, to] = [normal(folder), normal(path)];
      return from === '.' || !to.startsWith(`${from}/`) ? to : to.slice(from.length + 1);
    },
    // Nothing but the commit's own files is there, and a link in it is not followed.
    confined: () => files,
    refusal(path) {
      if (path === '-') return 'is standard input, which only the command line can name';
      return /^(?:\.\.(?:\/|$)|\/)/.test(normal(path)) ? 'lies outside of the repository' : null;
    },
  };
  return files;
}

/** Gives blobs from a git that answers one question after the other, and is ended by `close`. */
function openReader(environment: Environment): {
  read(blob: Blob, limit: number): Promise<Uint8Array>;
  close(): void;
} {
  let child: ReturnType<typeof batch> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  return {
    read({ object, size }, limit) {
      if (size > largest) throw new InputError(`is too large to be read from a revision (${size >> 20} MiB)`);
      const next = last.then(() => (child ??= batch(environment)).ask(object));
      last = next.catch(() => {});
      return next.then(bytes => bytes.subarray(0, limit + 1));
    },
    close: () => child?.end(),
  };
}

function batch(environment: Environment): { ask(object: string): Promise<Uint8Array>; end(): void } {
  const { args, options } = invocation(['cat-file', '--batch'], environment);
  const child = spawn('git', args, { ...options, stdio: ['pipe', 'pipe', 'ignore'] });
  let chunks: Buffer[] = [];
  let have = 0;
  /** Bytes that the answer has, with its head and the end of its line; null until the head was read. */
  let whole: { readonly from: number; readonly to: number } | null = null;
  let waiting: { resolve(bytes: Uint8Array): void; reject(error: Error): void } | null = null;
  const fail = (what: string) => {
    waiting?.reject(new InputError(`cannot be read from git (${what})`));
    waiting = null;
  };
  child.on('error', error => fail(error.message));
  child.on('close', () => fail('it ended'));
  child.stdin.on('error', error => fail(error.message));
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    have += chunk.length;
    if (whole === null) {
      const start = chunks.length > 1 ? Buffer.concat(chunks) : chunk;
      chunks = [start];
      const line = start.indexOf(10);
      if (line < 0) return;
      const [, type, size] = start.toString('latin1', 0, line).split(' ');
      if (type !== 'blob') {
        [chunks, have] = [[], 0];
        return fail('an object is missing');
      }
      whole = { from: line + 1, to: line + 1 + Number(size) };
    }
    if (have <= whole.to) return;
    const bytes = Buffer.concat(chunks).subarray(whole.from, whole.to);
    [chunks, have, whole] = [[], 0, null];
    waiting?.resolve(bytes);
    waiting = null;
  });
  return {
    ask: object =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        child.stdin.write(`${object}\n`);
      }),
    end: () => child.stdin.end(),
  };
}
