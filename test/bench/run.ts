// What the command costs, as ratios of CPU time taken in one run. No test depends on it.
// usage: npm run bench [-- PART...]   PART: check, explain, image, log, fleet, kconfig; all of them without one
import '../../src/platform/node.js';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { compare, row, run } from './measure.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const command = join(root, 'bin/xen-checkconfig.js');
const scratch = mkdtempSync(join(tmpdir(), 'bench-'));

/** Whole configs to measure with: those that ship. */
function shipped(): Buffer[] {
  const folder = join(root, 'fixtures/configs');
  return readdirSync(folder)
    .filter(name => /\.config(\.gz)?$/.test(name))
    .map(name => readFileSync(join(folder, name)))
    .map(bytes => (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes));
}

const options = (bytes: Buffer) => bytes.toString('latin1').split(/^(?:# )?CONFIG_/m).length - 1;
const configs = shipped().sort((left, right) => options(right) - options(left));
const largest = join(scratch, 'largest.config');
writeFileSync(largest, configs[0]!);

function folderOf(count: number): string {
  const folder = mkdtempSync(join(scratch, `${count}-`));
  for (let index = 0; index < count; index++) {
    writeFileSync(join(folder, `${index}.config`), configs[index % configs.length]!);
  }
  return folder;
}

const asked = process.argv.slice(2);
console.log(`node ${process.version}; CPU time, user and system; medians of pairs\n`);
if (asked.length === 0 || asked.includes('check')) checkBench();
const parts: readonly (readonly [string, () => Promise<() => void>])[] = [
  ['explain', async () => (await import('./explain.js')).explainBench],
  ['image', async () => (await import('./image.js')).imageBench],
  ['log', async () => (await import('./log.js')).logBench],
  ['fleet', async () => (await import('./fleet.js')).fleetBench],
  ['kconfig', async () => (await import('./kconfig.js')).kconfigBench],
];
for (const [name, load] of parts) if (asked.length === 0 || asked.includes(name)) (await load())();
rmSync(scratch, { recursive: true, force: true });

function checkBench(): void {
  const one = compare([command, largest], ['-e', '0']);
  const range = ({ ratio }: typeof one) =>
    `${ratio.median.toFixed(2)}x (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})`;
  row(`one config of ${options(configs[0]!)} options against node -e 0`, range(one), 'goal: at most 1.5x');

  const many = folderOf(250);
  const single = folderOf(1);
  const batch = compare([command, '-q', many], [command, '-q', single], 5);
  const each = (batch.left.cpu - batch.right.cpu) / 249;
  row('each further config of 250 in one process', `${each.toFixed(2)} ms`, 'goal: at most 4 ms');

  const peaks = [250, 1000, 4000].map(count => run([command, '-q', folderOf(count)]).peak.toFixed(0));
  row('peak memory of 250, 1,000 and 4,000 configs', `${peaks.join(', ')} MiB`, 'goal: flat');
}
