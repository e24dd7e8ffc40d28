// Runs uvu over one tier of suites, proves that every suite file on disk ran, and closes with one plain line.
// usage: node build/test/run.js [TIER]   TIER: unit (default), corpus, lab, ...: a folder below test/
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tier = process.argv[2] ?? 'unit';
const here = fileURLToPath(new URL('.', import.meta.url));
const folder = join(here, tier);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.test.js'))
  .sort();

// Compiled output of a deleted source must not count as a suite.
const sources = join(here, '../../test', tier);
const known = new Set(
  readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts'))
    .map(name => name.replace(/\.ts$/, '.js')),
);
const suites = files.filter(name => known.has(name));
const notCompiled = [...known].filter(name => !files.includes(name));

const uvu = fileURLToPath(import.meta.resolve('uvu')).replace(/dist[\\/]index\.m?js$/, 'bin.js');
const pattern = `^(${suites.map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})$`;
// Suites import files of the core, which has to be told what it runs on.
const platform = new URL('../src/platform/node.js', import.meta.url).href;
const child = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--import', platform, uvu, folder, pattern],
  {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
  },
);
process.stdout.write(child.stdout);

const count = (label: string) =>
  Number(new RegExp(`^  ${label}:\\s+(\\d+)$`, 'm').exec(child.stdout)?.[1] ?? 0);
const total = count('Total');
const passed = count('Passed');
const skipped = count('Skipped');
let failed = total - passed;

// A suite ran when "(n / m)" with m > 0 stands between its heading and the next one.
const blocks = child.stdout.split('\n');
const headings = new Set(suites);
for (const name of suites) {
  const from = blocks.indexOf(name);
  const next = blocks.findIndex((line, index) => index > from && headings.has(line));
  const block = from < 0 ? [] : blocks.slice(from + 1, next < 0 ? undefined : next);
  if (!block.some(line => /\(\d+ \/ [1-9]\d*\)$/.test(line))) {
    failed++;
    console.log(`suite ran no test: ${tier}/${name}`);
  }
}
for (const name of notCompiled) {
  failed++;
  console.log(`suite was not compiled: ${tier}/${name}`);
}
if (suites.length === 0) {
  failed++;
  console.log(`no suites in test/${tier}`);
}
if (child.status !== 0 && failed === 0) {
  failed++;
  console.log(`uvu ended with status ${child.status ?? child.signal}`);
}
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
