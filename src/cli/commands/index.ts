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

export const commands: Readonly<Record<string, Command<unknown>>> = {
  check,
  diff,
  image,
  explain,
  profiles,
  kconfig,
  fix,
  support,
};

/** The command of that name; undefined if there is none. */
export function commandNamed(name: string): Command<unknown> | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}
