import { constants, copyFileSync } from 'node:fs';
import type { CheckOptions } from '../../check/check.js';
import { configLimit, decodeConfig } from '../../config/decode.js';
import type { Config } from '../../config/config.js';
import { parseConfig } from '../../config/parse.js';
import { changeLine, fixGroups, type ProfileFix } from '../../fix/fix-profiles.js';
import { startWork } from '../../fix/work.js';
import { InputError } from '../../input/input-error.js';
import { safeText } from '../../input/safe-text.js';
import { loadFacts, loadXenTable } from '../../node/knowledge.js';
import { ProfileError } from '../../profiles/resolve.js';
import {
  conditionalText,
  fragmentText,
  lossText,
  noFixText,
  othersText,
  remainingText,
} from '../../report/kconfig/fix.js';
import { type Chosen, choose, UsageError, versionOf } from '../../api/choose.js';
import { readInput } from '../../node/files.js';
import { exit, type Io } from '../../node/io.js';
import type { FixArguments } from '../arguments/kconfig-options.js';
import { withTree } from '../../api/tree-config.js';
import { writeRaw } from '../../node/write-raw.js';
import { writeAtomically } from '../../node/write-file.js';

const name = 'xen-checkconfig';

/** `fix`: the smallest change after which the profiles pass, found and proven with the kernel tree. Gives the exit code. */
export async function fixCommand(asked: FixArguments, io: Io): Promise<number> {
  const complain = (message: string) => io.stderr.write(`${name}: ${safeText(message, 2000)}\n`);
  try {
    const wrong = usageOf(asked);
    if (wrong !== null) throw new UsageError(wrong);
    const chosen = await choose(asked.profile);
    return await fix(asked, chosen, io, complain);
  } catch (error) {
    if (error instanceof UsageError || error instanceof ProfileError) {
      for (const line of error.message.split('\n')) complain(line);
      return exit.usage;
    }
    if (!(error instanceof InputError)) throw error;
    for (const line of error.message.split('\n')) complain(`${asked.config}: ${line}`);
    return exit.input;
  }
}

function usageOf({ profile, srctree, ways, config }: FixArguments): string | null {
  if (profile.length === 0) return 'fix needs to know what has to pass: -p NAME, such as -p domu-pvh';
  if (srctree === undefined)
    return 'fix needs the kernel tree that the config belongs to, since only that tells what a change comes to: --srctree DIR';
  if (ways.length > 1) return `--${ways.join(' and --')} do not go together`;
  if (ways[0] === 'write' && config === '-') return '--write needs a file, not standard input';
  return null;
}

async function fix(
  asked: FixArguments,
  chosen: Chosen,
  io: Io,
  complain: (message: string) => void,
): Promise<number> {
  const bytes = await readInput(asked.config, configLimit, io);
  const source = parseConfig(bytes);
  const { explain, loaded, base } = await withTree(
    source,
    { ...asked, srctree: asked.srctree! },
    asked.config,
    io,
  );
  const builtIn = loadFacts();
  const facts = { ...builtIn, ...(chosen.own && { lifetimes: builtIn.allLifetimes }), explain };
  const options: CheckOptions = {
    xen: {
      version: versionOf(asked.xen ?? loadXenTable().newest, '--xen'),
      given: asked.xen !== undefined,
    },
    asked: new Set(chosen.groups.flatMap(group => (group.length === 1 ? group : []))),
  };
  const named = new Map(chosen.profiles.map(profile => [profile.name, profile]));
  const groups = chosen.groups.map(group => group.map(name => named.get(name)!));
  const found = fixGroups(startWork(loaded.tree, base, facts, options, asked.failOn), groups);
  const modes = asked.profile.map((word, index) => ({
    word,
    modes: found.profiles.flatMap(({ name }) =>
      chosen.groups[index]!.length > 1 && chosen.groups[index]!.includes(name) ? [name] : [],
    ),
  }));
  if (found.open.length > 0) {
    for (const line of noFixText(found, modes))
      if (line.startsWith(' ')) io.stderr.write(`${line}\n`);
      else complain(line);
    return exit.findings;
  }
  for (const line of othersText(found.others, modes)) complain(line);
  for (const line of lossText(found.losses, found.changes)) complain(line);
  for (const line of conditionalText(found.outcome.verdicts)) complain(line);
  for (const line of remainingText(found.outcome.findings)) complain(line);
  const fragment = fragmentText(found.changes, modes, changeLine);
  const way = asked.ways[0] ?? 'fragment';
  if (way === 'fragment') io.stdout.write(fragment);
  else {
    const before = decodeConfig(bytes);
    const after = found.changes.length === 0 ? before : changed(source, before, found, fragment);
    if (way === 'diff') writeRaw(await diffOf(asked.config, before, after), io);
    else if (after === before) complain(`${asked.config} passes as it is`);
    else replace(asked.config, bytes, after);
  }
  return exit.clean;
}

/** The whole file with the change: a whole config as its tree writes it, anything else with the lines behind it. */
function changed(source: Config, before: string, found: ProfileFix, fragment: string): string {
  if (source.kind !== 'config') return `${before}${before.endsWith('\n') ? '' : '\n'}\n${fragment}`;
  const after = Buffer.from(found.written).toString();
  // make without ARCH names the folder of the architecture, the engine the architecture; that alone is no change.
  const own = heading.exec(before);
  return own && own[1] === heading.exec(after)?.[1] ? after.replace(heading, () => own[0]) : after;
}

const heading = /^# Linux\/\S+ (\S+) Kernel Configuration$/m;

async function diffOf(path: string, before: string, after: string): Promise<string> {
  if (before === after) return '';
  const { createTwoFilesPatch } = await import('diff');
  return createTwoFilesPatch(path, path, before, after, '', '', { context: 3 }).replace(
    /^(Index: .*\n)?=+\n/,
    '',
  );
}

/** Throws InputError if the file cannot be kept or written. */
function replace(path: string, bytes: Uint8Array, text: string): void {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new InputError('is packed: unpack it before --write');
  try {
    copyFileSync(path, `${path}.orig`, constants.COPYFILE_EXCL);
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new InputError(
      exists ? `${path}.orig is there already; move it away first` : `${path}.orig cannot be written`,
    );
  }
  const problem = writeAtomically(path, text);
  if (problem !== null) throw new InputError(problem);
}
