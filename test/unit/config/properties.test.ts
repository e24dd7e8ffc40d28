// What holds for every config: written and read again it is the same.
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseConfig, writeConfig } from '../../../src/config/parse.js';
import { type Random, seeded } from '../../support/random.js';

const test = suite('config properties');

const pieces = ['a', '"', '\\', ' ', '=', '#', 'ä', '\t', '€', "'", '\\"', 'CONFIG_X=y', '\u{1f427}'];
const name = (random: Random) =>
  Array.from({ length: 1 + random.below(20) }, () => random.of([...'ABCXYZ_0189abz'])).join('');

function written(random: Random): string {
  switch (random.below(6)) {
    case 0:
      return random.of(['y', 'yes', 'm', 'module', 'n', 'no']);
    case 1:
      return String(random.below(1 << 30) - 1000);
    case 2:
      return `0x${random.below(1 << 30).toString(16)}`;
    case 3: {
      const value = Array.from({ length: random.below(12) }, () => random.of(pieces)).join('');
      return `"${value.replace(/[\\"]/g, '\\$&')}"${random.of(['', ' # tail', '"'])}`;
    }
    default:
      return random.of(['y', 'm']);
  }
}

function randomConfig(random: Random): string {
  const newline = random.of(['\n', '\n', '\r\n', '\r']);
  const lines = ['CONFIG_ALWAYS=y'];
  if (random.below(2)) lines.unshift('# Linux/x86 6.1.0 Kernel Configuration');
  if (random.below(3) === 0) lines.push(random.of(['CONFIG_MODULES=y', '# CONFIG_MODULES is not set']));
  for (let count = random.below(40); count > 0; count--) {
    const option = name(random);
    lines.push(
      random.of([
        `CONFIG_${option}=${written(random)}`,
        `CONFIG_${option}=${written(random)}`,
        `# CONFIG_${option} is not set`,
        '',
        '# a comment',
        'neither this nor that',
      ]),
    );
  }
  return lines.join(newline) + random.of(['', newline]);
}

const plain = (text: string) =>
  [...parseConfig(text).settings].map(([key, { type, tri, text: value }]) => [key, type, tri, value]);

test('parse, write, parse again gives the same settings in the same order', () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const text = randomConfig(seeded(seed));
    const config = parseConfig(text);
    const again = writeConfig(config);
    assert.equal(plain(again), plain(text), `seed ${seed}`);
    assert.equal(parseConfig(again).problems, [], `seed ${seed}`);
    assert.is(writeConfig(parseConfig(again)), again, `seed ${seed}`);
  }
});

test('bytes, gzip and text give the same config', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const text = randomConfig(seeded(seed));
    const bytes = Buffer.from(text);
    assert.equal(parseConfig(bytes), parseConfig(text), `seed ${seed}`);
    assert.equal(parseConfig(gzipSync(bytes)), parseConfig(text), `seed ${seed}`);
  }
});

test('every line number is that of the line which counts', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const text = randomConfig(seeded(seed));
    const lines = text.split(/\r\n?|\n/);
    for (const [option, { line }] of parseConfig(text).settings)
      assert.ok(
        new RegExp(`^(# )?CONFIG_${option}( is not set|=)`).test(lines[line - 1]!),
        `seed ${seed}: ${option} on line ${line}`,
      );
  }
});

test('no bytes make the reader throw anything but its own error', () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const random = seeded(seed);
    const source = Buffer.from(randomConfig(random));
    const bytes = random.below(2) ? gzipSync(source) : source;
    for (let flips = 1 + random.below(4); flips > 0; flips--)
      bytes[random.below(bytes.length)] = random.below(256);
    const cut = bytes.subarray(0, 1 + random.below(bytes.length));
    try {
      parseConfig(cut);
    } catch (error) {
      assert.is((error as Error).name, 'InputError', `seed ${seed}`);
    }
  }
});

test.run();
