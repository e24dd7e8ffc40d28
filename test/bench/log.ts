// What reading a log costs: 200 MB with all patterns that ship.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPatterns } from '../support/knowledge.js';
import { makeLog } from './make-log.js';
import { row, run } from './measure.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const reader = join(root, 'build/test/bench/read-log.js');

/** Prints a line for each goal of reading logs. */
export function logBench(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const list = join(folder, 'patterns.json');
  const all = loadPatterns();
  writeFileSync(list, JSON.stringify(all));
  console.log();
  for (const [name, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ] as const) {
    const file = join(folder, `${name}.log`);
    makeLog(file, 200e6, end);
    const rounds = Array.from({ length: 5 }, () => run([reader, file, list], [0]));
    const speeds = rounds.map(({ cpu }) => statSync(file).size / 1000 / cpu).sort((a, b) => a - b);
    const text = `${speeds[2]!.toFixed(0)} MB/s (${speeds[0]!.toFixed(0)} to ${speeds[4]!.toFixed(0)})`;
    row(`log of 200 MB, ${name}, ${all.length} patterns`, text, 'goal: at least 50 MB/s of CPU time');
    row(
      `log of 200 MB, ${name}: peak memory`,
      `${Math.max(...rounds.map(({ peak }) => peak)).toFixed(0)} MiB`,
      'goal: bounded',
    );
    rmSync(file);
  }
  rmSync(folder, { recursive: true, force: true });
}
