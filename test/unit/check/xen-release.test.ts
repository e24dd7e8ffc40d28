// What the Xen release changes: decoders, modes, 32-bit PV, old releases. Expected: the releases in which the Xen
// sources gained or lost each (tags and commits are in profiles/xen/*.yaml).
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { conditionText } from '../../../src/report/words/message.js';
import { judge, kernelText, rulesAt, verdict, verdictOf, xenlinux } from '../../support/kernel-config.js';

const test = suite('xen release');

const packed = (how: string, version = '6.1.192') =>
  kernelText({ version, changes: { KERNEL_GZIP: 'n', [`KERNEL_${how}`]: 'y' } });
const on = (text: string, xen: string, profile: string) => verdict(judge(text, { xen }), profile);

test('zstd kernels need Xen 4.15 in every PV and PVH mode', () => {
  for (const profile of ['dom0-pv', 'dom0-pvh', 'domu-pv', 'domu-pvh']) {
    assert.is(on(packed('ZSTD'), '4.14', profile), 'fails load', profile);
    assert.is(on(packed('ZSTD'), '4.14.6', profile), 'fails load', profile);
    assert.is(on(packed('ZSTD'), '4.15', profile), 'boots', profile);
    assert.is(on(packed('ZSTD'), '4.20', profile), 'boots', profile);
  }
  // An HVM guest's kernel is unpacked by itself.
  assert.is(on(packed('ZSTD'), '4.14', 'domu-hvm'), 'boots');
});

test('gzip is taken by all, lz4 since 4.4, xz since 4.2 and in 4.1.5 and 4.1.6', () => {
  for (const xen of ['4.1', '4.4', '4.14', '4.22'])
    assert.is(
      on(packed('GZIP').replace('# CONFIG_KERNEL_GZIP is not set\n', ''), xen, 'dom0-pv'),
      'boots',
      xen,
    );
  assert.is(on(packed('LZ4', '3.16.1'), '4.3', 'dom0-pv'), 'fails load');
  assert.is(on(packed('LZ4', '3.16.1'), '4.4', 'dom0-pv'), 'boots');
  assert.is(on(packed('XZ', '3.16.1'), '4.1.4', 'dom0-pv'), 'fails load');
  assert.is(on(packed('XZ', '3.16.1'), '4.1.5', 'dom0-pv'), 'boots');
  assert.is(on(packed('XZ', '3.16.1'), '4.2', 'dom0-pv'), 'boots');
  // A series whose releases differ is a condition.
  assert.is(on(packed('XZ', '3.16.1'), '4.1', 'dom0-pv'), 'conditional');
});

test('xz of Linux 6.12 needs tools that take its dictionary', () => {
  for (const profile of ['domu-pv', 'domu-pvh']) {
    assert.is(on(packed('XZ', '6.12.1'), '4.18.4', profile), 'fails load', profile);
    assert.is(on(packed('XZ', '6.12.1'), '4.18.5', profile), 'boots', profile);
    assert.is(on(packed('XZ', '6.11.1'), '4.18.4', profile), 'boots', profile);
    assert.is(on(packed('XZ', '6.12.1'), '4.22', profile), 'boots', profile);
  }
});

test("Debian's tools lack bzip2 and lzo, so those are conditions for a guest, and none for dom0", () => {
  for (const how of ['BZIP2', 'LZO']) {
    const result = judge(packed(how), { xen: '4.17.7' });
    assert.is(verdict(result, 'dom0-pv'), 'boots', how);
    for (const profile of ['domu-pv', 'domu-pvh']) {
      assert.is(verdict(result, profile), 'conditional', `${how} ${profile}`);
      assert.match(conditionText(verdictOf(result, profile).conditions), /lib(bz2|lzo2)/);
    }
  }
});

