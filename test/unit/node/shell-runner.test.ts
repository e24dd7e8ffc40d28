// Commands of a tree as processes: side by side, bounded, and none that outlives the one who started it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadKernelTree, runKernelTree } from '../../../src/node/kernel-tree.js';
import { startShell } from '../../../src/node/shell-runner.js';
import { command as xenCheckconfig } from '../../support/paths.js';

const test = suite<{ top: string }>('shell-runner');

test.before.each(context => {
  context.top = mkdtempSync(join(tmpdir(), 'shell-runner-'));
});

test.after.each(({ top }) => rmSync(top, { recursive: true, force: true }));

async function outputs(
  commands: readonly string[],
  variables: Record<string, string> = {},
): Promise<string[]> {
  const runner = startShell(variables);
  try {
    return await Promise.all(commands.map(runner.run));
  } finally {
    runner.close();
  }
}

test('two commands that wait for each other', async ({ top }) => {
  spawnSync('mkfifo', [join(top, 'there'), join(top, 'back')]);
  const answers = await outputs(
    [
      `timeout 20 sh -c 'echo from one > $TOP/there; cat $TOP/back'`,
      `timeout 20 sh -c 'cat $TOP/there; echo from two > $TOP/back'`,
    ],
    { TOP: top },
  );
  assert.equal(answers, ['from two\n', 'from one\n']);
});

test('two commands of a tree that wait for each other', async ({ top }) => {
  spawnSync('mkfifo', [join(top, 'there'), join(top, 'back')]);
  writeFileSync(
    join(top, 'Kconfig'),
    [
      `config ONE\n\tstring\n\tdefault "$(shell,timeout 20 sh -c 'echo one > $(srctree)/there; cat $(srctree)/back')"`,
      `config TWO\n\tstring\n\tdefault "$(shell,timeout 20 sh -c 'cat $(srctree)/there; echo two > $(srctree)/back')"`,
    ].join('\n'),
  );
  const { tree } = await runKernelTree({ srctree: top, arch: 'x86_64', environment: { CC: 'true' } });
  tree.readConfig(null);
  assert.match(Buffer.from(tree.writeConfig()).toString(), 'CONFIG_ONE="two"\nCONFIG_TWO="one"\n');
});

test('more commands than run at a time', async ({ top }) => {
  const count = 40;
  const commands = Array.from({ length: count }, (_, number) => `echo ${number} | tee -a $TOP/log`);
  assert.equal(
    await outputs(commands, { TOP: top }),
    Array.from({ length: count }, (_, number) => `${number}\n`),
  );
});

test('output without end, and bytes that are no text', async () => {
  const [endless, bytes, none, failed, long, zero] = await outputs([
    'yes',
    String.raw`printf '\377\303\244\000x'`,
    'exit 3',
    'echo so far; exit 1',
    `: ${'x'.repeat(300_000)}; echo y`,
    'echo before\0; echo behind',
  ]);
  assert.is(endless, 'y\n'.repeat(2048));
  assert.is(bytes, '\xff\xc3\xa4\0x');
  assert.is(none, '');
  assert.is(failed, 'so far\n');
  // Longer than what the system takes: the C tool's shell does not start either.
  assert.is(long, '');
  assert.is(zero, 'before\n');
});

test('the environment is that of make', async ({ top }) => {
  mkdirSync(join(top, 'scripts'));
  const tools = { rustc: 'echo "rustc 1.80 #"', pahole: 'echo v1.27', gcc: 'echo "gcc #9"; echo more' };
  for (const [name, text] of [...Object.entries(tools), ['scripts/pahole-version.sh', 'echo "127 of $1"']]) {
    writeFileSync(join(top, name!), `#!/bin/sh\n${text}\n`);
    chmodSync(join(top, name!), 0o755);
  }
  const ask = '"$(shell,echo $LC_ALL:$LC_COLLATE:$LC_NUMERIC:$ARCH:$SRCARCH:$CC_VERSION_TEXT)"';
  writeFileSync(
    join(top, 'Kconfig'),
    `config A\n\tstring\n\tdefault ${ask}\nconfig B\n\tstring\n\tdefault "$(RUSTC_VERSION_TEXT):$(PAHOLE_VERSION)"\n`,
  );
  const load = async (makefile: string): Promise<string> => {
    writeFileSync(join(top, 'Makefile'), makefile);
    const environment = { CC: join(top, 'gcc'), RUSTC: join(top, 'rustc'), PAHOLE: 'pahole' };
    const { tree } = await runKernelTree({ srctree: top, arch: 'i386', environment });
    tree.readConfig(null);
    return Buffer.from(tree.writeConfig()).toString();
  };
  const locale = process.env.LC_ALL;
  process.env.LC_ALL = 'C.UTF-8';
  try {
    const makefile =
      'VERSION = 7\nPATCHLEVEL = 3\nexport A CC_VERSION_TEXT RUSTC_VERSION_TEXT PAHOLE_VERSION\n';
    assert.match(
      await load(makefile),
      'CONFIG_A=":C:C:i386:x86:gcc 9"\nCONFIG_B="rustc 1.80 :127 of pahole"\n',
    );
    // A release whose Makefile asks the compiler alone.
    assert.match(await load('export CC_VERSION_TEXT\n'), 'CONFIG_A=":C:C:i386:x86:gcc 9"\nCONFIG_B=":0"\n');
  } finally {
    if (locale === undefined) delete process.env.LC_ALL;
    else process.env.LC_ALL = locale;
  }
});

