import '../platform/node.js';
import { exitCodes } from '../api/report.js';
import type { Io } from '../node/io.js';
import { quickRead } from './arguments/quick-path.js';
import { runCommand } from './command.js';

/** Runs the command; gives its exit code. Nothing in an input makes it throw. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const plain = quickRead(argv);
    if (plain) return await runCommand(plain.command, plain.given, io);
    const { fullPath } = await import('./arguments/full-path.js');
    return await fullPath(argv, io);
  } catch (error) {
    // Only a defect of this program gets here; say so in one line, with the trace on request.
    const trace = io.env['XEN_CHECKCONFIG_DEBUG'] ? `\n${(error as Error).stack}` : '';
    io.stderr.write(`xen-checkconfig: internal error: ${(error as Error).message}${trace}\n`);
    return exitCodes.input;
  }
}

export { processIo } from '../node/process-io.js';

/** What a worker thread runs instead: see fleet.ts. */
export const work = () => import('./fleet/worker.js');
