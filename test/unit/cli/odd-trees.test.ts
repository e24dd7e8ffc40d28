// Folders that are no kernel tree, given for one: a clear error and exit code 3, whatever the command.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from '../../support/run.js';

const test = suite<{ top: string }>('odd-trees');

test.before(context => {
  context.top = mkdtempSync(join(tmpdir(), 'odd-trees-'));
  writeFileSync(join(context.top, 'config'), 'CONFIG_A=y\n');
  writeFileSync(join(context.top, 'outside'), 'config SECRET\n');
});

test.after(({ top }) => rmSync(top, { recursive: true, force: true }));

function hugeFile(path: string): void {
  writeFileSync(path, '');
  truncateSync(path, 100_000_000);
}

const commands = [
  ['kconfig', 'why', 'A', '--config', 'config'],
  ['kconfig', 'check', '--config', 'config'],
  ['kconfig', 'olddefconfig', '--run-shell', '--config', 'config'],
  ['fix', 'config', '-p', 'domu-pv'],
  ['check', 'config'],
];

/** What to make in the folder `tree`, and what is said of it. */
const trees: readonly (readonly [
  name: string,
  make: (tree: string) => void,
  said: RegExp,
  except?: string,
])[] = [
  ['missing', tree => rmSync(tree, { recursive: true }), /^tree: there is no such directory$/],
  [
    'a file',
    tree => {
      rmSync(tree, { recursive: true });
      writeFileSync(tree, 'config A\n');
    },
    /^tree: is no folder$/,
  ],
  ['empty', () => {}, /^tree: is no kernel tree: there is no Kconfig in it$/],
  [
    'another program with a language like it',
    tree => writeFileSync(join(tree, 'Config.in'), 'mainmenu "Other"\nconfig A\n\tbool "a"\n'),
    /^tree: is no kernel tree: there is no Kconfig in it$/,
  ],
  [
    'another program with the same language',
    tree => writeFileSync(join(tree, 'Kconfig'), 'mainmenu "Other"\nconfig A\n\tbool "a"\n'),
    /^tree: is no Linux tree: its Kconfig is titled "Other"$/,
    'kconfig',
  ],
  [
    'a pipe',
    tree => assert.is(spawnSync('mkfifo', [join(tree, 'Kconfig')]).status, 0),
    /^tree: its Kconfig is no file$/,
  ],
  ['a folder for a file', tree => mkdirSync(join(tree, 'Kconfig')), /^tree: its Kconfig is no file$/],
  [
    'a link out of it',
    tree => symlinkSync('../outside', join(tree, 'Kconfig')),
    /^tree: its Kconfig is a link that leads out of it/,
  ],
  [
    'a link to nowhere',
    tree => symlinkSync('none', join(tree, 'Kconfig')),
    /^tree: its Kconfig is a link that leads nowhere$/,
  ],
  [
    'a link to itself',
    tree => symlinkSync('Kconfig', join(tree, 'Kconfig')),
    /^tree: its Kconfig cannot be read$/,
  ],
  ['a device', tree => symlinkSync('/dev/zero', join(tree, 'Kconfig')), /^tree: its Kconfig is no file$/],
  ['a file of 100 MB', tree => hugeFile(join(tree, 'Kconfig')), /^tree: its Kconfig has more than 8 MiB$/],
  [
    'a file of 100 MB that is included',
    tree => {
      writeFileSync(join(tree, 'Kconfig'), 'source "big"\n');
      hugeFile(join(tree, 'big'));
    },
    /^tree: Kconfig:1: can't open file "big"$/,
  ],
  [
    'a pipe that is included',
    tree => {
      writeFileSync(join(tree, 'Kconfig'), 'source "pipe"\n');
      assert.is(spawnSync('mkfifo', [join(tree, 'pipe')]).status, 0);
    },
    /^tree: Kconfig:1: can't open file "pipe"$/,
  ],
  [
    'a file that includes itself',
    tree => writeFileSync(join(tree, 'Kconfig'), 'source "Kconfig"\n'),
    /^tree: Recursive inclusion detected\.\n.*Inclusion path:\n.*current file : Kconfig\n.*included from: Kconfig:1$/,
  ],
  [
    'a circle of dependencies',
    tree =>
      writeFileSync(
        join(tree, 'Kconfig'),
        'config A\n\tbool "a"\n\tdepends on B\nconfig B\n\tbool "b"\n\tdepends on A\n',
      ),
    /^tree: error: recursive dependency detected!\n/,
  ],
  [
    'files that include each other without end',
    tree => {
      writeFileSync(join(tree, 'Kconfig'), 'source "k0"\n');
      for (let number = 0; number < 300; number++)
        writeFileSync(join(tree, `k${number}`), `source "k${number + 1}"\n`);
    },
    /^tree: k\d+:1: files include each other too deeply$/,
  ],
  [
    'bytes that are no text',
    tree => writeFileSync(join(tree, 'Kconfig'), Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))),
    /^tree: Kconfig:\d+: /,
  ],
];

for (const [index, [name, make, said, except]] of trees.entries()) {
  test(name, ({ top }) => {
    const tree = join(top, 'tree');
    rmSync(tree, { recursive: true, force: true });
    mkdirSync(tree);
    make(tree);
    // Each with check, and with another command in turn: they open trees in the same way.
    const asked = [commands.at(-1)!, commands[index % (commands.length - 1)]!];
    for (const command of asked.filter(([word]) => word !== except)) {
      const ran = run([...command, '--srctree', 'tree', '--arch', 'x86_64'], { cwd: top });
      const all = `${command.join(' ')}\n${ran.err}`;
      assert.is(ran.code, 3, all);
      assert.not.match(ran.err, 'internal error', all);
      assert.match(ran.err.replace(/^xen-checkconfig: (?:config: )?/gm, '').trim(), said, all);
      assert.not.match(ran.err, 'SECRET', all);
    }
  });
}

test('no folder named at all', ({ top }) => {
  for (const command of commands) {
    const ran = run([...command, '--srctree', '', '--arch', 'x86_64'], { cwd: top });
    assert.is(ran.code, 3, ran.err);
    assert.match(ran.err, /--srctree names no folder$/m);
  }
});

test.run();
