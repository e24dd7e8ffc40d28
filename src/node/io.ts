/** What a command needs from the process; tests pass their own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input, at most `limit` bytes and one more. */
  readStdin(limit: number): Promise<Uint8Array>;
  now(): Date;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Output {
  /** Text, or bytes as they are. */
  write(text: string | Uint8Array): void;
  readonly isTTY: boolean;
  /** Width of the terminal, 80 where there is none. */
  readonly columns: number;
}

/** Colour if requested, or if the stream is a terminal that supports it and NO_COLOR is not set. */
export function wantsColor(requested: boolean | undefined, output: Output, env: Io['env']): boolean {
  if (requested !== undefined) return requested;
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return output.isTTY && env['TERM'] !== 'dumb';
}
