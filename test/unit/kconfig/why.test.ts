import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changedInput, changedSymbols, unmetSymbols } from '../../support/kconfig-outcome.js';
import { loadTree, type Tree } from '../../../src/kconfig/tree.js';
import { why } from '../../../src/kconfig/why/why.js';

const text = `config MODULES
	bool "Modules"
	modules

config BASE
	bool "Base"

menu "Inner"
	depends on BASE

if FEATURE

config LEAF
	tristate "Leaf"
	depends on OTHER || THIRD
	depends on !BLOCKER

endif

endmenu

config FEATURE
	def_bool y if BASE && SWITCH

config SWITCH
	bool "Switch"

config OTHER
	bool

config PULLER
	bool "Puller"
	select OTHER if SWITCH

config THIRD
	bool "Third"

config BLOCKER
	bool "Blocker"
	default y

choice
	prompt "Pick"

config LEFT
	bool "Left"

config RIGHT
	bool "Right"

endchoice

config NUMBER
	int "Number"
	range 1 5
	default 3

config STATE
	tristate "State"
	depends on MODULES = n
`;

function tree(config: string): Tree {
  const made = loadTree({
    readFile: path => (path === 'Kconfig' ? text : null),
    shell: () => '',
    environment: {},
  });
  made.readConfig(Buffer.from(config));
  return made;
}

test('every condition that fails is named with its line, down to what can be set', () => {
  const found = why(tree('CONFIG_LEAF=y\n').kconfig, 'LEAF')!;
  assert.is(found.value, 'n');
  assert.equal(found.asked, { value: 'y', line: 1 });
  assert.equal(found.prompt, { text: 'Leaf', file: 'Kconfig', line: 14 });
  assert.is(found.visible, 'n');
  const shape = found.down.map(reason => [reason.kind, reason.line, 'name' in reason ? reason.name : '']);
  assert.equal(shape, [
    ['any', 15, ''],
    ['symbol', 16, 'BLOCKER'],
    ['symbol', 11, 'FEATURE'],
  ]);
  const [either, blocker, feature] = found.down;
  assert.ok(either?.kind === 'any');
  assert.equal(
    either.parts.map(part => (part.kind === 'symbol' ? [part.name, part.cause.kind, part.cause.by] : null)),
    [
      ['OTHER', 'promptless', ['PULLER']],
      ['THIRD', 'unset', undefined],
    ],
  );
  assert.ok(blocker?.kind === 'symbol' && blocker.above && blocker.cause.kind === 'default');
  // BASE stands below FEATURE already, so the menu's condition does not repeat it.
  assert.ok(feature?.kind === 'symbol' && feature.cause.kind === 'promptless');
  assert.equal(
    feature.reasons
      .flatMap(reason => (reason.kind === 'all' ? reason.parts : [reason]))
      .map(part => 'name' in part && part.name),
    ['BASE', 'SWITCH'],
  );
});

test('where a value came from', () => {
  const { kconfig } = tree(
    'CONFIG_BASE=y\nCONFIG_SWITCH=y\nCONFIG_PULLER=y\nCONFIG_RIGHT=y\nCONFIG_NUMBER=9\n',
  );
  assert.equal(why(kconfig, 'BASE')!.from, { kind: 'user', line: 1 });
  assert.equal(why(kconfig, 'FEATURE')!.from, { kind: 'default', value: 'y', file: 'Kconfig', line: 23 });
  const pull = { by: 'PULLER', value: 'y', when: 'SWITCH', file: 'Kconfig', line: 33 };
  assert.equal(why(kconfig, 'OTHER')!.from, { kind: 'select', pulls: [pull] });
  assert.equal(why(kconfig, 'OTHER')!.up, [pull]);
  assert.equal(why(kconfig, 'LEFT')!.from, {
    kind: 'choice',
    chosen: 'RIGHT',
    asked: true,
    file: 'Kconfig',
    line: 42,
  });
  assert.equal(why(kconfig, 'NUMBER')!.from, {
    kind: 'range',
    low: '1',
    high: '5',
    file: 'Kconfig',
    line: 55,
  });
  assert.is(why(kconfig, 'NUMBER')!.value, '5');
  assert.is(why(kconfig, 'NO_SUCH'), null);
});

test('a comparison that fails shows both sides', () => {
  const { kconfig } = tree('CONFIG_MODULES=y\nCONFIG_STATE=m\n');
  assert.equal(why(kconfig, 'STATE')!.down, [
    { kind: 'comparison', text: 'MODULES=n', left: 'y', right: 'n', file: 'Kconfig', line: 60 },
  ]);
});

test('a member that lost its choice', () => {
  const { kconfig } = tree('CONFIG_RIGHT=y\n');
  const [reason] = why(kconfig, 'LEFT')!.down;
  assert.ok(reason?.kind === 'symbol' && reason.cause.kind === 'choice');
  assert.equal(reason.cause.by, ['RIGHT']);
});

test('what was selected against its dependencies, and what did not stay as asked', () => {
  const made = loadTree({
    readFile: path =>
      path === 'Kconfig'
        ? 'config A\n\tbool "A"\n\nconfig B\n\tbool "B"\n\tdepends on A\n\nconfig C\n\tbool "C"\n\tselect B\n\nconfig D\n\tbool "D"\n\tdepends on A\n'
        : null,
    shell: () => '',
    environment: {},
  });
  made.readConfig(Buffer.from('CONFIG_C=y\nCONFIG_D=y\n'));
  const names = (symbols: readonly { name: string }[]): string[] => symbols.map(symbol => symbol.name);
  assert.equal(names(unmetSymbols(made.kconfig)), ['B']);
  assert.equal(names(changedSymbols(made.kconfig)), ['D']);
  assert.match(changedInput(made.kconfig), 'CONFIG_D: y -> n');
});

test.run();
