// Hostile sizes end in one clear line, exit code 3 and bounded memory; a closed pipe is no error.
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kernelText } from '../../support/kernel-config.js';
import { command } from '../../support/paths.js';
import { folder, run } from '../../support/run.js';

const test = suite('limits');

const at = folder();
const inside = (name: string) => `${at.path}/${name}`;
test.after(() => at.remove());

// Tells at the end of the command how much memory it had at most: the kernel's own count of the program, since what
// getrusage tells begins with the memory of the parent.
const measure = `
const { readFileSync, writeSync } = require('node:fs');
process.on('exit', () => {
  let kib;
  try {
    kib = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  } catch {
    kib = process.resourceUsage().maxRSS;
  }
  writeSync(2, 'KIB ' + kib + '\\n');
});
`;
test.before(() => writeFileSync(inside('measure.cjs'), measure));

function measured(
  args: readonly string[],
  input?: Uint8Array,
): { code: number | null; err: string; mib: number } {
  const ran = spawnSync(process.execPath, ['--require', inside('measure.cjs'), command, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...(input && { input }),
  });
  const [err, kib] = ran.stderr.split('KIB ');
  return { code: ran.status, err: err!, mib: Number(kib) / 1024 };
}

const refused = (name: string, message: RegExp, input?: Uint8Array) => {
  const { code, err, mib } = measured([name], input);
  assert.is(code, 3, err);
  assert.match(err, message);
  assert.is(err.trim().split('\n').length, 1, err);
  assert.ok(mib > 10 && mib < 300, `${mib} MiB`);
};

test('a file of 500 MB', () => {
  const file = openSync(inside('large'), 'w');
  ftruncateSync(file, 500_000_000);
  closeSync(file);
  refused(inside('large'), /: is larger than any kernel config \(limit 32 MiB\)$/m);
});

test('standard input without end', () => {
  refused('-', /^xen-checkconfig: -: is larger than any kernel config/, Buffer.alloc(100 << 20, 0x23));
});

test('one line of 100 MB', () => {
  writeFileSync(inside('line'), Buffer.alloc(100_000_000, 0x41));
  refused(inside('line'), /: is larger than any kernel config/);
});

test('one line of 30 MB, a name, a string and nothing', () => {
  for (const start of ['CONFIG_', 'CONFIG_X="', 'x', '# CONFIG_', 'CONFIG_X=']) {
    const bytes = Buffer.alloc(30 << 20, 0x41);
    bytes.write(start);
    writeFileSync(inside('long'), bytes);
    refused(inside('long'), /: is not a kernel config/);
  }
});

test('30 MB of lines, of each kind', () => {
  for (const line of ['CONFIG_A\n', 'CONFIG_A=y\n', '\n', '# CONFIG_A\n', 'a\n']) {
    writeFileSync(inside('lines'), line.repeat((30 << 20) / line.length));
    refused(inside('lines'), /: is not a kernel config/);
  }
});

test('30 MB of options', () => {
  let text = '';
  for (let index = 0; text.length < 30 << 20; index++) text += `CONFIG_OPTION_${index}=y\n`;
  writeFileSync(inside('options'), text);
  refused(inside('options'), /: is not a kernel config: it sets more options/);
});

test('a gzip bomb', () => {
  const member = gzipSync(Buffer.alloc(8 << 20, 0x23), { level: 9 });
  writeFileSync(inside('bomb.gz'), Buffer.concat(Array.from({ length: 50 }, () => member)));
  refused(inside('bomb.gz'), /: unpacks to more than any kernel config \(limit 32 MiB\)$/m);
});

test('a device without end', () => {
  refused('/dev/zero', /^xen-checkconfig: .*dev.zero: (is|cannot) [^\n]+$/m);
});

test('many problems in one file do not make the report endless', () => {
  writeFileSync(inside('odd'), kernelText() + 'odd line\n'.repeat(9_000));
  const { code, mib } = measured([inside('odd'), '--verbose']);
  assert.is(code, 0);
  assert.ok(mib < 300, `${mib} MiB`);
});

test('a reader that closes the pipe gets no success, and no more than a line', () => {
  writeFileSync(inside('good'), kernelText());
  const names = Array.from({ length: 300 }, () => `'${inside('good')}' '${inside('odd')}'`).join(' ');
  const script = `'${process.execPath}' '${command}' --verbose --format json ${names} | head -c 10; echo " \${PIPESTATUS[0]}"`;
  const ran = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  if (ran.error) return; // no bash here
  assert.is(ran.stderr, 'xen-checkconfig: standard output was closed before all was written\n');
  assert.match(ran.stdout, /^\{\s+"schem 3\n$/);
});

test('memory does not grow with the number of files', () => {
  const text = kernelText();
  for (let index = 0; index < 200; index++) writeFileSync(inside(`n${index}.config`), text);
  const { code, mib } = measured([`${at.path}/n*.config`]);
  assert.is(code, 0);
  assert.ok(mib < 300, `${mib} MiB`);
});

test('a folder that holds itself ends', () => {
  const { code } = run([at.path, '--quiet', '--format', 'json']);
  assert.ok(code === 3 || code === 0);
});

test.run();
