import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ImageCompression, Container, LoaderId, ProfileId } from '../../../src/xen/data.js';
import { compressionSupport, configCompression, modeSupport } from '../../../scripts/compile/support.js';
import { xen } from './tables.js';

interface Span {
  readonly from: string | null;
  readonly to: string | null;
}
const spans = (ranges: readonly Span[]) => ranges.map(({ from, to }) => `${from}..${to ?? ''}`);

// What the xen-project/xen tree has at its release tags.
const expected: [LoaderId, Container, ImageCompression, string[]][] = [
  ['hypervisor-x86', 'elf', 'none', ['3.0..']],
  ['hypervisor-x86', 'elf', 'gzip', ['4.2..']],
  ['hypervisor-x86', 'elf', 'lz4', ['4.4..']],
  ['hypervisor-x86', 'elf', 'zstd', ['4.15..']],
  ['hypervisor-x86', 'bzimage', 'gzip', ['3.4..']],
  ['hypervisor-x86', 'bzimage', 'none', ['4.2..']],
  ['hypervisor-x86', 'bzimage', 'bzip2', ['4.0..']],
  ['hypervisor-x86', 'bzimage', 'lzo', ['4.1..']],
  ['hypervisor-x86', 'bzimage', 'xz', ['4.1.5..']],
  ['hypervisor-x86', 'bzimage', 'lz4', ['4.4..']],
  ['hypervisor-x86', 'bzimage', 'zstd', ['4.15..']],
  ['hypervisor-x86', 'bzimage', 'unknown', []],
  ['hypervisor-x86', 'zboot', 'none', []],
  ['tools-x86', 'elf', 'gzip', ['3.0..']],
  ['tools-x86', 'elf', 'xz', []],
  ['tools-x86', 'bzimage', 'gzip', ['3.3..']],
  ['tools-x86', 'bzimage', 'none', ['3.3..3.4']],
  ['tools-x86', 'bzimage', 'lz4', ['4.4..4.21', '4.22..']],
  ['tools-x86', 'bzimage', 'zstd', ['4.15..']],
  ['grub2-pv', 'bzimage', 'zstd', []],
  ['hvm-direct', 'bzimage', 'zstd', ['4.5..']],
  ['hypervisor-arm', 'elf', 'none', ['4.2..4.11']],
  ['hypervisor-arm', 'uimage', 'gzip', ['4.18..']],
  ['tools-arm', 'arm64-image', 'gzip', ['4.4..']],
  ['tools-arm', 'uimage', 'none', []],
];

for (const [loader, container, compression, ranges] of expected) {
  test(`${loader} takes ${container} ${compression}`, () => {
    assert.equal(spans(compressionSupport(xen, loader, container, compression).ranges), ranges);
  });
}

test('a missing size word counts for each side from its own release', () => {
  const without = (loader: LoaderId, container: Container, compression: ImageCompression) =>
    spans(compressionSupport(xen, loader, container, compression, { sizeWord: false }).ranges);
  assert.equal(without('hypervisor-x86', 'elf', 'xz'), []);
  assert.equal(without('hypervisor-x86', 'bzimage', 'xz'), []);
  assert.equal(without('hypervisor-x86', 'elf', 'gzip'), ['4.2..']);
  assert.equal(without('tools-x86', 'bzimage', 'xz'), ['4.1.5..4.15']);
  assert.equal(without('tools-x86', 'bzimage', 'lz4'), []);
});

test('the dictionary of xz counts for the tools only, up to the releases with the fix', () => {
  const big = (loader: LoaderId, mebibytes: number) =>
    spans(compressionSupport(xen, loader, 'bzimage', 'xz', { xzDictionary: mebibytes * 1024 ** 2 }).ranges);
  assert.equal(big('tools-x86', 128), ['4.18.5..4.18', '4.19.2..']);
  assert.equal(big('pygrub', 128), ['4.18.5..4.18', '4.19.2..']);
  assert.equal(big('tools-x86', 64), ['4.1.5..']);
  assert.equal(big('hypervisor-x86', 128), ['4.1.5..']);
});

