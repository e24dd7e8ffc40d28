// fix on whole trees, proven by the kernel's own conf. Needs a folder made by prepare.js, named in KCONFIG_TREES.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Conf, createConf } from './conf.js';
import { fixMany } from './fix-many.js';

const folder = process.env.KCONFIG_TREES;
const command = fileURLToPath(new URL('../../../bin/xen-checkconfig.js', import.meta.url));
const asked = [['domu-pv'], ['domu-pvh'], ['dom0-pv'], ['domu-pv', 'domu-pvh', 'dom0-pv', 'dom0-pvh']];
const versions = ['6.1', '6.12'].filter(
  version => folder && existsSync(join(folder, 'trees', `linux-source-${version}`)),
);

if (versions.length === 0) {
  test('skipped: KCONFIG_TREES names no folder made by prepare.js', () => {
    console.error('skipped: KCONFIG_TREES names no folder made by prepare.js');
  });
}

const body = (text: string) => text.replace(/^#\n# Automatically generated[^\n]*\n#[^\n]*\n#\n/, '');

/** A config with lines behind it, as the kernel's own tool makes it. */
function merged(conf: Conf, config: Uint8Array, lines: string): string {
  const made = conf.run('olddefconfig', Buffer.concat([config, Buffer.from(lines)]));
  assert.ok(made, conf.errors());
  return made.toString();
}

for (const version of versions) {
  const starts: [string, (conf: Conf) => Uint8Array | null][] = [
    [
      'tinyconfig',
      conf =>
        conf.run('allnoconfig', null, {
          KCONFIG_ALLCONFIG: join(conf.srctree, 'kernel/configs/tiny-base.config'),
        }),
    ],
    [
      'x86_64_defconfig',
      conf => conf.run('olddefconfig', readFileSync(join(conf.srctree, 'arch/x86/configs/x86_64_defconfig'))),
    ],
  ];
  for (const [name, make] of starts) {
    for (const profiles of asked) {
      test(`${version} ${name}: after fix -p ${profiles.join(' -p ')} the kernel's own tool keeps what passes`, () => {
        const conf = createConf(folder!, version, 'x86_64');
        const config = make(conf);
        assert.ok(config, conf.errors());
        const work = mkdtempSync(join(tmpdir(), 'fix-'));
        try {
          const file = join(work, 'config');
          const result = join(work, 'result');
          const probes = join(work, 'probes.json');
          writeFileSync(file, config);
          writeFileSync(probes, JSON.stringify(conf.probes()));
          const run = (...args: string[]) =>
            spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 });
          const options = profiles.flatMap(profile => ['-p', profile]);
          const tree = ['--srctree', conf.srctree, '--arch', 'x86_64', '--probes', probes];
          assert.is(run('check', file, ...options).status, 1, 'nothing to fix');
          const fixed = run('fix', file, ...options, ...tree);
          assert.is(fixed.status, 0, fixed.stderr);
          const theirs = merged(conf, config, fixed.stdout);
          // Every line of the fragment is there, and with that the profile passes.
          const lines = fixed.stdout.split('\n').filter(line => /^(# )?CONFIG_/.test(line));
          for (const line of lines) assert.ok(theirs.includes(`\n${line}\n`), line);
          writeFileSync(result, theirs);
          const passed = run('check', result, ...options);
          assert.is(passed.status, 0, passed.stdout);
          // No line can be left out.
          for (const line of lines) {
            // Only an initramfs whose init is a script needs it, which is left open here: fix asks for it all the same.
            if (line === 'CONFIG_BINFMT_SCRIPT=y') continue;
            writeFileSync(result, merged(conf, config, lines.filter(other => other !== line).join('\n')));
            const without = run('check', result, ...options);
            assert.is(without.status, 1, `${line} is not needed`);
          }
          const written = run('fix', file, ...options, ...tree, '--write');
          assert.is(written.status, 0, written.stderr);
          assert.is(body(readFileSync(file, 'utf8')), body(theirs));
          console.error(`${version} ${name} ${profiles.join(' ')}: ${lines.length} lines`);
        } finally {
          rmSync(work, { recursive: true, force: true });
        }
      });
    }
  }
}

// From nothing, next to nothing, the defaults and random configs, for every profile that the architecture can have.
const random = Number(process.env.KCONFIG_RANDOM ?? 2);
const trees = [
  ['6.1', 'x86_64'],
  ['6.12', 'x86_64'],
  ['6.1', 'arm64'],
] as const;
for (const [version, arch] of trees) {
  if (!versions.includes(version)) continue;
  test(`${version} ${arch}: every profile passes after fix, whatever config it starts from`, () => {
    for (const result of fixMany(folder!, version, arch, random, 1)) {
      console.error(result.line);
      assert.equal(result.wrong, []);
      assert.ok(result.passed >= 3);
    }
  });
}

test.run();
