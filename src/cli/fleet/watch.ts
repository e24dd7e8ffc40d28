// What a person sees of long work on a terminal; loaded only where there may be such work.
import { setImmediate } from 'node:timers/promises';
import type { Io, Output } from '../../node/io.js';

export interface Watch {
  /** Tells how many are done; gives timers and signals their turn. */
  tick(done: number): Promise<void>;
  /** Takes the line away until it is drawn again. */
  clear(): void;
  end(): void;
  /** Standard error, with the line out of the way. */
  readonly stderr: Output;
}

/** How often the line is drawn, in milliseconds. */
const step = 100;

/** Shows how far the work on `total` inputs is, from `delay` milliseconds on until `end`; nothing but on a terminal. */
export function watchWork(total: number, io: Io, delay: number): Watch {
  const { stderr } = io;
  if (!stderr.isTTY || io.env['TERM'] === 'dumb')
    return { tick: async () => {}, clear: () => {}, end: () => {}, stderr };
  const from = performance.now() + delay;
  let shown = false;
  let done = 0;
  let turned = performance.now();
  const clear = () => {
    // As bytes: what is text is guarded against hostile names.
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
  // Ctrl-C leaves a clean line, and then does what it does without us: whoever started us sees why we ended.
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
