import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Want } from '../../../src/fix/fix.js';
import { fixConfig } from '../../support/fix-config.js';
import { parseVersion } from '../../../src/input/version.js';
import { dialectOfVersion } from '../../../src/kconfig/language/dialect.js';
import { loadTree, type Tree } from '../../../src/kconfig/tree.js';

const text = `config MODULES
	bool "Modules"
	OPTION

config GATE
	bool "Gate"

config LONG
	bool "The long way"
	depends on GATE

config SHORT
	bool "The short way"

config TARGET
	tristate "Target"
	depends on (LONG && GATE) || SHORT
	depends on !AGAINST

config AGAINST
	bool "Against"

config HIDDEN
	bool

config PULLER
	bool "Puller"
	select HIDDEN

choice
	prompt "Pick"

config LEFT
	bool "Left"

config RIGHT
	bool "Right"
	select RIGHT_ON

endchoice

config RIGHT_ON
	bool

config ONLY_MODULE
	tristate "Only as a module"
	depends on m

config HOLDER
	bool "Holder"
	default y
	select HELD

config HELD
	bool "Held"

config NEVER
	bool "Never"
	depends on n

choice
	prompt "Processor"
	default NEWER

config OLDEST
	bool "Oldest"

config OLD
	bool "Old"

config NEW
	bool "New"

config NEWER
	bool "Newer"

endchoice

config HAS_CLOCK
	def_bool y
	depends on OLD || NEW || NEWER

config HAS_PAGES
	def_bool y
	depends on NEW || NEWER

config HAS_QUIRK
	def_bool y
	depends on OLD || NEW

config USER
	bool "User"
	depends on HAS_CLOCK && HAS_PAGES

config PICKY
	bool "Picky"
	depends on HAS_QUIRK && HAS_PAGES
`;

function load(version: string, config: string): Tree {
  const kconfig = text.replace('OPTION', version === '5.10' ? 'option modules' : 'modules');
  const tree = loadTree({
    readFile: path => (path === 'Kconfig' ? kconfig : null),
    shell: () => '',
    environment: {},
    dialect: dialectOfVersion(parseVersion(version)),
  });
  tree.readConfig(Buffer.from(config));
  return tree;
}

/** Fixes, and proves by a fresh reading of the .config with the changes that each want holds. */
function fixed(version: string, config: string, wants: readonly Want[]): string[] {
  const tree = load(version, config);
  const { changes, failed } = fixConfig(tree.kconfig, wants);
  const lines = changes.map(change =>
    change.to === 'n' ? `# CONFIG_${change.name} is not set` : `CONFIG_${change.name}=${change.to}`,
  );
  const again = load(version, `${config}${lines.join('\n')}\n`);
  for (const want of wants) {
    if (failed.includes(want)) continue;
    const symbol = again.symbol(want.name)!;
    assert.is(
      want.value === 'n' ? symbol.tri === 0 : symbol.tri >= ['n', 'm', 'y'].indexOf(want.value),
      true,
      want.name,
    );
  }
  assert.is(Buffer.compare(tree.writeConfig(), again.writeConfig()), 0);
  return [...changes.map(change => `${change.name}=${change.to}`), ...failed.map(want => `!${want.name}`)];
}

for (const version of ['5.10', '6.1', '6.12', '7.3']) {
  test(`the cheapest of several ways, as ${version}`, () => {
    assert.equal(fixed(version, '', [{ name: 'TARGET', value: 'y' }]).sort(), ['SHORT=y', 'TARGET=y']);
    const open = 'CONFIG_GATE=y\nCONFIG_LONG=y\n';
    assert.equal(fixed(version, open, [{ name: 'TARGET', value: 'y' }]), ['TARGET=y']);
  });

  test(`what the user set goes only where there is no other way, as ${version}`, () => {
    const config = 'CONFIG_AGAINST=y\nCONFIG_SHORT=y\n';
    const changes = fixed(version, config, [{ name: 'TARGET', value: 'y' }]);
    assert.equal(changes.sort(), ['AGAINST=n', 'TARGET=y']);
  });

  test(`selects, choices, modules and what is held up, as ${version}`, () => {
    assert.equal(fixed(version, '', [{ name: 'HIDDEN', value: 'y' }]), ['PULLER=y']);
    assert.equal(fixed(version, 'CONFIG_LEFT=y\n', [{ name: 'RIGHT_ON', value: 'y' }]), ['RIGHT=y']);
    assert.equal(fixed(version, '', [{ name: 'ONLY_MODULE', value: 'm' }]).sort(), [
      'MODULES=y',
      'ONLY_MODULE=m',
    ]);
    assert.equal(fixed(version, '', [{ name: 'HELD', value: 'n' }]), ['HOLDER=n']);
  });

  test(`one member of a choice for all that need one, the usual one if it will do, as ${version}`, () => {
    const of = (name: string) => fixed(version, 'CONFIG_OLDEST=y\n', [{ name, value: 'y' }]).sort();
    assert.equal(of('USER'), ['NEWER=y', 'USER=y']);
    assert.equal(of('PICKY'), ['NEW=y', 'PICKY=y']);
  });

  test(`nothing to do, and what can't be done, as ${version}`, () => {
    assert.equal(fixed(version, 'CONFIG_GATE=y\n', [{ name: 'GATE', value: 'y' }]), []);
    assert.equal(
      fixed(version, '', [
        { name: 'NEVER', value: 'y' },
        { name: 'NO_SUCH', value: 'y' },
      ]),
      ['!NEVER', '!NO_SUCH'],
    );
  });
}

test.run();
