import { writeSync } from 'node:fs';

/** One write to an open file or pipe, which may take less than it was given; gives how much it took. */
export type WriteSome = (file: number, bytes: Uint8Array, from: number, length: number) => number;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of the bytes, however few the system takes at a time: the stream that Node makes of a file drops the rest of a
 * short write without a word. Throws what the system says where it takes no more.
 */
export function writeWhole(file: number, bytes: Uint8Array, write: WriteSome = writeSync): void {
  for (let from = 0; from < bytes.length;) {
    try {
      const count = write(file, bytes, from, bytes.length - from);
      if (count === 0) throw new Error('nothing more is taken');
      from += count;
    } catch (error) {
      // Somebody made the pipe one that does not wait, and its reader is slower.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(sleeper, 0, 0, 5);
    }
  }
}
