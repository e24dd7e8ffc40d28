// Standard output that is full, short, closed, or the log of a CI system.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { main } from '../../../src/cli/main.js';
import { processIo } from '../../../src/node/process-io.js';
import { kernelText } from '../../support/kernel-config.js';
import { command } from '../../support/paths.js';
import { folder, run } from '../../support/run.js';
import { folderWithTree } from './small-tree.js';

const test = suite('standard output');
const at = folder();
const good = join(at.path, 'good.config');
const bad = join(at.path, 'bad.config');
writeFileSync(good, kernelText());
writeFileSync(bad, kernelText({ changes: { HVC_XEN: 'n' } }));
test.after(() => at.remove());

/** Runs the command with standard output in a file of the shell's. */
const shell = (script: string, ...args: string[]) =>
  spawnSync('bash', ['-c', script, 'bash', process.execPath, command, ...args], {
    encoding: 'utf8',
    cwd: at.path,
  });
const hasBash = spawnSync('bash', ['-c', ':']).status === 0;

const everyForm: readonly (readonly string[])[] = [
  [good],
  ['--format', 'json', good],
  ['--format', 'github', good],
  ['--format', 'html', '-v', good],
  ['diff', '--unified', good, bad],
  ['explain', 'CONFIG_XEN'],
  ['profiles'],
  ['profiles', 'domu-pv', '--format', 'json'],
  ['support', 'debian'],
  ['--help'],
  ['--version'],
  ['completion'],
];

if (hasBash && existsSync('/dev/full'))
  test('a full disk: exit code 3 and one line, in every command and form', () => {
    for (const args of everyForm) {
      const { status, stderr } = shell('"$@" > /dev/full', ...args);
      assert.is(status, 3, args.join(' '));
      const said = stderr.split('\n').filter(line => line.includes('standard output'));
      assert.equal(said, ['xen-checkconfig: standard output could not be written whole: no space is left']);
      assert.not.match(stderr, /internal|\bat \S+:\d+/);
      // Where messages go nowhere, either, the exit code remains.
      assert.is(shell('"$@" > /dev/full 2>&1', ...args).status, 3);
    }
  });

test('the system takes a part of a report, then no more', async () => {
  const written: Buffer[] = [];
  const said: string[] = [];
  let left = 4096;
  const io = processIo(process, (file, bytes, from, length) => {
    if (file === 2) {
      said.push(Buffer.from(bytes.subarray(from, from + length)).toString());
      return length;
    }
    if (left === 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const some = Math.min(left, length);
    written.push(Buffer.from(bytes.subarray(from, from + some)));
    left -= some;
    return some;
  });
  assert.is(await main(['--format', 'html', good], io), 3);
  assert.is(Buffer.concat(written).length, 4096);
  assert.equal(said, ['xen-checkconfig: standard output could not be written whole: no space is left\n']);
});

// Only root can make a disk that is that small.
if (hasBash && process.getuid?.() === 0) {
  const small = join(at.path, 'small');
  mkdirSync(small);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'none', small]).status === 0)
    test('a disk of 8 KiB', () => {
      try {
        const { status, stderr } = shell('"$@" > small/y', '--format', 'html', good);
        assert.is(status, 3);
        assert.match(
          stderr,
          /^xen-checkconfig: standard output could not be written whole: no space is left\n$/,
        );
        assert.is(readFileSync(join(small, 'y')).length, 8192);
      } finally {
        spawnSync('umount', [small]);
      }
    });
}

if (hasBash)
  test('a reader that stops early: exit code 3 and one line, where the report is larger than the pipe', () => {
    writeFileSync(join(at.path, 'odd.config'), kernelText() + 'odd line\n'.repeat(9_000));
    const { stdout, stderr } = shell(
      '"$@" | head -1; echo "${PIPESTATUS[0]}"',
      '--format',
      'json',
      '-v',
      'odd.config',
    );
    assert.is(stdout, '{\n3\n');
    assert.is(stderr, 'xen-checkconfig: standard output was closed before all was written\n');
  });

/** Lines that GitHub or Azure would obey. */
const commands = (text: string) => text.split(/[\n\r]/).filter(line => /^\s*::|##\[|##vso\[/.test(line));

test('no name of a file is a command in the log, in any format', () => {
  const names = [
    '::set-output name=x::y.config',
    '##[error]x.config',
    '##vso[task.setvariable variable=a]b.config',
    '\r::stop-commands::z.config',
    ' \u00a0::add-mask::z.config',
  ];
  for (const name of names)
    writeFileSync(join(at.path, name), kernelText({ changes: { HVC_XEN: 'n', XEN_PV: 'n' } }));
  const files = names.map(name => `./${name}`);
  for (const format of ['text', 'json', 'sarif', 'junit', 'gitlab', 'markdown', 'html'])
    for (const words of [names, files]) {
      const { code, out, err } = run(
        ['-p', 'domu-pv', '-v', '--format', format, '--', ...words, '::error::gone', '##[error]gone'],
        { cwd: at.path },
      );
      assert.is(code, 3);
      assert.equal(commands(out), [], format);
      assert.equal(commands(err), [], format);
    }
  const { out, err } = run(['-p', 'domu-pv', '--format', 'github', '--', ...names, '::error::gone'], {
    cwd: at.path,
  });
  const lines = commands(out);
  assert.ok(lines.length > 4);
  for (const line of lines) assert.match(line, /^::(error|warning|notice) (file|title)=/);
  assert.equal(commands(err), []);
});

const guest = `name: guest
title: Test
about: For tests.
role: domu
mode: pv
flavour: pvops
applies: [{ arch: [x86_64] }]
rules:
  - { id: pv, title: '##[error]x', stage: load, level: error, option: XEN_PV, reason: "##vso[task]", symptom: None, evidence: [x] }
`;

test('nor is a line of a config that fix --diff shows around the change', () => {
  const cwd = folderWithTree({
    'guest.yaml': guest,
    part: 'CONFIG_XEN_PV=y\nCONFIG_HYPERVISOR_GUEST=y\n::set-output name=pwn::yes\n ::error::x\n::stop-commands::z\n# ##[error]x',
  });
  const { code, out, err } = run(
    ['fix', 'part', '-p', './guest.yaml', '--srctree', 'tree', '--arch', 'x86_64', '--diff'],
    { cwd },
  );
  assert.is(code, 0, err);
  assert.match(out, /set-output name=pwn/);
  assert.match(out, /^\+CONFIG_XEN=y$/m);
  assert.equal(commands(out), []);
  assert.equal(commands(err), []);
});

test('options that do not exist are told without what a terminal or a log obeys', () => {
  for (const word of [
    '--bad\x1b[31m',
    '--bad\u202eb',
    '--b\n::error::x',
    '--bad\u{e0041}x',
    '--xen=\x1b]8;;x',
  ]) {
    const { code, out, err } = run([word, word, 'f'], { cwd: at.path });
    assert.ok(code === 2 || code === 3, word);
    assert.is(out, '');
    assert.not.match(err, /[^\n -~]/, JSON.stringify(word));
    assert.equal(commands(err), []);
  }
});

test.run();
