// Files that describe configs kept in other files: Ubuntu's annotations, Fedora's priority file and its folders of one
// file per option, Yocto's .scc. Loaded only if the input is one of them.
import { isAnnotations, parseAnnotations } from '../config/annotations.js';
import { configLimit, decodeConfig } from '../config/decode.js';
import type { Part } from '../config/merge.js';
import { parseConfig } from '../config/parse.js';
import { isPriority, parsePriority } from '../config/priority.js';
import { isScc, parseScc } from '../config/scc.js';
import type { ConfinedFiles } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { lastName, parentOf, joinPath } from '../input/paths.js';
import { parseArch, UsageError } from '../input/values.js';
import type { CheckRequest } from './check-request.js';
import type { Ports } from './ports.js';

/** One config that such a file stands for. */
export interface Variant {
  /** "amd64-generic"; null if the file describes only one config. */
  readonly name: string | null;
  /** The kernel's name of it, if known. */
  readonly arch?: string;
  readonly parts: readonly Part[];
  /** What to list as merged: files, or the folders that hold too many. */
  readonly from: readonly string[];
  /** Its parts are pieces of one file, and that file is judged. */
  readonly oneFile?: true;
}

type Selection = Pick<CheckRequest, 'arch' | 'flavour'>;

/**
 * Gives the configs that a file describes; null if it is not such a file. Throws InputError if it is one but cannot be
 * used.
 */
