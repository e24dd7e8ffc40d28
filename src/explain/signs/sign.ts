import type { Answer } from '../answer.js';
import type { SignContext } from '../inputs.js';

/** A question about the inputs. */
export interface Sign {
  /** What yes means, in one line; "X" stands for what it is asked about. */
  readonly about: string;
  /** What X is; null: it is asked about nothing. */
  readonly takes: string | null;
  /** What is wrong with an X, for authors of the data; null if it is valid. */
  readonly fault?: (about: string) => string | null;
  readonly ask: (context: SignContext, about: string) => Answer;
}

export type Signs = Readonly<Record<string, Sign>>;

/** For signs that look for a text: X is a regular expression. */
export function regexFault(about: string): string | null {
  try {
    new RegExp(about);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const regexes = new Map<string, RegExp>();

/** Values in hostile inputs may be long; the part that matters is near the start. */
export function matches(about: string, text: string): boolean {
  let regex = regexes.get(about);
  if (!regex) regexes.set(about, (regex = new RegExp(about)));
  return regex.test(text.slice(0, 4096));
}
