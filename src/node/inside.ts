// Where a path really lies: in which folder it has to stay, and whether a link on it leads out of that.
import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, parse, relative, resolve, sep } from 'node:path';

/** Does the path lie in the folder, or is it the folder? Both absolute and without links. */
function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/**
 * The top of the git repository that a folder lies in; null if it lies in none. A folder for everybody's files, such as
 * /tmp, is no repository: whoever put a .git there put it there for all that lie below.
 */
export function repositoryTop(start: string): string | null {
  for (let folder = start; !isShared(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) break;
  }
  return null;
}

/** May everybody make files in the folder, each their own? */
function isShared(folder: string): boolean {
  const shared = 0o1002;
  return ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & shared) === shared;
}

/**
 * The folder whose files may name each other: the repository that a folder lies in, else the working folder if that holds
 * it, else the folder itself. Without links. Throws what the system says if there is no such folder.
 */
function domainOf(folder: string): string {
  const real = realpathSync.native(folder);
  const working = process.cwd();
  return repositoryTop(real) ?? (isInside(working, real) ? working : real);
}

/** How files that an input names are bound: to the folder that they must lie in. */
export interface Domain {
  readonly folder: string;
  /** Why the file or folder must not be read; null if it may be, or is not there. */
  refusal(path: string): string | null;
}

/** The bound of what a file in this folder may name (see domainOf). */
export function domain(folder: string): Domain {
  const top = domainOf(folder);
  const outside =
    repositoryTop(top) === null
      ? `lies outside of ${top}, which is no git repository`
      : 'lies outside of the repository';
  return {
    folder: top,
    refusal(path) {
      if (path === '-') return 'is standard input, which only the command line can name';
      const { real, rest } = existing(resolve(path));
      if (!isInside(top, real)) return outside;
      if (isGits(relative(top, join(real, rest)))) return 'belongs to git';
      if (rest !== '') return null;
      const stats = statSync(real, { throwIfNoEntry: false });
      return !stats || stats.isFile() || stats.isDirectory() ? null : 'is no plain file';
    },
  };
}

/** The part of a path that is there, without links, and the rest. */
function existing(path: string): { real: string; rest: string } {
  for (let at = path, rest = ''; ; rest = join(basename(at), rest), at = dirname(at))
    try {
      return { real: realpathSync.native(at), rest };
    } catch (error) {
      if (dirname(at) === at) throw error;
    }
}

/** Where a file is to be written, or why not there. */
export type WriteTarget =
  | { readonly path: string; readonly mode: number | null; readonly problem: null }
  | { readonly problem: string };

/**
 * Follows a path to the file that is to be written, which need not be there; what is there has to be a plain file, and
 * `mode` is its mode. Links are followed as by `followed`. Throws what the system says.
 */
export function writeTarget(path: string): WriteTarget {
  const found = followed(path, 'bounded');
  if ('problem' in found) return found;
  const stats = lstatSync(found.path, { throwIfNoEntry: false });
  if (!stats) return { path: found.path, mode: null, problem: null };
  if (stats.isFile()) return { path: found.path, mode: stats.mode, problem: null };
  return { problem: stats.isDirectory() ? 'is a folder' : 'is no plain file' };
}

/** Says which link on the path leads out of the repository or working folder; null if none does, or nothing is there. */
export function strayLink(path: string): string | null {
  try {
    const found = followed(path, 'free');
    return 'problem' in found ? found.problem : null;
  } catch {
    // Reading it gives the reason.
    return null;
  }
}

/**
 * Where a path really leads, without links. They are followed as long as they stay in the repository or working folder
 * that the path goes through; never into a .git. A last link outside of both has to stay in its folder (`bounded`) or may lead
 * anywhere (`free`). Throws what the system says.
 */
function followed(
  path: string,
  elsewhere: 'bounded' | 'free',
): { readonly path: string } | { readonly problem: string } {
  const working = process.cwd();
  const whole = resolve(path);
  // The folder that must not be left; none as long as the path goes through no repository and not the working folder.
  let bound: string | null = null;
  let at = parse(whole).root;
  const names = relative(at, whole).split(sep).filter(Boolean);
  for (const [index, name] of names.entries()) {
    if (existsSync(join(at, '.git')) || (bound === null && at === working)) bound = at;
    const next = join(at, name);
    const isLast = index === names.length - 1;
    const stats = lstatSync(next, { throwIfNoEntry: !isLast });
    if (!stats?.isSymbolicLink()) {
      at = next;
      continue;
    }
    const real = realpathSync.native(next);
    const folder: string | null = bound ?? (isLast && elsewhere === 'bounded' ? at : null);
    if (folder !== null && !staysIn(folder, real))
      return { problem: `leads out of ${folder} by the link ${name}, which is not followed` };
    at = real;
  }
  return { path: at };
}

/** Does a link that was found in the folder stay in it, and out of git's own files? */
function staysIn(folder: string, real: string): boolean {
  return isInside(folder, real) && !isGits(relative(folder, real));
}

/** Is it one of the files that git keeps for itself? File systems that ignore case take .GIT for it, too. */
function isGits(path: string): boolean {
  return path.split(sep).some(name => name.toLowerCase() === '.git');
}
