// The recipes in a checkout full of traps: everything that npm, npx and Node take from the folder they run in. npm is the
// real one, but for the package, which it takes from a folder instead of the registry.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { command, root } from '../../support/paths.js';
import { good, has, type Place, place, yamlOf } from './stand-in.js';

const test = suite('hostile checkout');

const npm = spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).stdout?.trim() ?? '';
const version = (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }).version;
const dependencies = Object.keys(
  (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { dependencies: object }).dependencies,
);

interface Trapped {
  readonly at: Place;
  /** What was run of the checkout. */
  sprung(): string;
}

function trapped(): Trapped {
  const at = place();
  const note = join(at.folder, '../sprung');
  const write = (name: string, text: string, mode = 0o755) => {
    mkdirSync(dirname(join(at.folder, name)), { recursive: true });
    writeFileSync(join(at.folder, name), text, { mode });
  };
  const shell = `#!/bin/sh\necho "$0 $*" >> '${note}'\n`;
  const script = `require('node:fs').appendFileSync(${JSON.stringify(note)}, __filename + '\\n');\n`;
  const manifest = (name: string) => JSON.stringify({ name, version, main: 'trap.cjs', bin: 'trap.cjs' });
  for (const name of ['xen-checkconfig', ...dependencies]) {
    write(`node_modules/${name}/package.json`, manifest(name));
    write(`node_modules/${name}/trap.cjs`, `#!/usr/bin/env node\n${script}`);
  }
  mkdirSync(join(at.folder, 'node_modules/.bin'));
  symlinkSync('../xen-checkconfig/trap.cjs', join(at.folder, 'node_modules/.bin/xen-checkconfig'));
  for (const name of ['evil.sh', 'node', 'npm', 'npx', 'git', 'xen-checkconfig']) write(name, shell);
  write('trap.cjs', script);
  const lines = [
    'registry=http://127.0.0.1:9/',
    'script-shell=./evil.sh',
    'shell=./evil.sh',
    'git=./evil.sh',
    'node-options=--require=./trap.cjs',
    'ignore-scripts=false',
    'prefix=.',
  ];
  write('.npmrc', `${lines.join('\n')}\n`, 0o644);
  const scripts = Object.fromEntries(
    ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'].map(name => [name, './evil.sh']),
  );
  const own = { name: 'xen-checkconfig', version, bin: 'trap.cjs', scripts, workspaces: ['node_modules/*'] };
  write(
    'package.json',
    JSON.stringify({ ...own, packageManager: 'npm@0.0.1', yargs: { 'short-option-groups': false } }),
  );
  write('npm-shrinkwrap.json', JSON.stringify({ ...own, lockfileVersion: 3, packages: {} }));
  write(
    'node.config.json',
    JSON.stringify({ nodeOptions: { require: ['./trap.cjs'], import: ['./trap.cjs'] } }),
  );
  write('.env', 'NODE_OPTIONS=--require=./trap.cjs\n');
  for (const name of ['.bashrc', '.profile', '.bash_profile']) write(name, shell);
  // The package as the registry would give it: without dependencies that had to be fetched.
  const package_ = join(at.folder, '../package');
  mkdirSync(join(package_, 'bin'), { recursive: true });
  writeFileSync(
    join(package_, 'package.json'),
    JSON.stringify({ name: 'xen-checkconfig', version, bin: 'bin/xen-checkconfig.js' }),
  );
  writeFileSync(join(package_, 'bin/xen-checkconfig.js'), readFileSync(at.start));
  writeFileSync(
    join(at.tools, 'npm'),
    `#!/bin/sh
for word; do
  shift
  case $word in xen-checkconfig@${version}) word='${package_}' ;; esac
  set -- "$@" "$word"
done
exec '${npm}' "$@"
`,
    { mode: 0o755 },
  );
  rmSync(join(at.tools, 'npx'));
  return { at, sprung: () => (existsSync(note) ? readFileSync(note, 'utf8') : '') };
}

/** What a job may have set, with paths that lie in the checkout. */
const set = { NODE_OPTIONS: '--require=./trap.cjs', NODE_PATH: './node_modules', HOME: '/nonexistent' };

interface Step {
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}
const action = yamlOf('action.yml') as {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly [Step] };
};
const job = (
  yamlOf('ci/gitlab.yml') as Record<string, { variables: Record<string, string>; script: string[] }>
)['.xen-checkconfig']!;

