import '../platform/node.js';
import { exitCodes } from '../api/report.js';
import { InputError } from '../input/input-error.js';
import type { Io } from '../node/io.js';
import { quickRead } from './arguments/quick-path.js';
import { complain, runCommand } from './command.js';

/** Runs the command; gives its exit code. Nothing in an input makes it throw. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const plain = quickRead(argv);
    if (plain) return await runCommand(plain.command, plain.given, io);
    const { fullPath } = await import('./arguments/full-path.js');
    return await fullPath(argv, io);
  } catch (error) {
    // Help that could not be written. All else that gets here is a defect of this program; say so in one line, with the
    // trace on request.
    const { message, stack } = error as Error;
    complain(error instanceof InputError ? message : `internal error: ${message}`, io);
    if (io.env['XEN_CHECKCONFIG_DEBUG']) io.stderr.write(`${stack}\n`);
    return exitCodes.input;
  }
}

export { processIo } from '../node/process-io.js';

/** What a worker thread runs instead: see fleet.ts. */
export const work = () => import('./fleet/worker.js');
