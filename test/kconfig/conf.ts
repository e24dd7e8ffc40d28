// Running the kernel's own conf, with the answers of its shell commands kept from one run to the next.
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { sourceArch } from '../../src/node/kernel-tree.js';
import type { ProbeFile } from '../../src/kconfig/probes/probe.js';

export interface Conf {
  readonly version: string;
  readonly arch: string;
  readonly srctree: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The program itself, where it works, and all that its environment has to be. */
  readonly binary: string;
  readonly work: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Runs conf in `mode` with that .config, or none; gives the .config it wrote, or null if it failed. */
  run(mode: string, config: Uint8Array | null, extra?: Readonly<Record<string, string>>): Buffer | null;
  /** The same from a conf that has read the tree already; its random numbers start with `seed`. */
  serve(mode: string, config: Uint8Array | null, seed?: number, chances?: string): Uint8Array | null;
  /** Ends the confs that serve. */
  close(): void;
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
  const base = {
    PATH: process.env.PATH ?? '',
    ...environment,
    LD_PRELOAD: join(top, 'popen-cache.so'),
    PROBE_CACHE: cache,
    KCONFIG_CONFIG: '.config',
    KCONFIG_OVERWRITECONFIG: '1',
  };
  const binary = join(top, `conf-${version}`, 'conf');
  const argument = (mode: string): string =>
    mode === 'savedefconfig' ? '--savedefconfig=defconfig' : `--${mode}`;
  const servers = new Map<string, Server>();
  let errors = '';
  const config = join(work, '.config');
  const minimal = join(work, 'defconfig');
  return {
    version,
    arch,
    srctree,
    environment,
    binary,
    work,
    variables: base,
    run: (mode, data, extra = {}) => {
      rmSync(config, { force: true });
      rmSync(minimal, { force: true });
      if (data) writeFileSync(config, data);
      const result = spawnSync('nice', [binary, '-s', argument(mode), 'Kconfig'], {
        cwd: work,
        encoding: 'latin1',
        maxBuffer: 1 << 26,
        env: { ...base, ...extra },
      });
      errors = result.stderr;
      const out = mode === 'savedefconfig' ? minimal : config;
      return result.status === 0 && existsSync(out) ? readFileSync(out) : null;
    },
    serve: (mode, data, seed = 1, chances = '-') => {
      let server = servers.get(mode);
      if (!server) {
        server = startServer(binary, argument(mode), work, mode, base);
        servers.set(mode, server);
      }
      rmSync(config, { force: true });
      rmSync(minimal, { force: true });
      if (data) writeFileSync(config, data);
      const status = server.ask(`${seed} ${chances || '-'} .config\n`);
      const out = mode === 'savedefconfig' ? minimal : config;
      return status === '0\n' && existsSync(out) ? readFileSync(out) : null;
    },
    close: () => {
      for (const server of servers.values()) server.close();
      servers.clear();
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

interface Server {
  ask(line: string): string;
  close(): void;
}

/** Starts a conf that answers requests through two pipes. */
function startServer(
  binary: string,
  argument: string,
  work: string,
  name: string,
  environment: Readonly<Record<string, string>>,
): Server {
  const requests = join(work, `${name}.requests`);
  const replies = join(work, `${name}.replies`);
  for (const pipe of [requests, replies]) {
    rmSync(pipe, { force: true });
    spawnSync('mkfifo', [pipe]);
  }
  spawn('nice', [binary, '-s', argument, 'Kconfig'], {
    cwd: work,
    stdio: 'ignore',
    env: { ...environment, SERVED_REQUESTS: requests, SERVED_REPLIES: replies },
  });
  const out = openSync(requests, 'w');
  const back = openSync(replies, 'r');
  const buffer = Buffer.alloc(16);
  return {
    ask: line => {
      writeSync(out, line);
      return buffer.toString('latin1', 0, readSync(back, buffer));
    },
    close: () => {
      closeSync(out);
      closeSync(back);
    },
  };
}
