// The engine against the kernel's own tools, on whole trees. Needs a folder made by prepare.js, named in KCONFIG_TREES;
// KCONFIG_RANDOM is the number of random configurations a tree and architecture (default 2).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadKernelTree, sourceArch, treeReader } from '../../src/node/kernel-tree.js';
import { treeVersion } from '../../src/kconfig/tree.js';
import { dialectOf, dialectOfVersion } from '../../src/kconfig/language/dialect.js';
import { createConf } from './conf.js';
import { compareTree } from './oracle.js';

const folder = process.env.KCONFIG_TREES;
const arches = ['x86_64', 'i386', 'arm64'];
const prefix = 'linux-source-';
const versions = folder && existsSync(join(folder, 'trees')) ? readdirSync(join(folder, 'trees')) : [];

if (versions.length === 0) {
  test('skipped: KCONFIG_TREES names no folder made by prepare.js', () => {
    console.error('skipped: KCONFIG_TREES names no folder made by prepare.js');
  });
}

for (const name of versions) {
  const version = name.slice(prefix.length);
  const srctree = join(folder!, 'trees', name);

  test(`${version}: the version tells the dialect that the tree's own sources show`, () => {
    const read = treeReader(srctree);
    assert.equal(dialectOfVersion(treeVersion(read('Makefile')!)), dialectOf(read, null));
  });

  for (const arch of arches) {
    test(`${version} ${arch}: the same bytes as conf`, () => {
      const count = compareTree(folder!, version, arch, Number(process.env.KCONFIG_RANDOM ?? 2), 1);
      assert.equal(count.different, []);
      assert.ok(count.compared >= 10);
    });

    test(`${version} ${arch}: a .config records enough of its tools to stand without probes`, () => {
      const conf = createConf(folder!, version, arch);
      const file = arch === 'arm64' ? 'defconfig' : `${arch}_defconfig`;
      const base = readFileSync(join(srctree, 'arch', sourceArch(arch), 'configs', file));
      const config = conf.run('olddefconfig', base)!;
      const { tree } = loadKernelTree({
        srctree: conf.srctree,
        arch,
        config: config.toString('latin1'),
        environment: { KERNELVERSION: version },
      });
      tree.readConfig(config);
      assert.is(Buffer.from(tree.writeConfig()).toString('latin1'), config.toString('latin1'));
    });
  }

  test(`${version}: the kernel's own tests of its Kconfig tools`, () => {
    const script = fileURLToPath(new URL('./kernel-tests.js', import.meta.url));
    const result = spawnSync(process.execPath, [script, folder!, version], { encoding: 'utf8' });
    assert.is(result.status, 0, result.stdout + result.stderr);
  });
}

test.run();
