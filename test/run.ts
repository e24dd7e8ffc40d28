// Runs uvu over one tier of suites, proves that every suite file on disk ran, and closes with one plain line.
// usage: node build/test/run.js [TIER [NAME...]] [--watch]
//   TIER: unit (default), corpus, lab, ...: a folder below test/
//   NAME: part of a path such as test/unit/cli/diff.test.ts; only suites that have one of them in theirs run
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inChunks } from './support/in-chunks.js';
import { nearSuites } from './support/near-suites.js';

const words = process.argv.slice(2).filter(word => word !== '--watch');
const [tier = 'unit', ...names] = words;
if (process.argv.includes('--watch')) {
  const { watchAndRun } = await import('./support/watch.js');
  await watchAndRun(words);
}

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = join(here, tier);
const files = suitesBelow(folder, '.test.js');

// Compiled output of a deleted source must not count as a suite.
const known = suitesBelow(join(here, '../../test', tier), '.test.ts').map(name => name.replace(/ts$/, 'js'));
const asked = known.filter(name => names.length === 0 || names.some(part => sourceOf(name).includes(part)));
const suites = asked.filter(name => files.includes(name));
const notCompiled = asked.filter(name => !files.includes(name));

const uvu = fileURLToPath(import.meta.resolve('uvu')).replace(/dist[\\/]index\.m?js$/, 'bin.js');
let total = 0;
let passed = 0;
let skipped = 0;
let failed = 0;

// Other tiers share trees, browsers and folders among their suites; those of the unit tier share nothing.
const atOnce = tier === 'unit' ? availableParallelism() : 1;
await inChunks(suites, atOnce, runSuites, ({ out, err, status }, chunk) => {
  // What uvu counts at its end is added up here instead.
  const end = out.lastIndexOf('\n  Total: ');
  const count = (label: string) =>
    Number(new RegExp(`^  ${label}:\\s+(\\d+)$`, 'm').exec(out.slice(Math.max(end, 0)))?.[1] ?? 0);
  process.stderr.write(err);
  process.stdout.write(end < 0 ? out : `${out.slice(0, end)}\n`);
  const before = failed;
  total += count('Total');
  passed += count('Passed');
  skipped += count('Skipped');
  failed += count('Total') - count('Passed');

  // A suite ran when "(n / m)" with m > 0 stands between its heading and the next one.
  const lines = out.split('\n');
  const headings = new Set(chunk);
  for (const name of chunk) {
    const from = lines.indexOf(name);
    const next = lines.findIndex((line, index) => index > from && headings.has(line));
    const block = from < 0 ? [] : lines.slice(from + 1, next < 0 ? undefined : next);
    if (!block.some(line => /\(\d+ \/ [1-9]\d*\)$/.test(line))) {
      failed++;
      console.log(`suite ran no test: ${tier}/${name}`);
    }
  }
  if (status !== 0 && failed === before) {
    failed++;
    console.log(`uvu ended with status ${status}`);
  }
});

for (const name of notCompiled) {
  failed++;
  console.log(`suite was not compiled: ${tier}/${name}`);
}
if (asked.length === 0) {
  failed++;
  console.log(
    known.length === 0
      ? `no suites in test/${tier}`
      : `no suite in test/${tier} has ${names.join(' or ')} in its path; near it:${nearSuites(
          names,
          known.map(sourceOf),
        )
          .map(path => `\n  ${path}`)
          .join('')}`,
  );
}
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;

/** Paths relative to the folder, in order, with "/"; none where there is no such folder. */
function suitesBelow(path: string, ending: string): string[] {
  try {
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .map(name => name.replaceAll('\\', '/'))
      .filter(name => name.endsWith(ending))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The path that people know a suite by. */
function sourceOf(name: string): string {
  return `test/${tier}/${name.replace(/js$/, 'ts')}`;
}

interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly status: number | NodeJS.Signals | null;
}

/** Runs suites one after the other in one process. */
function runSuites(chunk: readonly string[]): Promise<Outcome> {
  const pattern = `^(${chunk.map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})$`;
  // Suites import files of the core, which has to be told what it runs on.
  const platform = new URL('../src/platform/node.js', import.meta.url).href;
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', '--import', platform, uvu, folder, pattern],
    {
      // One process alone tells at once what it has to say beside its results.
      stdio: ['ignore', 'pipe', atOnce === 1 ? 'inherit' : 'pipe'],
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
    },
  );
  const texts = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ ...texts, status: code ?? signal }));
  });
}
