import type { ConfinedFiles, Files, InputPath } from './files.js';
import { InputError } from './input-error.js';
import { lastName, joinPath } from './paths.js';
import { bytesSource } from './source.js';

/** Files that are bytes in memory, by their paths, such as "boot/config-6.12": for a page, a test, another program. */
export function namedBytes(given: Iterable<readonly [string, Uint8Array]>): Files {
  const files = new Map([...given].map(([path, bytes]) => [normal(path), bytes]));
  const at = (path: string): Uint8Array => {
    const bytes = files.get(normal(path));
    if (bytes) return bytes;
    throw new InputError(isFolder(path) ? 'is a folder' : 'does not exist');
  };
  const below = (folder: string) => {
    const prefix = normal(folder) === '.' ? '' : `${normal(folder)}/`;
    return [...files.keys()].filter(path => path.startsWith(prefix)).map(path => path.slice(prefix.length));
  };
  const isFolder = (path: string) => normal(path) === '.' || below(path).length > 0;
  const named: ConfinedFiles = {
    kind: path => (files.has(normal(path)) ? 'file' : isFolder(path) ? 'folder' : null),
    read: async (path, limit) => at(path).subarray(0, limit + 1),
    open: async path => ({ ...bytesSource(at(path)), close: () => {} }),
    names(folder, which) {
      const names = below(folder).filter(
        path => which === undefined || path.includes('/') === (which === 'folders'),
      );
      return [...new Set(names.map(path => path.split('/')[0]!))].sort();
    },
    async expand(words, { names, kind, base = '' }) {
      const found = new Map<string, InputPath>();
      const wanted = names.map(pattern);
      for (const word of words) {
        const path = normal(word.startsWith('/') ? word : joinPath(base, word));
        if (files.has(path)) found.set(path, { path, problem: null });
        else if (isFolder(path)) {
          const inside = below(path)
            .filter(name => wanted.some(glob => glob.test(lastName(name))))
            .sort();
          if (inside.length === 0)
            found.set(path, { path, problem: `is a folder without kernel ${kind}`, folder: true });
          for (const name of inside)
            found.set(joinPath(path, name), { path: joinPath(path, name), problem: null, found: true });
        } else found.set(path, { path, problem: 'does not exist' });
      }
      return [...found.values()];
    },
    relative: (path, folder = '.') => {
      const from = normal(folder) === '.' ? [] : normal(folder).split('/');
      const to = normal(path).split('/');
      let shared = 0;
      while (shared < from.length && from[shared] === to[shared]) shared++;
      return joinPath(...from.slice(shared).map(() => '..'), ...to.slice(shared));
    },
    confined: () => named,
    refusal: path => (normal(path).startsWith('..') ? 'lies outside of the files that were given' : null),
  };
  return named;
}

const normal = (path: string): string => joinPath(path);

/** A glob for file names with *, [abc] and {a,b}: all that the names of configs and images need. */
function pattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^$()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replace(/\{([^}]*)\}/g, (_, words: string) => `(?:${words.replaceAll(',', '|')})`);
  return new RegExp(`^${source}$`);
}
