import { InputError } from '../input/input-error.js';
import { safeText } from '../input/safe-text.js';
import { parseProbes, saveProbes } from '../kconfig/probes/probe.js';
import { assumedAnswers } from '../kconfig/probes/probe-assumed.js';
import { assumedText } from '../report/kconfig/text.js';
import { readInput } from './files.js';
import type { Io } from './io.js';
import {
  type KernelTree,
  type KernelTreeOptions,
  loadKernelTree,
  runKernelTree,
  type Said,
} from './kernel-tree.js';
import { tuneForOneRun } from './quick-start.js';
import { writeAtomically } from './write-file.js';

/** How to load a tree, as the command line says it. */
export interface TreeArguments {
  readonly srctree: string;
  readonly arch?: string;
  /** A probe file to take answers from. */
  readonly probes?: string;
  readonly runShell?: boolean;
  /** Where to write the answers. */
  readonly saveProbes?: string;
}

/** No file of answers comes near. Bytes. */
const probeLimit = 16 << 20;

/**
 * Loads the tree for one .config, whose text may answer its probes. Throws InputError, its message naming the tree or
 * the file that is to blame.
 */
export async function openTree(
  asked: TreeArguments & { readonly arch: string },
  config: string,
  io: Io,
): Promise<KernelTree> {
  tuneForOneRun();
  // An empty name would be the folder that the command stands in.
  if (asked.srctree === '') throw new InputError('--srctree names no folder');
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(asked.arch))
    throw new InputError(`no architecture is called ${asked.arch}`);
  let probes = null;
  if (asked.probes !== undefined) {
    try {
      const bytes = await readInput(asked.probes, probeLimit, io);
      if (bytes.length > probeLimit) throw new InputError('is too large for a probe file');
      probes = parseProbes(Buffer.from(bytes).toString());
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${asked.probes}: ${error.message}`);
    }
  }
  const crossCompile = asked.runShell ? io.env['CROSS_COMPILE'] : undefined;
  if (asked.runShell && io.env['LLVM'])
    io.stderr.write('xen-checkconfig: LLVM is not followed: --run-shell asks gcc and its tools\n');
  const options = { ...asked, probes, config, ...(crossCompile && { crossCompile }) };
  const loaded = await loadTreeAt(options, asked.runShell ? saidTo(io) : null);
  if (asked.saveProbes !== undefined) {
    const problem = writeAtomically(
      asked.saveProbes,
      `${JSON.stringify(saveProbes(loaded.probes), null, 1)}\n`,
    );
    if (problem !== null) throw new InputError(problem);
  }
  return loaded;
}

const answered = new WeakMap<Io, Said>();

/** What commands said in this run, which may check many configs with one tree. */
function saidTo(io: Io): Said {
  const said = answered.get(io) ?? new Map();
  answered.set(io, said);
  return said;
}

async function loadTreeAt(options: KernelTreeOptions, said: Said | null): Promise<KernelTree> {
  try {
    return said ? await runKernelTree(options, said) : loadKernelTree(options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${options.srctree}: ${error.message}`);
  }
}

const told = new WeakMap<Io, Set<string>>();

/** Says on standard error what the result rests on besides the inputs, the same only once; nothing if on nothing. */
export function tellAssumed({ tree, probes }: KernelTree, io: Io): void {
  const text = assumedText(assumedAnswers(tree.kconfig, probes));
  const before = told.get(io) ?? new Set();
  if (text === null || before.has(text)) return;
  told.set(io, before.add(text));
  io.stderr.write(`xen-checkconfig: ${safeText(text, 2000)}\n`);
}
