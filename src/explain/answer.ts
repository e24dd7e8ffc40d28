/** `unknown`: the inputs do not show it. */
export type Truth = 'yes' | 'no' | 'unknown';

/** Where an answer comes from. `line` counts from 1, `offset` in bytes; null where no one place has it. */
export interface Evidence {
  readonly path: string;
  readonly line: number | null;
  readonly offset: number | null;
  /** The text found there, or the fact in a few words; it comes from an input, so it is not yet safe to print. */
  readonly text: string;
}

export interface Answer {
  readonly truth: Truth;
  readonly evidence: readonly Evidence[];
}

export const unknown: Answer = { truth: 'unknown', evidence: [] };
export const yes = (...evidence: readonly Evidence[]): Answer => ({ truth: 'yes', evidence });
export const no = (...evidence: readonly Evidence[]): Answer => ({ truth: 'no', evidence });
export const answerIf = (holds: boolean, ...evidence: readonly Evidence[]): Answer =>
  holds ? yes(...evidence) : no(...evidence);

export const at = (path: string, line: number | null, text: string): Evidence => ({
  path,
  line,
  offset: null,
  text,
});

export function not({ truth, evidence }: Answer): Answer {
  return { truth: truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : 'unknown', evidence };
}

/** Yes, with all evidence, if all answers are yes; no if one of them is no. */
export function all(answers: readonly Answer[]): Answer {
  const stop = answers.find(answer => answer.truth === 'no');
  if (stop) return stop;
  if (answers.some(answer => answer.truth === 'unknown')) return unknown;
  return { truth: 'yes', evidence: answers.flatMap(answer => answer.evidence) };
}

/** Yes where one is, with the evidence of all that are; no where none can be. */
export function any(answers: readonly Answer[]): Answer {
  const found = answers.filter(answer => answer.truth === 'yes');
  return found.length ? all(found) : not(all(answers.map(not)));
}
