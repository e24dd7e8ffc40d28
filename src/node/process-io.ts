import { safeForCi } from '../input/guard.js';
import type { Io, Output } from './io.js';

/** The io of the running process. */
export function processIo(process: NodeJS.Process): Io {
  // Opening a stream costs a millisecond or two, and most runs need no standard error.
  const outputs = new Map<'stdout' | 'stderr', Output>();
  const lazily = (name: 'stdout' | 'stderr') => {
    if (!outputs.has(name)) {
      const found = output(process[name]);
      outputs.set(name, name === 'stdout' ? found : forLogs(found));
    }
    return outputs.get(name)!;
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

/** Messages beside the results may contain hostile file names, and go into the same log. */
function forLogs({ write, ...rest }: Output): Output {
  return { ...rest, write: text => write(typeof text === 'string' ? safeForCi(text) : text) };
}

function output(stream: NodeJS.WriteStream): Output {
  // A reader that has seen enough (head, less) closes the pipe; that is not our error.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: text => void stream.write(text),
    isTTY: stream.isTTY === true,
    columns: stream.columns || 80,
  };
}
