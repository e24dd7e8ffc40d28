// Commands that run side by side: the same tree as with one after the other, and none that this would not come to.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { InputError } from '../../../src/input/input-error.js';
import { dialectOfVersion } from '../../../src/kconfig/language/dialect.js';
import { type ProbeLookup, loadInRounds } from '../../../src/kconfig/probes/rounds.js';
import { loadTree, type Tree } from '../../../src/kconfig/tree.js';
import { releaseOf } from '../../kconfig/case.js';
import { pick, type Random, seeded } from '../../kconfig/random.js';

type Files = Readonly<Record<string, string>>;
type Shell = (command: string) => string;

const dialect = dialectOfVersion(releaseOf('6.12'));

function read(files: Files, shell: ProbeLookup): Tree {
  return loadTree({ readFile: path => files[path] ?? null, shell, environment: {}, dialect });
}

/** A tree's .config with what it says, or its error; and the commands in the order in which they were started. */
interface Outcome {
  readonly said: string;
  readonly commands: readonly string[];
}

function told(tree: Tree): string {
  tree.readConfig(null);
  return JSON.stringify([tree.messages, Buffer.from(tree.writeConfig()).toString('latin1')]);
}

function oneByOne(files: Files, shell: Shell): Outcome {
  const commands = new Set<string>();
  const note = (command: string): string => {
    commands.add(command);
    return shell(command);
  };
  try {
    return { said: told(read(files, note)), commands: [...commands] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { said: error.message, commands: [...commands] };
  }
}

async function inRounds(files: Files, shell: Shell): Promise<Outcome> {
  const commands: string[] = [];
  const run = async (command: string): Promise<string> => {
    commands.push(command);
    return shell(command);
  };
  try {
    return { said: told(await loadInRounds(answer => read(files, answer), run)), commands };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { said: error.message, commands };
  }
}

async function compare(files: Files, shell: Shell): Promise<Outcome> {
  const expected = oneByOne(files, shell);
  const made = await inRounds(files, shell);
  const all = JSON.stringify(files);
  assert.is(made.said, expected.said, all);
  assert.equal([...made.commands].sort(), [...expected.commands].sort(), all);
  return made;
}

test('commands that hold what others print', async () => {
  const text = [
    'name := $(shell,version)',
    'flag = $(shell,flag $(1) of $(name))',
    'config A\n\tstring\n\tdefault "$(flag,x) $(flag,y)"',
    'config B\n\tstring\n\tdefault "$(shell,again $(shell,flag x of $(shell,version)) and $(flag,x))"',
    'config C\n\tstring\n\tdefault $(shell,version)',
  ].join('\n');
  const shell = (command: string): string => (command === 'version' ? 'GNU\n12\n\n' : `<${command}>\n`);
  const { said, commands } = await compare({ Kconfig: `${text}\n` }, shell);
  assert.equal(commands, [
    'version',
    'flag x of GNU 12',
    'flag y of GNU 12',
    'again <flag x of GNU 12> and <flag x of GNU 12>',
  ]);
  assert.match(said, 'CONFIG_C=\\"GNU 12\\"');
});

test('what does not hang together is started at once', async () => {
  const text = 'a := $(shell,one)\nb := $(shell,two)\nc := $(shell,three $(a))\n';
  let inside = 0;
  let most = 0;
  const run = async (command: string): Promise<string> => {
    most = Math.max(most, ++inside);
    await new Promise(setImmediate);
    inside--;
    return command;
  };
  await loadInRounds(answer => read({ Kconfig: text }, answer), run);
  assert.is(most, 2);
});

test('nothing runs behind an error that is not ruled out', async () => {
  const text = [
    'found := $(shell,before)',
    '$(error-if,$(shell,is it missing?),it is missing)',
    'config A\n\tdef_bool $(shell,behind)',
  ].join('\n');
  const no = await compare({ Kconfig: `${text}\n` }, command => (command === 'before' ? 'x' : 'y'));
  assert.is(no.said, 'Kconfig:2: it is missing');
  assert.equal(no.commands, ['before', 'is it missing?']);
  const yes = await compare({ Kconfig: `${text}\n` }, () => 'n');
  assert.equal(yes.commands, ['before', 'is it missing?', 'behind']);
});

test('nothing runs that hangs on a file, a variable or a function that is not known yet', async () => {
  const files = {
    Kconfig: [
      '$(shell,name) := $(shell,value)',
      'x := $(shell,old $(y))',
      'source "$(shell,file)"',
      'z := $($(shell,function),$(shell,argument))',
      'config A\n\tstring\n\tdefault "$(x) $(z) $(info,said once) $(warning-if,$(shell,condition),warned once)"',
    ].join('\n'),
    one: 'config B\n\tstring\n\tdefault "$(shell,in one)"\n',
    two: 'config B\n\tstring\n\tdefault "$(shell,in two)"\n',
  };
  const answers: Record<string, string> = { name: 'y', file: 'two', function: 'shell', condition: 'y' };
  const { said, commands } = await compare(files, command => answers[command] ?? `(${command})`);
  // What holds the answer of another comes when that is there.
  assert.equal(commands, [
    ...['name', 'value', 'file', 'old (value)', 'in two'],
    ...['function', 'argument', 'condition', '(argument)'],
  ]);
  assert.is(said.split('said once').length, 2);
  assert.is(said.split('warned once').length, 2);
});

test('errors of the tree are those of one command after the other', async () => {
  for (const tail of [
    'config\n',
    'source "none"\n',
    'a := $(shell,one',
    '$(error-if,y,no)\n',
    'menu "m"\n',
  ]) {
    const { said } = await compare({ Kconfig: `a := $(shell,one)\n${tail}` }, () => 'y');
    assert.match(said, /^Kconfig:\d+: /);
  }
  // A word that turns out to be none.
  await compare({ Kconfig: 'config A\n\tdef_bool $(shell,nothing)\n' }, () => '');
  await compare({ Kconfig: 'config A\n\tbool $(shell,nothing)\n' }, () => '');
  await compare({ Kconfig: '$(shell,nothing)config A\n\tbool\n\tdefault $(shell,y)\n' }, command =>
    command === 'y' ? 'y' : '',
  );
});

test('a command that cannot be run ends it', async () => {
  const failing = loadInRounds(
    answer => read({ Kconfig: 'a := $(shell,one)$(shell,two)\nb := $(shell,$(a))\n' }, answer),
    async command => {
      throw new InputError(`no ${command}`);
    },
  );
  const error = await failing.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof InputError && error.message === 'no one');
});

