import '../platform/node.js';
import { checkCommand } from './commands/check.js';
import { fastCheck, fastDiff, fastExplain, fastFix, fastImage, fastKconfig } from './arguments/fast-path.js';
import { exit, type Io } from '../node/io.js';

/** Runs the command; gives its exit code. Nothing in an input makes it throw. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const plain = fastCheck(argv);
    if (plain) return await checkCommand(plain, io);
    const diff = fastDiff(argv);
    if (diff) return await (await import('./commands/diff.js')).diffCommand(diff, io);
    const image = fastImage(argv);
    if (image) return await (await import('./commands/image.js')).imageCommand(image, io);
    const boot = fastExplain(argv);
    if (boot) return await (await import('./commands/explain.js')).explainCommand(boot, io);
    const kconfig = fastKconfig(argv);
    if (kconfig) return await (await import('./commands/kconfig.js')).kconfigCommand(kconfig, io);
    const fix = fastFix(argv);
    if (fix) return await (await import('./commands/fix.js')).fixCommand(fix, io);
    const { fullPath } = await import('./arguments/full-path.js');
    return await fullPath(argv, io);
  } catch (error) {
    // Only a defect of ours comes here; say so in a line, with the trace where someone asks for it.
    const trace = io.env['XEN_CHECKCONFIG_DEBUG'] ? `\n${(error as Error).stack}` : '';
    io.stderr.write(`xen-checkconfig: internal error: ${(error as Error).message}${trace}\n`);
    return exit.input;
  }
}

export { processIo } from '../node/process-io.js';

/** What a worker thread runs instead: see fleet.ts. */
export const work = () => import('./fleet/worker.js');
