// --run-shell against what the kernel's own tools do when they run the commands for real: make olddefconfig on whole trees,
// and each release's conf on small made-up ones whose commands write down that they ran.
// Needs the folder of trees that oracle.test.ts needs, and make.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { treeReader } from '../../src/node/kernel-tree.js';
import { startShell } from '../../src/node/shell-runner.js';
import { InputError } from '../../src/input/input-error.js';
import { type Dialect, dialectOf } from '../../src/kconfig/language/dialect.js';
import { type ProbeLookup, loadInRounds } from '../../src/kconfig/probes/rounds.js';
import { loadTree, treeVersion } from '../../src/kconfig/tree.js';
import { folder as newFolder, run } from '../support/run.js';
import { pick, type Random, seeded } from './random.js';

const top = process.env.KCONFIG_TREES;
const prefix = 'linux-source-';
const versions = top && existsSync(join(top, 'trees')) ? readdirSync(join(top, 'trees')) : [];

if (versions.length === 0) {
  test('skipped: KCONFIG_TREES names no folder made by prepare.js', () => {
    console.error('skipped: KCONFIG_TREES names no folder made by prepare.js');
  });
}

const hasMake = spawnSync('make', ['--version']).status === 0;
if (versions.length > 0 && !hasMake) {
  test('skipped: there is no make', () => console.error('skipped: there is no make'));
}

for (const name of hasMake ? versions : []) {
  test(`${name.slice(prefix.length)}: the same bytes as make olddefconfig`, () => {
    const { path, remove } = newFolder();
    try {
      const tree = join(path, 'tree');
      cpSync(join(top!, 'trees', name), tree, { recursive: true, verbatimSymlinks: true });
      // What building conf in place may have left, which make refuses to build beside.
      rmSync(join(tree, 'include/config'), { recursive: true, force: true });
      rmSync(join(tree, '.config'), { force: true });
      mkdirSync(join(path, 'out'));
      const text = (file: string): string => readFileSync(join(path, file), 'latin1');
      const config = join(tree, 'arch/x86/configs/x86_64_defconfig');
      cpSync(config, join(path, 'out/.config'));
      const goal = [`O=${join(path, 'out')}`, 'ARCH=x86_64', 'olddefconfig'];
      const make = spawnSync('make', ['-s', '-C', tree, ...goal], { encoding: 'utf8' });
      assert.is(make.status, 0, make.stderr);
      const asked = ['--srctree', tree, '--arch', 'x86_64', '--config', config];
      const ran = run(['kconfig', 'olddefconfig', '--run-shell', ...asked, '--output', join(path, 'made')]);
      assert.is(ran.code, 0, ran.err);
      assert.is(text('made'), text('out/.config'));
    } finally {
      remove();
    }
  });
}

/** A command that notes its own number and prints `answer`. */
const noting = (number: number, answer: string): string =>
  `$(shell,echo ${number} >> $(log); echo ${answer})`;

interface Maker {
  readonly random: Random;
  /** The number of commands so far. */
  commands: number;
}

/** A text that refers to variables below `limit` only: conf forgets a variable's old value before it has the new one. */
function value(maker: Maker, limit: number, depth = 0): string {
  const { random } = maker;
  const inner = (): string => (depth > 1 ? 'x' : value(maker, limit, depth + 1));
  const kind = random();
  if (kind < 0.3) return pick(random, ['x', 'y', 'n', 'v0', 'v1', 'f']);
  if (kind < 0.6) return noting(++maker.commands, inner());
  if (kind < 0.75) return limit > 0 ? `$(v${Math.floor(random() * limit)})` : 'x';
  if (kind < 0.85) return `$(f,${inner()})`;
  if (kind < 0.92)
    return limit > 1 ? `$(${pick(random, ['v0', 'v1', noting(++maker.commands, 'v0')])})` : 'y';
  if (kind < 0.96) return `$(warning-if,${inner()},w)x`;
  return `${inner()}${inner()}`;
}

