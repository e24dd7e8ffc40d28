/**
 * The only error that bad input may cause. Readers throw nothing else.
 * `line` counts from 1, `offset` is in bytes from the start of the input; both only where known.
 * `message` is plain text about the input; whoever prints it still has to escape it.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly line?: number;
  readonly offset?: number;
  /** It is sound, as far as was looked, but something else than what was asked for. */
  readonly foreign?: true;

  constructor(message: string, at: { line?: number; offset?: number; foreign?: boolean } = {}) {
    super(message);
    if (at.foreign) this.foreign = true;
    if (at.line !== undefined) this.line = at.line;
    if (at.offset !== undefined) this.offset = at.offset;
  }
}
