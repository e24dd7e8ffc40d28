import { spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { root } from './paths.js';

/** Editors write a file in several steps; what comes within this many milliseconds is one change. */
const pause = 200;

/** Runs the suites, and again whenever something changed that they hang on, until it is stopped. Never returns. */
export async function watchAndRun(words: readonly string[]): Promise<never> {
  const changed = new Set<string>();
  for (const folder of ['src', 'test', 'scripts', 'profiles', 'schema', 'fixtures', 'docs'])
    watch(`${root}${folder}`, { recursive: true }, () => changed.add(folder));
  const runner = fileURLToPath(new URL('../run.js', import.meta.url));
  for (;;) {
    spawnSync(process.execPath, [runner, ...words], { stdio: 'inherit' });
    console.log(`\nwaiting for a change of ${[...words].join(' ')}; Ctrl-C ends it`);
    while (!(await compiled(changed)));
  }
}

/** Waits for a change and takes it up: is there something new to run? */
async function compiled(changed: Set<string>): Promise<boolean> {
  while (changed.size === 0) await wait(pause);
  await wait(pause);
  // The bundles and the data in dist/ are made of everything but the tests.
  const script = [...changed].every(folder => folder === 'test') ? 'compile' : 'build';
  changed.clear();
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status === 0;
}
