// The engine behind the command line of the kernel's conf, as far as it needs no answers typed: for the kernel's own tests.
// usage: node conf-cli.js [-s] --MODE[=FILE] KCONFIG     with the tree whose release to follow in KCONFIG_DIALECT_TREE
import '../../src/platform/node.js';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { treeReader } from '../../src/node/kernel-tree.js';
import { InputError } from '../../src/input/input-error.js';
import { dialectOf } from '../../src/kconfig/language/dialect.js';
import type { Chances, FillMode } from '../../src/kconfig/config/fill.js';
import { usualChances } from './library-random.js';
import { libraryRandom } from './library-random.js';
import { changedInput } from '../support/kconfig-outcome.js';
import { loadTree, type Tree } from '../../src/kconfig/tree.js';

function readable(path: string): Uint8Array | null {
  for (const name of [path, join(process.env.srctree ?? '.', path)]) {
    try {
      return readFileSync(name);
    } catch {
      // The next place.
    }
  }
  return null;
}

function shell(command: string): string {
  const result = spawnSync('/bin/sh', ['-c', Buffer.from(command, 'latin1').toString()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return result.stdout.subarray(0, 4096).toString('latin1');
}

function seed(): Uint8Array | null {
  const name = process.env.KCONFIG_ALLCONFIG;
  return name ? readFileSync(name) : null;
}

function randomFilling(): FillMode {
  const number = Number(process.env.KCONFIG_SEED ?? Date.now() % 0x7fffffff);
  const given = (process.env.KCONFIG_PROBABILITY ?? '').split(':').filter(Boolean).map(Number);
  let chances: Chances = usualChances;
  if (given.length === 1) {
    const mod = Math.trunc(given[0]! / 2);
    chances = { bool: given[0]!, mod, yes: given[0]! - mod };
  } else if (given.length === 2) chances = { yes: given[0]!, mod: given[1]!, bool: given[0]! + given[1]! };
  else if (given.length > 2) chances = { bool: given[0]!, yes: given[1]!, mod: given[2]! };
  return { mode: 'random', random: libraryRandom(number), chances };
}

function fillingOf(mode: string): FillMode | null {
  const all = /^all(no|yes|mod)config$/.exec(mode)?.[1] as 'no' | 'yes' | 'mod' | undefined;
  if (all) return { mode: all };
  if (mode === 'alldefconfig') return { mode: 'default' };
  return mode === 'randconfig' ? randomFilling() : null;
}

function configure(tree: Tree, mode: string, file: string | undefined): void {
  const filling = fillingOf(mode);
  if (filling) tree.fill(filling, seed());
  else if (mode === 'defconfig') {
    tree.readConfig(readable(file!), file!);
    tree.fillDefaults();
  } else tree.readConfig(readable(process.env.KCONFIG_CONFIG ?? '.config'));
}

function main(): void {
  const args = process.argv.slice(2).filter(argument => argument !== '-s');
  const [, mode, file] = /^--([^=]*)=?(.*)$/.exec(args[0] ?? '') ?? [];
  const tree = loadTree({
    readFile: readable,
    shell,
    environment: Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ''])),
    file: args[1] ?? 'Kconfig',
    dialect: dialectOf(treeReader(process.env.KCONFIG_DIALECT_TREE ?? '.'), null),
    onMessage: message =>
      (message.stream === 'out' ? process.stdout : process.stderr).write(`${message.text}\n`),
  });
  configure(tree, mode ?? '', file);
  const minimal = mode === 'savedefconfig';
  const bytes = minimal ? tree.saveDefconfig() : tree.writeConfig();
  writeFileSync(minimal ? file! : (process.env.KCONFIG_CONFIG ?? '.config'), bytes);
  const warn = process.env.KCONFIG_WARN_CHANGED_INPUT;
  if (warn && tree.dialect.minimalOnce) process.stderr.write(changedInput(tree.kconfig));
}

try {
  main();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
