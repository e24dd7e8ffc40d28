// Answers to $(shell ...) without running anything: from a probe file, from what a .config records of the tools it
// was made with, worked out where the command only compares words, else by stated defaults.
import { InputError } from '../../input/input-error.js';
import type { ProbePlace, ProbeSource } from './place.js';
import { recordedAnswer } from './probe-recorded.js';
import type { ProbeLookup } from './rounds.js';

/** Answers of one machine and tree, for later. */
export interface ProbeFile {
  readonly schemaVersion: 1;
  /** Variables that the tree reads, such as CC and CC_VERSION_TEXT. */
  readonly environment: Readonly<Record<string, string>>;
  /** Output of each command, one character a byte. The tree's own path stands as {srctree} in commands. */
  readonly commands: Readonly<Record<string, string>>;
}

export interface ProbeUse {
  readonly command: string;
  readonly output: string;
  readonly source: ProbeSource;
  /** Where it was asked for first. */
  readonly at: ProbePlace;
}

interface ProbeOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly answers?: ProbeFile | null;
  /** Settings of the .config by name without CONFIG_: y, m, n, numbers, texts without their quotes. */
  readonly recorded?: ReadonlyMap<string, string> | null;
  /** The first 4,096 bytes of what a command printed, or its number if it has not run yet; see rounds.ts. */
  readonly run?: ProbeLookup | null;
}

export interface Probes {
  readonly environment: Readonly<Record<string, string>>;
  /** One entry a distinct command. */
  readonly uses: ReadonlyMap<string, ProbeUse>;
  shell(command: string, at: ProbePlace): string | number;
}

const placeholder = '{srctree}/';

/** Makes the answering machine for one tree. */
export function createProbes(options: ProbeOptions): Probes {
  const uses = new Map<string, ProbeUse>();
  const environment = { ...options.answers?.environment, ...options.environment };
  const use = (command: string, at: ProbePlace, output: string, source: ProbeSource): string => {
    uses.set(command, { command, at, output, source });
    return output;
  };
  return {
    environment,
    uses,
    shell: (command, at) => {
      const known = uses.get(command);
      if (known) return known.output;
      const saved = savedAnswer(options, command);
      if (saved !== null) return use(command, at, saved, 'file');
      if (!options.run) {
        const { output, source } = recordedAnswer(command, at, options.recorded ?? null, environment);
        return use(command, at, output, source);
      }
      const output = options.run(command);
      return typeof output === 'string' ? use(command, at, output, 'run') : output;
    },
  };
}

/** What the probe file says that a command prints; null if it does not. */
export function savedAnswer(
  { answers, environment }: Pick<ProbeOptions, 'answers' | 'environment'>,
  command: string,
): string | null {
  if (!answers) return null;
  const key = portable(command, environment.srctree);
  return Object.hasOwn(answers.commands, key) ? answers.commands[key]! : null;
}

/** The command with the tree's own path taken out. */
function portable(command: string, srctree: string | undefined): string {
  return srctree ? command.replaceAll(`${srctree}/`, placeholder) : command;
}

/** All answers given so far, as a file to give again later. */
export function saveProbes(probes: Probes): ProbeFile {
  const { srctree, ...environment } = probes.environment;
  const commands: Record<string, string> = {};
  for (const use of probes.uses.values()) {
    Object.defineProperty(commands, portable(use.command, srctree), {
      value: use.output,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return { schemaVersion: 1, environment, commands };
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(text => typeof text === 'string')
  );
}

/** Reads a probe file. Throws InputError if it is none. */
export function parseProbes(text: string): ProbeFile {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new InputError('the probe file is not JSON');
  }
  const file = data as Partial<ProbeFile> | null;
  if (file?.schemaVersion !== 1 || !isTexts(file.environment) || !isTexts(file.commands)) {
    throw new InputError('the probe file needs schemaVersion 1, environment and commands');
  }
  return { schemaVersion: 1, environment: file.environment, commands: file.commands };
}
