import type { VerdictName } from '../../check/verdict.js';

/** A sign beside each word, so that nothing hangs on colour alone. */
export const verdictSigns: Readonly<Record<VerdictName, { readonly sign: string; readonly word: string }>> = {
  boots: { sign: '✓', word: 'boots' },
  conditional: { sign: '◐', word: 'cond.' },
  silent: { sign: '○', word: 'silent' },
  fails: { sign: '✗', word: 'fails' },
  'not-applicable': { sign: '–', word: 'n/a' },
  unknown: { sign: '?', word: 'unknown' },
};
