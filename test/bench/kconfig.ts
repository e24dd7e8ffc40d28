// What whole kernel trees cost, against the kernel's own conf and against Kconfiglib, all with the same cached probes. Needs
// a folder made by test/kconfig/prepare.ts, named in KCONFIG_TREES.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Conf, createConf } from '../kconfig/conf.js';
import { row } from './measure.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const command = join(root, 'bin/xen-checkconfig.js');
const python = join(root, 'test/bench/by-kconfiglib.py');

interface Program {
  readonly words: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure. */
  readonly codes?: readonly number[];
}

/** CPU time of a whole program in milliseconds, user and system. Throws if it fails. */
function cpu({ words, cwd, env, codes = [0] }: Program): number {
  const child = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%3U %3S"; time "$@" >/dev/null 2>&1', 'bash', ...words],
    {
      encoding: 'utf8',
      ...(cwd !== undefined && { cwd }),
      env: { ...process.env, ...env },
    },
  );
  const times = /^([\d.]+) ([\d.]+)$/m.exec(child.stderr);
  if (!times || !codes.includes(child.status!))
    throw new Error(`${words.join(' ')}: ended with ${child.status}`);
  return (Number(times[1]) + Number(times[2])) * 1000;
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Runs all in turn, so that the machine's mood meets them alike. */
function inTurn(programs: readonly Program[], rounds: number): number[][] {
  for (const program of programs) cpu(program);
  const times: number[][] = programs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, program] of programs.entries()) times[index]!.push(cpu(program));
  }
  return times;
}

function ratioText(
  ours: readonly number[],
  theirs: readonly number[],
  goal: (a: number, b: number) => number,
) {
  const ratios = ours.map((time, index) => goal(time, theirs[index]!)).toSorted((a, b) => a - b);
  return `${middle(ratios).toFixed(2)}x (${ratios[0]!.toFixed(2)} to ${ratios.at(-1)!.toFixed(2)})`;
}

interface Work {
  readonly conf: Conf;
  readonly config: string;
  readonly probes: string;
  readonly folder: string;
}

/** The x86_64 defconfig of a tree, completed, and a probe file with the answers that conf keeps. */
function prepare(trees: string, version: string, folder: string): Work | null {
  if (!existsSync(join(trees, `conf-${version}`, 'conf'))) return null;
  const conf = createConf(trees, version, 'x86_64');
  const made = conf.run(
    'olddefconfig',
    readFileSync(join(conf.srctree, 'arch/x86/configs/x86_64_defconfig')),
  );
  if (!made) throw new Error(conf.errors());
  const config = join(folder, `${version}.config`);
  const probes = join(folder, `${version}.json`);
  writeFileSync(config, made);
  writeFileSync(probes, JSON.stringify(conf.probes()));
  return { conf, config, probes, folder };
}

function conf({ conf: { binary, work, variables }, config }: Work): Program {
  writeFileSync(join(work, '.config'), readFileSync(config));
  const words = [binary, '-s', '--olddefconfig', 'Kconfig'];
  return { words, cwd: work, env: variables };
}

const kconfig = (work: Work, action: readonly string[], codes?: readonly number[]): Program => ({
  words: [
    process.execPath,
    command,
    ...action,
    '--srctree',
    work.conf.srctree,
    '--arch',
    'x86_64',
    '--probes',
    work.probes,
  ],
  ...(codes && { codes }),
});

const olddefconfig = (work: Work) =>
  kconfig(work, ['kconfig', 'olddefconfig', '--config', work.config, '--output', join(work.folder, 'out')]);

function kconfiglib({ conf, config, probes, folder }: Work): Program {
  const { srctree } = conf;
  return {
    words: ['python3', '-B', python, probes, config, join(folder, 'out')],
    cwd: srctree,
    env: conf.environment,
  };
}

const hasKconfiglib = () => spawnSync('python3', ['-c', 'import kconfiglib']).status === 0;

/** Prints a line for each goal of the Kconfig engine. */
export function kconfigBench(): void {
  const trees = process.env.KCONFIG_TREES;
  console.log();
  if (!trees || !existsSync(trees)) {
    console.log('kconfig: skipped, KCONFIG_TREES names no folder made by test/kconfig/prepare.ts');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const newer = prepare(trees, '6.12', folder);
    if (newer) newerRows(newer);
    else console.log('kconfig: skipped, there is no tree of 6.12');
    const older = prepare(trees, '5.10', folder);
    if (older && hasKconfiglib()) {
      const [ours, theirs] = inTurn([olddefconfig(older), kconfiglib(older)], 5);
      const text = ratioText(ours!, theirs!, (a, b) => b / a);
      // As released it loads no tree from 5.13 on.
      row('kconfig olddefconfig, 5.10: Kconfiglib against ours', text, 'goal: at least 3x');
    } else
      console.log(
        'kconfig against Kconfiglib: skipped, there is no kconfiglib for python3 or no tree of 5.10',
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function newerRows(work: Work): void {
  const why = kconfig(work, ['kconfig', 'why', 'XEN_PV', '--config', work.config]);
  const fix = kconfig(work, ['fix', work.config, '-p', 'domu-pvh']);
  const [ours, theirs, whys, fixes] = inTurn([olddefconfig(work), conf(work), why, fix], 11);
  row(
    'kconfig olddefconfig, 6.12: ours against conf',
    ratioText(ours!, theirs!, (a, b) => a / b),
    'goal: at most 1.5x',
  );
  row('kconfig why XEN_PV, 6.12', `${middle(whys!).toFixed(0)} ms`, '');
  row('fix -p domu-pvh, 6.12', `${middle(fixes!).toFixed(0)} ms`, 'goal: below 1000 ms');
}
