// fix from many configs of one tree, each answer proven by the kernel's own conf, beside what its xen.config would do.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadKernelTree, sourceArch } from '../../src/node/kernel-tree.js';
import { judgeConfig } from '../../src/check/check.js';
import { parseConfig } from '../../src/config/parse.js';
import { changeLine, fixGroups } from '../../src/fix/fix-profiles.js';
import { startWork } from '../../src/fix/work.js';
import { parseVersion } from '../../src/input/version.js';
import { builtInNames, loadFacts, loadProfiles, loadXenTable } from '../support/knowledge.js';
import { type Conf, createConf } from './conf.js';

export interface Many {
  /** What to print. */
  readonly line: string;
  readonly passed: number;
  /** What did not come out right, in words. */
  readonly wrong: readonly string[];
}

/**
 * Fixes allnoconfig, tinyconfig, the defconfig and `random` random configs for each profile that they can have. CPU time
 * is that of the search and its proof, without loading the tree.
 */
export function fixMany(folder: string, version: string, arch: string, random: number, seed: number): Many[] {
  const conf = createConf(folder, version, arch);
  const starts = startsOf(conf, random, seed);
  const { tree } = loadKernelTree({
    srctree: conf.srctree,
    arch,
    probes: conf.probes(),
    environment: { KERNELVERSION: version },
  });
  const options = { xen: { version: parseVersion(loadXenTable().newest)!, given: false } };
  const facts = loadFacts();
  const merge = xenConfigOf(conf);
  const results: Many[] = [];
  for (const name of builtInNames()) {
    const profiles = loadProfiles([name]);
    const errorsIn = (config: Uint8Array) => {
      const asked = { ...options, asked: new Set([name]) };
      const { findings } = judgeConfig({ ...parseConfig(config), kind: 'config' }, profiles, facts, asked);
      return findings.filter(({ level, profiles: of }) => level === 'error' && of.length > 0);
    };
    const wrong: string[] = [];
    const asked: number[] = [];
    const changed: number[] = [];
    const theirs: number[] = [];
    const times: number[] = [];
    let losses = 0;
    let mergePasses = 0;
    for (const [start, config] of starts) {
      tree.readConfig(config);
      const from = process.cpuUsage().user;
      const fix = fixGroups(startWork(tree, config, facts, options, 'error'), [profiles]);
      times.push((process.cpuUsage().user - from) / 1000);
      if (fix.open.some(({ code }) => code === 'not-applicable')) continue;
      const lines = fix.changes.map(changeLine);
      const made = olddefconfig(conf, config, lines.join(''));
      const kept = made.toString('latin1');
      const missing = lines.filter(line => !kept.includes(`\n${line}`));
      const errors = errorsIn(made);
      if (fix.open.length > 0) wrong.push(`${start}: no fix found`);
      else if (missing.length > 0) wrong.push(`${start}: conf does not keep ${missing.join('')}`);
      else if (errors.length > 0) wrong.push(`${start}: conf makes something else of it`);
      asked.push(lines.length);
      changed.push(changedLines(config, made));
      losses += fix.losses.length;
      if (merge === null) continue;
      const merged = olddefconfig(conf, config, merge);
      theirs.push(changedLines(config, merged));
      if (errorsIn(merged).length === 0) mergePasses++;
    }
    if (asked.length === 0) continue;
    const other = theirs.length
      ? `; xen.config: ${merge!.split('\n').filter(line => /^CONFIG_|^# CONFIG_/.test(line)).length} lines, ${mean(theirs)} change, ${mergePasses} pass`
      : '';
    results.push({
      line: `${version} ${arch} ${name}: ${asked.length - wrong.length} of ${asked.length} pass; ${mean(asked)} lines, ${mean(changed)} change, ${losses} lost${other}; CPU ms ${mean(times)}, most ${Math.max(...times).toFixed(0)}`,
      passed: asked.length - wrong.length,
      wrong,
    });
  }
  conf.close();
  return results;
}

const mean = (numbers: readonly number[]) =>
  (numbers.reduce((sum, each) => sum + each, 0) / numbers.length).toFixed(1);

function startsOf(conf: Conf, random: number, seed: number): [string, Uint8Array][] {
  const arch = sourceArch(conf.arch);
  const tiny = join(conf.srctree, 'kernel/configs/tiny-base.config');
  const name = { x86: 'x86_64_defconfig', arm: 'multi_v7_defconfig' }[arch] ?? 'defconfig';
  const file = join(conf.srctree, 'arch', arch, 'configs', name);
  const starts: (readonly [string, Uint8Array | null])[] = [
    ['allnoconfig', conf.run('allnoconfig', null)],
    ...(existsSync(tiny)
      ? [['tinyconfig', conf.run('allnoconfig', null, { KCONFIG_ALLCONFIG: tiny })] as const]
      : []),
    ['defconfig', conf.run('olddefconfig', readFileSync(file))],
  ];
  for (let index = 0; index < random; index++)
    starts.push([`randconfig ${seed + index}`, conf.serve('randconfig', null, seed + index)]);
  return starts.map(([name, config]) => {
    if (config === null) throw new Error(`${name}: ${conf.errors()}`);
    return [name, config];
  });
}

function olddefconfig(conf: Conf, config: Uint8Array, lines: string): Uint8Array & Buffer {
  const made = conf.serve('olddefconfig', Buffer.concat([config, Buffer.from(lines)]));
  if (made === null) throw new Error('conf failed');
  return Buffer.from(made);
}

/** The lines that merging the kernel's own fragments for Xen guests would put behind a config; null without any. */
function xenConfigOf({ srctree, arch }: Conf): string | null {
  const files = ['kernel/configs/xen.config', `arch/${sourceArch(arch)}/configs/xen.config`]
    .map(name => join(srctree, name))
    .filter(existsSync);
  return files.length > 0 ? `${files.map(file => readFileSync(file, 'latin1')).join('\n')}\n` : null;
}

/** Options that two configs tell apart. */
function changedLines(before: Uint8Array, after: Uint8Array): number {
  const lines = (config: Uint8Array) => {
    const text = Buffer.from(config).toString('latin1');
    return new Map(
      [...text.matchAll(/^(?:# )?CONFIG_(\w+)(=.*| is not set)$/gm)].map(match => [match[1]!, match[2]!]),
    );
  };
  const old = lines(before);
  const made = lines(after);
  return [...new Set([...old.keys(), ...made.keys()])].filter(name => old.get(name) !== made.get(name))
    .length;
}