function statement(maker: Maker, number: number): string {
  const { random } = maker;
  const kind = random();
  if (kind < 0.35) return `v${number} ${pick(random, [':=', '='])} ${value(maker, number)}`;
  if (kind < 0.4) return `v${number > 0 ? Math.floor(random() * number) : 0} += ${value(maker, 0)}`;
  if (kind < 0.45) return `f = ${noting(++maker.commands, '$(1)')}`;
  if (kind < 0.55) return `$(error-if,${value(maker, number)},stop)`;
  if (kind < 0.62) return `source "${pick(random, ['one', noting(++maker.commands, 'one'), '$(v0)'])}"`;
  if (kind < 0.66) return `$(v1) := ${value(maker, 0)}`;
  return `config S${number}\n\tstring "x"\n\tdefault "${value(maker, number)}"`;
}

/** A tree of macros; every command in it has a number of its own. */
function randomFiles(random: Random): Record<string, string> {
  const maker: Maker = { random, commands: 0 };
  const lines = (from: number, length: number): string =>
    Array.from({ length }, (_, index) => statement(maker, from + index)).join('\n');
  const one = lines(20, 3).replace(/^source/gm, 'x :=');
  return { Kconfig: `log = $(srctree)/log\n${lines(0, 3 + Math.floor(random() * 8))}\n`, one: `${one}\n` };
}

/** The .config that the engine makes of the tree; null if it does not take it. */
async function made(
  path: string,
  environment: Record<string, string>,
  dialect: Dialect,
): Promise<string | null> {
  const runner = startShell(environment);
  try {
    const readFile = treeReader(path);
    const load = (shell: ProbeLookup) => loadTree({ readFile, shell, environment, dialect });
    const tree = await loadInRounds(load, runner.run);
    tree.readConfig(null);
    return Buffer.from(tree.writeConfig()).toString('latin1');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return null;
  } finally {
    runner.close();
  }
}

const sorted = (log: string): string[] => [...new Set(log.split('\n').filter(Boolean))].sort();

for (const name of versions) {
  const version = name.slice(prefix.length);
  test(`${version}: the same commands and answers as conf, and no others`, async () => {
    const { path, remove } = newFolder();
    try {
      const read = treeReader(join(top!, 'trees', name));
      const dialect = dialectOf(read, treeVersion(read('Makefile')!));
      let equal = 0;
      let commands = 0;
      for (let seed = 1; seed <= 150; seed++) {
        rmSync(path, { recursive: true, force: true });
        mkdirSync(join(path, 'include/config'), { recursive: true });
        writeFileSync(join(path, 'include/config/auto.conf'), '');
        const files = randomFiles(seeded(seed));
        for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
        const log = join(path, 'log');
        writeFileSync(log, '');
        const environment = { srctree: path, KERNELVERSION: version };
        const conf = spawnSync(join(top!, `conf-${version}`, 'conf'), ['-s', '--olddefconfig', 'Kconfig'], {
          cwd: path,
          env: { PATH: process.env.PATH, ...environment },
          encoding: 'latin1',
          timeout: 20_000,
        });
        // A variable whose first value asks for itself ends conf with a crash.
        if (conf.signal !== null) continue;
        const theirs = sorted(readFileSync(log, 'latin1'));
        writeFileSync(log, '');
        const said = `${JSON.stringify(files, null, 1)}\n${conf.stderr}`;
        const config = await made(path, environment, dialect);
        const ours = sorted(readFileSync(log, 'latin1'));
        commands += theirs.length;
        if (conf.status === 0) {
          assert.is(config, readFileSync(join(path, '.config'), 'latin1'), said);
          assert.equal(ours, theirs, said);
          equal++;
        } else {
          // After a statement that makes no sense conf reads on, the engine stops.
          assert.is(config, null, said);
          const allowed = new Set(theirs);
          assert.equal(
            ours.filter(command => !allowed.has(command)),
            [],
            said,
          );
        }
      }
      assert.ok(equal > 20, `${equal} of the trees were read to their end`);
      assert.ok(commands > 150, `${commands} commands`);
    } finally {
      remove();
    }
  });
}

test.run();
