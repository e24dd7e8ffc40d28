// Several profiles, groups of them, what the user loses and what cannot be had, on a small tree.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { changeLine, fixGroups, type ProfileFix } from '../../../src/fix/fix-profiles.js';
import { startWork } from '../../../src/fix/work.js';
import { parseVersion } from '../../../src/input/version.js';
import { dialectOfVersion } from '../../../src/kconfig/language/dialect.js';
import { loadTree } from '../../../src/kconfig/tree.js';
import { loadFacts } from '../../support/knowledge.js';
import type { Profile } from '../../../src/profiles/rule-data.js';
import { noFixText } from '../../../src/report/kconfig/fix.js';

const test = suite('fix of groups');

const text = `mainmenu "Linux/x86_64 6.1.0 Kernel Configuration"

config X86_64
	def_bool y

config ONE
	bool "One"
	depends on !OTHER && !PULLED

config OTHER
	bool "Other"

config FAR
	bool "Far"
	depends on STEP

config STEP
	bool "Step"

config MINE
	bool "Mine"
	depends on !NOISE

config NOISE
	bool "Noise"
	default STEP

config PULLED
	bool

config PULLER
	bool "Puller"
	select PULLED

config CHILD
	bool "Child"
	depends on PULLER

config COUNT
	int "Count"
	default 4

config NEVER
	bool "Never"
	depends on STEP && n
`;

/** A profile that needs these options: NAME for y, !NAME for n. */
function profile(name: string, ...needs: string[]): Profile {
  const rules = needs.map(need => ({
    id: `${name}-${need}`,
    title: need,
    stage: 'load' as const,
    level: 'error' as const,
    option: need.replace('!', ''),
    need,
    reason: `Needed for ${name}.`,
    symptom: 'Nothing works.',
    evidence: ['test'],
  }));
  return {
    ...{ name, title: name, about: '', role: 'domu', mode: 'pv', flavour: 'pvops' },
    ...{ applies: [{ arch: ['x86_64'] }], excludes: [], rules },
  } as Profile;
}

function fix(version: string, config: string, groups: readonly (readonly Profile[])[]): ProfileFix {
  const tree = loadTree({
    readFile: path => (path === 'Kconfig' ? text : null),
    shell: () => '',
    environment: {},
    dialect: dialectOfVersion(parseVersion(version)),
  });
  const base = Buffer.from(config);
  tree.readConfig(base);
  const options = { xen: { version: parseVersion('4.17')!, given: true } };
  return fixGroups(startWork(tree, base, loadFacts(), options, 'error'), groups);
}

const lines = ({ changes }: ProfileFix) => changes.map(change => changeLine(change).trim());

for (const version of ['6.1', '6.12']) {
  test(`of a group the member with the fewest changes counts, as ${version}`, () => {
    const found = fix(version, '', [[profile('far', 'FAR'), profile('near', 'OTHER')]]);
    assert.equal(lines(found), ['CONFIG_OTHER=y']);
    assert.equal(
      found.profiles.map(({ name }) => name),
      ['near'],
    );
    assert.equal(
      found.others.map(({ profiles, changes }) => [profiles[0]!.name, changes]),
      [['far', 2]],
    );
    // What the user asked for is worth more than a line.
    const kept = fix(version, 'CONFIG_ONE=y\n', [[profile('far', 'FAR'), profile('near', 'OTHER')]]);
    assert.equal(lines(kept), ['CONFIG_STEP=y', 'CONFIG_FAR=y']);
  });

  test(`what comes on by itself is kept off where it would take something from the user, as ${version}`, () => {
    const found = fix(version, 'CONFIG_MINE=y\n', [[profile('far', 'FAR')]]);
    assert.equal(lines(found).sort(), ['# CONFIG_NOISE is not set', 'CONFIG_FAR=y', 'CONFIG_STEP=y']);
    assert.equal(found.losses, []);
    assert.is(found.changes.find(({ name }) => name === 'NOISE')!.because, null);
  });

  test(`what has to go is said with the line of the tree that takes it, as ${version}`, () => {
    const config = 'CONFIG_PULLER=y\nCONFIG_CHILD=y\n';
    const found = fix(version, config, [[profile('one', 'ONE')]]);
    assert.equal(lines(found).sort(), ['# CONFIG_PULLER is not set', 'CONFIG_ONE=y']);
    assert.equal(found.losses, [
      {
        name: 'PULLER',
        from: 'y',
        to: 'n',
        because: { kind: 'against', by: 'ONE', via: 'PULLED', at: { file: 'Kconfig', line: 8 } },
      },
      {
        name: 'CHILD',
        from: 'y',
        to: 'n',
        because: {
          ...{ kind: 'needs', symbol: 'PULLER', needed: 'y', above: false, value: 'n' },
          at: { file: 'Kconfig', line: 37 },
        },
      },
    ]);
  });

  test(`needs that exclude each other are named, and no others, as ${version}`, () => {
    const groups = [[profile('first', 'STEP', 'ONE')], [profile('second', 'FAR', 'OTHER')]];
    const found = fix(version, '', groups);
    const said = noFixText(found, [
      { word: 'first', modes: [] },
      { word: 'second', modes: [] },
    ]);
    assert.is(said[0], 'no fix for first: CONFIG_ONE=y (first) cannot be had with CONFIG_OTHER=y (second)');
    assert.match(said[1]!, /needs OTHER=n, which is y +Kconfig:8$/);
    assert.is(said.filter(line => line.startsWith('no fix')).length, 1);
  });

  test(`a need that nothing meets, a number and a name that the tree does not have, as ${version}`, () => {
    const found = fix(version, '', [[profile('all', 'NEVER', 'COUNT', 'NOWHERE', 'STEP')]]);
    const said = noFixText(found, [{ word: 'all', modes: [] }]).filter(line => line.startsWith('no fix'));
    assert.equal(said.sort(), [
      'no fix for all: CONFIG_COUNT is of type integer: its value is yours to choose',
      'no fix for all: CONFIG_NEVER=y (all) cannot be had',
      'no fix for all: CONFIG_NOWHERE=y is needed, but the tree has no such option',
    ]);
  });
}

test.run();
