// Shell completion as bash asks for it, and the words behind it.
import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { commands } from '../../../src/cli/commands/index.js';
import { completions } from '../../../src/cli/arguments/completion.js';
import { formats } from '../../../src/report/check/index.js';
import { command } from '../../support/paths.js';
import { run } from './run.js';

const test = suite('completion');
const profiles = ['dom0', 'domu', 'dom0-pv', 'domu-pv', 'domu-pvh'];
const of = (...words: string[]) => completions(words, profiles);
const names = [...Object.keys(commands), 'completion'];

test('commands, where one may stand', () => {
  assert.equal(of(''), names);
  assert.equal(of('-q', '--xen', '4.17', 'ex'), ['explain']);
  assert.equal(of('a.config', ''), []);
  assert.equal(of('check', ''), []);
  assert.equal(of('check', 'im'), []);
});

test('every option of every command, each once', () => {
  for (const [name, { options }] of Object.entries(commands)) {
    const all = [...Object.keys(options).map(option => `--${option}`), '--help', '--version'];
    assert.equal(of(name, '-'), all);
    assert.equal(of(name, '--'), all);
    if (name === 'check') assert.equal(of('--'), all);
    for (const [option, { type, alias }] of Object.entries(options)) {
      const again = type === 'array';
      const value = type === 'boolean' ? [] : ['x'];
      assert.is(
        of(name, `--${option}`, ...value, '--').includes(`--${option}`),
        again,
        `${name} --${option}`,
      );
      if (alias) assert.is(of(name, `-${alias}`, ...value, '--').includes(`--${option}`), again);
    }
  }
});

test('the values of options that have a few', () => {
  for (const [name, { options }] of Object.entries(commands))
    for (const [option, { choices }] of Object.entries(options))
      if (choices) {
        assert.equal(of(name, `--${option}`, ''), choices);
        assert.equal(
          of(name, `--${option}=`),
          choices.map(choice => `--${option}=${choice}`),
        );
        assert.is(of(name, `--${option}`, '=', choices[0]!)[0], choices[0]);
      }
  assert.equal(of('--format', ''), formats);
  assert.equal(of('x', '--fail-on', 'n'), ['note', 'never']);
  assert.equal(of('-p', 'domu-'), ['domu-pv', 'domu-pvh']);
  assert.equal(of('diff', '--profile', 'dom0'), ['dom0', 'dom0-pv']);
  assert.equal(of('profiles', 'domu-pvh'), ['domu-pvh']);
  assert.equal(of('--output', ''), []);
  assert.equal(of('kconfig', ''), ['olddefconfig', 'savedefconfig', 'check', 'why']);
  assert.equal(of('kconfig', 'why', ''), []);
});

if (spawnSync('bash', ['-c', 'mapfile < /dev/null'], { stdio: 'ignore' }).status === 0)
  test('bash, with the script that the command prints', () => {
    const printed = run(['completion']);
    assert.is(printed.code, 0, printed.err);
    // As readline calls it: words, the place of the cursor, then COMPREPLY.
    const asked = [
      ['xen-checkconfig', ''],
      ['xen-checkconfig', 'image', '--'],
      ['xen-checkconfig', 'check', '--format', ''],
      ['xen-checkconfig', '-p', 'domu-pv'],
      ['xen-checkconfig', 'a file', '--fail-on', '=', 'wa'],
    ];
    const script = `
      xen-checkconfig() { "$NODE" "$COMMAND" "$@"; }
      ${printed.out}
      complete -p xen-checkconfig
      ${asked
        .map(
          words =>
            `COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}) COMP_CWORD=${words.length - 1}; ` +
            `_xen-checkconfig_yargs_completions; echo "\${COMPREPLY[*]}"`,
        )
        .join('\n')}`;
    const bash = spawnSync('bash', ['--noprofile', '--norc'], {
      input: script,
      encoding: 'utf8',
      // Newer releases of Node complain where both of these are set, as uvu does.
      env: { ...process.env, FORCE_COLOR: undefined, NODE: process.execPath, COMMAND: command },
    });
    assert.is(bash.stderr, '');
    const options = Object.keys(commands.image.options).map(option => `--${option}`);
    assert.equal(bash.stdout.trim().split('\n'), [
      'complete -o bashdefault -o default -F _xen-checkconfig_yargs_completions xen-checkconfig',
      names.join(' '),
      [...options, '--help', '--version'].join(' '),
      formats.join(' '),
      'domu-pv domu-pvh',
      'warning',
    ]);
  });

test.run();
