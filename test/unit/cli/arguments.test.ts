// The fast way to read arguments and yargs agree, wherever the fast way does not leave it to yargs.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import yargs from 'yargs';
import { fastCheck } from '../../../src/cli/fast-path.js';
import { type CheckArguments, checkArguments, checkOptions } from '../../../src/cli/options.js';
import { wantedReports } from '../../../src/cli/reports.js';
import { seeded } from '../support/random.js';

const test = suite('arguments');

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
  let found: CheckArguments | null = null;
  const options = Object.fromEntries(
    Object.entries(checkOptions).map(([name, option]) => [
      name,
      { ...option, type: option.type === 'array' ? undefined : option.type, array: option.type === 'array' },
    ]),
  ) as Record<string, object>;
  try {
    yargs()
      .command(
        ['check [files..]', '$0'],
        'check',
        builder => builder.positional('files', { type: 'string', array: true }).options(options),
        values => {
          const reports = wantedReports(values, argv);
          if (typeof reports === 'string') throw new Error(reports);
          found = checkArguments(values, (values.files as string[] | undefined) ?? [], reports);
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
  const wrong = (formats: string[], outputs: string[], words: string[]) =>
    wantedReports({ format: formats, output: outputs }, words);
  assert.match(
    wrong(['json', 'text'], [], ['--format', 'json', '--format', 'text']) as string,
    /^only one report can go to standard output, not json and text/,
  );
  assert.match(wrong([], ['a', 'b'], ['--output', 'a', '--output', 'b']) as string, /needs a --format/);
  assert.match(wrong([], ['a', 'a'], []) as string, /same --output/);
  assert.match(wrong([], [''], []) as string, /name of a file/);
  assert.match(wrong(['json', 'sarif'], ['a'], ['--', '--format', 'json']) as string, /before --/);
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

test.run();
