import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadKernelTree, runKernelTree, treeReader } from '../../../src/node/kernel-tree.js';
import { InputError } from '../../../src/input/input-error.js';
import { parseProbes, saveProbes } from '../../../src/kconfig/probes/probe.js';
import { assumedAnswers } from '../../../src/kconfig/probes/probe-assumed.js';

const test = suite<{ top: string; tree: string }>('kernel-tree');

test.before.each(context => {
  context.top = mkdtempSync(join(tmpdir(), 'kernel-tree-'));
  context.tree = join(context.top, 'tree');
  mkdirSync(join(context.tree, 'sub'), { recursive: true });
  writeFileSync(join(context.top, 'secret'), 'secret');
  writeFileSync(join(context.tree, 'sub/inside'), 'inside');
});

test.after.each(context => rmSync(context.top, { recursive: true, force: true }));

test('reads inside the tree, links that stay inside included', ({ tree }) => {
  symlinkSync('sub/inside', join(tree, 'link'));
  symlinkSync('sub', join(tree, 'folder'));
  const read = treeReader(tree);
  for (const path of [
    'sub/inside',
    './sub/../sub/inside',
    'link',
    'folder/inside',
    join(tree, 'sub/inside'),
  ]) {
    assert.is(read(path), 'inside', path);
  }
});

test('refuses everything outside of it', ({ top, tree }) => {
  symlinkSync('../secret', join(tree, 'link'));
  symlinkSync('..', join(tree, 'up'));
  symlinkSync(join(top, 'secret'), join(tree, 'sub/absolute'));
  symlinkSync('loop', join(tree, 'loop'));
  spawnSync('mkfifo', [join(tree, 'pipe')]);
  const read = treeReader(tree);
  const paths = ['../secret', join(top, 'secret'), 'link', 'up/secret', 'sub/absolute', 'sub/../../secret'];
  for (const path of [...paths, 'loop', 'missing', 'sub', '', '.', '..', '/', 'sub/inside/x', 'a\0b']) {
    assert.is(read(path), null, path);
  }
  // A pipe that nobody writes to must not make it wait.
  assert.ok(['', null].includes(read('pipe')));
});

test('a tree that is not there is an input error', ({ top }) => {
  assert.throws(
    () => loadKernelTree({ srctree: join(top, 'none'), arch: 'x86_64' }),
    (error: unknown) => error instanceof InputError,
  );
});

const kconfig = `cc-name := $(shell,$(srctree)/scripts/cc-version.sh $(CC))

config CC_IS_GCC
	def_bool $(shell,{ test "$(word,1,$(cc-name))" = ""; } >/dev/null 2>&1 && echo "y" || echo "n")

config CC_HAS_THING
	def_bool $(shell,{ $(CC) -fthing; } >/dev/null 2>&1 && echo "y" || echo "n")

config GATE
	bool "Gate"

config CC_HAS_GATED
	def_bool $(shell,{ $(CC) -fgated; } >/dev/null 2>&1 && echo "y" || echo "n") if GATE

config TOUCHED
	def_bool "$(shell,touch '$(srctree)/touched' && echo y)"
`;

test('runs nothing unless asked to, and says what it assumed', ({ tree }) => {
  writeFileSync(join(tree, 'Kconfig'), kconfig);
  const config = 'CONFIG_CC_IS_GCC=y\nCONFIG_GCC_VERSION=120200\nCONFIG_CC_VERSION_TEXT="gcc"\n';
  const { tree: loaded, probes } = loadKernelTree({ srctree: tree, arch: 'x86_64', config });
  loaded.readConfig(Buffer.from(config));
  assert.not(existsSync(join(tree, 'touched')));
  const sources = [...probes.uses.values()].map(use => [use.at.symbol, use.output, use.source]);
  assert.equal(sources, [
    [null, 'GCC 120200', 'config'],
    ['CC_IS_GCC', 'y', 'worked-out'],
    // The .config is of a kernel that has such lines, and has none for this one.
    ['CC_HAS_THING', 'n', 'config'],
    ['CC_HAS_GATED', 'n', 'config'],
    ['TOUCHED', '', 'default'],
  ]);
  assert.equal(
    assumedAnswers(loaded.kconfig, probes).map(use => use.at.symbol),
    ['TOUCHED'],
  );
});

test('runs each command once where asked to, and gives the answers for later', async ({ tree }) => {
  writeFileSync(
    join(tree, 'Kconfig'),
    `${kconfig}\nconfig AGAIN\n\tdef_bool "$(shell,touch '$(srctree)/touched' && echo y)"\n`,
  );
  const ran = await runKernelTree({ srctree: tree, arch: 'x86_64', environment: { CC: 'true' } });
  assert.ok(existsSync(join(tree, 'touched')));
  assert.is(ran.probes.uses.size, 5);
  const saved = JSON.stringify(saveProbes(ran.probes));
  assert.not.match(saved, new RegExp(tree));
  const later = loadKernelTree({ srctree: tree, arch: 'x86_64', probes: parseProbes(saved) });
  assert.ok([...later.probes.uses.values()].every(use => use.source === 'file'));
  const outputs = (probes: typeof ran.probes) => [...probes.uses.values()].map(use => use.output);
  assert.equal(outputs(later.probes), outputs(ran.probes));
});

test('what a probe file answers is not run, nor is what it makes of other answers', async ({ tree }) => {
  writeFileSync(
    join(tree, 'Kconfig'),
    `inner := $(shell,echo inner)
config A
	string
	default "$(shell,touch '$(srctree)/touched' && echo $(inner))"
`,
  );
  const environment = { CC: 'true' };
  const commands = { "touch '{srctree}/touched' && echo inner": 'saved\n' };
  const probes = parseProbes(JSON.stringify({ schemaVersion: 1, environment, commands }));
  const made = await runKernelTree({ srctree: tree, arch: 'x86_64', probes });
  assert.not(existsSync(join(tree, 'touched')));
  assert.equal(
    [...made.probes.uses.values()].map(({ output, source }) => [output, source]),
    [
      ['inner\n', 'run'],
      ['saved\n', 'file'],
    ],
  );
});

test.run();
