// From bytes to text: gzip by content, byte order marks, UTF-16, line ends, and what is no text at all.
import { gzipSync, deflateSync, brotliCompressSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { configLimit } from '../../../src/config/decode.js';
import { parseConfig } from '../../../src/config/parse.js';
import { refusal } from '../../support/refused.js';

const test = suite('config bytes');

const text =
  '#\n# Linux/x86 6.1.0 Kernel Configuration\n#\nCONFIG_X86_64=y\n# CONFIG_XEN is not set\nCONFIG_S="ä"\n';
const plain = Buffer.from(text);
const expected = [...parseConfig(text).settings];
const same = (bytes: Uint8Array, what: string) => {
  const config = parseConfig(bytes);
  assert.equal([...config.settings], expected, what);
  assert.is(config.version?.text, '6.1.0', what);
  assert.equal(config.problems, [], what);
};
const utf16be = (value: string) => Buffer.from(value, 'utf16le').swap16();

test('the same config in every wrapping', () => {
  same(plain, 'plain');
  same(gzipSync(plain), 'gzip');
  same(gzipSync(plain, { level: 0 }), 'gzip, stored');
  same(Buffer.concat([gzipSync(plain.subarray(0, 60)), gzipSync(plain.subarray(60))]), 'gzip of two members');
  same(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), plain]), 'UTF-8 with a mark');
  same(Buffer.from(`\ufeff${text}`, 'utf16le'), 'UTF-16LE with a mark');
  same(utf16be(`\ufeff${text}`), 'UTF-16BE with a mark');
  same(Buffer.from(text, 'utf16le'), 'UTF-16LE');
  same(utf16be(text), 'UTF-16BE');
  same(gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le')), 'UTF-16 in gzip');
  same(Buffer.from(text.replaceAll('\n', '\r\n')), 'CRLF');
  same(Buffer.from(text.replaceAll('\n', '\r')), 'lone CR');
  same(Buffer.from(text.slice(0, -1)), 'no newline at the end');
  same(Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le'), 'CRLF in UTF-16');
});

test('bytes in the middle of a larger buffer', () => {
  const large = Buffer.concat([Buffer.alloc(3, 1), plain, Buffer.alloc(5, 1)]);
  same(new Uint8Array(large.buffer, large.byteOffset + 3, plain.length), 'a view');
});

test('lines that CR and CRLF end count as in an editor', () => {
  const config = parseConfig(Buffer.from('CONFIG_A=y\r\nwrong\rCONFIG_B=y\nwrong too\n'));
  assert.equal(
    config.problems.map(problem => problem.line),
    [2, 4],
  );
});

test('Latin-1 in a comment or a string does not stop the reading', () => {
  const config = parseConfig(Buffer.from('# Gr\xfc\xdfe\nCONFIG_A=y\nCONFIG_S="\xfc"\n', 'latin1'));
  assert.is(config.settings.get('A')?.tri, 2);
  assert.is(config.settings.get('S')?.type, 'string');
});

test('a cut gzip says so, wherever it is cut', () => {
  const whole = gzipSync(Buffer.from(text.repeat(50)));
  for (const length of [2, 9, 10, 11, 30, whole.length - 9, whole.length - 8, whole.length - 1])
    assert.match(refusal(whole.subarray(0, length)), /^is a gzip file that ends too early$/, `${length}`);
});

test('a broken gzip says so', () => {
  const broken = Buffer.from(gzipSync(plain));
  broken[broken.length - 6]! ^= 0xff;
  assert.match(refusal(broken), /^is a broken gzip file/);
  assert.match(refusal(Buffer.from([0x1f, 0x8b, 9, 0, 0, 0, 0, 0, 0, 0, 1, 2])), /^is a broken gzip file/);
});

test('a gzip bomb stops at the limit', () => {
  const bomb = gzipSync(Buffer.alloc(configLimit + 1, 0x23));
  assert.ok(bomb.length < 1 << 20);
  assert.is(refusal(bomb), 'unpacks to more than any kernel config (limit 32 MiB)');
});

test('plain bytes over the limit are refused', () => {
  assert.is(refusal(Buffer.alloc(configLimit + 1, 0x23)), 'is larger than any kernel config (limit 32 MiB)');
});

test('what is no text says what it looks like', () => {
  const elf = Buffer.alloc(64);
  elf.write('\x7fELF', 'latin1');
  const bzImage = Buffer.alloc(0x400);
  bzImage.write('HdrS', 0x202, 'latin1');
  const xz = Buffer.concat([Buffer.from('\xfd7zXZ\0', 'latin1'), Buffer.alloc(20)]);
  assert.is(refusal(elf), 'is not a kernel config: it looks like an ELF file');
  assert.match(refusal(gzipSync(elf)), /looks like an ELF file/);
  assert.match(refusal(bzImage), /looks like a Linux kernel image \(bzImage\)/);
  assert.match(refusal(xz), /looks like an xz file/);
  assert.match(refusal(Buffer.from([1, 2, 0, 3])), /binary data/);
  assert.match(refusal(deflateSync(plain)), /not a kernel config/);
  assert.match(refusal(brotliCompressSync(plain)), /not a kernel config/);
  assert.match(refusal(gzipSync(gzipSync(plain))), /not a kernel config/);
});

test('empty, and nothing but white space or comments', () => {
  assert.is(refusal(new Uint8Array(0)), 'is empty');
  assert.is(refusal(gzipSync(new Uint8Array(0))), 'is empty after unpacking');
  for (const nothing of ['\n', ' \r\n', '\ufeff', '# a comment\n', 'hello\n', '{"a": 1}\n'])
    assert.match(refusal(Buffer.from(nothing)), /^is not a kernel config: it has no CONFIG_ line$/, nothing);
});

test('one long line', () => {
  const long = 'a'.repeat(4 << 20);
  const config = parseConfig(`CONFIG_A=y\nCONFIG_S="${long}"\n${long}\nCONFIG_${long}=y\n`);
  assert.is(config.settings.get('S')?.text.length, long.length);
  assert.equal(
    config.problems.map(problem => (problem.code === 'malformed' ? problem.text.length : 0)),
    [200, 200],
  );
});

test.run();