if (npm !== '' && has('bash')) {
  test('the traps are real: npx runs the checkout', () => {
    const { at, sprung } = trapped();
    at.run(['sh'], `npx --yes xen-checkconfig@${version} --version < /dev/null`, {
      npm_config_cache: join(at.folder, '../cache'),
    });
    assert.match(sprung(), /node_modules\/xen-checkconfig\/trap\.cjs|evil\.sh/);
    const other = trapped();
    other.at.run(['sh'], 'node -e 0', set);
    assert.match(other.sprung(), /repository\/trap\.cjs/);
  });

  /** Runs the action's step as its runner does. */
  const act = (at: Place, inputs: Readonly<Record<string, string>>) => {
    const [step] = action.runs.steps;
    const env = Object.fromEntries(
      Object.entries(step.env).map(([name, value]) => {
        const input = /inputs\.([a-z-]+)/.exec(value)?.[1];
        return [name, input === undefined ? root : (inputs[input] ?? action.inputs[input]!.default)];
      }),
    );
    return at.run(['bash', '--noprofile', '--norc', '-eo', 'pipefail'], step.run, {
      ...set,
      ...env,
      GITHUB_STEP_SUMMARY: join(at.folder, '../summary.md'),
      GITHUB_OUTPUT: join(at.folder, '../outputs'),
    });
  };

  test('the action runs nothing of it', () => {
    const { at, sprung } = trapped();
    const { code, out, err, called } = act(at, { files: good, profiles: 'domu-pv' });
    assert.is(code, 0, out + err);
    assert.ok(called!.includes(good));
    assert.is(sprung(), '');
    assert.not(existsSync(join(at.folder, 'package-lock.json')));
  });

  test('the action writes nothing behind its links', () => {
    const { at, sprung } = trapped();
    const outside = join(at.folder, '../outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'precious'), 'precious');
    symlinkSync('../outside', join(at.folder, 'reports'));
    symlinkSync('../outside/precious', join(at.folder, 'xen.sarif'));
    for (const [sarif, expected] of [
      ['reports/xen.sarif', 2],
      ['reports/new/xen.sarif', 2],
      ['xen.sarif', 3],
      [join(at.folder, 'reports/xen.sarif'), 3],
    ] as const)
      assert.is(act(at, { files: good, sarif }).code, expected, sarif);
    assert.equal(readdirSync(outside), ['precious']);
    assert.is(readFileSync(join(outside, 'precious'), 'utf8'), 'precious');
    assert.is(act(at, { files: good, sarif: 'made/for/xen.sarif' }).code, 0);
    assert.ok(existsSync(join(at.folder, 'made/for/xen.sarif')));
    assert.is(act(at, { files: good, sarif: join(outside, 'own/xen.sarif') }).code, 0);
    assert.is(sprung(), '');
  });

  for (const shell of [['sh', '-e'], ...(has('busybox', 'sh') ? [['busybox', 'sh', '-e']] : [])])
    test(`the template for GitLab runs nothing of it: ${shell[0]}`, () => {
      const { at, sprung } = trapped();
      const { code, out, err, called } = at.run(shell, job.script.join('\n'), {
        ...set,
        ...job.variables,
        XEN_CHECKCONFIG_VERSION: version,
        XEN_CHECKCONFIG_FILES: good,
      });
      assert.is(code, 0, out + err);
      assert.ok(called!.includes(good));
      assert.is(sprung(), '');
    });

  test('a hook of pre-commit, which starts the command by its own PATH, runs nothing of it', () => {
    const { at, sprung } = trapped();
    const bin = join(at.folder, '../environment');
    mkdirSync(bin);
    symlinkSync(command, join(bin, 'xen-checkconfig'));
    const [hook] = yamlOf('.pre-commit-hooks.yaml') as readonly [{ entry: string }];
    const { code, err } = at.run(
      ['sh', '-e'],
      `PATH='${bin}':$PATH\n${hook.entry} --no-repository-file '${good.replaceAll("'", "'\\''")}'`,
      {},
    );
    assert.is(code, 0, err);
    assert.is(sprung(), '');
  });
} else console.log('skipped: there is no npm or no bash');

test.run();
