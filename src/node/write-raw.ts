import { safeText } from '../input/safe-text.js';
import type { Io } from './io.js';

/** Writes what comes from an input: as it is to files and pipes; a terminal gets nothing that moves its cursor. */
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
