// Compares the engine with the kernel's own conf, byte for byte but for the heading.
// usage: node build/test/kconfig/oracle.js FOLDER [--trees 6.1,6.12] [--arches x86_64,i386,arm64] [--random 200] [--seed 1]
import '../../src/platform/node.js';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadKernelTree, sourceArch } from '../../src/node/kernel-tree.js';
import type { Chances, FillMode } from '../../src/kconfig/config/fill.js';
import { usualChances } from './library-random.js';
import { libraryRandom } from './library-random.js';
import type { Tree } from '../../src/kconfig/tree.js';
import { type Conf, createConf } from './conf.js';
import { mutateConfig, seeded } from './random.js';

export interface Count {
  compared: number;
  readonly different: string[];
}

/** Drops the heading, which names the tool's own version. */
function body(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return text.replace(/^#\n# Automatically generated[^\n]*\n#[^\n]*\n#\n/, '');
}

function firstDifference(left: string, right: string): string {
  const a = left.split('\n');
  const b = right.split('\n');
  const at = a.findIndex((line, index) => line !== b[index]);
  return `line ${at + 1}: conf "${a[at] ?? ''}", engine "${b[at] ?? ''}"`;
}

/** Compares both tools' olddefconfig and savedefconfig of one .config. */
export function compareConfig(
  conf: Conf,
  tree: Tree,
  name: string,
  config: Uint8Array,
  count: Count,
  keep: string,
) {
  const forms = [
    ['olddefconfig', () => tree.writeConfig()],
    ['savedefconfig', () => tree.saveDefconfig()],
  ] as const;
  for (const [mode, write] of forms) {
    const theirs = conf.serve(mode, config);
    if (!theirs) throw new Error(`conf --${mode} failed on ${name}`);
    tree.readConfig(config);
    const [expected, actual] = [body(theirs), body(write())];
    count.compared++;
    if (expected === actual) continue;
    count.different.push(
      `${conf.version} ${conf.arch} ${mode} ${name}: ${firstDifference(expected, actual)}`,
    );
    mkdirSync(keep, { recursive: true });
    const base = join(keep, `${conf.version}-${conf.arch}-${mode}-${name.replaceAll('/', '_')}`);
    writeFileSync(`${base}.in`, config);
    writeFileSync(`${base}.conf`, theirs);
    writeFileSync(`${base}.engine`, write());
  }
}

/** All of one tree and architecture: its defconfigs, the all-configs, `random` random and as many mutated ones. */
export function compareTree(
  folder: string,
  version: string,
  arch: string,
  random: number,
  seed: number,
): Count {
  const conf = createConf(folder, version, arch);
  const count: Count = { compared: 0, different: [] };
  const keep = join(folder, 'different');
  // The first run answers the probes.
  const bases: [string, Uint8Array][] = [];
  const tiny = join(conf.srctree, 'kernel/configs/tiny-base.config');
  const add = (name: string, data: Uint8Array | null): void => {
    if (!data) throw new Error(`conf failed to make ${name}: ${conf.errors()}`);
    bases.push([name, data]);
  };
  for (const mode of ['allnoconfig', 'allyesconfig', 'allmodconfig']) add(mode, conf.run(mode, null));
  if (existsSync(tiny)) add('tinyconfig', conf.run('allnoconfig', null, { KCONFIG_ALLCONFIG: tiny }));
  const configs = join(conf.srctree, 'arch', sourceArch(arch), 'configs');
  for (const name of readdirSync(configs).sort()) {
    if (name.endsWith('defconfig')) add(name, readFileSync(join(configs, name)));
  }
  const { tree } = loadKernelTree({
    srctree: conf.srctree,
    arch,
    probes: conf.probes(),
    environment: { KERNELVERSION: version },
  });
  for (const [name, config] of bases) compareConfig(conf, tree, name, config, count, keep);
  const compareFilling = (name: string, theirs: Uint8Array, filling: FillMode, start?: Uint8Array): void => {
    tree.fill(filling, start ?? null);
    const ours = tree.writeConfig();
    count.compared++;
    if (body(theirs) === body(ours)) return;
    count.different.push(`${version} ${arch} ${name}: ${firstDifference(body(theirs), body(ours))}`);
  };
  for (const [name, theirs] of bases) {
    const mode = /^all(no|yes|mod)config$/.exec(name)?.[1] as 'no' | 'yes' | 'mod' | undefined;
    if (mode) compareFilling(name, theirs, { mode });
    else if (name === 'tinyconfig') compareFilling(name, theirs, { mode: 'no' }, readFileSync(tiny));
  }
  for (let number = 0; number < random; number++) {
    const [chances, text] = chancesOf(number);
    const made = conf.serve('randconfig', null, seed + number, text);
    if (!made) throw new Error(`randconfig ${seed + number} failed`);
    compareFilling(`randconfig-${seed + number}`, made, {
      mode: 'random',
      random: libraryRandom(seed + number),
      chances,
    });
    compareConfig(conf, tree, `random-${seed + number}`, made, count, keep);
    const spoilt = mutateConfig(seeded(seed + number), Buffer.from(made).toString('latin1'));
    compareConfig(conf, tree, `mutated-${seed + number}`, Buffer.from(spoilt, 'latin1'), count, keep);
  }
  conf.close();
  return count;
}

/** Sparse, dense and even random configurations in turn. */
function chancesOf(number: number): [Chances, string] {
  const kinds: [Chances, string][] = [
    [usualChances, ''],
    [{ bool: 10, yes: 20, mod: 30 }, '10:20:30'],
    [{ bool: 70, yes: 35, mod: 35 }, '70'],
    [{ bool: 80, yes: 20, mod: 60 }, '20:60'],
  ];
  return kinds[number % kinds.length]!;
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      trees: { type: 'string', default: '6.1,6.12,7.3' },
      arches: { type: 'string', default: 'x86_64,i386,arm64' },
      random: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
    },
  });
  const folder = positionals[0];
  if (!folder) {
    console.error('usage: oracle.js FOLDER [--trees LIST] [--arches LIST] [--random N] [--seed N]');
    process.exit(2);
  }
  let failed = 0;
  for (const version of values.trees.split(',')) {
    for (const arch of values.arches.split(',')) {
      const count = compareTree(folder, version, arch, Number(values.random), Number(values.seed));
      for (const text of count.different.slice(0, 20)) console.log(text);
      console.log(`${version} ${arch}: ${count.compared} compared, ${count.different.length} different`);
      failed += count.different.length;
    }
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

if (process.argv[1] && import.meta.filename === process.argv[1]) main();
