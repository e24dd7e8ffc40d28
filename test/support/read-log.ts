import type { LogFacts, Pattern } from '../../src/log/log.js';
import { readBoots } from '../../src/log/read-log.js';

/** The facts of a whole log, without those of its boots. */
export async function readLog(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  patterns: readonly Pattern[],
): Promise<LogFacts> {
  return (await readBoots(chunks, patterns)).whole;
}
