// What a search of a folder finds and passes over.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { gzipSync } from 'node:zlib';
import { check } from '../../../src/api/check.js';
import type { CheckRequest } from '../../../src/api/check-request.js';
import { namedBytes } from '../../../src/input/named-bytes.js';
import { knowledge } from '../../../src/node/knowledge.js';

const test = suite('search');

const config = 'CONFIG_XEN=y\nCONFIG_HVC_XEN=y\n';
const bytes = (content: string | Uint8Array) =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

const said: string[] = [];
function ask(files: Readonly<Record<string, string | Uint8Array>>, request: Partial<CheckRequest> = {}) {
  const named = namedBytes(Object.entries(files).map(([path, content]) => [path, bytes(content)] as const));
  return check(
    { files: ['.'], ...request },
    { files: named, knowledge, say: text => said.push(text), now: () => new Date() },
  );
}

const found = async (files: Readonly<Record<string, string | Uint8Array>>) =>
  (await ask({ 'a-config': config, ...files })).results.map(({ path }) => path).slice(1);

test('names do not matter', async () => {
  const names = [
    'config_x86_64',
    'kernel-config',
    'kconfig',
    'linux.x86_64.conf',
    'x86_64-dotconfig',
    'b/default',
    'kernel.config.x86_64',
    'x86_64_kata_kvm_4.14.x',
    'commonconfig-6.12',
    'linux.fragment',
    'features/xen.cfg',
    '.config',
  ].sort();
  assert.equal(await found(Object.fromEntries(names.map(name => [`b/${name}`, config]))), [
    ...names.map(name => `b/${name}`).sort(),
  ]);
});

test('what has some lines of a config is none', async () => {
  assert.equal(
    await found({
      README: `Set these:\n\n${config}\nand build the kernel\nas ever\n`,
      Makefile: `${config}ifdef X\nobj-m += a.o\nendif\n`,
      'doc.md': config,
      'fix.patch': config,
      'config.old': config,
      'config~': config,
      'include/config/auto.conf': config,
      'empty.config': '',
      'data.bin': new Uint8Array(100),
      'notes.txt': 'nothing\n',
      'config.json': '{}\n',
    }),
    [],
  );
});

test('gzip, UTF-16 and Windows lines are read', async () => {
  const utf16 = new Uint8Array([0xff, 0xfe, ...[...config].flatMap(one => [one.charCodeAt(0), 0])]);
  assert.equal(
    await found({
      'b.config.gz': gzipSync(config),
      'c.gz': gzipSync(config),
      'd.config': utf16,
      'e.config': config.replaceAll('\n', '\r\n'),
    }),
    ['b.config.gz', 'd.config', 'e.config'],
  );
});

test('a packed config that is damaged is an error, what never was one is not', async () => {
  const packed = gzipSync(config.repeat(100));
  const report = await ask({ 'a.config': config, 'b.config.gz': packed.subarray(0, packed.length - 9) });
  assert.equal(
    report.errors.map(({ path }) => path),
    ['b.config.gz'],
  );
  assert.is(report.exitCode, 3);
});

test('dot folders, node_modules and what .gitignore names are not entered', async () => {
  const report = await ask({
    'a.config': config,
    '.git/config': config,
    '.github/b.config': config,
    'node_modules/x/b.config': config,
    'out/b.config': config,
    'sub/out/b.config': config,
    'sub/b.tmp': config,
    'sub/keep.tmp': config,
    'sub/deep/b.config': config,
    '.gitignore': 'out/\n*.tmp\n',
    'sub/.gitignore': '/deep\n!keep.tmp\n# comment\n\n',
    '.config': config,
  });
  assert.equal(
    report.results.map(({ path }) => path),
    ['.config', 'a.config', 'sub/keep.tmp'],
  );
  assert.equal(report.passed, { foreign: [], otherArch: [], parts: 0, ignored: 4, closed: 2 });
  assert.is(report.errors.length, 0);
});

test('the .gitignore of folders above counts for a folder that is named', async () => {
  const files = { '.gitignore': '/a/out\n', 'a/b.config': config, 'a/out/c.config': config };
  const report = await ask(files, { files: ['a'] });
  assert.equal(
    report.results.map(({ path }) => path),
    ['a/b.config'],
  );
  assert.is(report.passed?.ignored, 1);
  // Whoever names it wants it.
  const named = await ask(files, { files: ['a/out/c.config'] });
  assert.is(named.results.length, 1);
});