export async function readRecipe(
  path: string,
  bytes: Uint8Array,
  selection: Selection,
  ports: Ports,
): Promise<Variant[] | null> {
  let text: string;
  try {
    text = decodeConfig(bytes).replace(/\r\n?/g, '\n');
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
  const files = ports.files.confined(parentOf(path));
  const named: Ports = { ...ports, files };
  const bound = boundOf(files);
  if (isAnnotations(text)) return readAnnotations(path, text, selection, named, bound);
  if (isPriority(text)) return readPriority(path, text, selection, named, bound);
  if (isScc(path, text)) {
    const arch = selection.arch === undefined ? undefined : archNamed(selection.arch);
    const variables = new Map(arch === undefined ? [] : [['KARCH', arch]]);
    const parts = await readScc(path, text, { ports: named, bound, variables, files: 0 }, []);
    return [{ name: null, parts, from: parts.map(part => part.path) }];
  }
  return null;
}

/** Gives the parts of a folder with one file per option, such as CONFIG_XEN; null for any other folder. */
export async function readOptionFolder(folder: string, ports: Ports): Promise<Part[] | null> {
  const names = ports.files.names(folder).filter(name => name.startsWith('CONFIG_'));
  if (names.length === 0) return null;
  const parts: Part[] = [];
  const inside = { ...ports, files: ports.files.confined(folder) };
  for (const name of names) parts.push(...(await readPart(joinPath(folder, name), inside)));
  return parts;
}

/** Reads one part of a merge; an empty file is allowed. Throws InputError whose message names the path. */
export async function readPart(path: string, ports: Ports): Promise<Part[]> {
  try {
    const bytes = await ports.files.read(path, configLimit);
    return bytes.length === 0 ? [] : [{ path, config: parseConfig(bytes, { mayBeEmpty: true }) }];
  } catch (error) {
    throw named(error, path);
  }
}

async function readAnnotations(
  path: string,
  text: string,
  selection: Selection,
  ports: Ports,
  bound: Bound,
): Promise<Variant[]> {
  // Included files are read first: reading is asynchronous, parsing is not.
  const texts = new Map<string, string>();
  const load = async (from: string, content: string, depth: number): Promise<void> => {
    for (const [, word] of content.matchAll(/^\s*include\s+"?([^"\n]*)"?/gm)) {
      const at = bound.inside(joinPath(parentOf(from), word!.trim()), from);
      if (texts.has(at) || depth > 8) continue;
      try {
        const found = decodeConfig(await ports.files.read(at, configLimit)).replace(/\r\n?/g, '\n');
        texts.set(at, found);
        await load(at, found, depth + 1);
      } catch (error) {
        throw named(error, at);
      }
    }
  };
  await load(path, text, 0);
  const { flavours, configOf } = parseAnnotations({ path, text }, (word, from) => {
    const at = joinPath(parentOf(from), word);
    return { path: at, text: texts.get(at) ?? '' };
  });
  return chosen(flavours, selection, path).map(({ name, arch }) => {
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
  selection: Selection,
  ports: Ports,
  bound: Bound,
): Promise<Variant[]> {
  // Variants share most of their folders.
  const folders = new Map<string, Part[]>();
  const variants: Variant[] = [];
  for (const { name, arch, layers } of chosen(parsePriority(text), selection, path)) {
    const parts: Part[] = [];
    const from: string[] = [];
    for (const { folder, required } of layers) {
      const at = bound.inside(joinPath(parentOf(path), folder), path);
      if (!folders.has(at)) {
        const exists = ports.files.kind(at) !== null;
        if (!exists && required) throw new InputError(`${at}: does not exist, and ${name} needs it`);
        folders.set(at, exists ? ((await readOptionFolder(at, ports)) ?? []) : []);
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
  readonly ports: Ports;
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
      if (kind === 'kconf') parts.push(...(await readPart(at, state.ports)));
      else if (at === path || above.includes(at))
        throw new InputError(`${path}:${line}: ${word} includes itself`);
      else {
        const bytes = await state.ports.files.read(at, configLimit);
        const inner = bytes.length ? decodeConfig(bytes).replace(/\r\n?/g, '\n') : '';
        parts.push(...(await readScc(at, inner, state, [...above, path])));
      }
    }
  } catch (error) {
    // If an included file is at fault, the message already names it.
    if (error instanceof InputError && error.line !== undefined)
      throw new InputError(`${path}:${error.line}: ${error.message}`);
    throw error;
  }
  return parts;
}

/** The configs selected by name or architecture; all of them without a selection. Throws InputError if none matches. */
function chosen<T extends { readonly name: string; readonly arch: string }>(
  all: readonly T[],
  selection: Selection,
  path: string,
): T[] {
  const wanted = selection.flavour ?? [];
  const arch = selection.arch === undefined ? null : archNamed(selection.arch);
  const found = wanted.length
    ? all.filter(({ name }) => wanted.includes(name))
    : all.filter(one => arch === null || archNamed(one.arch) === arch);
  if (found.length) return found;
  const names = all.map(({ name }) => name).join(', ');
  throw new InputError(
    `${path} holds nothing for ${wanted.join(', ') || selection.arch}; it has ${names || 'nothing'}`,
  );
}

function archNamed(name: string): string | undefined {
  try {
    return parseArch(name);
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

/** Files must not name others outside their repository. */
function boundOf(files: ConfinedFiles): Bound {
  const isInside = (at: string) => files.refusal(at) === null;
  return {
    inside(at, from) {
      const problem = files.refusal(at);
      if (problem === null) return at;
      throw new InputError(`${from}: names ${at}, which ${problem}`);
    },
    find(word, from) {
      // A feature's folder means the file of the same name inside it: features/xen is features/xen/xen.scc.
      const feature = word.replace(/\.scc$/, '').replace(/\/+$/, '');
      const names = [word, `${feature}.scc`, `${feature}/${lastName(feature)}.scc`];
      let folder = parentOf(from);
      for (let level = 0; level <= deepest; level++) {
        for (const name of names) {
          const at = joinPath(folder, name);
          if (isInside(at) && files.kind(at) === 'file') return at;
        }
        const above = joinPath(folder, '..');
        if (above === folder || !isInside(above)) break;
        folder = above;
      }
      return null;
    },
  };
}

function named(error: unknown, path: string): unknown {
  return error instanceof InputError && !error.message.startsWith(`${path}:`)
    ? new InputError(`${path}: ${error.message}`)
    : error;
}
