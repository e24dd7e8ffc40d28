import { isatty } from 'node:tty';
import { safeForCi } from '../input/guard.js';
import { InputError } from '../input/input-error.js';
import type { Io, Output } from './io.js';
import { type WriteSome, writeWhole } from './write-whole.js';

const files = { stdout: 1, stderr: 2 } as const;

/** The io of the running process. */
export function processIo(process: NodeJS.Process, write?: WriteSome): Io {
  // Opening a stream costs a millisecond or two, and most runs need no standard error.
  const outputs = new Map<keyof typeof files, Output>();
  const lazily = (name: keyof typeof files) => {
    const found =
      outputs.get(name) ?? forLogs(isatty(files[name]) ? terminal(process, name) : plain(name, write));
    outputs.set(name, found);
    return found;
  };
  return {
    get stdout() {
      return lazily('stdout');
    },
    get stderr() {
      return lazily('stderr');
    },
    env: process.env,
    now: () => new Date(),
    async readStdin(limit) {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > limit) break;
      }
      return Buffer.concat(chunks);
    },
  };
}

/** What goes out may hold hostile names, and stand in the log of a CI system. Bytes are data, or commands of our own. */
function forLogs({ write, ...rest }: Output): Output {
  return { ...rest, write: text => write(typeof text === 'string' ? safeForCi(text) : text) };
}

/** A file, a pipe, a device. */
function plain(name: keyof typeof files, write: WriteSome | undefined): Output {
  return {
    isTTY: false,
    columns: 80,
    write(text) {
      try {
        writeWhole(files[name], typeof text === 'string' ? Buffer.from(text) : text, write);
      } catch (error) {
        // Where messages cannot be written, there is nowhere to say so.
        if (name === 'stdout') throw new InputError(`standard output ${unwritable(error)}`);
      }
    },
  };
}

function unwritable(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EPIPE':
      return 'was closed before all was written';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'could not be written whole: no space is left';
    default:
      return `could not be written (${(error as Error).message})`;
  }
}

function terminal(process: NodeJS.Process, name: keyof typeof files): Output {
  const stream = process[name];
  // A terminal that goes away leaves nobody to tell, but what was not shown is no success.
  stream.on('error', () => process.once('exit', () => (process.exitCode = 3)));
  return {
    write: text => void stream.write(text),
    isTTY: true,
    columns: stream.columns || 80,
  };
}
