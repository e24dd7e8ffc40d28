// The lines of a log that show how a boot went.
import type { LogLine } from '../log/log.js';
import type { Inputs } from './inputs.js';
import type { Outcome } from './outcome.js';

export interface Where {
  readonly path: string;
  /** The line that matters. */
  readonly line: number;
  /** It and those around it, in order; from an input, not yet safe to print. */
  readonly lines: readonly LogLine[];
}

/** Lines to each side. */
const around = 2;

export function whereOf({ logs }: Inputs, outcome: Outcome): Where | null {
  if (outcome.kind === 'fails' && outcome.first) {
    const { path, line, text } = outcome.first;
    const excerpts = logs.find(log => log.path === path)?.facts.excerpts ?? [];
    const at = excerpts.findIndex(one => one.line === line);
    const near = excerpts.slice(Math.max(0, at - around), at + around + 1);
    // Of another excerpt, far off in the log.
    const lines = near.filter(one => Math.abs(one.line - line) <= 2 * around + 2);
    return { path, line, lines: at < 0 ? [{ line, text }] : lines };
  }
  if (outcome.kind !== 'stops') return null;
  const { path, line } = outcome.last;
  const tail = logs.find(log => log.path === path)?.facts.tail ?? [];
  return line === null ? null : { path, line, lines: tail.slice(-1 - around) };
}
