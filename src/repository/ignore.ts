// .gitignore, as far as a search for files needs it.
import { type Glob, matchesGlob } from '../input/glob.js';

/** One pattern of a .gitignore file. */
interface IgnoreRule {
  readonly glob: Glob;
  readonly negated: boolean;
  readonly foldersOnly: boolean;
}

/** The patterns of one .gitignore file. `place` gives a path below the searched folder as one below the file's own. */
export interface IgnoreFile {
  readonly rules: readonly IgnoreRule[];
  readonly place: (below: string) => string;
}

/** No repository has a longer one; what follows is not read. Lines. */
const mostRules = 2000;
/** Nor a longer pattern. Characters. */
const longestLine = 500;

/** Reads a .gitignore file. Braces stand for themselves there, so its patterns are no globs of a command line. */
export function parseIgnore(text: string): IgnoreRule[] {
  const rules: IgnoreRule[] = [];
  for (const whole of text.split('\n', mostRules)) {
    let line = whole
      .slice(0, longestLine)
      .replace(/\r$/, '')
      .replace(/(?<!\\) +$/, '');
    if (line === '' || line.startsWith('#')) continue;
    const negated = line.startsWith('!');
    if (negated) line = line.slice(1);
    const foldersOnly = line.endsWith('/');
    const segments = line.split('/').filter(segment => segment !== '');
    if (segments.length === 0) continue;
    // A slash at the start or in the middle ties the pattern to the file's folder.
    const tied = line.replace(/\/$/, '').includes('/');
    rules.push({ glob: [tied ? segments : ['**', ...segments]], negated, foldersOnly });
  }
  return rules;
}

/** Is the path left out? `files` come from the top down; the last pattern that matches decides. */
export function isIgnored(below: string, isFolder: boolean, files: readonly IgnoreFile[]): boolean {
  let ignored = false;
  for (const { rules, place } of files) {
    const path = place(below);
    for (const { glob, negated, foldersOnly } of rules) {
      if (negated !== ignored || (foldersOnly && !isFolder)) continue;
      if (matchesGlob(glob, path)) ignored = !negated;
    }
  }
  return ignored;
}
