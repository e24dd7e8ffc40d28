// Paths with "/", as git, globs and the files of repositories write them, without access to a file system.

/** The parts in one path, with "." and ".." taken out; "." for nothing. */
export function joinPath(...parts: readonly string[]): string {
  const path = parts.filter(part => part !== '').join('/');
  const isAbsolute = path.startsWith('/');
  const kept: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') kept.push(name);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isAbsolute) kept.push(name);
  }
  return (isAbsolute ? '/' : '') + kept.join('/') || '.';
}

/** The folder that a path lies in; "." for a name alone. */
export function parentOf(path: string): string {
  const end = path.replace(/\/+$/, '').lastIndexOf('/');
  if (end < 0) return path.startsWith('/') ? '/' : '.';
  return path.slice(0, end).replace(/\/+$/, '') || '/';
}

/** The last name of a path. */
export function lastName(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1)!;
}
