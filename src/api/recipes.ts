// Files that stand for configs kept in other files: Ubuntu's annotations, Fedora's priority file and its folders of one
// file an option, Yocto's .scc. Loaded only where one of them is met.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { isAnnotations, parseAnnotations } from '../config/annotations.js';
import { configLimit, decodeConfig } from '../config/decode.js';
import type { Part } from '../config/merge.js';
import { parseConfig } from '../config/parse.js';
import { isPriority, parsePriority } from '../config/priority.js';
import { isScc, parseScc } from '../config/scc.js';
import { InputError } from '../input/input-error.js';
import { archOf, UsageError } from './choose.js';
import { readable, readInput } from '../node/files.js';
import type { Io } from '../node/io.js';
import type { CheckArguments } from '../cli/arguments/options.js';

/** One config that such a file stands for. */
export interface Variant {
  /** "amd64-generic"; null where the file stands for one config alone. */
  readonly name: string | null;
  /** As the kernel names it, where that is known. */
  readonly arch?: string;
  readonly parts: readonly Part[];
  /** What to list as merged: files, or the folders that hold too many. */
  readonly from: readonly string[];
  /** Its parts are one file cut in pieces, which is what is judged. */
  readonly oneFile?: true;
}

type Asked = Pick<CheckArguments, 'arch' | 'flavour'>;

/** The configs that a file stands for; null if it is none of these. Throws InputError. */
export async function readRecipe(
  path: string,
  bytes: Uint8Array,
  asked: Asked,
  io: Io,
): Promise<Variant[] | null> {
  let text: string;
  try {
    text = decodeConfig(bytes).replace(/\r\n?/g, '\n');
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
  const bound = boundOf(path);
  if (isAnnotations(text)) return readAnnotations(path, text, asked, io, bound);
  if (isPriority(text)) return readPriority(path, text, asked, io, bound);
  if (isScc(path, text)) {
    const arch = asked.arch === undefined ? undefined : archNamed(asked.arch);
    const variables = new Map(arch === undefined ? [] : [['KARCH', arch]]);
    const parts = await readScc(path, text, { io, bound, variables, files: 0 }, []);
    return [{ name: null, parts, from: parts.map(part => part.path) }];
  }
  return null;
}

/** The parts of a folder that holds one file an option, such as CONFIG_XEN; null if it is none. */
export async function readOptionFolder(folder: string, io: Io): Promise<Part[] | null> {
  let names: string[];
  try {
    names = readdirSync(folder).filter(name => name.startsWith('CONFIG_'));
  } catch (error) {
    throw new InputError(readable(error));
  }
  if (names.length === 0) return null;
  const parts: Part[] = [];
  for (const name of names.sort()) parts.push(...(await readPart(join(folder, name), io)));
  return parts;
}

/** A part of a merge, which may be empty. Throws InputError, its message naming the path. */
export async function readPart(path: string, io: Io): Promise<Part[]> {
  try {
    const bytes = await readInput(path, configLimit, io);
    return bytes.length === 0 ? [] : [{ path, config: parseConfig(bytes, { mayBeEmpty: true }) }];
  } catch (error) {
    throw named(error, path);
  }
}

async function readAnnotations(
  path: string,
  text: string,
  asked: Asked,
  io: Io,
  bound: Bound,
): Promise<Variant[]> {
  // What is included is read first, since reading waits and parsing does not.
  const texts = new Map<string, string>();
  const load = async (from: string, content: string, depth: number): Promise<void> => {
    for (const [, word] of content.matchAll(/^\s*include\s+"?([^"\n]*)"?/gm)) {
      const at = bound.inside(join(dirname(from), word!.trim()), from);
      if (texts.has(at) || depth > 8) continue;
      try {
        const found = decodeConfig(await readInput(at, configLimit, io)).replace(/\r\n?/g, '\n');
        texts.set(at, found);
        await load(at, found, depth + 1);
      } catch (error) {
        throw named(error, at);
      }
    }
  };
  await load(path, text, 0);
  const { flavours, configOf } = parseAnnotations({ path, text }, (word, from) => {
    const at = join(dirname(from), word);
    return { path: at, text: texts.get(at) ?? '' };
  });
  return chosen(flavours, asked, path).map(({ name, arch }) => {
    const texts = configOf(name);
    const kernelArch = archNamed(arch);
    return {
      name,
      ...(kernelArch && { arch: kernelArch }),
      parts: texts.map(one => ({
        path: one.path,
        config: parseConfig(one.text, { mayBeEmpty: true }),
      })),
      from: texts.map(one => one.path),
      ...(texts.length === 1 && { oneFile: true as const }),
    };
  });
}