test("the kernel's build leaves .config where .gitignore names every dot file", async () => {
  const report = await ask({ '.gitignore': '.*\n', '.config': config });
  assert.equal(
    report.results.map(({ path }) => path),
    ['.config'],
  );
});

test('files of one option each are counted, not judged', async () => {
  const report = await ask({
    'a.config': config,
    'common/CONFIG_XEN': 'CONFIG_XEN=y\n',
    'common/CONFIG_PCI': '# CONFIG_PCI is not set\n',
  });
  assert.is(report.results.length, 1);
  assert.is(report.passed?.parts, 2);
});

test("another program's config that was named is an error, one that was found is not", async () => {
  const files = { 'a.config': config, 'b/defconfig': 'BR2_x86_64=y\n' };
  const report = await ask(files);
  assert.is(report.exitCode, 0);
  assert.equal(report.passed?.foreign, [
    { path: 'b/defconfig', why: 'is not a Linux kernel config: it looks like a Buildroot config' },
  ]);
  assert.is((await ask(files, { files: ['a.config', 'b/defconfig'] })).exitCode, 3);
  assert.is((await ask(files, { files: ['b'] })).exitCode, 3);
});

test('a recipe is found by what it says', async () => {
  const annotations =
    "# FORMAT: 4\n# ARCH: amd64 arm64\n# FLAVOUR: amd64-generic arm64-generic\nCONFIG_XEN  policy<{'amd64': 'y', 'arm64': 'y'}>\n";
  const report = await ask({ 'debian.master/config/annotations': annotations });
  assert.equal(
    report.results.map(({ name, kernel }) => [name, kernel.arch]),
    [
      ['debian.master/config/annotations (amd64-generic)', 'x86_64'],
      ['debian.master/config/annotations (arm64-generic)', 'arm64'],
    ],
  );
});

const armConfig = 'CONFIG_ARM64=y\nCONFIG_XEN=y\n';
const x86Config = 'CONFIG_X86_64=y\nCONFIG_X86=y\nCONFIG_XEN=y\n';
const riscvConfig = 'CONFIG_RISCV=y\n';

test('architectures that the profile does not have are counted, beside one that it has', async () => {
  const files = { 'a.config': x86Config, 'b.config': armConfig, 'c.config': riscvConfig };
  const report = await ask(files, { profile: ['domu-pvh'] });
  assert.equal(
    report.results.map(({ path }) => path),
    ['a.config'],
  );
  assert.equal(report.passed?.otherArch, [
    { path: 'b.config', why: 'is for arm64' },
    { path: 'c.config', why: 'is for riscv' },
  ]);
  const findings = (of: typeof report) =>
    of.results.flatMap(result => result.findings.filter(({ code }) => code === 'not-applicable'));
  assert.is(findings(report).length, 0);
  // Each is asked for what its architecture has.
  const both = await ask(files, { profile: ['domu-pvh', 'domu-arm'] });
  assert.equal(
    both.results.map(({ path, counted }) => [path, [...counted]]),
    [
      ['a.config', ['domu-pvh']],
      ['b.config', ['domu-arm']],
    ],
  );
  assert.is(findings(both).length, 0);
  // A group that has a mode on both.
  const group = await ask(files, { profile: ['domu'] });
  assert.is(group.results.length, 2);
});

test('alone, or where nothing else is left, it is an error as ever', async () => {
  const alone = await ask({ 'b.config': armConfig }, { files: ['b.config'], profile: ['domu-pvh'] });
  assert.is(alone.exitCode, 1);
  const none = await ask({ 'b.config': armConfig, 'c.config': riscvConfig }, { profile: ['domu-pvh'] });
  assert.is(none.exitCode, 1);
  assert.is(none.results.length, 2);
  // Without a profile every config is shown.
  assert.is((await ask({ 'b.config': armConfig, 'c.config': riscvConfig })).results.length, 2);
});

test('what was found and is said is said once', () => {
  assert.equal(
    said.filter(line => /Buildroot/.test(line)),
    [
      'b/defconfig: is not a Linux kernel config: it looks like a Buildroot config',
      'b: holds no kernel config: b/defconfig is not a Linux kernel config: it looks like a Buildroot config',
    ],
  );
});

test.run();
