// A kernel tree on disk, for the Kconfig engine: reads only files inside the tree, and runs probes only on request.
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { KernelTree } from '../api/ports.js';
import { InputError } from '../input/input-error.js';
import { createProbes, type ProbeFile, savedAnswer } from '../kconfig/probes/probe.js';
import { recordedSettings } from '../kconfig/probes/probe-recorded.js';
import { loadInRounds } from '../kconfig/probes/rounds.js';
import { shellText } from '../kconfig/language/macro.js';
import { loadTree, treeVersion } from '../kconfig/tree.js';

/** Size limit, far above any real Kconfig file. */
const maxFileSize = 8 << 20;

/** Reads files of the tree by their path from its top, one character a byte; null for what is missing, no file, or outside.
 * Throws InputError if there is no such directory. */
export function treeReader(srctree: string): (path: string) => string | null {
  let top: string;
  try {
    top = realpathSync.native(srctree);
  } catch {
    throw new InputError('there is no such directory');
  }
  const inside = (path: string): boolean => path.startsWith(top + sep);
  // A folder is inside the tree if the one above it is and it is no link, or a link to such a folder.
  const folders = new Map<string, boolean>([[top, true]]);
  const isFolderInside = (folder: string): boolean => {
    let known = folders.get(folder);
    if (known === undefined) {
      known = inside(folder) && isFolderInside(dirname(folder)) && isInsideItself(folder, inside);
      folders.set(folder, known);
    }
    return known;
  };
  return packed => {
    if (packed.includes('\0')) return null;
    const path = /[^\0-\x7f]/.test(packed) ? Buffer.from(packed, 'latin1').toString() : packed;
    // Resolving is only needed where a name is empty or made of dots.
    const at = /^\/|(?:^|\/)\.{0,2}(?:\/|$)/.test(path) ? resolve(top, path) : `${top}/${path}`;
    if (!inside(at) || !isFolderInside(at.slice(0, at.lastIndexOf(sep)))) return null;
    try {
      return readPlain(at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOOP') return null;
    }
    try {
      const real = realpathSync.native(at);
      return inside(real) ? readPlain(real) : null;
    } catch {
      return null;
    }
  };
}

/** Does the folder, which lies inside the tree, really stay there (is it no link that leads out)? */
function isInsideItself(folder: string, inside: (path: string) => boolean): boolean {
  try {
    const state = lstatSync(folder);
    return state.isDirectory() || (state.isSymbolicLink() && inside(realpathSync.native(folder)));
  } catch {
    return false;
  }
}

let buffer = Buffer.alloc(0);

/** Reads a file, one character a byte; throws ELOOP if it is a link. Nothing that isn't a file can make it wait. */
function readPlain(path: string): string | null {
  if (buffer.length === 0) buffer = Buffer.allocUnsafe(1 << 18);
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    let length = 0;
    for (;;) {
      length += readSync(file, buffer, length, buffer.length - length, null);
      // Pipes and the like that nobody writes to look empty.
      if (length === 0 && !fstatSync(file).isFile()) return null;
      if (length < buffer.length) return buffer.toString('latin1', 0, length);
      if (length > maxFileSize) return null;
      buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
    }
  } finally {
    closeSync(file);
  }
}

/** The kernel's name of the folder below arch/ for what make calls ARCH. */
export function sourceArch(arch: string): string {
  if (arch === 'i386' || arch === 'x86_64') return 'x86';
  if (arch === 'sparc32' || arch === 'sparc64') return 'sparc';
  if (arch === 'parisc64') return 'parisc';
  return arch;
}

export interface KernelTreeOptions {
  readonly srctree: string;
  /** What make calls ARCH: x86_64, i386, arm64, ... */
  readonly arch: string;
  readonly probes?: ProbeFile | null;
  /** Text of the .config whose records may answer probes. */
  readonly config?: string | null;
  /** Variables that take precedence over those derived here. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Make's CROSS_COMPILE: the prefix of the names of the compiler and its tools. */
  readonly crossCompile?: string;
}

/** Loads a kernel tree without running anything. Throws InputError. */
export function loadKernelTree(options: KernelTreeOptions): KernelTree {
  const { readFile, environment } = openKernelTree(options);
  const recorded = options.config ? recordedSettings(options.config) : null;
  environment.CC_VERSION_TEXT ??= recorded?.get('CC_VERSION_TEXT') ?? '';
  for (const [name, value] of Object.entries(unprobed)) environment[name] ??= value;
  const probes = createProbes({ environment, answers: options.probes ?? null, recorded });
  const tree = loadTree({ readFile, shell: probes.shell, environment });
  return { tree, probes };
}

/** The outputs of this machine's tools, by the environment they ran with. */
export type Said = Map<
  string,
  { readonly asked: Record<string, string>; readonly outputs: Map<string, string> }
>;

/**
 * Loads a kernel tree and runs its shell commands, each once and several at a time. What is in `said` is not asked again.
 * Throws InputError.
 */
