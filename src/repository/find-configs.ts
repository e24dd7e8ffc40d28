// The configs in a folder: found by content, so that a name never hides one.
import { configLimit } from '../config/decode.js';
import type { Files } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { joinPath, lastName } from '../input/paths.js';
import { platform } from '../platform/platform.js';
import { type IgnoreFile, isIgnored, parseIgnore } from './ignore.js';
import { insideOf } from './inside.js';
import { headSize, lookOf, mayBeConfig } from './looks.js';

interface FoundConfigs {
  /** Files that look like configs, or like recipes for some, sorted. What another program's they are shows when read. */
  readonly paths: readonly string[];
  /** Files with a name of a config that could not be looked into. */
  readonly unreadable: readonly string[];
  readonly counts: SearchCounts;
}

/** How much a search passed over. */
export interface SearchCounts {
  /** Files with one option each, which make a config only together. */
  readonly parts: number;
  /** Configs and folders that .gitignore names. */
  readonly ignored: number;
  /** Folders that no search enters: those whose names begin with a dot, but for .git, node_modules, and Kconfig's tests. */
  readonly closed: number;
}

/** Far more than any repository has: what is deeper or more is a trap. */
const deepest = 64;
const mostFiles = 1_000_000;

/** Bytes of the longest .gitignore that is read. */
const ignoreLimit = 1 << 18;

/**
 * Searches a folder and those below it. Links are not followed, dot folders, node_modules and what .gitignore names are
 * not entered. Throws InputError if the folder itself cannot be listed or holds too much.
 */
export async function findConfigs(top: string, files: Files): Promise<FoundConfigs> {
  const paths: string[] = [];
  const unreadable: string[] = [];
  const counts = { parts: 0, ignored: 0, closed: 0 };
  let looked = 0;

  const look = async (below: string, ignores: readonly IgnoreFile[]): Promise<void> => {
    const name = lastName(below);
    if (!mayBeConfig(name)) return;
    if (++looked > mostFiles) throw new InputError(`holds more than ${mostFiles} files: name the configs`);
    const path = joinPath(top, below);
    try {
      let head = await files.read(path, headSize);
      const isPacked = head[0] === 0x1f && head[1] === 0x8b;
      // Everything else that is packed is no config, and unpacking it would take long.
      if (isPacked && !/config/i.test(name)) return;
      const isCut = !isPacked && head.length > headSize;
      if (isPacked && head.length > headSize) head = await files.read(path, configLimit);
      const kind = lookOf(name, head, isCut);
      if (kind === null && !(isPacked && /config[^/]*\.gz$/i.test(name))) return;
      // The kernel's own .gitignore names .config, which is what is built.
      if (below !== '.config' && isIgnored(below, false, ignores)) counts.ignored++;
      else if (kind === 'part') counts.parts++;
      else paths.push(path);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (/config/i.test(name)) unreadable.push(path);
    }
  };

  const enter = async (folder: string, above: readonly IgnoreFile[], depth: number): Promise<void> => {
    const path = folder === '' ? top : joinPath(top, folder);
    const at = (name: string) => (folder === '' ? name : `${folder}/${name}`);
    let names: { files: string[]; folders: string[] };
    try {
      names = { files: files.names(path, 'files'), folders: files.names(path, 'folders') };
    } catch (error) {
      if (folder === '' || !(error instanceof InputError)) throw error;
      unreadable.push(path);
      return;
    }
    const own = names.files.includes('.gitignore') ? await readIgnore(path, files) : null;
    const ignores = own
      ? [
          ...above,
          { rules: own, place: (below: string) => below.slice(folder === '' ? 0 : folder.length + 1) },
        ]
      : above;
    for (const name of names.files) await look(at(name), ignores);
    for (const name of names.folders) {
      if (isClosed(name, path)) counts.closed += name === '.git' ? 0 : 1;
      else if (isIgnored(at(name), true, ignores)) counts.ignored++;
      else if (depth < deepest) await enter(at(name), ignores, depth + 1);
    }
  };

  await enter('', await ignoresAbove(top, files), 0);
  return { paths: paths.sort(), unreadable, counts };
}

/** Dot folders, what npm installs, and the inputs of Kconfig's own tests, which describe no kernel. */
function isClosed(name: string, folder: string): boolean {
  return (
    name.startsWith('.') || name === 'node_modules' || (name === 'tests' && lastName(folder) === 'kconfig')
  );
}

async function readIgnore(folder: string, files: Files): Promise<IgnoreFile['rules'] | null> {
  try {
    return parseIgnore(platform().utf8(await files.read(joinPath(folder, '.gitignore'), ignoreLimit)));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** The .gitignore files of the folders above, up to the top of the repository. */
async function ignoresAbove(top: string, files: Files): Promise<IgnoreFile[]> {
  const found: IgnoreFile[] = [];
  const isInside = insideOf(joinPath(top, 'x'), files);
  if (!isInside) return found;
  let folder = joinPath(top, '..');
  for (let depth = 0; depth < deepest && isInside(folder); depth++, folder = joinPath(folder, '..')) {
    const rules = await readIgnore(folder, files);
    const way = files.relative(top, folder);
    if (rules) found.unshift({ rules, place: below => `${way}/${below}` });
  }
  return found;
}
