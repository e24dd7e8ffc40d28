// The fast way to read arguments and yargs agree, wherever the fast way does not leave it to yargs.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import yargs from 'yargs';
import type { Parsed } from '../../../src/cli/arguments/options.js';
import { quickRead } from '../../../src/cli/arguments/quick-path.js';
import { wantedReports } from '../../../src/cli/arguments/reports.js';
import type { CheckArguments } from '../../../src/cli/commands/check.js';
import { commandNamed } from '../../../src/cli/commands/index.js';
import { UsageError } from '../../../src/input/values.js';
import { seeded } from '../../support/random.js';

const test = suite('arguments');

/** What the quick way makes of a command line, if it takes it for that command. */
function fastAs(name: string, argv: readonly string[]): object | null {
  const found = quickRead(argv);
  return found && found.command === commandNamed(name) ? (found.given as object) : null;
}

const fastCheck = (argv: readonly string[]) => fastAs('check', argv) as CheckArguments | null;

// yargs loses a lone dash that stands for standard input, which is why no plain command line is left to it.
const dash = 'a-lone-dash';

/** What yargs makes of them, set up as the command does; null for what it refuses. */
function byYargs(argv: readonly string[]): CheckArguments | null {
  const back = (word: string) => (word === dash ? '-' : word);
  const found = parsed(argv.map(word => (word === '-' ? dash : word)));
  return (
    found && {
      ...found,
      files: found.files.map(back),
      profile: found.profile.map(back),
      reports: found.reports.map(one => ({
        ...one,
        ...(one.output !== undefined && { output: back(one.output) }),
      })),
    }
  );
}

function parsed(argv: readonly string[]): CheckArguments | null {
  const values = parsedAs('check', argv);
  try {
    return values && (commandNamed('check')!.read(values, argv) as CheckArguments);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

/** What yargs finds for one command; null for what it refuses. */
function parsedAs(name: string, argv: readonly string[]): Parsed | null {
  let found: Parsed | null = null;
  const { usage, positionals, options } = commandNamed(name)!;
  const yargsOptions = Object.fromEntries(
    Object.entries(options).map(([option, its]) => [
      option,
      { ...its, type: its.type === 'array' ? undefined : its.type, array: its.type === 'array' },
    ]),
  ) as Record<string, object>;
  try {
    yargs()
      .command(
        name === 'check' ? [usage, '$0'] : usage,
        name,
        builder => {
          for (const [positional, its] of Object.entries(positionals)) builder.positional(positional, its);
          return builder.options(yargsOptions);
        },
        values => {
          found = values;
        },
      )
      .command('profiles [name]', 'p')
      .parserConfiguration({
        'camel-case-expansion': false,
        'dot-notation': false,
        'parse-positional-numbers': false,
        'parse-numbers': false,
      })
      .strict()
      .help(false)
      .version(false)
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new Error(message);
      })
      .parse([...argv]);
  } catch {
    return null;
  }
  return found;
}

const same = (argv: readonly string[]) => {
  const fast = fastCheck(argv);
  if (fast) assert.equal(fast, byYargs(argv), JSON.stringify(argv));
  return fast !== null;
};

test('plain command lines are read fast, and alike', () => {
  for (const argv of [
    [],
    ['a'],
    ['a', 'b', 'c'],
    ['check', 'a'],
    ['check'],
    ['-'],
    ['-', 'a'],
    ['-p', 'dom0', 'a'],
    ['a', '-p', 'dom0', '-p', 'domu-pvh'],
    ['--profile', 'dom0', 'a', 'b'],
    ['--profile=dom0', 'a'],
    ['-p=dom0', 'a'],
    ['--xen', '4.17', 'a'],
    ['--xen=4.10', 'a'],
    ['--kernel', '6.10', '--arch', 'x86_64', 'a'],
    ['--format', 'json', 'a'],
    ['--format=json', 'a'],
    ['--fail-on', 'warning', 'a'],
    ['--output', 'x.json', 'a'],
    ['--format', 'sarif', '--output', 'x.sarif', '--format', 'text', 'a'],
    ['--output=x.json', '--format=json', 'a'],
    ['-q', 'a'],
    ['-v', 'a'],
    ['-qv', 'a'],
    ['--quiet', '--verbose', 'a'],
    ['--color', 'a'],
    ['--no-color', 'a'],
    ['--color=false', 'a'],
    ['123', '4.10', '0x10', '1e3'],
    ['check', '-q', 'a'],
    ['a', 'profiles'],
    ['./check'],
  ])
    assert.ok(same(argv), `${JSON.stringify(argv)} is left to yargs`);
});

test('values keep their form: 4.10 is not 4.1', () => {
  assert.is(fastCheck(['--xen', '4.10', 'a'])?.xen, '4.10');
  assert.is(byYargs(['--xen', '4.10', 'a'])?.xen, '4.10');
  assert.equal(fastCheck(['007', '1.10'])?.files, ['007', '1.10']);
  assert.equal(byYargs(['007', '1.10'])?.files, ['007', '1.10']);
});

