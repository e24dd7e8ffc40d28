// The files of the disk that another file names.
import { isAbsolute, join } from 'node:path';
import type { ConfinedFiles, Files, FileSearch, InputPath } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { type Domain, domain } from './inside.js';
import { readable } from './read-all.js';

/** The files that may be named by a file in the folder. Throws InputError if there is no such folder. */
export function confinedFiles(files: Files, folder: string): ConfinedFiles {
  const { refusal } = opened(folder);
  const allowed = (path: string): string => {
    const problem = refusal(path);
    if (problem !== null) throw new InputError(problem);
    return path;
  };
  const confined: ConfinedFiles = {
    ...files,
    refusal,
    kind: path => (refusal(path) === null ? files.kind(path) : null),
    read: async (path, limit) => files.read(allowed(path), limit),
    open: async path => files.open(allowed(path)),
    names: (at, which) => files.names(allowed(at), which),
    async expand(words, search) {
      const found = new Map<string, InputPath>();
      for (const word of words) {
        const problem = wordRefusal(word, search, refusal);
        const paths = problem === null ? await files.expand([word], search) : [{ path: word, problem }];
        for (const one of paths)
          if (!found.has(one.path))
            found.set(one.path, { ...one, problem: one.problem ?? refusal(one.path) });
      }
      return [...found.values()];
    },
    confined: () => confined,
  };
  return confined;
}

function opened(folder: string): Domain {
  try {
    return domain(folder);
  } catch (error) {
    throw new InputError(readable(error));
  }
}

/** Why a search would look outside of the domain: known from the word alone, so that nothing there is even listed. */
function wordRefusal(word: string, { base = '' }: FileSearch, refusal: Domain['refusal']): string | null {
  const magic = word.search(/[*?[\]{}()!]/);
  const start = magic < 0 ? word : word.slice(0, word.lastIndexOf('/', magic) + 1);
  if (magic >= 0 && /(?:^|[/,{(|])(?:\.\.(?:[/,})|]|$)|\/)/.test(word.slice(start.length)))
    return 'is a pattern that leads out of its folder';
  return refusal(word !== '-' && base && !isAbsolute(start) ? join(base, start) : start || '.');
}