async function readPriority(
  path: string,
  text: string,
  asked: Asked,
  io: Io,
  bound: Bound,
): Promise<Variant[]> {
  // Variants share most of their folders.
  const folders = new Map<string, Part[]>();
  const variants: Variant[] = [];
  for (const { name, arch, layers } of chosen(parsePriority(text), asked, path)) {
    const parts: Part[] = [];
    const from: string[] = [];
    for (const { folder, required } of layers) {
      const at = bound.inside(join(dirname(path), folder), path);
      if (!folders.has(at)) {
        if (!existsSync(at) && required) throw new InputError(`${at}: does not exist, and ${name} needs it`);
        folders.set(at, existsSync(at) ? ((await readOptionFolder(at, io)) ?? []) : []);
      }
      const found = folders.get(at)!;
      parts.push(...found);
      if (found.length) from.push(at);
    }
    const kernelArch = archNamed(arch);
    variants.push({ name, ...(kernelArch && { arch: kernelArch }), parts, from });
  }
  return variants;
}

const deepest = 16;
const sccLimit = 1000;

interface SccState {
  readonly io: Io;
  readonly bound: Bound;
  readonly variables: Map<string, string>;
  files: number;
}

async function readScc(
  path: string,
  text: string,
  state: SccState,
  above: readonly string[],
): Promise<Part[]> {
  if (above.length > deepest || ++state.files > sccLimit)
    throw new InputError(`${path}: includes too many files`);
  const parts: Part[] = [];
  try {
    for (const { kind, path: word, line } of parseScc(text, state.variables)) {
      const at = state.bound.find(word, path);
      if (at === null) throw new InputError(`${path}:${line}: ${word} is not there`);
      if (kind === 'kconf') parts.push(...(await readPart(at, state.io)));
      else if (at === path || above.includes(at))
        throw new InputError(`${path}:${line}: ${word} includes itself`);
      else {
        const bytes = await readInput(at, configLimit, state.io);
        const inner = bytes.length ? decodeConfig(bytes).replace(/\r\n?/g, '\n') : '';
        parts.push(...(await readScc(at, inner, state, [...above, path])));
      }
    }
  } catch (error) {
    // Where a file inside is to blame, its name stands there already.
    if (error instanceof InputError && error.line !== undefined)
      throw new InputError(`${path}:${error.line}: ${error.message}`);
    throw error;
  }
  return parts;
}

/** Those asked for by name or architecture; all where none was. Throws InputError if there is no such one. */
function chosen<T extends { readonly name: string; readonly arch: string }>(
  all: readonly T[],
  asked: Asked,
  path: string,
): T[] {
  const wanted = asked.flavour ?? [];
  const arch = asked.arch === undefined ? null : archNamed(asked.arch);
  const found = wanted.length
    ? all.filter(({ name }) => wanted.includes(name))
    : all.filter(one => arch === null || archNamed(one.arch) === arch);
  if (found.length) return found;
  const names = all.map(({ name }) => name).join(', ');
  throw new InputError(
    `${path} holds nothing for ${wanted.join(', ') || asked.arch}; it has ${names || 'nothing'}`,
  );
}

function archNamed(name: string): string | undefined {
  try {
    return archOf(name);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

interface Bound {
  /** The path, if it lies in the repository. Throws InputError if not. */
  inside(path: string, from: string): string;
  /** A file that Yocto's metadata names: beside the file, or below one of the folders above it. */
  find(word: string, from: string): string | null;
}

/** Files must not name others outside of their repository: in CI they come from strangers. */
function boundOf(path: string): Bound {
  const top = repositoryTop(dirname(resolve(path)));
  const isInside = (at: string) => top === null || resolve(at) === top || resolve(at).startsWith(top + sep);
  return {
    inside(at, from) {
      if (isInside(at)) return at;
      throw new InputError(`${from}: names ${at}, which lies outside of the repository`);
    },
    find(word, from) {
      // A feature's folder stands for the file of its name inside: features/xen for features/xen/xen.scc.
      const feature = word.replace(/\.scc$/, '').replace(/\/+$/, '');
      const names = [word, `${feature}.scc`, `${feature}/${basename(feature)}.scc`];
      let folder = dirname(from);
      for (let level = 0; level <= deepest; level++) {
        for (const name of names) {
          const at = join(folder, name);
          if (isInside(at) && isFile(at)) return at;
        }
        if (resolve(folder) === top || dirname(resolve(folder)) === resolve(folder)) break;
        folder = join(folder, '..');
      }
      return null;
    },
  };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function repositoryTop(start: string): string | null {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

function named(error: unknown, path: string): unknown {
  return error instanceof InputError && !error.message.startsWith(`${path}:`)
    ? new InputError(`${path}: ${error.message}`)
    : error;
}