test('options may stand before the name of the command', () => {
  // yargs then takes the name for a file, too.
  assert.equal(fastCheck(['-q', 'check', 'a'])?.files, ['a']);
  assert.equal(fastCheck(['--xen', '4.17', 'check', '-'])?.files, ['-']);
  assert.equal(fastCheck(['check', 'check'])?.files, ['check']);
});

test('after -- all are files', () => {
  // yargs reads positionals a second time and takes those for options.
  assert.equal(fastCheck(['--', '-a', '--b', '-'])?.files, ['-a', '--b', '-']);
  assert.equal(fastCheck(['-q', 'x', '--', '--format=json'])?.files, ['x', '--format=json']);
});

test('each --output belongs to the --format before it', () => {
  const of = (...argv: string[]) => {
    assert.ok(same(argv), argv.join(' '));
    return fastCheck(argv)?.reports;
  };
  assert.equal(of('a'), [{ format: 'text' }]);
  assert.equal(of('--output', 'x'), [{ format: 'text', output: 'x' }]);
  for (const argv of [
    ['--format', 'json', '--output', 'x', 'a'],
    ['--output', 'x', 'a', '--format', 'json'],
  ])
    assert.equal(of(...argv), [{ format: 'json', output: 'x' }]);
  assert.equal(of('--format', 'sarif', '--output', 'x', 'a', '--format', 'text'), [
    { format: 'sarif', output: 'x' },
    { format: 'text' },
  ]);
  assert.equal(
    of('--format=github', '--format=html', '-q', '--output=y', '--format', 'json', '--output', 'z'),
    [{ format: 'github' }, { format: 'html', output: 'y' }, { format: 'json', output: 'z' }],
  );
});

