// The progress line on a terminal; loaded only if there may be long work.
import { setImmediate } from 'node:timers/promises';
import type { Io, Output } from '../../node/io.js';

export interface Watch {
  /** Reports how many are done; lets timers and signals run. */
  tick(done: number): Promise<void>;
  /** Erases the line until it is drawn again. */
  clear(): void;
  end(): void;
  /** Standard error, with the line out of the way. */
  readonly stderr: Output;
}

/** How often the line is drawn, in milliseconds. */
const step = 100;

/** Shows the progress of work on `total` inputs, from `delay` milliseconds on until `end`; only on a terminal. */
export function watchWork(total: number, io: Io, delay: number): Watch {
  const { stderr } = io;
  if (!stderr.isTTY || io.env['TERM'] === 'dumb')
    return { tick: async () => {}, clear: () => {}, end: () => {}, stderr };
  const from = performance.now() + delay;
  let shown = false;
  let done = 0;
  let turned = performance.now();
  const clear = () => {
    // As bytes: text would be escaped against hostile names.
    if (shown) stderr.write(Buffer.from('\r\x1b[K'));
    shown = false;
  };
  const timer = setInterval(() => {
    if (performance.now() < from) return;
    stderr.write(Buffer.from(`\r${progressLine(done, total, stderr.columns)}\x1b[K`));
    shown = true;
  }, step);
  timer.unref();
  const end = () => {
    clear();
    clearInterval(timer);
    process.removeListener('SIGINT', onSignal);
  };
  // Ctrl-C clears the line and then has its default effect, so that the parent process sees the reason.
  const onSignal = () => {
    end();
    process.kill(process.pid, 'SIGINT');
  };
  process.on('SIGINT', onSignal);
  return {
    async tick(count) {
      done = count;
      const now = performance.now();
      if (now - turned < step) return;
      turned = now;
      await setImmediate();
    },
    clear,
    end,
    stderr: {
      ...stderr,
      write(text) {
        clear();
        stderr.write(text);
      },
    },
  };
}

/** "1234 of 5000  [#####      ]", short of the width by one, since some terminals wrap at the last column. */
export function progressLine(done: number, total: number, width: number): string {
  const count = `${String(done).padStart(String(total).length)} of ${total}`;
  const room = Math.min(40, width - 1 - count.length - 4);
  if (room < 5) return count.slice(0, Math.max(0, width - 1));
  const full = Math.floor((room * done) / total);
  return `${count}  [${'#'.repeat(full)}${' '.repeat(room - full)}]`;
}
