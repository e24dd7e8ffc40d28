import { safeText } from '../input/safe-text.js';
import type { Io } from './io.js';

/** Writes content from an input: unchanged to files and pipes, without control sequences to a terminal. */
export function writeRaw(content: string | Uint8Array, { stdout }: Io): void {
  if (!stdout.isTTY) {
    stdout.write(content);
    return;
  }
  const text = typeof content === 'string' ? content : Buffer.from(content).toString();
  stdout.write(
    text
      .split('\n')
      .map(line => safeText(line))
      .join('\n'),
  );
}
