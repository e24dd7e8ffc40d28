/**
 * Where an answer came from: `file` a probe file, `run` the command itself, `config` what the .config records,
 * `worked-out` from the words in the command, `default` nothing but an assumption.
 */
export type ProbeSource = 'file' | 'run' | 'config' | 'worked-out' | 'default';

export interface ProbePlace {
  readonly file: string;
  readonly line: number;
  /** The symbol in whose entry the command stands; null outside of entries. */
  readonly symbol: string | null;
  /** It stands outside of quotes, where an empty answer would be no value. */
  readonly bare: boolean;
  /** What its line decides: the symbol's value, whether the symbol is there, or something else. */
  readonly role: 'value' | 'depends' | 'other';
  /** A "!" stands before it. */
  readonly negated: boolean;
  /** The default that applies if the probe says yes, for a line such as: default "text" if $(probe). */
  readonly text: string | null;
}
