import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { progressLine } from '../../../src/cli/fleet/watch.js';
import { startWorkers } from '../../../src/cli/fleet/workers.js';
import { folderOf, run } from './run.js';

const command = fileURLToPath(new URL('../../../../bin/xen-checkconfig.js', import.meta.url));

/** What kernels, and what is none, by its number: versions, options and faults that repeat with different periods. */
function content(index: number): string | Uint8Array {
  if (index % 29 === 3) return '';
  if (index % 31 === 4) return new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]);
  if (index % 37 === 5) return '{"no": "config"}\n';
  const arch = ['x86', 'arm64', 'i386'][index % 3]!;
  const lines = [
    '#',
    '# Automatically generated file; DO NOT EDIT.',
    `# Linux/${arch} ${4 + (index % 3)}.${index % 19}.0 Kernel Configuration`,
    '#',
    ...(arch === 'x86' ? ['CONFIG_64BIT=y', 'CONFIG_X86_64=y'] : []),
    'CONFIG_MODULES=y',
    ...['XEN', 'XEN_PVH', 'XEN_BLKDEV_FRONTEND', 'HVC_XEN', 'PCI', 'SMP', 'PARAVIRT', 'XEN_DOM0'].map(
      (option, bit) => ((index >> bit) & 1 ? `CONFIG_${option}=y` : `# CONFIG_${option} is not set`),
    ),
    ...(index % 7 === 0 ? ['CONFIG_XEN=y', 'CONFIG_XEN=n', 'odd line'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const many = () =>
  folderOf(
    Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`${String(index).padStart(3, '0')}.config`, content(index)]),
    ),
  );

const formats = ['text', 'json', 'sarif', 'html'] as const;

test('any number of jobs gives the same reports, messages and exit code', () => {
  const folder = many();
  const input = Buffer.from(content(9));
  const outcomes = ['1', '2', '3'].map(jobs => {
    const out = folderOf({});
    const wanted = formats.flatMap(format => ['--format', format, '--output', join(out, format)]);
    const names = Array.from({ length: 300 }, (_, index) => `${String(index).padStart(3, '0')}.config`);
    const words = ['000.config', ...names].map(name => join(folder, name));
    const outcome = run(['--jobs', jobs, ...wanted, 'no such file', ...words], { input });
    return { ...outcome, reports: formats.map(format => readFileSync(join(out, format), 'utf8')) };
  });
  const [one, ...others] = outcomes;
  assert.is(one!.code, 3);
  const { summary, errors } = JSON.parse(one!.reports[1]!) as {
    summary: { files: number };
    errors: { path: string }[];
  };
  assert.is(summary.files, 301);
  const broken = Array.from({ length: 300 }, (_, index) => index).filter(
    index => index % 29 === 3 || index % 31 === 4 || index % 37 === 5,
  );
  assert.equal(
    errors.map(({ path }) => path.slice(-10)),
    ['o such file', ...broken.map(index => `${String(index).padStart(3, '0')}.config`)].map(path =>
      path.slice(-10),
    ),
  );
  // Nothing moves the cursor where nobody watches.
  assert.not.match(one!.err, /[\r\u001b]/);
  assert.is(one!.err.trimEnd().split('\n').length, errors.length);
  for (const { reports, ...other } of others) {
    assert.equal({ ...other, reports: [] }, { ...one, reports: [] });
    // Too long for a difference to be shown.
    for (const [place, format] of formats.entries())
      assert.ok(reports[place] === one!.reports[place], format);
  }
});

test('waivers and a baseline mean the same with workers', () => {
  const folder = many();
  const waivers = join(
    folderOf({
      'waivers.yaml':
        'waivers:\n  - option: HVC_XEN\n    reason: no console\n  - option: NEVER_MET\n    reason: stale\n',
    }),
    'waivers.yaml',
  );
  const baseline = join(folderOf({}), 'baseline.json');
  const args = ['-p', 'domu', '--waivers', waivers, '--baseline', baseline];
  const some = Array.from({ length: 60 }, (_, index) => index)
    .filter(index => typeof content(index) === 'string' && content(index) !== '' && index % 37 !== 5)
    .map(index => join(folder, `${String(index).padStart(3, '0')}.config`));
  run([...args, '--write-baseline', '--jobs', '2', ...some.slice(0, 30)]);
  const [one, two] = ['1', '2'].map(jobs => run([...args, '--jobs', jobs, '--verbose', ...some]));
  assert.match(one!.out, /waived/);
  assert.match(one!.out, /known/);
  assert.match(one!.out, /NEVER_MET/);
  assert.equal(two, one);
});

