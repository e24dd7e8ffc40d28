// What a person sees of long work, and how they end it; loaded only once it is long.
import { setImmediate } from 'node:timers/promises';
import { Interrupted } from './interrupted.js';
import type { Io, Output } from './io.js';

export interface Watch {
  /** Shows how many are done, and lets signals through. Throws Interrupted. */
  tick(done: number): Promise<void>;
  /** Gives what the promise gives; throws Interrupted if that comes first. */
  orInterrupted<T>(promise: Promise<T>): Promise<T>;
  /** Takes the line away until the next tick. */
  clear(): void;
  end(): void;
  /** Standard error, with the line out of the way. */
  readonly stderr: Output;
}

/** How often the line is drawn, and how long a signal may wait, in milliseconds. */
const step = 100;

/** Watches work on `total` inputs until `end`. `quiet` is how long nothing is shown, in milliseconds. */
export function watchWork(total: number, io: Io, quiet = 0): Watch {
  const { stderr } = io;
  const shows = stderr.isTTY && io.env['TERM'] !== 'dumb';
  let shown = false;
  let drawn = performance.now() + quiet - step;
  let turned = performance.now();
  let interrupt!: (error: Interrupted) => void;
  const interrupted = new Promise<never>((_, reject) => (interrupt = reject));
  interrupted.catch(() => {});
  let isInterrupted = false;
  const onSignal = () => {
    isInterrupted = true;
    interrupt(new Interrupted('interrupted'));
  };
  process.once('SIGINT', onSignal);
  const clear = () => {
    // As bytes: what is text is guarded against hostile names.
    if (shown) stderr.write(Buffer.from('\r\x1b[K'));
    shown = false;
  };
  return {
    async tick(done) {
      const now = performance.now();
      if (now - turned >= step) {
        turned = now;
        await setImmediate();
      }
      if (isInterrupted) throw new Interrupted('interrupted');
      if (!shows || now - drawn < step) return;
      drawn = now;
      shown = true;
      stderr.write(Buffer.from(`\r${progressLine(done, total, stderr.columns)}\x1b[K`));
    },
    orInterrupted: promise => Promise.race([promise, interrupted]),
    clear,
    end() {
      clear();
      process.removeListener('SIGINT', onSignal);
    },
    stderr: {
      ...stderr,
      write(text) {
        clear();
        stderr.write(text);
      },
    },
  };
}

/** "  1234 of 5000  [#####      ]", short of the width by one, since some terminals wrap at the last column. */
export function progressLine(done: number, total: number, width: number): string {
  const count = `${String(done).padStart(String(total).length)} of ${total}`;
  const room = Math.min(40, width - 1 - count.length - 4);
  if (room < 5) return count.slice(0, Math.max(0, width - 1));
  const full = Math.floor((room * done) / total);
  return `${count}  [${'#'.repeat(full)}${' '.repeat(room - full)}]`;
}
