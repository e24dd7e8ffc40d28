// Real kernel repositories, as checkouts in a folder ($XEN_CHECKCONFIG_REPOSITORIES, OWNER+NAME; fetch.sh makes it): what
// `xen-checkconfig .` finds against what `git grep` counts, which kernel it says each config is for, and a verdict for each.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { command, root } from '../support/paths.js';
import { armbianArch, known, recipes, withoutConfigs } from './expected.js';

const test = suite('repositories');

const checkouts = process.env['XEN_CHECKCONFIG_REPOSITORIES'];

interface Result {
  readonly path: string;
  readonly kind: string;
  readonly kernel: { readonly version: string | null; readonly arch: string | null };
  readonly verdicts: readonly { readonly profile: string; readonly verdict: string }[];
}
interface Report {
  readonly results: readonly Result[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

const repositories = readFileSync(join(root, 'test/repositories/list.txt'), 'utf8')
  .trim()
  .split('\n')
  .map(line => line.split(' ')[0]!);

function check(folder: string, ...words: readonly string[]): { code: number | null; report: Report } {
  const { status, stdout } = spawnSync(process.execPath, [command, ...words, '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  return { code: status, report: JSON.parse(stdout) as Report };
}

/** Files with a thousand lines of options, but for those whose header is BusyBox'. */
function wholeConfigs(folder: string): string[] {
  const { stdout } = spawnSync(
    'git',
    ['grep', '-cIE', '^(CONFIG_[A-Za-z0-9_]+=|# CONFIG_[A-Za-z0-9_]+ is not set)'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  return stdout
    .split('\n')
    .flatMap(line => {
      const end = line.lastIndexOf(':');
      return Number(line.slice(end + 1)) >= 1000 ? [line.slice(0, end)] : [];
    })
    .filter(path => !/^# Busybox version/im.test(headOf(folder, path)));
}

const headOf = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8').slice(0, 4096);

/** What a header says, or a repository's maintainer; null where that is not known here. */
function expectedOf(
  name: string,
  folder: string,
  path: string,
): { version: string | null; arch: string | null } | null {
  const head = headOf(folder, path);
  const header = /^# Linux\/(\S+) (\S+) Kernel Configuration/m.exec(head);
  if (header) return { version: header[2]!, arch: header[1]!.endsWith('x86') ? null : header[1]! };
  const said = known[name]?.find(({ paths }) => paths.test(path));
  if (said) return said;
  if (name !== 'armbian/build') return null;
  const version = /^# Armbian defconfig generated with (\S+)/m.exec(head)?.[1] ?? null;
  return { version, arch: armbianArch(path) };
}

/** Null where something is known here and was not guessed. */
function holds(
  is: string | null,
  expected: string | null,
  matches: (is: string, expected: string) => boolean,
): boolean | null {
  if (expected === null) return true;
  return is === null ? null : matches(is, expected);
}

let seen = 0;
for (const name of checkouts === undefined ? [] : repositories) {
  const folder = join(checkouts!, name.replace('/', '+'));
  if (!existsSync(folder)) {
    console.error(`skipped: ${name} is not in ${checkouts}`);
    continue;
  }
  seen++;
  test(`${name}: what is found, and for which kernel`, () => {
    const { code, report } = check(folder, '.');
    if (withoutConfigs.has(name)) {
      assert.is(code, 3);
      assert.equal(report.results, []);
      assert.match(report.errors[0]!.message, /^(is a folder without kernel configs|holds no kernel config)/);
      return;
    }
    assert.is.not(code, 3);
    assert.equal(report.errors, []);
    assert.ok(report.results.length > 0);
    const results = new Map(report.results.map(result => [result.path, result]));
    const whole = wholeConfigs(folder);
    const missed = whole.filter(path => !results.has(path));
    assert.ok(missed.length <= whole.length * 0.05, `missed: ${missed.join(', ')}`);
    const wrong: string[] = [];
    const untold: string[] = [];
    let compared = 0;
    for (const { path, kernel } of report.results) {
      const expected = expectedOf(name, folder, path);
      if (!expected) continue;
      compared++;
      const isVersion = holds(kernel.version, expected.version, (is, part) => is.startsWith(part));
      const isArch = holds(kernel.arch, expected.arch, (is, name) => is === name);
      if (isVersion === false || isArch === false)
        wrong.push(
          `${path}: ${kernel.version} ${kernel.arch}, expected ${expected.version} ${expected.arch}`,
        );
      else if (isVersion === null || isArch === null) untold.push(path);
    }
    assert.equal(wrong, []);
    assert.ok(untold.length <= compared * 0.05, `not known: ${untold.join(', ')}`);
    if (whole.length > 0 || name in known) assert.ok(compared > 0, 'nothing was compared');
    // A whole config of a known kernel has a verdict in every mode.
    const open = report.results.filter(
      ({ kind, kernel, verdicts }) =>
        kind === 'config' && kernel.version !== null && verdicts.some(({ verdict }) => verdict === 'unknown'),
    );
    assert.equal(
      open.map(({ path }) => path),
      [],
    );
  });
  const recipe = recipes[name];
  if (recipe !== undefined)
    test(`${name}: its recipe gives every config a verdict`, () => {
      // The file lies beside the checkout's own, for the time of the test.
      const file = join(folder, '.xen-checkconfig.test.yaml');
      writeFileSync(file, recipe);
      try {
        const { code, report } = check(folder, '--waivers', '.xen-checkconfig.test.yaml');
        assert.ok(code === 0 || code === 1, String(code));
        assert.equal(report.errors, []);
        assert.ok(report.results.length > 0);
        const open = report.results.filter(({ verdicts }) =>
          verdicts.some(({ verdict }) => verdict === 'unknown'),
        );
        assert.equal(
          open.map(({ path }) => path),
          [],
        );
      } finally {
        rmSync(file);
      }
    });
}

if (seen === 0) {
  const why =
    checkouts === undefined
      ? 'skipped: no kernel repositories; set XEN_CHECKCONFIG_REPOSITORIES to a folder of checkouts'
      : `skipped: no kernel repository in ${checkouts}`;
  test(why, () => console.error(why));
}

test.run();
