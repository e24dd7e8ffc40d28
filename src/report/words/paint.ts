import type pc from 'picocolors';
import type { Verdict } from '../../check/verdict.js';

export type Colors = ReturnType<typeof pc.createColors>;

/** A word about a verdict in the verdict's colour. */
export function paint(verdict: Verdict, word: string, colors: Colors): string {
  switch (verdict.verdict) {
    case 'boots':
      return colors.green(word);
    case 'conditional':
      return colors.cyan(word);
    case 'silent':
      return colors.yellow(word);
    case 'fails':
      return colors.red(word);
    default:
      return colors.dim(word);
  }
}
