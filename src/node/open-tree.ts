import { InputError } from '../input/input-error.js';
import { parseProbes, saveProbes } from '../kconfig/probes/probe.js';
import type { KernelTree, Ports, TreeRequest } from '../api/ports.js';
import { type KernelTreeOptions, loadKernelTree, runKernelTree, type Said } from './kernel-tree.js';
import { tuneForOneRun } from './quick-start.js';
import { writeAtomically } from './write-file.js';

/** Limit in bytes, far above any real probe file. */
const probeLimit = 16 << 20;

/**
 * Loads the tree for one .config, whose text may answer its probes. Throws InputError, its message naming the tree or
 * the file that is to blame.
 */
export async function openTree(
  request: TreeRequest & { readonly arch: string },
  config: string,
  ports: Ports,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KernelTree> {
  tuneForOneRun();
  // An empty name would mean the working folder.
  if (request.srctree === '') throw new InputError('--srctree names no folder');
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(request.arch))
    throw new InputError(`no architecture is called ${request.arch}`);
  let probes = null;
  if (request.probes !== undefined) {
    try {
      const bytes = await ports.files.read(request.probes, probeLimit);
      if (bytes.length > probeLimit) throw new InputError('is too large for a probe file');
      probes = parseProbes(new TextDecoder().decode(bytes));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${request.probes}: ${error.message}`);
    }
  }
  const crossCompile = request.runShell ? env['CROSS_COMPILE'] : undefined;
  if (request.runShell && env['LLVM']) ports.say('LLVM is not followed: --run-shell asks gcc and its tools');
  const options = { ...request, probes, config, ...(crossCompile && { crossCompile }) };
  const loaded = await loadTreeAt(options, request.runShell ? answersOf(ports) : null);
  if (request.saveProbes !== undefined) {
    const problem = writeAtomically(
      request.saveProbes,
      `${JSON.stringify(saveProbes(loaded.probes), null, 1)}\n`,
    );
    if (problem !== null) throw new InputError(problem);
  }
  return loaded;
}

const answered = new WeakMap<Ports, Said>();

/** Outputs of the commands run so far; one run may check many configs with one tree. */
function answersOf(ports: Ports): Said {
  const said = answered.get(ports) ?? new Map();
  answered.set(ports, said);
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
