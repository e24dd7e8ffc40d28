// Writes what each tree's own conf makes of the small cases in fixtures/kconfig, beside them.
// usage: node build/test/kconfig/make-cases.js FOLDER     run from the project's top; FOLDER has a conf-VERSION/conf for each
// release in case.ts (prepare.js makes those whose trees can be had as packages)
import '../../src/platform/node.js';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { formatResults, kconfigFor, type Results, versions } from './case.js';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: make-cases.js FOLDER');
  process.exit(2);
}
const cases = resolve('fixtures/kconfig');
for (const name of readdirSync(cases)) {
  const at = join(cases, name);
  const results: Results = new Map();
  for (const config of readdirSync(at).filter(file => file.startsWith('config-'))) {
    for (const version of versions) {
      for (const mode of ['olddefconfig', 'savedefconfig']) runCase(results, at, config, version, mode);
    }
  }
  writeFileSync(join(at, 'expected.txt'), formatResults(results), 'latin1');
}

function runCase(results: Results, at: string, config: string, version: string, mode: string): void {
  const work = mkdtempSync(join(tmpdir(), 'kconfig-case-'));
  mkdirSync(join(work, 'include/config'), { recursive: true });
  writeFileSync(join(work, 'include/config/auto.conf'), '');
  writeFileSync(join(work, '.config'), readFileSync(join(at, config)));
  for (const file of readdirSync(at).filter(file => file.startsWith('Kconfig'))) {
    writeFileSync(join(work, file), kconfigFor(version, readFileSync(join(at, file), 'latin1')), 'latin1');
  }
  const flag = mode === 'savedefconfig' ? '--savedefconfig=.config' : `--${mode}`;
  const result = spawnSync(join(resolve(folder!), `conf-${version}`, 'conf'), ['-s', flag, 'Kconfig'], {
    cwd: work,
    encoding: 'latin1',
    env: { srctree: work, WHO: 'everyone', KCONFIG_OVERWRITECONFIG: '1' },
  });
  const number = config.replace('config-', '');
  if (result.status === 0) {
    results.set(`${version} ${number} ${mode}`, readFileSync(join(work, '.config'), 'latin1'));
  } else results.set(`${version} ${number} error`, result.stderr);
  rmSync(work, { recursive: true, force: true });
}