test('answers that would make a text without end', async () => {
  let text = 'a0 := $(shell,long)\n';
  for (let number = 1; number < 20; number++) text += `a${number} := $(a${number - 1})$(a${number - 1})\n`;
  const { said, commands } = await inRounds({ Kconfig: `${text}b := $(shell,$(a19))\n` }, () =>
    'x'.repeat(4096),
  );
  assert.match(said, /expand to too much/);
  assert.equal(commands, ['long']);
});

const names = ['a', 'b', 'c', 'f', 'g'];

/** What a made-up shell prints: mostly words that mean something to the tree. */
function answerFor(command: string): string {
  let sum = 7;
  for (const char of command) sum = (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0;
  return pick(seeded(sum), [
    'y',
    'n',
    'a',
    'f',
    'one',
    'two',
    'none',
    'shell',
    'x y\n',
    `<${command.length}>\n\n`,
  ]);
}

function value(random: Random, depth: number): string {
  const inner = (): string => (depth > 2 ? 'x' : value(random, depth + 1));
  const kind = random();
  if (kind < 0.3) return pick(random, ['x', 'y', 'n', 'one', '$']);
  if (kind < 0.6) return `$(shell,${pick(random, names)} ${inner()})`;
  if (kind < 0.75) return `$(${pick(random, names)})`;
  if (kind < 0.85) return `$(${pick(random, names)},${inner()})`;
  if (kind < 0.9) return `$(${inner()})`;
  if (kind < 0.94) return `$(warning-if,${inner()},w${inner()})`;
  return `${inner()}${inner()}`;
}

function line(random: Random, number: number): string {
  const kind = random();
  const name = pick(random, names);
  if (kind < 0.35) return `${name} ${pick(random, [':=', '=', '+='])} ${value(random, 0)}`;
  if (kind < 0.4) return `f = $(shell,f $(1) ${value(random, 1)})`;
  if (kind < 0.46) return `$(error-if,${value(random, 1)},stop ${value(random, 1)})`;
  if (kind < 0.52) return `source "${pick(random, ['one', 'two', '$(shell,which of them)', '$(c)'])}"`;
  if (kind < 0.55) return `$(shell,${name}) := ${value(random, 1)}`;
  if (kind < 0.6) return value(random, 0);
  return `config S${number}\n\tstring "${value(random, 1)}"\n\tdefault "${value(random, 0)}" if S${number - 1}`;
}

test('random trees come out the same', async () => {
  let loaded = 0;
  let commands = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const random = seeded(seed);
    const made = (from: number): string =>
      Array.from({ length: 1 + Math.floor(random() * 8) }, (_, number) => line(random, from + number)).join(
        '\n',
      );
    const files = { Kconfig: `${made(0)}\n`, one: `${made(100).replace(/^source/gm, 'x = ')}\n`, two: '' };
    const outcome = await compare(files, answerFor);
    if (outcome.said.startsWith('[')) loaded++;
    commands += outcome.commands.length;
  }
  assert.ok(loaded > 50, `${loaded} loaded`);
  assert.ok(commands > 400, `${commands} commands`);
});

test.run();
