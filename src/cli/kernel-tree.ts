// A kernel tree on disk, for the Kconfig engine: reads files inside the tree only, and runs probes where that is asked for.
import type * as childProcess from 'node:child_process';
import {
  closeSync,
  constants,
  lstatSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { InputError } from '../input/input-error.js';
import { createProbes, type ProbeFile, type Probes } from '../kconfig/probe.js';
import { recordedSettings } from '../kconfig/probe-recorded.js';
import { loadTree, type Tree, treeVersion } from '../kconfig/tree.js';

/** No Kconfig file of a real tree comes near. */
const maxFileSize = 8 << 20;

/** Reads files of the tree by their path from its top; null for what is missing, no file, or outside. */
export function treeReader(srctree: string): (path: string) => string | null {
  let top: string;
  try {
    top = realpathSync.native(srctree);
  } catch {
    throw new InputError(`${srctree}: there is no such directory`);
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
  return path => {
    if (path.includes('\0')) return null;
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

/** Is the folder, which stands inside the tree, not a link that leads out of it? */
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
  /** Run the tree's shell commands. */
  readonly runShell?: boolean;
  /** Variables over those derived here. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface KernelTree {
  readonly tree: Tree;
  readonly probes: Probes;
}

/** Loads a kernel tree. Throws InputError. */
export function loadKernelTree(options: KernelTreeOptions): KernelTree {
  const srctree = resolve(options.srctree);
  const readFile = treeReader(srctree);
  const makefile = readFile('Makefile');
  const version = makefile ? treeVersion(makefile) : null;
  const recorded = options.config ? recordedSettings(options.config) : null;
  const environment: Record<string, string> = {
    ...tools,
    ...(options.runShell ? {} : { CC_VERSION_TEXT: recorded?.get('CC_VERSION_TEXT') ?? '' }),
    ...options.probes?.environment,
    ...options.environment,
    ARCH: options.arch,
    SRCARCH: sourceArch(options.arch),
    srctree,
    KERNELVERSION: options.environment?.KERNELVERSION ?? version?.text ?? '',
  };
  const runner = options.runShell ? shellRunner(environment) : null;
  try {
    if (runner && environment.CC_VERSION_TEXT === undefined) {
      environment.CC_VERSION_TEXT = runner
        .run(`LC_ALL=C ${environment.CC} --version 2>/dev/null | head -n 1`)
        .trim();
    }
    const probes = createProbes({
      environment,
      answers: options.probes ?? null,
      recorded,
      run: runner ? runner.run : null,
    });
    const tree = loadTree({ readFile, shell: probes.shell, environment });
    return { tree, probes };
  } finally {
    runner?.close();
  }
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
  RUSTC_VERSION_TEXT: '',
  PAHOLE_VERSION: '0',
};

/** Runs commands with the tree's environment in a folder of their own, away from the tree. */
function shellRunner(environment: Readonly<Record<string, string>>): {
  run: (command: string) => string;
  close: () => void;
} {
  // Loaded only here: most runs start no process.
  const { spawnSync } = process.getBuiltinModule('node:child_process') as typeof childProcess;
  const folder = mkdtempSync(join(tmpdir(), 'kconfig-'));
  return {
    run: command => {
      const result = spawnSync('/bin/sh', ['-c', Buffer.from(command, 'latin1').toString()], {
        cwd: folder,
        env: { ...process.env, ...environment },
        maxBuffer: 1 << 24,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      return (result.stdout ?? Buffer.alloc(0)).subarray(0, 4096).toString('latin1');
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
