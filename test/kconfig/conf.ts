// Running the kernel's own conf, with the answers of its shell commands kept from one run to the next.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sourceArch } from '../../src/cli/kernel-tree.js';
import type { ProbeFile } from '../../src/kconfig/probe.js';

export interface Conf {
  readonly version: string;
  readonly arch: string;
  readonly srctree: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs conf in `mode` with that .config, or none; gives the .config it wrote, or null if it failed. */
  run(mode: string, config: Uint8Array | null, extra?: Readonly<Record<string, string>>): Uint8Array | null;
  /** What its last run wrote to standard error. */
  errors(): string;
  /** The same answers for the engine. */
  probes(): ProbeFile;
}

const tools = {
  CC: 'gcc',
  LD: 'ld',
  AR: 'ar',
  NM: 'nm',
  OBJCOPY: 'objcopy',
  HOSTCC: 'gcc',
  HOSTCXX: 'g++',
  RUSTC: 'rustc',
  BINDGEN: 'bindgen',
  PAHOLE: 'pahole',
  PYTHON3: 'python3',
  RUSTC_VERSION_TEXT: '',
  PAHOLE_VERSION: '0',
};

/** conf of a prepared folder (see prepare.ts), for one tree and architecture. */
export function createConf(folder: string, version: string, arch: string): Conf {
  const top = resolve(folder);
  const srctree = join(top, 'trees', `linux-source-${version}`);
  const cache = join(top, 'probes', `${version}-${arch}`);
  const work = join(top, 'work', `${version}-${arch}`);
  mkdirSync(cache, { recursive: true });
  mkdirSync(join(work, 'include/config'), { recursive: true });
  // conf writes thousands of files beside its .config unless this one is there.
  writeFileSync(join(work, 'include/config/auto.conf'), '');
  const compiler = spawnSync('gcc', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0]!;
  const environment = {
    ...tools,
    ARCH: arch,
    SRCARCH: sourceArch(arch),
    srctree,
    KERNELVERSION: version,
    CC_VERSION_TEXT: compiler,
    LC_ALL: 'C',
  };
  let errors = '';
  const config = join(work, '.config');
  const minimal = join(work, 'defconfig');
  return {
    version,
    arch,
    srctree,
    environment,
    run: (mode, data, extra = {}) => {
      rmSync(config, { force: true });
      rmSync(minimal, { force: true });
      if (data) writeFileSync(config, data);
      const flag = mode === 'savedefconfig' ? '--savedefconfig=defconfig' : `--${mode}`;
      const result = spawnSync('nice', [join(top, `conf-${version}`, 'conf'), '-s', flag, 'Kconfig'], {
        cwd: work,
        encoding: 'latin1',
        maxBuffer: 1 << 26,
        env: {
          PATH: process.env.PATH ?? '',
          ...environment,
          LD_PRELOAD: join(top, 'popen-cache.so'),
          PROBE_CACHE: cache,
          KCONFIG_CONFIG: '.config',
          KCONFIG_OVERWRITECONFIG: '1',
          ...extra,
        },
      });
      errors = result.stderr;
      const out = mode === 'savedefconfig' ? minimal : config;
      return result.status === 0 && existsSync(out) ? readFileSync(out) : null;
    },
    errors: () => errors,
    probes: () => {
      const commands: Record<string, string> = {};
      for (const name of readdirSync(cache)) {
        if (!name.endsWith('.cmd')) continue;
        const command = readFileSync(join(cache, name), 'latin1');
        const output = readFileSync(join(cache, name.replace(/cmd$/, 'out')), 'latin1');
        commands[command.replaceAll(`${srctree}/`, '{srctree}/')] = output;
      }
      const { srctree: _, ...rest } = environment;
      return { schemaVersion: 1, environment: rest, commands };
    },
  };
}
