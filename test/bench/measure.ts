import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Cost {
  /** CPU time of the whole process, user and system, in milliseconds. */
  readonly cpu: number;
  /** Peak of resident memory in MiB. */
  readonly peak: number;
}

// Loaded before the program: at its end it writes what the process cost to file descriptor 3.
const hook = join(mkdtempSync(join(tmpdir(), 'bench-')), 'hook.cjs');
writeFileSync(
  hook,
  `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, peak: maxRSS / 1024 }));
});
`,
);

/** What one run of node with these arguments costs. Throws if it ends with a code that `codes` does not list. */
export function run(args: readonly string[], codes: readonly number[] = [0, 1, 3]): Cost {
  const child = spawnSync(process.execPath, ['-r', hook, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  if (child.status === null || !codes.includes(child.status)) {
    throw new Error(`${args.join(' ')}: ended with ${child.status}: ${child.stderr}`);
  }
  return JSON.parse(child.output[3]!.toString()) as Cost;
}

export interface Comparison {
  /** Median of the ratios of CPU time, pair by pair, with the least and the greatest. */
  readonly ratio: { readonly least: number; readonly median: number; readonly most: number };
  readonly left: Cost;
  readonly right: Cost;
}

/** Runs both in turn, so that the machine's mood meets both alike. Costs are medians. */
export function compare(left: readonly string[], right: readonly string[], rounds = 15): Comparison {
  const pairs: [Cost, Cost][] = [];
  run(left);
  run(right);
  for (let round = 0; round < rounds; round++) pairs.push([run(left), run(right)]);
  const ratios = pairs.map(([a, b]) => a.cpu / b.cpu).sort((a, b) => a - b);
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
  const cost = (side: 0 | 1): Cost => ({
    cpu: median(pairs.map(pair => pair[side].cpu)),
    peak: Math.max(...pairs.map(pair => pair[side].peak)),
  });
  return {
    ratio: { least: ratios[0]!, median: ratios[ratios.length >> 1]!, most: ratios.at(-1)! },
    left: cost(0),
    right: cost(1),
  };
}

export function row(what: string, value: string, goal: string): void {
  console.log(`${what.padEnd(58)} ${value.padEnd(24)} ${goal}`);
}