test('reports that do not go together are wrong usage, in words', () => {
  const wrong = (formats: string[], outputs: string[], words: string[]) => {
    try {
      wantedReports({ format: formats, output: outputs }, words);
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
    return '';
  };
  assert.match(
    wrong(['json', 'text'], [], ['--format', 'json', '--format', 'text']),
    /^only one report can go to standard output, not json and text/,
  );
  assert.match(wrong([], ['a', 'b'], ['--output', 'a', '--output', 'b']), /needs a --format/);
  assert.match(wrong([], ['a', 'a'], []), /same --output/);
  assert.match(wrong([], [''], []), /name of a file/);
  assert.match(wrong(['json', 'sarif'], ['a'], ['--', '--format', 'json']), /before --/);
});

test('what is not plain is left to yargs', () => {
  for (const argv of [
    ['profiles'],
    ['profiles', 'domu-pv'],
    ['--format', 'json', 'profiles'],
    ['-q', 'completion'],
    ['completion'],
    ['--help'],
    ['-h'],
    ['--version'],
    ['--nonsense', 'a'],
    ['-x', 'a'],
    ['--format', 'xml'],
    ['--fail-on', 'fatal'],
    ['--xen'],
    ['-p'],
    ['--format'],
    ['--format', 'json', '--format', 'text'],
    ['--output', 'a', '--output', 'b'],
    ['--output', 'a', '--format', 'json', '--format', 'text'],
    ['--format', 'json', '--output', 'a', '--format', 'sarif', '--output', 'a'],
    ['--output='],
    ['--xen', '1', '--xen', '2'],
    ['--get-yargs-completions', 'a'],
    ['--__proto__', 'a'],
    ['--constructor.prototype.x', 'a'],
    ['--xen.y', 'a'],
    [''],
  ])
    assert.is(fastCheck(argv), null, JSON.stringify(argv));
});

test('random command lines: the fast way agrees with yargs or leaves it', () => {
  const words = `
    a b.config - profiles 4.10 -p dom0 --profile -p=domu --profile=x.yaml -pdom0 --xen --xen=4.17
    --kernel --arch x86_64 --format json text --format=json --fail-on=note --output --output= --output=x --output=y --format=sarif -q -v
    -qv --quiet --no-quiet --quiet=true --color --no-color --color=false --nope -z --no-xen -
    --merge --no-merge --prefer-builtin --waivers --waivers=w.yaml --no-repository-file --baseline --write-baseline
    --flavour --flavour=amd64-generic --verbose true false -1 --xen= -p= --failOn --fail-on
  `
    .trim()
    .split(/\s+/);
  let fast = 0;
  for (let seed = 1; seed <= 3000; seed++) {
    const random = seeded(seed);
    const argv = Array.from({ length: random.below(6) }, () => random.of(words));
    if (random.below(4) === 0) argv.unshift('check');
    // Not as the value of an option that comes once: see dash.
    const value = argv.findIndex(
      (word, at) => word === '-' && /^--(xen|kernel|arch|waivers|baseline|flavour)$/.test(argv[at - 1] ?? ''),
    );
    if (value < 0 && same(argv)) fast++;
  }
  assert.ok(fast > 300, `${fast} were read fast`);
});

/** A command beside check, and words to try. */
interface Other {
  readonly name: string;
  /** Command lines that have to be read fast. */
  readonly plain: readonly string[];
  /** Command lines that are yargs' to refuse or to read. */
  readonly left: readonly string[];
  readonly words: string;
}

const treeWords = '--srctree --srctree=tree --arch --arch=i386 --probes p.json --run-shell --no-run-shell';
const others: readonly Other[] = [
  {
    name: 'diff',
    plain: ['a b', '- b', 'a b -p dom0 --xen 4.10', '-u a --format=json b', '--output x a b --no-color'],
    left: ['a', 'a b c', '', 'a b --xen 1 --xen 2', 'a b --nope', 'a b --format xml', 'a b --help'],
    words: 'a b - -p dom0 --xen --xen=4.10 -u -q -qu --unified --format json --output x --color 4.10',
  },
  {
    name: 'image',
    plain: ['', 'a b', '-', '--role dom0 a', 'a --mode=pvh -qv', '--fail-on note --output x a'],
    left: ['a --role dom1', 'a --mode', 'a --nope', '--format json --format text a', '--help'],
    words: 'a b - --role dom0 --mode pv --mode=hvm --xen 4.10 --fail-on --fail-on=never -q -v --output x 007',
  },
  {
    name: 'explain',
    plain: ['', 'a b', '-', 'CONFIG_XEN', '--format json a'],
    left: ['a --nope', '--format', '--format xml a', '--help'],
    words: 'a b - CONFIG_XEN --format json --format=json --xen 4.10 --output x -q -v --color --no-color',
  },
  {
    name: 'kconfig',
    plain: [
      'olddefconfig',
      'olddefconfig --srctree tree',
      '--srctree tree why XEN',
      'why XEN --srctree=tree --config - --format json',
      'check --arch i386 --config x --probes p --run-shell --save-probes=q',
      'savedefconfig --output x --run-shell=false',
      'why 64BIT',
      'why 0x10',
      'check --config=4.10',
    ],
    left: [
      '',
      'XEN',
      'why XEN PV',
      'olddefconfig --nope',
      'olddefconfig --srctree',
      'olddefconfig --srctree a --srctree b',
      'olddefconfig --config=',
      'check --format sarif',
      'why --help',
      '-h',
      'check --no-config',
    ],
    words: `olddefconfig savedefconfig check why why XEN 64BIT - ${treeWords} --config --config=x --config=- --output
      --output=x --format json --format=text --save-probes --save-probes=q --run-shell=true -p -x tree`,
  },
  {
    name: 'fix',
    plain: [
      'a',
      '-',
      'a -p domu-pv --srctree tree',
      '-p domu-pv -p ./own.yaml --srctree=tree a',
      'a --profile=dom0 --arch i386 --xen 4.10 --fail-on warning --diff',
      'a --fragment --write --no-diff --probes p --run-shell --save-probes q',
      '4.10',
    ],
    left: [
      '',
      'a b',
      'a -p',
      'a --nope',
      'a --fail-on note',
      'a --xen 1 --xen 2',
      'a --srctree=',
      'a --help',
      'a --format json',
    ],
    words: `a - 4.10 -p domu-pv --profile --profile=dom0 -p=x ${treeWords} --xen --xen=4.10 --fail-on warning --fail-on=error
      --fragment --diff --write --no-write --diff=false --save-probes=q -d`,
  },
];

for (const { name, plain, left, words } of others) {
  const fast = (argv: readonly string[]) => fastAs(name, argv);
  const of = (parsed: Parsed) => commandNamed(name)!.read(parsed, []);
  const isSame = (rest: readonly string[]): boolean => {
    const argv = [name, ...rest];
    const found = fast(argv);
    if (!found) return false;
    const values = parsedAs(
      name,
      argv.map(word => (word === '-' ? dash : word)),
    );
    const text = JSON.stringify(values && of(values)).replaceAll(JSON.stringify(dash), '"-"');
    assert.equal(found, JSON.parse(text), JSON.stringify(argv));
    return true;
  };
  const split = (line: string): string[] => line.trim().split(/\s+/).filter(Boolean);

  test(`${name}: plain command lines are read fast, and alike`, () => {
    for (const line of plain) assert.ok(isSame(split(line)), `${line} is left to yargs`);
  });

  test(`${name}: what is not plain is left to yargs`, () => {
    for (const line of left) assert.is(fast([name, ...split(line)]), null, line);
    assert.is(fast(split(plain.at(-1)!)), null);
    assert.is(fast(['-q', name, 'a', 'b']), null);
  });

  test(`${name}: random command lines`, () => {
    const all = split(words);
    let count = 0;
    for (let seed = 1; seed <= 250; seed++) {
      const random = seeded(seed);
      if (isSame(Array.from({ length: random.below(7) }, () => random.of(all)))) count++;
    }
    assert.ok(count > 10, `${count} were read fast`);
  });
}

test.run();
