import { type Io, wantsColor } from './io.js';

/** The options about a report's form and place that commands share. */
interface Asked {
  readonly color?: boolean;
  readonly output?: string;
}

/** Colour and width of a report as text: those of the terminal, or plain and 80 columns in a file. */
export function textForm(asked: Asked, io: Io): { color: boolean; width: number } {
  if (asked.output !== undefined) return { color: asked.color === true, width: 80 };
  return {
    color: wantsColor(asked.color, io.stdout, io.env),
    width: Math.max(60, Math.min(120, io.stdout.columns)),
  };
}

/** Puts a finished report where it was asked for. Null if that worked, else why not. */
export async function deliver(text: string, { output }: Asked, io: Io): Promise<string | null> {
  if (output === undefined) {
    io.stdout.write(text);
    return null;
  }
  const { writeAtomically } = await import('./write-file.js');
  return writeAtomically(output, text);
}
