// What thousands of files cost with one worker and with two: wall time, peak memory, and that the output is the same.
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { row, run } from './measure.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const command = join(root, 'bin/xen-checkconfig.js');
const shared = process.env['XEN_CHECKCONFIG_SHARED'] ?? join(root, '../shared');
const files = 5000;

/** Prints a line for each goal of fleets. */
export function fleetBench(): void {
  const corpus = join(shared, 'corpus/configs');
  console.log();
  if (!existsSync(corpus)) {
    console.log(`skipped: no corpus at ${corpus} (set XEN_CHECKCONFIG_SHARED)`);
    return;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
  const names = readdirSync(corpus).sort();
  const folder = join(scratch, 'fleet');
  mkdirSync(folder);
  const first = join(scratch, 'first');
  mkdirSync(first);
  // The corpus may lie on another disk, which links do not cross: one copy of it, then links to that.
  for (const name of names) spawnSync('cp', [join(corpus, name), first]);
  for (let index = 0; index < files; index++) {
    const name = names[index % names.length]!;
    linkSync(join(first, name), join(folder, `${String(index).padStart(4, '0')}-${name}`));
  }
  const pairs = Array.from({ length: 5 }, () => [1, 2].map(jobs => timed(jobs, folder)));
  const ratios = pairs.map(([one, two]) => one!.wall / two!.wall).sort((left, right) => left - right);
  const same = pairs.flat().every(({ output }) => output === pairs[0]![0]!.output);
  const walls = [0, 1].map(side => (Math.min(...pairs.map(pair => pair[side]!.wall)) / 1000).toFixed(1));
  row(
    `${files} files, wall time of one worker to that of two`,
    `${ratios[2]!.toFixed(2)}x (${ratios[0]!.toFixed(2)} to ${ratios[4]!.toFixed(2)})`,
    'goal: at least 1.6x on two idle cores',
  );
  row(`${files} files, least wall time with one and with two`, `${walls.join(' s, ')} s`, '');
  row(`${files} files, one output`, same ? 'identical' : 'DIFFERENT', 'goal: identical');
  const peaks = [1, 2].map(jobs => run([command, '--jobs', String(jobs), '-q', folder]).peak.toFixed(0));
  row(`${files} files, peak memory with one and with two`, `${peaks.join(', ')} MiB`, 'goal: bounded');
  rmSync(scratch, { recursive: true, force: true });
}

function timed(jobs: number, folder: string): { wall: number; output: string } {
  const start = performance.now();
  const child = spawnSync(process.execPath, [command, '--jobs', String(jobs), folder], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { wall: performance.now() - start, output: child.stdout + child.stderr };
}
