// Spoilt trees and configurations: nothing but the input error, whatever the bytes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { InputError } from '../../../src/input/input-error.js';
import { dialectOfVersion } from '../../../src/kconfig/language/dialect.js';
import { parseProbes } from '../../../src/kconfig/probes/probe.js';
import { loadTree, type Tree } from '../../../src/kconfig/tree.js';
import { releaseOf } from '../../kconfig/case.js';
import { mutateConfig, pick, type Random, seeded } from '../../kconfig/random.js';

const cases = fileURLToPath(new URL('../../../../fixtures/kconfig/', import.meta.url));
const names = readdirSync(cases);
const texts = names.map(name => readFileSync(join(cases, name, 'Kconfig'), 'latin1'));
const configs = names.flatMap(name =>
  readdirSync(join(cases, name))
    .filter(file => file.startsWith('config-'))
    .map(file => readFileSync(join(cases, name, file), 'latin1')),
);
const lines = texts.flatMap(text => text.split('\n'));
const scraps = [
  '$(',
  ')',
  '"',
  "'",
  '\\',
  '\0',
  '\r',
  '!',
  '(',
  '=',
  '&&',
  '||',
  'if',
  'endif',
  '\xff',
  '$(shell,x)',
  '$(1)',
];

function mutate(random: Random, text: string): string {
  let out = text;
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const at = Math.floor(random() * out.length);
    const kind = random();
    if (kind < 0.2) out = out.slice(0, at) + out.slice(at + Math.floor(random() * 30));
    else if (kind < 0.5) out = out.slice(0, at) + pick(random, scraps) + out.slice(at);
    else if (kind < 0.7) out = `${out.slice(0, at)}\n${pick(random, lines)}\n${out.slice(at)}`;
    else if (kind < 0.8)
      out = out.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + out.slice(at + 1);
    else if (kind < 0.9) out = out.slice(0, at);
    else out += pick(random, texts);
  }
  return out;
}

function load(text: string, version: string): Tree {
  return loadTree({
    readFile: path => (path === 'Kconfig' ? text : null),
    shell: command => command,
    environment: { WHO: 'everyone' },
    dialect: dialectOfVersion(releaseOf(version)),
  });
}

/** Runs the work and tells if it ended well; any error but the input error goes on. */
function tries(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

function use(tree: Tree, random: Random): void {
  const config = Buffer.from(mutateConfig(random, pick(random, configs)), 'latin1');
  tree.readConfig(config);
  tree.writeConfig();
  tree.saveDefconfig();
  tree.readConfig(config);
  tree.fillDefaults();
  tree.writeConfig();
  for (const mode of ['yes', 'mod', 'no'] as const) {
    tree.fill({ mode });
    tree.writeConfig();
  }
}

for (const version of ['4.16', '5.10', '6.1', '6.12', '7.3']) {
  test(`spoilt trees as ${version}`, () => {
    const random = seeded(20261121);
    let loaded = 0;
    for (let round = 0; round < 500; round++) {
      const text = mutate(random, pick(random, texts));
      if (tries(() => use(load(text, version), random))) loaded++;
    }
    // A fair part of them has to get past the parser for this to mean anything.
    assert.ok(loaded > 20, `${loaded} loaded`);
  });
}

const repeat = (text: string, count: number): string => text.repeat(count);
const hostile: readonly (readonly [name: string, text: string, loads: boolean | null])[] = [
  ['nested parentheses', `config A\n\tdef_bool ${repeat('(', 100_000)}A${repeat(')', 100_000)}\n`, false],
  ['nested negations', `config A\n\tdef_bool ${repeat('!', 100_000)}A\n`, false],
  ['nested menus', repeat('menu "m"\n', 100_000), false],
  ['nested and closed menus', `${repeat('menu "m"\n', 20_000)}${repeat('endmenu\n', 20_000)}`, null],
  [
    'macros that double',
    `a0 = xxxxxxxxxx\n${Array.from({ length: 60 }, (_, i) => `a${i + 1} = $(a${i})$(a${i})\n`).join('')}config A\n\tdef_bool "$(a60)"\n`,
    false,
  ],
  ['a function that calls itself', 'f = $(f,$(1)x)\nconfig A\n\tdef_bool "$(f,x)"\n', false],
  ['references in references', `config A\n\tdef_bool ${repeat('$(', 10_000)}x${repeat(')', 10_000)}\n`, null],
  ['a file that includes itself', 'source "Kconfig"\n', false],
  [
    'a long chain of dependencies',
    Array.from({ length: 10_000 }, (_, i) => `config A${i}\n\tbool "a"\n\tdepends on A${i + 1}\n`).join(''),
    null,
  ],
  [
    'a long chain of selects',
    Array.from({ length: 10_000 }, (_, i) => `config A${i}\n\tbool "a"\n\tselect A${i + 1}\n`).join(''),
    null,
  ],
  [
    'many selects of one symbol',
    Array.from({ length: 10_000 }, (_, i) => `config A${i}\n\tbool "a"\n\tselect B\n`).join(''),
    null,
  ],
  [
    'a long condition',
    `config A\n\tdef_bool ${Array.from({ length: 20_000 }, (_, i) => `B${i}`).join(' || ')}\n`,
    null,
  ],
  [
    'a long condition that all depend on',
    `if ${Array.from({ length: 1500 }, (_, i) => `(B${i} && C${i})`).join(' || ')}\n${repeat('config A\n\tbool "a"\n\tdepends on X || Y && Z\n', 100)}endif\n`,
    null,
  ],
  ['a long line', `config A\n\tbool "${repeat('x', 5_000_000)}"\n`, true],
  [
    'a long number',
    `config A\n\tint\n\tdefault ${repeat('9', 1_000_000)}\n\trange 1 ${repeat('9', 1_000_000)}\n`,
    true,
  ],
];

for (const [name, text, loads] of hostile) {
  test(`hostile: ${name}`, () => {
    const random = seeded(1);
    for (const version of ['6.1', '6.12']) {
      const ended = tries(() => use(load(text, version), random));
      if (loads !== null) assert.is(ended, loads, version);
    }
  });
}

test('spoilt probe files', () => {
  const good = '{"schemaVersion":1,"environment":{"CC":"gcc"},"commands":{"true":""}}';
  assert.ok(tries(() => parseProbes(good)));
  const random = seeded(7);
  for (let round = 0; round < 2000; round++) tries(() => parseProbes(mutate(random, good)));
});

test.run();
