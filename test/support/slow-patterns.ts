import { demandOf } from '../../src/log/literals.js';
import type { Pattern } from '../../src/log/log.js';

/** Ids of the patterns that hold no text of five characters that each match has: they are tried on every line, which is slow. */
export function slowPatterns(patterns: readonly Pattern[]): readonly string[] {
  return patterns.filter(({ regex }) => demandOf(regex).literals === null).map(({ id }) => id);
}
