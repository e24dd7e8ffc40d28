// Reads a tree whose commands are slow: those that are known to be asked for run side by side.
import { InputError } from '../../input/input-error.js';
import { shellText } from '../language/macro.js';
import { fillPlaces, placesIn } from '../language/unanswered.js';

/** What a command prints, or its number if it did not run yet; see unanswered.ts. */
export type ProbeLookup = (command: string) => string | number;

/** No system takes a command as long as this. Characters. */
const longest = 1 << 26;

/**
 * Calls `load` until no answer is missing, and gives what it made then; what it says before that counts for nothing.
 * Between the calls `run` is started for all commands that are asked for, each once and in their order, but for those whose
 * text holds what another one prints: they come when that is known. `load` must not ask for a command that it might turn
 * out not to need; macro.ts sees to that. `outputs` has what commands printed before, and is added to.
 */
export async function loadInRounds<T>(
  load: (answer: ProbeLookup) => T,
  run: (command: string) => Promise<string>,
  outputs: Map<string, string> = new Map(),
): Promise<T> {
  for (;;) {
    const missing = new Map<string, number>();
    const answer: ProbeLookup = command => {
      const output = outputs.get(command);
      if (output !== undefined) return output;
      const number = missing.get(command) ?? missing.size;
      missing.set(command, number);
      return number;
    };
    try {
      const made = load(answer);
      if (missing.size === 0) return made;
    } catch (error) {
      if (missing.size === 0 || !(error instanceof InputError)) throw error;
    }
    await runAll([...missing.keys()], outputs, run);
  }
}

/** Adds to `outputs` what the commands print, where a command may have places for what those before it do. */
async function runAll(
  commands: readonly string[],
  outputs: Map<string, string>,
  run: (command: string) => Promise<string>,
): Promise<void> {
  const started = new Map<string, Promise<string>>();
  const texts: Promise<string>[] = [];
  const textOf = async (command: string): Promise<string> => {
    const whole = await filled(command, texts);
    let output = outputs.get(whole);
    if (output === undefined) {
      if (!started.has(whole)) started.set(whole, run(whole));
      output = await started.get(whole)!;
      outputs.set(whole, output);
    }
    return shellText(output);
  };
  for (const command of commands) texts.push(textOf(command));
  await Promise.all(texts);
}

async function filled(command: string, texts: readonly Promise<string>[]): Promise<string> {
  const numbers = placesIn(command);
  if (numbers.length === 0) return command;
  const filling: string[] = [];
  for (const number of numbers) filling[number] = await texts[number]!;
  const whole = fillPlaces(command, filling, longest);
  if (whole === null) throw new InputError('the macros of this tree expand to too much');
  return whole;
}
