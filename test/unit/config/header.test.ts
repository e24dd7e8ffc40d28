// The kernel's header lines and what tells the architecture. Forms: the headers that mconf, conf and oldconfig of
// 2.6.10 to 7.3 wrote, as they stand in distributions' packages.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseConfig } from '../../../src/config/parse.js';

const test = suite('config header');

const today = (what: string) =>
  `#\n# Automatically generated file; DO NOT EDIT.\n# ${what} Kernel Configuration\n#\n`;
const old = (version: string) =>
  `#\n# Automatically generated make config: don't edit\n# Linux kernel version: ${version}\n# Mon Aug 12 21:58:07 2013\n#\n`;

test("today's header gives version and architecture", () => {
  for (const [what, text, parts, candidate, arch] of [
    ['Linux/x86 6.1', '6.1', [6, 1], null, null],
    ['Linux/x86_64 6.1.176', '6.1.176', [6, 1, 176], null, 'x86_64'],
    ['Linux/x86 7.3-rc7', '7.3-rc7', [7, 3], 7, null],
    ['Linux/x86 7.3.0-rc7', '7.3.0-rc7', [7, 3, 0], 7, null],
    ['Linux/arm64 6.1.0-50-amd64', '6.1.0-50-amd64', [6, 1, 0], null, 'arm64'],
    ['Linux/i386 3.2.0-4-686-pae', '3.2.0-4-686-pae', [3, 2, 0], null, 'i386'],
    ['Linux/arm 4.19.0+1', '4.19.0+1', [4, 19, 0], null, 'arm'],
    ['Linux/powerpc 6.12.107+deb13', '6.12.107+deb13', [6, 12, 107], null, 'powerpc'],
  ] as const) {
    const config = parseConfig(`${today(what)}CONFIG_NET=y\n`);
    assert.is(config.version?.text, text);
    assert.equal(config.version?.parts, [...parts], what);
    assert.is(config.version?.candidate, candidate, what);
    assert.is(config.arch, arch, what);
  }
});

test("the compiler in today's header of 4.20 to 5.x does no harm", () => {
  const text =
    '#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 5.4.0 Kernel Configuration\n#\n\n#\n# Compiler: gcc (GCC) 9.2.0\n#\nCONFIG_CC_IS_GCC=y\nCONFIG_X86_64=y\n';
  const config = parseConfig(text);
  assert.is(config.version?.text, '5.4.0');
  assert.is(config.arch, 'x86_64');
  assert.equal(config.problems, []);
});

test('the header of 2.6 gives the version, the symbols the architecture', () => {
  for (const [version, parts] of [
    ['2.6.18-xen', [2, 6, 18]],
    ['2.6.32.63', [2, 6, 32, 63]],
    ['2.6.23', [2, 6, 23]],
    ['2.6.18.8-0.13-xenpae', [2, 6, 18, 8]],
  ] as const) {
    const config = parseConfig(`${old(version)}CONFIG_X86_32=y\nCONFIG_X86=y\n`);
    assert.is(config.version?.text, version);
    assert.equal(config.version?.parts, [...parts]);
    assert.is(config.arch, 'i386');
  }
});

test('the architecture comes from the symbols where the header does not tell', () => {
  for (const [lines, arch] of [
    ['CONFIG_X86_64=y\nCONFIG_X86=y', 'x86_64'],
    ['CONFIG_X86_32=y\nCONFIG_X86=y', 'i386'],
    // Before 2.6.16 there was no X86_32; a fragment of today names X86 for either width.
    ['CONFIG_X86=y\nCONFIG_INIT_ENV_ARG_LIMIT=32', 'i386'],
    ['CONFIG_X86=y', null],
    ['CONFIG_X86=y\nCONFIG_64BIT=y', 'x86_64'],
    ['CONFIG_ARM64=y\nCONFIG_64BIT=y', 'arm64'],
    ['CONFIG_ARM=y', 'arm'],
    ['CONFIG_IA64=y', 'ia64'],
    ['CONFIG_PPC=y', 'powerpc'],
    ['CONFIG_RISCV=y', 'riscv'],
    ['CONFIG_NET=y', null],
  ] as const)
    assert.is(parseConfig(`${lines}\n`).arch, arch, lines);
});

test('symbols outrank a header that says x86 for both widths', () => {
  assert.is(
    parseConfig(`${today('Linux/x86 6.1')}# CONFIG_64BIT is not set\nCONFIG_X86_32=y\n`).arch,
    'i386',
  );
  assert.is(parseConfig(`${today('Linux/x86 6.1')}CONFIG_64BIT=y\nCONFIG_X86_64=y\n`).arch, 'x86_64');
  assert.is(parseConfig(`${today('Linux/x86 6.1')}# CONFIG_64BIT is not set\n`).arch, 'i386');
});

test('a file without a header has no version', () => {
  assert.is(parseConfig('CONFIG_XEN=y\n').version, null);
});

test('kinds: a whole config, a defconfig, a fragment', () => {
  const many = Array.from({ length: 250 }, (_, index) => `CONFIG_A${index}=y\n`).join('');
  const header = today('Linux/x86 6.1.0');
  assert.is(
    parseConfig(`${header}CONFIG_INIT_ENV_ARG_LIMIT=32\nCONFIG_X86=y\nCONFIG_XEN=y\n`).kind,
    'config',
  );
  assert.is(parseConfig(`CONFIG_INIT_ENV_ARG_LIMIT=32\nCONFIG_X86=y\n${many}`).kind, 'config');
  assert.is(parseConfig(many).kind, 'defconfig');
  assert.is(parseConfig('CONFIG_XEN=y\n').kind, 'fragment');
  assert.is(parseConfig('CONFIG_X86=y\nCONFIG_XEN=y\n').kind, 'fragment');
});

test.run();