test('one file that can be read among many is told of as one alone', () => {
  const good = join(many(), '001.config');
  const missing = Array.from({ length: 40 }, (_, index) => `missing-${index}`);
  const [one, two] = ['1', '2'].map(jobs => run(['--jobs', jobs, good, ...missing]));
  assert.match(one!.out, /warning/);
  assert.equal(two, one);
});

test('--jobs takes a number', () => {
  for (const jobs of ['0', '-1', 'two', '1.5']) {
    const { code, out, err } = run([`--jobs=${jobs}`, command]);
    assert.equal([code, out], [2, '']);
    assert.match(err, /--jobs needs a number from 1, not /);
  }
});

test('a worker that dies ends in an error, and never in silence', async () => {
  const dying = (code: string) =>
    startWorkers<string, string, string>(
      new URL(`data:text/javascript,${encodeURIComponent(code)}`),
      2,
      null,
      () => text => text,
    );
  const failing = async (code: string) => {
    const workers = dying(code);
    try {
      await workers.ask('task');
      return 'answered';
    } catch (error) {
      return (error as Error).message;
    } finally {
      workers.end();
    }
  };
  const onTask = (code: string) =>
    `import { parentPort } from 'node:worker_threads'; parentPort.once('message', ({ id }) => { ${code} });`;
  assert.is(await failing(onTask('process.exit(7)')), 'a worker ended with 7 before its work was done');
  assert.is(await failing(onTask('throw new Error("lost")')), 'lost');
  assert.is(await failing('throw new Error("never came up")'), 'never came up');
  assert.is(
    await failing(onTask('parentPort.postMessage({ id, fault: { message: "bad", stack: "" } })')),
    'bad',
  );
  assert.is(await failing(onTask('parentPort.postMessage({ id, message: "good" })')), 'answered');
});

test('the line that shows how far the work is fits the terminal', () => {
  assert.is(progressLine(0, 5000, 80), `   0 of 5000  [${' '.repeat(40)}]`);
  assert.is(progressLine(2500, 5000, 80), `2500 of 5000  [${'#'.repeat(20)}${' '.repeat(20)}]`);
  assert.is(progressLine(5000, 5000, 30), `5000 of 5000  [${'#'.repeat(13)}]`);
  for (let width = 1; width < 100; width++)
    for (const done of [0, 7, 5000]) assert.ok(progressLine(done, 5000, width).length < width, `${width}`);
});

/** A run that never ends by itself: a pipe that nobody writes to comes after files that are read. */
function endless(): { files: string[]; report: string; folder: string } {
  const folder = folderOf({ 'report.json': 'what was there before', '0.config': '', '1.config': content(1) });
  execFileSync('mkfifo', [join(folder, 'pipe.config')]);
  // The first batch holds no more than sixteen files.
  const files = [join(folder, '0.config'), ...Array.from({ length: 20 }, (_, index) => `missing-${index}`)];
  return {
    folder,
    files: [...files, join(folder, '1.config'), join(folder, 'pipe.config')],
    report: join(folder, 'report.json'),
  };
}

test('Ctrl-C ends it at once and leaves the report of before', async () => {
  const { files, report, folder } = endless();
  const args = [command, '--jobs', '2', '--format', 'json', '--output', report, ...files];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    let told = '';
    for await (const chunk of child.stderr) {
      told += String(chunk);
      if (told.includes('missing-19')) child.kill('SIGINT');
    }
    if (child.exitCode === null && child.signalCode === null)
      await new Promise(resolve => child.once('exit', resolve));
    assert.is(child.signalCode, 'SIGINT');
    assert.not.match(told, /internal error|[\r\u001b]/);
  } finally {
    child.kill('SIGKILL');
  }
  assert.is(readFileSync(report, 'utf8'), 'what was there before');
  assert.equal(readdirSync(folder).sort(), ['0.config', '1.config', 'pipe.config', 'report.json']);
});

const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');

(hasScript ? test : test.skip)('on a terminal Ctrl-C takes the line away and gives 130', async () => {
  const { files } = endless();
  const words = [process.execPath, command, '--jobs', '2', ...files].map(word => `'${word}'`).join(' ');
  const child = spawn(
    'script',
    ['-qec', `stty cols 60; trap : INT; ${words}; echo "ended with $?"`, '/dev/null'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TERM: 'xterm' },
    },
  );
  try {
    let shown = '';
    let sent = false;
    for await (const chunk of child.stdout) {
      shown += String(chunk);
      if (sent || !/\r21 of 23 {2}\[#+ *\]/.test(shown)) continue;
      child.stdin.write('\x03');
      sent = true;
    }
    assert.ok(sent);
    assert.match(shown, /\r\u001b\[K\r?\n?(\^C)?\r?\n?ended with 130/);
  } finally {
    child.kill('SIGKILL');
  }
});

test.run();
