// The commands, in the order of the help. A new one is a file here and a row below.
import type { Command } from '../command.js';
import { checkCommand } from './check.js';
import { diffCommand } from './diff.js';
import { explainCommand } from './explain.js';
import { fixCommand } from './fix.js';
import { imageCommand } from './image.js';
import { initCommand } from './init.js';
import { kconfigCommand } from './kconfig.js';
import { profilesCommand } from './profiles.js';
import { supportCommand } from './support.js';

export const commands: Readonly<Record<string, Command<unknown>>> = {
  check: checkCommand,
  diff: diffCommand,
  image: imageCommand,
  explain: explainCommand,
  profiles: profilesCommand,
  kconfig: kconfigCommand,
  fix: fixCommand,
  support: supportCommand,
  init: initCommand,
};

/** The command of that name; undefined if there is none. */
export function commandNamed(name: string): Command<unknown> | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}
