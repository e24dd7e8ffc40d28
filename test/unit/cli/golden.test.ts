// fixtures/ok must be silent, fixtures/err must come out exactly as the files beside them say.
// UPDATE_GOLDEN=1 npm test writes those files anew: read every difference before it is committed.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../support/paths.js';
import { run } from '../../support/run.js';

const test = suite('golden');

type Index = Readonly<Record<string, readonly string[]>>;
const index = (folder: string) =>
  JSON.parse(readFileSync(`${root}fixtures/${folder}/index.json`, 'utf8')) as Index;
const configsIn = (folder: string) =>
  readdirSync(`${root}fixtures/${folder}`)
    .filter(name => name.endsWith('.config'))
    .sort();

for (const folder of ['ok', 'err'])
  test(`every config in ${folder} is in its index`, () => {
    assert.equal(configsIn(folder), Object.keys(index(folder)).sort());
  });

for (const [name, args] of Object.entries(index('ok')))
  test(`ok/${name}`, () => {
    const { code, out, err } = run(
      ['--format', 'json', '--fail-on', 'warning', ...args, `fixtures/ok/${name}`],
      { cwd: root },
    );
    const [result] = JSON.parse(out).results;
    const loud = result.findings.filter((finding: { level: string }) => finding.level !== 'note');
    assert.equal(loud, []);
    for (const { profile, verdict } of result.verdicts) assert.is(verdict, 'boots', profile);
    assert.is(code, 0);
    assert.is(err, '');
  });

/** The exit code goes with the text, the release of this package does not. */
const outputs = [
  { ending: 'txt', args: [] },
  { ending: 'json', args: ['--format', 'json'] },
] as const;

for (const [name, args] of Object.entries(index('err')))
  for (const { ending, args: format } of outputs)
    test(`err/${name}: ${ending}`, () => {
      const path = `fixtures/err/${name}`;
      const { code, out, err } = run([...format, ...args, path], { cwd: root });
      const found =
        ending === 'txt'
          ? `$ xen-checkconfig ${[...args, path].join(' ')}\n${out}exit code ${code}\n`
          : out.replace(/("name": "xen-checkconfig",\s+"version": )"[^"]*"/, '$1"0.0.0"');
      const golden = `${root}${path.replace(/\.config$/, `.${ending}`)}`;
      if (process.env['UPDATE_GOLDEN'] || !existsSync(golden)) {
        assert.ok(process.env['UPDATE_GOLDEN'], `${golden} is not there; UPDATE_GOLDEN=1 writes it`);
        writeFileSync(golden, found);
      }
      assert.is(found, readFileSync(golden, 'utf8'));
      assert.is(err, '');
    });

test('the configs that ship are read, and make a report', () => {
  const { code, out, err } = run(['fixtures/configs'], { cwd: root });
  assert.is(code, 0);
  assert.is(err, '');
  for (const name of readdirSync(`${root}fixtures/configs`)) assert.ok(out.includes(name.slice(0, 10)), name);
  assert.match(out, /9 files, 0 not read/);
});

test.run();
