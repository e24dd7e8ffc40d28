// Lines as scripts/kconfig/confdata.c takes them: the first letter of a value decides, the last of two lines counts.
import type { Tri } from '../../../src/config/setting.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Config } from '../../../src/config/config.js';
import { parseConfig } from '../../../src/config/parse.js';
import { refusal } from '../../support/refused.js';

/** The value of a bool or tristate option; n if the file does not name it or gives it another type. */
function triOf(config: Config, option: string): Tri {
  return config.settings.get(option)?.tri ?? 0;
}

const test = suite('config lines');

const value = (config: Config, option: string) => {
  const setting = config.settings.get(option);
  return setting && `${setting.type} ${setting.text} ${setting.line}`;
};
const one = (line: string) => parseConfig(`CONFIG_FIRST=y\n${line}\n`);

test('y, m and n, each with what may follow it', () => {
  for (const [written, tri] of [
    ['y', 2],
    ['yes', 2],
    ['m', 1],
    ['module', 1],
    ['n', 0],
    ['no', 0],
    ['y ', 2],
    ['m # because', 1],
  ] as const) {
    const config = one(`CONFIG_X=${written}`);
    assert.is(config.settings.get('X')?.tri, tri, written);
    assert.is(config.settings.get('X')?.text, ['n', 'm', 'y'][tri], written);
    assert.equal(config.problems, [], written);
  }
});

test('not set is n, and differs from absent', () => {
  const config = one('# CONFIG_X is not set');
  assert.is(value(config, 'X'), 'tristate n 2');
  assert.is(value(config, 'Y'), undefined);
  assert.is(triOf(config, 'X'), 0);
  assert.is(triOf(config, 'Y'), 0);
});

test('comments are no settings and no problems', () => {
  for (const line of [
    '# Xen driver support',
    '#',
    '#CONFIG_X=y',
    '# CONFIG_X=y',
    '# CONFIG_X is unset',
    '# CONFIG_X',
    '# end of Xen driver support',
  ]) {
    const config = one(line);
    assert.is(config.settings.size, 1, line);
    assert.equal(config.problems, [], line);
  }
});

test('numbers: decimal, negative, hexadecimal with and without 0x', () => {
  for (const written of ['0', '512', '-1', '0x1000000', '0XFF', '0xffffffff80000000', 'c0000000']) {
    const config = one(`CONFIG_X=${written}`);
    assert.is(value(config, 'X'), `number ${written} 2`);
    assert.is(config.settings.get('X')?.tri, null);
    assert.equal(config.problems, []);
  }
});

test('strings end at the first quote that no backslash precedes', () => {
  for (const [written, text] of [
    ['""', ''],
    ['"abc"', 'abc'],
    ['"a b=c # d"', 'a b=c # d'],
    ['"say \\"hi\\""', 'say "hi"'],
    ['"back\\\\slash"', 'back\\slash'],
    ['"plain \\n"', 'plain n'],
    ['"end\\\\"', 'end\\'],
    ['"kept"dropped"', 'kept'],
    ['"kept" # comment', 'kept'],
    ['"ä €"', 'ä €'],
  ] as const) {
    const config = one(`CONFIG_X=${written}`);
    assert.is(config.settings.get('X')?.text, text, written);
    assert.is(config.settings.get('X')?.type, 'string');
    assert.equal(config.problems, [], written);
  }
});

test('a string that looks like y is no y', () => {
  assert.is(triOf(one('CONFIG_X="y"'), 'X'), 0);
  assert.is(one('CONFIG_X="y"').settings.get('X')?.tri, null);
});

test('malformed lines are skipped and reported with their number', () => {
  for (const line of [
    'CONFIG_X="open',
    'CONFIG_X="open\\"',
    'CONFIG_X=',
    'CONFIG_X=?',
    'CONFIG_X=5 6',
    'CONFIG_X=5 ',
    'CONFIG_X=-0x5',
    'CONFIG_X=0x',
    'CONFIG_X=1234567890123456789012345',
    'CONFIG_X',
    'CONFIG_=y',
    'CONFIG_A B=y',
    'CONFIG_A-B=y',
    'XEN=y',
    ' CONFIG_X=y',
    '<<<<<<< HEAD',
    '=======',
  ]) {
    const config = one(line);
    assert.equal(config.problems, [{ code: 'malformed', line: 2, text: line }], line);
    assert.is(config.settings.size, 1, line);
  }
});

test('blank lines count, and are no problem', () => {
  const config = parseConfig('\n\nCONFIG_A=y\n\n   \nwrong\n');
  assert.is(value(config, 'A'), 'tristate y 3');
  assert.equal(
    config.problems.map(problem => problem.line),
    [6],
  );
});

test('the last duplicate wins and is reported', () => {
  const config = parseConfig('CONFIG_X=y\nCONFIG_Z=y\nCONFIG_X=m\n# CONFIG_X is not set\nCONFIG_Z=y\n');
  assert.is(value(config, 'X'), 'tristate n 4');
  assert.equal(config.problems, [
    { code: 'duplicate', line: 3, option: 'X', firstLine: 1, same: false },
    { code: 'duplicate', line: 4, option: 'X', firstLine: 3, same: false },
    { code: 'duplicate', line: 5, option: 'Z', firstLine: 2, same: true },
  ]);
});

test('a line that is skipped does not undo one before it', () => {
  assert.is(value(parseConfig('CONFIG_X=y\nCONFIG_X=?\n'), 'X'), 'tristate y 1');
});

test('without MODULES every m is y', () => {
  const lines = 'CONFIG_A=m\n# CONFIG_B is not set\nCONFIG_C=5\nCONFIG_D=y\n';
  for (const modules of ['# CONFIG_MODULES is not set', 'CONFIG_MODULES=n']) {
    const config = parseConfig(`${lines}${modules}\n`);
    assert.is(value(config, 'A'), 'tristate y 1');
    assert.is(value(config, 'B'), 'tristate n 2');
    assert.is(value(config, 'C'), 'number 5 3');
  }
  assert.is(value(parseConfig(`${lines}CONFIG_MODULES=y\n`), 'A'), 'tristate m 1');
  // A fragment that does not name MODULES leaves it open.
  assert.is(value(parseConfig(lines), 'A'), 'tristate m 1');
});

test('names that JavaScript objects have are plain names', () => {
  const config = parseConfig('CONFIG___proto__=y\nCONFIG_constructor=m\nCONFIG_A=y\n');
  assert.is(value(config, '__proto__'), 'tristate y 1');
  assert.is(value(config, 'constructor'), 'tristate m 2');
  assert.is(value(config, 'toString'), undefined);
});

test('work is linear in the length of the file', () => {
  // A scan to the end of the file for every line would take hours here.
  const most = 'CONFIG_A\n'.repeat(9_000);
  assert.is(parseConfig(`CONFIG_B=y\n${most}# ${'x'.repeat(16 << 20)}\n`).problems.length, 9_000);
  const many = 'CONFIG_A\n'.repeat(1_000_000);
  assert.match(refusal(`CONFIG_B=y\n${many}`), /too many of its lines are malformed/);
  assert.match(refusal('CONFIG_B=y\n'.repeat(1_000_000)), /malformed or come twice/);
  const options = Array.from({ length: 200_000 }, (_, index) => `CONFIG_A${index}=y\n`).join('');
  assert.match(refusal(options), /more options than any kernel has/);
  assert.match(refusal(`${'# CONFIG_A\n'.repeat(1_000_000)}`), /no CONFIG_ line/);
});

test.run();
