// action.yml as GitHub's runner runs it: its own script, its inputs as variables, a stand-in for npm.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../support/paths.js';
import { good, has, hostile, type Outcome, place, yamlOf } from './stand-in.js';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id: string;
      readonly shell: string;
      readonly env: Readonly<Record<string, string>>;
      readonly run: string;
    }[];
  };
}

const test = suite('action.yml');
const action = yamlOf('action.yml') as Action;
const [step] = action.runs.steps;
const version = (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }).version;

/** Runs the step with these inputs, the others having their defaults. */
function run(inputs: Readonly<Record<string, string>>, at = place()) {
  const env = Object.fromEntries(
    Object.entries(step!.env).map(([name, value]) => {
      const input = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value)?.[1];
      if (input === undefined) return [name, root];
      assert.ok(action.inputs[input], input);
      return [name, inputs[input] ?? action.inputs[input].default];
    }),
  );
  const outcome: Outcome = at.run(['bash', '--noprofile', '--norc', '-eo', 'pipefail'], step!.run, {
    ...env,
    GITHUB_STEP_SUMMARY: join(at.folder, 'summary.md'),
    GITHUB_OUTPUT: join(at.folder, 'outputs'),
  });
  assert.not(existsSync(join(at.folder, 'ran')), 'something in an input was run');
  return { ...outcome, summary: at.read('summary.md'), outputs: at.read('outputs'), at };
}

test('every input is there and reaches the script as a variable only', () => {
  const wanted =
    'files profiles xen fail-on baseline args version working-directory sarif trusted-settings summary'.split(
      ' ',
    );
  assert.equal(Object.keys(action.inputs), wanted);
  for (const { description, default: value } of Object.values(action.inputs))
    assert.ok(description && typeof value === 'string');
  assert.is(action.runs.using, 'composite');
  assert.is(action.runs.steps.length, 1);
  assert.is(step!.shell, 'bash');
  assert.not.match(step!.run, /\$\{\{/);
  const given = Object.values(step!.env).map(value => /inputs\.([a-z-]+)/.exec(value)?.[1]);
  assert.equal(given.filter(Boolean).sort(), wanted.sort());
  assert.is(action.outputs['exit-code']!.value, `\${{ steps.${step!.id}.outputs.exit-code }}`);
});

if (has('bash')) {
  test('a good config: exit code 0, a summary, and SARIF where it was asked for', () => {
    const { code, err, out, called, installed, summary, outputs, at } = run({
      files: good,
      profiles: 'domu-pv\ndomu-pvh\n',
      sarif: 'reports/$(touch ran)/xen.sarif',
    });
    assert.is(code, 0, err);
    assert.is(installed!.spec, `xen-checkconfig@${version}`);
    assert.is(called![0], '--format=github');
    assert.equal(called!.slice(-4), ['--profile=domu-pv', '--profile=domu-pvh', '--', good]);
    assert.match(out, /^1 file, 0 not read: 0 errors/m);
    assert.match(summary, /^## Boots under Xen\?/);
    assert.is(outputs, 'exit-code=0\n');
    assert.is(JSON.parse(at.read('reports/$(touch ran)/xen.sarif')).version, '2.1.0');
  });

  test('a bad config: exit code 1, annotations, and a summary added to the one there is', () => {
    const at = place();
    writeFileSync(join(at.folder, 'summary.md'), 'before\n');
    const { code, out, summary, outputs } = run({ files: '*.config.gz\n\n', profiles: 'domu-pvh' }, at);
    // Its name has a newline in it, which files, one a line, cannot name, but a glob can.
    assert.is(code, 1);
    assert.match(out, /^::error file=bad /m);
    assert.ok(!out.split('\n').some(line => line.startsWith('.config.gz')));
    assert.match(summary, /^before\n## Boots under Xen\?/);
    assert.is(outputs, 'exit-code=1\n');
    assert.is(
      run({ files: '*.config.gz', profiles: 'domu-pvh', 'fail-on': 'never', summary: 'false' }).code,
      0,
    );
  });

  test('inputs are words of one argument, whatever is in them', () => {
    for (const input of ['files', 'profiles', 'xen', 'fail-on', 'baseline', 'args', 'sarif']) {
      const value = `${hostile} * \\`;
      const { called, code } = run({ files: good, [input]: value });
      assert.ok(
        called!.some(word => word.endsWith(value)),
        input,
      );
      assert.is(code, input === 'sarif' ? 0 : input === 'args' || input === 'files' ? 3 : code, input);
    }
    for (const input of ['xen', 'fail-on', 'baseline']) {
      const value = '4.17\n--fail-on=never';
      const { called, code } = run({ files: '*.config.gz', profiles: 'domu-pvh', [input]: value });
      assert.ok(called!.includes(`--${input}=${value}`));
      assert.is.not(code, 0, input);
    }
  });

  test('a version is a version, and what is none is refused', () => {
    assert.is(
      run({ files: good, version: '^1.2.3-beta.1' }).installed!.spec,
      'xen-checkconfig@^1.2.3-beta.1',
    );
    for (const value of ['$(touch ran)', 'file:..', '1 2', '1\n2', 'https://x/y.tgz', 'a@b']) {
      const { code, called, installed, out, outputs } = run({ files: good, version: value });
      assert.is(code, 2, value);
      assert.is(called, null);
      assert.is(installed, null);
      assert.match(out, /^::error /);
      assert.is(outputs, 'exit-code=2\n');
    }
  });

  test('with a folder all paths are in it, and are told from the top of the repository', () => {
    const at = place();
    writeFileSync(
      join(at.folder, 'sub/.xen-checkconfig.yaml'),
      'files: [inner.config.gz]\nprofiles: [domu-pvh]\n',
    );
    const { code, out, called } = run(
      { 'working-directory': 'sub', sarif: 'xen.sarif', profiles: 'domu-pvh' },
      at,
    );
    assert.is(code, 1);
    assert.match(out, /^::error file=sub\/inner\.config\.gz,/m);
    const sarif = JSON.parse(at.read('sub/xen.sarif'));
    assert.is(
      sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri,
      'sub/inner.config.gz',
    );
    assert.is(called!.at(-1), '--');
    const named = run({
      'working-directory': './sub/',
      files: 'inner.config.gz\n/nowhere',
      profiles: 'a/b.yaml',
    });
    assert.equal(named.called!.slice(-4), [
      '--profile=./sub/a/b.yaml',
      '--',
      './sub/inner.config.gz',
      '/nowhere',
    ]);
  });

  test("nothing to check is a mistake, not the runner's kernel", () => {
    const { code, called, out } = run({});
    assert.is(code, 2);
    assert.is(called, null);
    assert.match(out, /^::error .*Nothing to check/m);
  });
}

test.run();
