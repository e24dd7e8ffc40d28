// Running shell commands, several at a time.
import type * as childProcess from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../input/input-error.js';

/** Bytes of a command's output that are kept. */
const outputLimit = 4096;
/** After this many bytes of output a command is ended: it might print for ever. */
const patience = 1 << 24;

const deadly = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface ShellRunner {
  /** Starts a command, or queues it; gives the first 4,096 bytes of its output, one character per byte. */
  run(command: string): Promise<string>;
  /** Ends all commands that still run. */
  close(): void;
}

/**
 * Runs commands with /bin/sh, as many at a time as there are processors but at least two, in a folder of their own. They
 * end with this process if a signal ends it. Texts are one character per byte; `variables` are read at each start.
 */
export function startShell(variables: Readonly<Record<string, string>>): ShellRunner {
  // Loaded only here: most runs start no process.
  const { spawn } = process.getBuiltinModule('node:child_process') as typeof childProcess;
  const folder = madeFolder();
  // The locale settings of the kernel's Makefile, which make tools print English.
  const languages = { LC_ALL: undefined, LC_COLLATE: 'C', LC_NUMERIC: 'C' };
  const around = { ...process.env, ...languages };
  const running = new Set<childProcess.ChildProcess>();
  const waiting: (() => void)[] = [];
  let free = Math.max(2, availableParallelism());
  let closed = false;

  const start = (command: string): Promise<string> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new InputError('shell commands run no more'));
      const chunks: Buffer[] = [];
      let size = 0;
      // A command that the system cannot start counts as printing nothing, as with the C tool's shell.
      const refused = (error: NodeJS.ErrnoException): void => {
        if (error.code === 'E2BIG') resolve('');
        else reject(new InputError(`cannot run shell commands: ${error.message}`));
      };
      try {
        // A group of its own, so that nothing the shell started outlives it when it has to end early.
        const child = spawn('/bin/sh', ['-c', unpacked(command)], {
          cwd: folder,
          env: { ...around, ...unpackedAll(variables) },
          stdio: ['ignore', 'pipe', 'inherit'],
          detached: true,
        });
        running.add(child);
        child.stdout.on('data', (chunk: Buffer) => {
          if (size < outputLimit) chunks.push(chunk.subarray(0, outputLimit - size));
          size += chunk.length;
          if (size > patience) end(child);
        });
        child.on('error', error => {
          running.delete(child);
          refused(error);
        });
        child.on('close', () => {
          running.delete(child);
          resolve(Buffer.concat(chunks).toString('latin1'));
        });
      } catch (error) {
        refused(error as NodeJS.ErrnoException);
      }
    });

  const close = (): void => {
    closed = true;
    for (const signal of deadly) process.removeListener(signal, die);
    for (const child of running) end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const die = (signal: NodeJS.Signals): void => {
    close();
    process.kill(process.pid, signal);
  };
  for (const signal of deadly) process.on(signal, die);

  return {
    close,
    async run(command) {
      if (free > 0) free--;
      else await new Promise<void>(go => waiting.push(go));
      try {
        return await start(command);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
  };
}

function madeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'kconfig-'));
  } catch (error) {
    throw new InputError(`cannot make a folder for shell commands: ${(error as Error).message}`);
  }
}

/** Ends a command and all that it started. */
function end({ pid }: childProcess.ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

function unpackedAll(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, unpacked(value)]));
}

/** Text for the system, which ends at a zero byte, from one character a byte. */
function unpacked(text: string): string {
  return Buffer.from(text.split('\0', 1)[0]!, 'latin1').toString();
}