test('a tree in a folder whose name is not ASCII', async ({ top }) => {
  const srctree = join(top, 'é ż 树');
  mkdirSync(join(srctree, 'ż'), { recursive: true });
  writeFileSync(join(srctree, 'Kconfig'), 'source "$(srctree)/ż/Kconfig"\n');
  writeFileSync(
    join(srctree, 'ż/Kconfig'),
    `config A\n\tstring\n\tdefault "$(shell,cat '$(srctree)/ż/text')"\nconfig B\n\tstring\n\tdefault "$(shell,cat "$srctree"/ż/text)"\n`,
  );
  writeFileSync(join(srctree, 'ż/text'), 'ö\n');
  const { tree } = await runKernelTree({ srctree, arch: 'x86_64', environment: { CC: 'true' } });
  tree.readConfig(null);
  assert.match(Buffer.from(tree.writeConfig()).toString(), 'CONFIG_A="ö"\nCONFIG_B="ö"\n');
  assert.ok(loadKernelTree({ srctree, arch: 'x86_64' }));
});

test('CROSS_COMPILE stands before the compiler and its tools, as for make; LLVM is told to be left out', ({
  top,
}) => {
  writeFileSync(join(top, 'other-gcc'), '#!/bin/sh\necho other 12\n');
  chmodSync(join(top, 'other-gcc'), 0o755);
  writeFileSync(
    join(top, 'Kconfig'),
    'config A\n\tstring\n\tdefault "$(CC_VERSION_TEXT) $(LD) $(HOSTCC) $(shell,$(CC) -v)"\n',
  );
  writeFileSync(join(top, 'config'), '');
  const asked = ['--srctree', top, '--arch', 'arm64', '--config', join(top, 'config')];
  const prefix = join(top, 'other-');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [xenCheckconfig, 'kconfig', 'olddefconfig', '--run-shell', ...asked],
    { encoding: 'utf8', env: { ...process.env, CROSS_COMPILE: prefix, LLVM: '1' } },
  );
  assert.match(stdout, `CONFIG_A="other 12 ${prefix}ld gcc other 12"\n`);
  assert.is(stderr, 'xen-checkconfig: LLVM is not followed: --run-shell asks gcc and its tools\n');
});

/** A tree one of whose commands writes to the pipe that is given, and then never ends. */
function hanging(top: string): { pipe: string; temporary: string; command: ChildProcess } {
  const pipe = join(top, 'pipe');
  const temporary = join(top, 'tmp');
  spawnSync('mkfifo', [pipe]);
  mkdirSync(temporary);
  writeFileSync(join(top, 'config'), 'CONFIG_A=y\n');
  // The pipe stays open as long as anything the shell started lives.
  const text = `exec 3> ${pipe}; sleep 1000 & echo started >&3; wait`;
  writeFileSync(join(top, 'Kconfig'), `config A\n\tdef_bool "$(shell,${text})"\n`);
  const asked = ['--srctree', top, '--arch', 'x86_64', '--config', join(top, 'config')];
  const command = spawn(
    process.execPath,
    [xenCheckconfig, 'kconfig', 'olddefconfig', '--run-shell', ...asked],
    {
      env: { ...process.env, TMPDIR: temporary },
      stdio: 'ignore',
    },
  );
  return { pipe, temporary, command };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends the commands too`, async ({ top }) => {
    const { pipe, temporary, command } = hanging(top);
    const listener = spawn('timeout', ['20', 'cat', pipe], { stdio: ['ignore', 'pipe', 'ignore'] });
    const closed = once(listener, 'close');
    const ended = once(command, 'exit');
    const [first] = (await once(listener.stdout, 'data')) as [Buffer];
    assert.is(first.toString(), 'started\n');
    assert.ok(command.kill(signal));
    assert.equal(await ended, [null, signal]);
    // Nobody writes to the pipe any more.
    assert.equal(await closed, [0, null]);
    assert.ok(existsSync(temporary));
    assert.equal(readdirSync(temporary), []);
  });
}

test.run();