test('a condition names the library, and what is seen without it', () => {
  const { ranges } = compressionSupport(xen, 'tools-x86', 'bzimage', 'lz4');
  assert.equal(
    ranges.map(({ from, conditions }) => [from, conditions]),
    [
      ['4.4', []],
      ['4.22', [{ code: 'tools-library', args: { library: 'liblz4' }, message: 'xc-nolib-lz4' }]],
    ],
  );
});

test('a config: the compression, the kernel release and the role decide', () => {
  const at = (profile: ProfileId, version: string | null, compression: ImageCompression) =>
    spans(configCompression(xen, profile, version, compression).ranges);
  assert.equal(at('dom0-pv', '6.1.0-50-amd64', 'zstd'), ['4.15..']);
  assert.equal(at('domu-pv', '6.1', 'zstd'), ['4.15..']);
  assert.equal(at('domu-pv', '6.11.9', 'xz'), ['4.1.5..']);
  assert.equal(at('domu-pv', '6.12', 'xz'), ['4.18.5..4.18', '4.19.2..']);
  assert.equal(at('domu-pvh', '7.2.13', 'xz'), ['4.18.5..4.18', '4.19.2..']);
  assert.equal(at('domu-pv', null, 'xz'), ['4.1.5..']);
  assert.equal(at('dom0-pv', '6.12', 'xz'), ['4.1.5..']);
  assert.equal(at('domu-hvm', '6.12', 'zstd'), ['3.0..']);
  assert.equal(at('domu-arm', '6.12', 'zstd'), ['4.4..']);
  assert.equal(spans(configCompression(xen, 'dom0-arm', '6.12', 'xz', { arch: 'arm' }).ranges), ['4.2..']);
});

test('a kernel before 2.6.26 is loaded as vmlinux', () => {
  const old = configCompression(xen, 'dom0-xenlinux', '2.6.18-xen', 'gzip');
  assert.is(old.container, 'elf');
  assert.equal(old.caveats, [{ code: 'bzimage-too-old', args: {} }]);
  assert.equal(spans(old.ranges), ['4.2..']);
  assert.equal(configCompression(xen, 'dom0-pv', '2.6.26', 'gzip').container, 'bzimage');
});

test('modes by release', () => {
  const of = (profile: ProfileId, bits: 32 | 64) =>
    modeSupport(xen, profile, bits).map(
      ({ from, to, form, status, condition }) =>
        `${from}..${to ?? ''} ${form} ${status} ${condition?.code ?? ''}`,
    );
  assert.equal(of('domu-pvh', 64), [
    '4.4..4.8 pvhv1 experimental ',
    '4.7..4.9 pvhv2 development hvmlite-config',
    '4.10.. pvhv2 supported ',
  ]);
  assert.equal(of('domu-pvh', 32), ['4.7..4.9 pvhv2 development hvmlite-config', '4.10.. pvhv2 supported ']);
  assert.equal(of('dom0-pvh', 64), [
    '4.5..4.8 pvhv1 experimental ',
    '4.9..4.18 pvhv2 experimental ',
    '4.19.. pvhv2 supported ',
  ]);
  assert.equal(of('dom0-pv', 64), ['3.0..3.4 pv development pvops-dom0-hypercalls', '4.0.. pv supported ']);
  assert.equal(of('domu-pv', 32), [
    '3.0..3.0 pv supported xen-32bit-build',
    '3.1..4.14.2 pv supported ',
    '4.14.3..4.14 pv supported xen-config-pv32',
    '4.15.0..4.15.0 pv supported ',
    '4.15.1..4.15 pv supported xen-config-pv32',
    '4.16.. pv supported xen-config-pv32',
  ]);
  assert.equal(of('dom0-xenlinux', 64), ['3.0.. pv supported ']);
  assert.equal(of('dom0-arm', 64), ['4.4.. arm supported ']);
});

test.run();
