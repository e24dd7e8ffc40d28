// Runs the kernel's own scripts/kconfig/tests, unchanged and from the unpacked tree, with the engine in place of conf.
// usage: node build/test/kconfig/kernel-tests.js FOLDER [VERSION...]      needs python3 with pytest
import '../../src/platform/node.js';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Cases that look at the questions asked on a terminal, or type answers. */
const interactive = [
  'auto_submenu/__init__.py::test',
  'choice/__init__.py::test_oldask0',
  'choice/__init__.py::test_oldask1',
  'choice_value_with_m_dep/__init__.py::test',
  'new_choice_with_dep/__init__.py::test',
  'no_write_if_dep_unmet/__init__.py::test',
  'transitional/__init__.py::test',
];

const [folder, ...asked] = process.argv.slice(2);
if (!folder) {
  console.error('usage: kernel-tests.js FOLDER [VERSION...]');
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const trees = join(resolve(folder), 'trees');
const versions = asked.length > 0 ? asked : readdirSync(trees).map(name => name.replace('linux-source-', ''));
let failed = 0;
for (const version of versions) {
  const tree = join(trees, `linux-source-${version}`);
  const tests = join(tree, 'scripts/kconfig/tests');
  if (!existsSync(tests)) continue;
  const work = mkdtempSync(join(tmpdir(), 'kconfig-tests-'));
  mkdirSync(join(work, 'scripts/kconfig'), { recursive: true });
  const conf = join(work, 'scripts/kconfig/conf');
  // The tests type newlines until the program ends; somebody has to read them.
  const script = [
    '#!/bin/sh',
    'exec 3<&0',
    'cat <&3 >/dev/null 2>&1 &',
    `KCONFIG_DIALECT_TREE='${tree}' exec '${process.execPath}' '${join(here, 'conf-cli.js')}' "$@" 3<&- </dev/null`,
  ];
  writeFileSync(conf, `${script.join('\n')}\n`);
  chmodSync(conf, 0o755);
  const skip = interactive.flatMap(name => ['--deselect', name]);
  const result = spawnSync(
    'python3',
    ['-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', '--rootdir', tests, tests, ...skip],
    { cwd: work, encoding: 'utf8' },
  );
  rmSync(work, { recursive: true, force: true });
  const summary = result.stdout.trim().split('\n').at(-1) ?? '';
  console.log(`${version}: ${summary}`);
  if (result.status !== 0) {
    failed++;
    console.log(result.stdout, result.stderr);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