export async function runKernelTree(options: KernelTreeOptions, said: Said = new Map()): Promise<KernelTree> {
  const { readFile, environment, makefile } = openKernelTree(options);
  // The tree is read more than once.
  const texts = new Map<string, string | null>();
  const reader = (path: string): string | null => {
    const text = texts.get(path) ?? readFile(path);
    texts.set(path, text);
    return text;
  };
  const answers = options.probes ?? null;
  const key = JSON.stringify(environment);
  const known = said.get(key);
  const { startShell } = await import('./shell-runner.js');
  const runner = startShell(environment);
  try {
    const requested = known?.asked ?? (await asMake(environment, makefile, runner.run));
    const outputs = known?.outputs ?? new Map<string, string>();
    said.set(key, { asked: requested, outputs });
    Object.assign(environment, requested);
    return await loadInRounds(
      run => {
        const probes = createProbes({ environment, answers, run });
        return { tree: loadTree({ readFile: reader, shell: probes.shell, environment }), probes };
      },
      async command => savedAnswer({ environment, answers }, command) ?? runner.run(command),
      outputs,
    );
  } finally {
    runner.close();
  }
}

/** A system path in the form of a tree's texts: one character per byte. */
function packed(path: string): string {
  return Buffer.from(path).toString('latin1');
}

/** Why there is no Kconfig to read in a folder. */
function withoutKconfig(srctree: string): string {
  const path = join(srctree, 'Kconfig');
  try {
    if (!statSync(srctree).isDirectory()) return 'is no folder';
    const link = lstatSync(path, { throwIfNoEntry: false });
    if (!link) return 'is no kernel tree: there is no Kconfig in it';
    const state = link.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : link;
    if (!state) return 'its Kconfig is a link that leads nowhere';
    if (!state.isFile()) return 'its Kconfig is no file';
    if (state.size > maxFileSize) return `its Kconfig has more than ${maxFileSize >> 20} MiB`;
    if (link.isSymbolicLink()) return 'its Kconfig is a link that leads out of it, or cannot be read';
  } catch {
    // The same message as for a file that exists but cannot be opened.
  }
  return 'its Kconfig cannot be read';
}

interface OpenTree {
  readonly readFile: (path: string) => string | null;
  /** The kernel's top Makefile; empty if there is none. */
  readonly makefile: string;
  readonly environment: Record<string, string>;
}

function openKernelTree(options: KernelTreeOptions): OpenTree {
  const srctree = resolve(options.srctree);
  const readFile = treeReader(srctree);
  if (readFile('Kconfig') === null) throw new InputError(withoutKconfig(srctree));
  const makefile = readFile('Makefile') ?? '';
  const environment: Record<string, string> = {
    ...tools,
    ...crossed(options.crossCompile ?? ''),
    ...options.probes?.environment,
    ...options.environment,
    ARCH: options.arch,
    SRCARCH: sourceArch(options.arch),
    srctree: packed(srctree),
    KERNELVERSION: options.environment?.KERNELVERSION ?? treeVersion(makefile)?.text ?? '',
  };
  return { readFile, makefile, environment };
}

const tools = {
  CC: 'gcc',
  LD: 'ld',
  AR: 'ar',
  NM: 'nm',
  OBJCOPY: 'objcopy',
  HOSTCC: 'gcc',
  HOSTCXX: 'g++',
  RUSTC: 'rustc',
  BINDGEN: 'bindgen',
  PAHOLE: 'pahole',
  PYTHON3: 'python3',
};

/** The tools for the kernel's architecture, by their names on this machine. */
function crossed(prefix: string): Record<string, string> {
  const names = ['CC', 'LD', 'AR', 'NM', 'OBJCOPY'] as const;
  return Object.fromEntries(names.map(name => [name, packed(prefix) + tools[name]]));
}

/** What make passes to Kconfig for missing tools. */
const unprobed = { RUSTC_VERSION_TEXT: '', PAHOLE_VERSION: '0' };

/** Variables that the kernel's Makefile gets from the tools itself, except those already in the environment. */
async function asMake(
  environment: Readonly<Record<string, string>>,
  makefile: string,
  run: (command: string) => Promise<string>,
): Promise<Record<string, string>> {
  const { srctree, CC, RUSTC, PAHOLE } = environment;
  const commands = {
    CC_VERSION_TEXT: `LC_ALL=C ${CC} --version 2>/dev/null | head -n 1`,
    RUSTC_VERSION_TEXT: `${RUSTC} --version 2>/dev/null`,
    PAHOLE_VERSION: `${srctree}/scripts/pahole-version.sh ${PAHOLE}`,
  };
  const requested = Object.entries(commands).filter(
    ([name]) =>
      environment[name] === undefined &&
      (name === 'CC_VERSION_TEXT' || new RegExp(`^export\\b.*\\b${name}\\b`, 'm').test(makefile)),
  );
  const answer = async ([name, command]: [string, string]) =>
    [name, shellText(await run(command)).replaceAll('#', '')] as const;
  const answers = Object.fromEntries(await Promise.all(requested.map(answer)));
  return { ...unprobed, ...environment, ...answers };
}
