// Merging against the kernel's own merge_config.sh, with seeded fragments: the same settings, the same overrides.
// Needs the folder of trees that oracle.test.ts needs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mergeConfigs } from '../../src/config/merge.js';
import { parseConfig } from '../../src/config/parse.js';
import { seeded } from '../support/random.js';
import { folder as newFolder } from '../support/run.js';

const trees = join(process.env.KCONFIG_TREES ?? '', 'trees');
const scripts = (process.env.KCONFIG_TREES && existsSync(trees) ? readdirSync(trees) : [])
  .map(name => ({ name, script: join(trees, name, 'scripts/kconfig/merge_config.sh') }))
  .filter(({ script }) => existsSync(script));

if (scripts.length === 0)
  test('skipped: KCONFIG_TREES names no folder made by prepare.js', () => {
    console.error('skipped: KCONFIG_TREES names no folder made by prepare.js');
  });

const options = ['XEN', 'XEN_PV', 'XEN_PVH', 'HVC_XEN', 'A', 'AB', 'LOCALVERSION', 'NR_CPUS', '64BIT', 'SMP'];

function fragment(random: ReturnType<typeof seeded>): string {
  const lines = options
    .filter(() => random.below(2) === 0)
    .map(option => {
      if (option === 'LOCALVERSION') return `CONFIG_${option}="-${random.of(['a', 'b', 'c d'])}"`;
      if (option === 'NR_CPUS') return `CONFIG_${option}=${random.below(3) + 1}`;
      const value = random.of(['y', 'm', 'n']);
      return value === 'n' ? `# CONFIG_${option} is not set` : `CONFIG_${option}=${value}`;
    });
  return `# a comment\n${lines.map(line => (random.below(5) === 0 ? `\n${line}` : line)).join('\n')}\n`;
}

for (const { name, script } of scripts)
  for (const preferBuiltin of [false, true])
    test(`${name}: ${preferBuiltin ? '-y' : 'plain'}`, () => {
      const { path, remove } = newFolder();
      let overridden = 0;
      try {
        for (let seed = 1; seed <= 40; seed++) {
          const random = seeded(seed);
          const files = Array.from({ length: 2 + random.below(3) }, (_, index) => `f${index}`);
          for (const file of files) writeFileSync(join(path, file), fragment(random));
          const args = ['-m', ...(preferBuiltin ? ['-y'] : []), ...files];
          const ran = spawnSync('sh', [script, ...args], {
            cwd: path,
            encoding: 'utf8',
            env: { PATH: process.env.PATH, LC_ALL: 'C', CONFIG_: 'CONFIG_' },
          });
          assert.is(ran.status, 0, ran.stderr);
          const expected = new Map(
            readFileSync(join(path, '.config'), 'utf8')
              .split('\n')
              .flatMap(line => {
                const [, set, value] = /^CONFIG_(\w+)=(.*)$/.exec(line) ?? [];
                const [, unset] = /^# CONFIG_(\w+) is not set$/.exec(line) ?? [];
                return set ? [[set, value!] as const] : unset ? [[unset, 'n'] as const] : [];
              }),
          );
          const { config, overrides } = mergeConfigs(
            files.map(file => ({
              path: file,
              config: parseConfig(readFileSync(join(path, file)), { mayBeEmpty: true }),
            })),
            { preferBuiltin },
          );
          const found = new Map(
            [...config.settings].map(([option, { type, text }]) => [
              option,
              type === 'string' ? `"${text}"` : text,
            ]),
          );
          assert.equal(
            [...found].sort(),
            [...expected].sort(),
            files.map(file => readFileSync(join(path, file), 'utf8')).join('---\n'),
          );
          const told = [...ran.stdout.matchAll(/^Value of CONFIG_(\w+) is redefined/gm)].map(
            ([, one]) => one,
          );
          const ours = overrides.filter(({ kept }) => !kept).map(({ option }) => option);
          assert.equal(ours.sort(), told.sort());
          overridden += told.length;
        }
      } finally {
        remove();
      }
      assert.ok(overridden > 50);
    });

test.run();
