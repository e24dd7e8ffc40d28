import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** One import of a file of ours: `names` is null where it may mean any name of the file (a late or whole import). */
export interface Import {
  to: string;
  names: string[] | null;
  /** Set by "export * from": who imports this file may mean that one. */
  handsOn?: true;
}

/** A source file as the walls see it: its path from the root ("src/check/file.ts") and what it imports and exports. */
export interface SourceFile {
  path: string;
  text: string;
  imports: Import[];
  exports: string[];
}

/** Every .ts file below `folder`, which is relative to `root`. */
export function readSources(root: string, folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  return (
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map(name => name.replaceAll('\\', '/'))
      .filter(name => name.endsWith('.ts'))
      .sort()
      // What the build writes (the decoders' WebAssembly) has only a declaration there.
      .map(name =>
        readSource(
          `${folder}/${name.replace(/\.d\.ts$/, '.ts')}`,
          readFileSync(join(root, folder, name), 'utf8'),
        ),
      )
  );
}

/** What `text`, the source at `path`, imports (types and late imports count) and exports. */
export function readSource(path: string, text: string): SourceFile {
  const code = withoutComments(text);
  return { path, text: code, imports: importsOf(path, code), exports: exportsOf(code) };
}

/**
 * The code with comments blanked. A string, a template or a regular expression is kept whole, since "//" may stand in it; only what
 * stands at the start of a line or after a space is taken for a comment.
 */
function withoutComments(text: string): string {
  return text.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function importsOf(path: string, code: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, names: string[] | null, handsOn = false) => {
    if (!specifier.startsWith('.')) return;
    found.push({
      to: posix.join(dirname(path), specifier).replace(/(?:\.js)?$/, '.ts'),
      names,
      ...(handsOn && { handsOn }),
    });
  };
  for (const [whole, clause, specifier] of code.matchAll(
    /^(?:import|export)\s+((?:type\s+)?[\w*{][^;'"=]*?)\s*from\s*['"]([^'"]+)['"]/gm,
  )) {
    add(specifier!, namesIn(clause!), /^export\s+(?:type\s+)?\*\s*from/.test(whole));
  }
  for (const [, specifier] of code.matchAll(/^import\s*['"]([^'"]+)['"]/gm)) add(specifier!, []);
  for (const [, specifier] of code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*[,)]/g)) add(specifier!, null);
  return found;
}

/** The names in "{ a, type B as C }"; null for "* as all". */
function namesIn(clause: string): string[] | null {
  const list = /\{([\s\S]*)\}/.exec(clause);
  if (!list) return null;
  return list[1]!
    .split(',')
    .map(name => name.trim().replace(/^type\s+/, ''))
    .filter(Boolean)
    .map(name => name.split(/\s+as\s+/)[0]!);
}

function exportsOf(code: string): string[] {
  const declared = [
    ...code.matchAll(
      /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|const|let|class|interface|type)\s+(\w+)/gm,
    ),
  ].map(match => match[1]!);
  const listed = [...code.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}/gm)].flatMap(match =>
    match[1]!
      .split(',')
      .map(name => name.trim().replace(/^type\s+/, ''))
      .filter(Boolean)
      .map(name => name.split(/\s+as\s+/).at(-1)!),
  );
  return [...declared, ...listed];
}

/** Sets of files that import each other round, each sorted; a file alone is none. */
export function circlesOf(files: readonly SourceFile[]): string[][] {
  const edges = new Map(files.map(file => [file.path, [...new Set(file.imports.map(({ to }) => to))]]));
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    low.set(path, order.get(path)!);
    stack.push(path);
    for (const next of edges.get(path)!) {
      if (!edges.has(next)) continue;
      if (!order.has(next)) {
        visit(next);
        low.set(path, Math.min(low.get(path)!, low.get(next)!));
      } else if (stack.includes(next)) low.set(path, Math.min(low.get(path)!, order.get(next)!));
    }
    if (low.get(path) !== order.get(path)) return;
    const circle = stack.splice(stack.indexOf(path)).sort();
    if (circle.length > 1 || edges.get(path)!.includes(path)) circles.push(circle);
  };
  for (const path of edges.keys()) if (!order.has(path)) visit(path);
  return circles.sort();
}

/** The files that `entries` reach; a type import reaches too. */
export function reachedFrom(entries: readonly string[], files: readonly SourceFile[]): Set<string> {
  const byPath = new Map(files.map(file => [file.path, file]));
  const reached = new Set<string>();
  const visit = (path: string): void => {
    const file = byPath.get(path);
    if (!file || reached.has(path)) return;
    reached.add(path);
    for (const { to } of file.imports) visit(to);
  };
  entries.forEach(visit);
  return reached;
}

/** An exported name, and what it lacks: a user at all, or one in src/. */
export interface Unused {
  name: string;
  usedBy: 'its own file' | 'test/ or scripts/' | 'nothing';
}

/**
 * Exported names of `files` that have no business to be: those that no other file of `sources` and none of `outside` imports, and those
 * that only `outside` imports and their own file does not use either. A late or whole import uses the names that its file spells.
 */
export function unusedExports(
  files: readonly SourceFile[],
  outside: readonly SourceFile[],
  sources: readonly SourceFile[] = files,
): Unused[] {
  const inside = usersOf(sources);
  const beyond = usersOf(outside);
  return files.flatMap(({ path, text, exports }) =>
    exports.flatMap(name => {
      if (inside(path, name)) return [];
      const own =
        [...text.matchAll(new RegExp(`(?<![\\w'-])(?<!(?<!\\.\\.)\\.)${name}(?![\\w'-])`, 'g'))].length > 1;
      const out = beyond(path, name);
      if (own && out) return [];
      return [
        { name: `${path}: ${name}`, usedBy: own ? 'its own file' : out ? 'test/ or scripts/' : 'nothing' },
      ];
    }),
  );
}

function usersOf(users: readonly SourceFile[]): (path: string, name: string) => boolean {
  const importers = new Map<
    string,
    { path: string; text: string; names: string[] | null; handsOn?: true }[]
  >();
  for (const { path, text, imports } of users) {
    for (const { to, ...how } of imports) {
      if (to !== path) importers.set(to, [...(importers.get(to) ?? []), { path, text, ...how }]);
    }
  }
  const isUsed = (path: string, name: string): boolean =>
    (importers.get(path) ?? []).some(({ path: by, text, names, handsOn }) => {
      if (handsOn) return isUsed(by, name);
      return names ? names.includes(name) : new RegExp(`\\b${name}\\b`).test(text);
    });
  return isUsed;
}