test('PVH guests since 4.10, PVH dom0 since 4.9', () => {
  for (const [profile, xen, expected] of [
    ['domu-pvh', '4.9', 'fails load'],
    ['domu-pvh', '4.10', 'boots'],
    ['dom0-pvh', '4.8', 'fails load'],
    ['dom0-pvh', '4.9', 'boots'],
    ['dom0-pvh', '4.19', 'boots'],
    ['domu-hvm', '4.8', 'boots'],
  ] as const)
    assert.is(on(kernelText({ version: '4.19.1' }), xen, profile), expected, `${profile} ${xen}`);
});

test('the first form of PVH: Linux 3.14 to 4.10 on Xen 4.4 to 4.8', () => {
  for (const [version, xen, expected] of [
    ['4.4.1', '4.6', 'boots'],
    ['4.4.1', '4.9', 'not-applicable'],
    ['4.4.1', '4.3', 'not-applicable'],
    ['4.11.1', '4.6', 'fails load'],
  ] as const) {
    const found = on(kernelText({ version }), xen, 'domu-pvh');
    assert.is(found, expected, `${version} on ${xen}`);
  }
});

test('32-bit PV hangs on how Xen was built', () => {
  const text = kernelText({ version: '4.19.1', arch: 'i386' });
  assert.is(on(text, '4.8', 'domu-pv'), 'boots');
  const result = judge(text, { xen: '4.17' });
  for (const profile of ['dom0-pv', 'domu-pv']) {
    assert.is(verdict(result, profile), 'conditional', profile);
    assert.ok(conditionText(verdictOf(result, profile).conditions).length > 10);
  }
  assert.is(on(kernelText({ version: '4.19.1' }), '4.17', 'dom0-pv'), 'boots');
});

test('a mainline dom0 needs the hypercalls of Xen 4.0', () => {
  for (const [xen, expected] of [
    ['3.4', 'fails root'],
    ['4.0', 'boots'],
  ] as const)
    assert.is(on(kernelText({ version: '3.2.1' }), xen, 'dom0-pv'), expected, xen);
  assert.is(on(kernelText({ version: '3.2.1' }), '3.4', 'domu-pv'), 'boots');
});

test('a guest of Linux 5.15 and newer needs Xen 3.4', () => {
  assert.is(on(kernelText({ version: '5.15.1' }), '3.3', 'domu-pv'), 'not-applicable');
  assert.is(on(kernelText({ version: '5.14.1' }), '3.3', 'domu-pv'), 'boots');
  assert.is(on(kernelText({ version: '5.15.1' }), '3.4', 'domu-pv'), 'boots');
});

test('32 bits without PAE: no Xen since 3.3', () => {
  const text = kernelText({
    version: '2.6.18.8',
    arch: 'i386',
    // The choice of a packing came with Linux 2.6.30.
    changes: { ...xenlinux, X86_PAE: 'n', HIGHMEM64G: 'n', KERNEL_GZIP: null },
  });
  for (const profile of ['dom0-xenlinux', 'domu-xenlinux']) {
    assert.is(on(text, '3.2', profile), 'boots', profile);
    assert.is(on(text, '3.3', profile), 'fails load', profile);
    assert.is(on(text, '4.1', profile), 'fails load', profile);
    assert.is(verdict(judge(text), profile), 'conditional', profile);
  }
});

test('XEN_GNTDEV is needed by xenstored since Xen 4.13', () => {
  const text = kernelText({ changes: { XEN_GNTDEV: 'n' } });
  assert.is(on(text, '4.13', 'dom0-pv'), 'fails services');
  assert.is(on(text, '4.12', 'dom0-pv'), 'boots');
  assert.ok(rulesAt(judge(text, { xen: '4.12' }), 'dom0-pv', 'warning').includes('gntdev'));
});

test('without a named Xen the newest is taken, and nothing of older ones is said', () => {
  const result = judge(packed('ZSTD'));
  for (const profile of ['dom0-pv', 'dom0-pvh', 'domu-pv', 'domu-pvh', 'domu-hvm'])
    assert.is(verdict(result, profile), 'boots', profile);
});

test.run();
