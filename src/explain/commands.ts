// Commands for the system at hand, from those of the data.
import type { CommandTable } from './failure.js';
import type { SignContext } from './inputs.js';
import { guestName } from './records.js';
import type { Remedy } from './remedy.js';
import { kernelRelease, systemsOf } from './system.js';
import type { SystemName } from './system-names.js';

const call = /^\$\{([\w-]{1,40})(?: ([^}]{1,200}))?\}$/;

function called(command: string, table: CommandTable, systems: ReadonlySet<SystemName>): readonly string[] {
  const found = call.exec(command);
  const row = found && Object.hasOwn(table, found[1]!) ? table[found[1]!]! : null;
  if (!found || !row) return [command];
  const variant = row.find(({ system }) => system !== null && systems.has(system)) ?? row.at(-1)!;
  return variant.commands.map(one => one.replaceAll('ARGUMENT', found[2] ?? ''));
}

const nobody: ReadonlySet<SystemName> = new Set();

/** What stands in the place of a name in a command: the user copies it into a shell. Null for what a shell would not take as it is. */
const plain = (text: string | null, pattern: RegExp): string | null =>
  text !== null && pattern.test(text) ? text : null;

interface Names {
  readonly NAME: string | null;
  readonly RELEASE: string | null;
  readonly 'guest.cfg': string | null;
}

const named = (command: string, names: Names): string =>
  command.replace(
    /(?<![\w.$/-])(NAME|RELEASE|guest\.cfg)(?![\w-])|(?<=[-/])(NAME)(?=[.-])/g,
    (word: string) => {
      return names[word as keyof Names] ?? word;
    },
  );

/** Commands as they are on a system of which nothing is known. */
export function usualCommands(commands: readonly string[], table: CommandTable): string[] {
  return commands.flatMap(command => called(command, table, nobody));
}

/** Gives a function that puts commands of remedies, or of what is to be collected on the host, into the words of the system at hand. */
export function commandsFor(
  context: SignContext,
): (commands: readonly string[], to: Remedy['to']) => readonly string[] {
  const { inputs, target, knowledge } = context;
  const table = knowledge.failures.commands;
  const systems = systemsOf(inputs, target);
  const names: Names = {
    NAME: plain(guestName(inputs), /^\w[\w.+-]{0,63}$/),
    RELEASE: plain(kernelRelease(inputs), /^\d[\w.+~-]{0,80}$/),
    'guest.cfg': plain(inputs.domain?.path ?? null, /^[\w./][\w./+@,:-]{0,200}$/),
  };
  return (commands, to) =>
    commands.flatMap(command =>
      called(command, table, to === 'host' ? systems.host : systems.own).map(one => named(one, names)),
    );
}
