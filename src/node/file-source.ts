import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { InputError } from '../input/input-error.js';
import type { OpenSource } from '../input/files.js';
import { bytesSource } from '../input/source.js';
import { readable, readAll } from './read-all.js';
import type { Io } from './io.js';

/** Most bytes from standard input and pipes: the largest images with debug data are smaller. */
const streamLimit = 1 << 30;

const blockSize = 1 << 16;
/** Headers, program headers, notes and string tables lie in few places. */
const mostBlocks = 32;

/**
 * Opens a file, of which only the requested places are read; standard input and pipes are read whole, since they cannot
 * seek.
 * Throws InputError if there is nothing to read. Close it when done.
 */
export async function openFile(path: string, io: Pick<Io, 'readStdin'>): Promise<OpenSource> {
  if (path === '-') return inMemory(await io.readStdin(streamLimit));
  let file: number;
  let stats: Stats;
  try {
    file = openSync(path, 'r');
    stats = fstatSync(file);
  } catch (error) {
    throw new InputError(readable(error));
  }
  if (stats.isFile()) return blocks(file, stats.size);
  if (stats.isFIFO() || stats.isSocket()) return inMemory(readAll(file, streamLimit));
  closeSync(file);
  throw new InputError(stats.isDirectory() ? 'is a folder' : 'is a device, not a file');
}

function inMemory(bytes: Uint8Array): OpenSource {
  if (bytes.length > streamLimit) throw new InputError(`is larger than ${streamLimit >> 20} MiB`);
  return { ...bytesSource(bytes), close: () => {} };
}

/** Small reads come from the last few blocks, large ones straight from the file. */
function blocks(file: number, size: number): OpenSource {
  const kept = new Map<number, Uint8Array>();

  function block(index: number): Uint8Array {
    const known = kept.get(index);
    if (known) return known;
    const bytes = readAt(file, index * blockSize, fresh(Math.min(blockSize, size - index * blockSize)));
    if (kept.size >= mostBlocks) kept.delete(kept.keys().next().value!);
    kept.set(index, bytes);
    return bytes;
  }

  return {
    size,
    read(offset, length, into) {
      const count = Math.min(length, size - offset);
      if (!(offset >= 0 && count > 0)) return new Uint8Array(0);
      if (into && into.length >= count) return readAt(file, offset, into.subarray(0, count));
      const first = Math.floor(offset / blockSize);
      const start = offset - first * blockSize;
      if (start + count > blockSize) return readAt(file, offset, fresh(count));
      return block(first).subarray(start, start + count);
    },
    close: () => closeSync(file),
  };
}

const fresh = (length: number): Uint8Array => Buffer.allocUnsafeSlow(length);

/**
 * Fills `bytes`. Throws InputError if the file system fails; the result is shorter only if the file was truncated
 * meanwhile.
 */
function readAt(file: number, offset: number, bytes: Uint8Array): Uint8Array {
  try {
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(file, bytes, filled, bytes.length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } catch (error) {
    throw new InputError(readable(error), { offset });
  }
}
