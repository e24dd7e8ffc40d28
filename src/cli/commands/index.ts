// The commands, in the order of the help. A new one is a file here and a row below.
import type { Command } from '../command.js';
import { check } from './check.js';
import { diff } from './diff.js';
import { explain } from './explain.js';
import { fix } from './fix.js';
import { image } from './image.js';
import { kconfig } from './kconfig.js';
import { profiles } from './profiles.js';
import { support } from './support.js';

export const commands = { check, diff, image, explain, profiles, kconfig, fix, support };

export type CommandName = keyof typeof commands;

export function isCommandName(word: string): word is CommandName {
  return Object.hasOwn(commands, word);
}

/** The command of that name, whatever its arguments. */
export function commandNamed(name: CommandName): Command<unknown> {
  return commands[name] as Command<unknown>;
}
