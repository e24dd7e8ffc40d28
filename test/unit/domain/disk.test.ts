// Expected values: xl-disk-configuration(5), xen-vbd-interface(7) and what libxlutil of Xen 4.17 answers.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readDisk } from '../../../src/domain/disk.js';
import { readDiskName, toInteger } from '../../../src/domain/vdev.js';
import { readInterface } from '../../../src/domain/vif.js';

const test = suite('disks and interfaces');

// text, then target, format, device, access, backend, cdrom, script
const disks: readonly (readonly [string, ...(string | boolean | null)[]])[] = [
  ['/dev/vg/root,raw,xvda,rw', '/dev/vg/root', 'raw', 'xvda', 'w', null, false, null],
  ['/dev/vg/root,,xvda', '/dev/vg/root', 'raw', 'xvda', 'w', null, false, null],
  ['/x.iso,,hdc,cdrom', '/x.iso', 'raw', 'hdc', 'r', null, true, null],
  ['/x.iso,raw,devtype=cdrom,hdc', '/x.iso', 'raw', 'hdc', 'r', null, true, null],
  ['format=qcow2, vdev=xvdb, access=ro, target=/a,b=c', '/a,b=c', 'qcow2', 'xvdb', 'r', null, false, null],
  ['phy:/dev/vg/root,xvda1,w', '/dev/vg/root', null, 'xvda1', 'w', 'phy', false, null],
  ['phy:hda1,hda1,w', 'hda1', null, 'hda1', 'w', 'phy', false, null],
  ['file:/x.img,ioemu:hda,w', '/x.img', null, 'hda', 'w', 'file', false, null],
  ['tap:aio:/x.img,xvda,w', '/x.img', null, 'xvda', 'w', 'tap', false, null],
  ['tap:qcow2:/x.img,xvda,w', '/x.img', 'qcow2', 'xvda', 'w', 'tap', false, null],
  ['tap2:tapdisk:aio:/x.img,xvda,r', '/x.img', null, 'xvda', 'r', 'tap', false, null],
  ['drbd:web,xvda,w', 'web', null, 'xvda', 'w', null, false, 'block-drbd'],
  ['nbd:10.0.0.1 2000,xvda,w', '10.0.0.1 2000', null, 'xvda', 'w', null, false, 'block-nbd'],
  [',hdc:cdrom,r', null, 'empty', 'hdc', 'r', null, true, null],
  [
    'script=block-iscsi,vdev=xvda,target=iqn.2001:disk',
    'iqn.2001:disk',
    null,
    'xvda',
    'w',
    null,
    false,
    'block-iscsi',
  ],
  ['backendtype=qdisk,/x,raw,sda', '/x', 'raw', 'sda', 'w', 'qdisk', false, null],
];
for (const [text, ...expected] of disks) {
  test(`takes ${text}`, () => {
    const { disk, refused } = readDisk(text, 4);
    assert.is(refused, null);
    const { target, format, device, access, backend, cdrom, script } = disk;
    assert.equal([target, format, device, access, backend, cdrom, script], expected);
    assert.is(disk.text, text);
    assert.is(disk.line, 4);
  });
}

for (const text of [
  '',
  '/x',
  '/x,raw',
  '/x,ext4,xvda',
  '/x,raw,xvda,yes',
  '/x,raw,xvda,w,more',
  'foo:/x,xvda,w',
  '/x,raw,xvda,devtype=tape',
  '/x,raw,xvda,frob=1',
  'vdev=xvda',
])
  test(`refuses ${text || 'nothing'}`, () => assert.is.not(readDisk(text, 1).refused, null));

// Numbers from the document's formula: 202 << 8 | disk << 4 | partition and so on.
const names: readonly (readonly [string, number | null])[] = [
  ['xvda', 51712],
  ['xvdb2', 51730],
  ['d1p2', 51730],
  ['d0p0', 51712],
  ['xvdp15', 51967],
  ['xvdq', (1 << 28) | (16 << 8)],
  ['xvdtq37', (1 << 28) | (536 << 8) | 37],
  ['d536p37', (1 << 28) | (536 << 8) | 37],
  ['xvda16', (1 << 28) | 16],
  ['sda', 2048],
  ['sdb3', 2067],
  ['hda', 768],
  ['hdb', 832],
  ['hdc2', 5634],
  ['hdd', 5696],
  ['51712', 51712],
  ['0xca00', 51712],
  ['0145000', 51712],
  ['/dev/xvda', 51712],
  ['hde', null],
  ['sdq', null],
  ['hda64', null],
  ['xvda01', null],
  ['xvda256', null],
  ['vda', null],
  ['nvme0n1', null],
  ['xvd', null],
  ['', null],
];
for (const [name, number] of names)
  test(`disk name ${name || '(none)'}`, () => assert.is(readDiskName(name)?.number ?? null, number));

test('numbers as C reads them', () => {
  assert.equal(['12', '012', '0x1F', '-3', '0', ' 7', '', 'x', '08', '1k', '0x'].map(toInteger), [
    12,
    10,
    31,
    -3,
    0,
    7,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test('interfaces', () => {
  const { interface: found, refused } = readInterface(
    'type=ioemu, mac=00:16:3e:01:02:03, bridge=xenbr0,model=e1000',
    3,
  );
  assert.is(refused, null);
  assert.equal(found, {
    line: 3,
    text: 'type=ioemu, mac=00:16:3e:01:02:03, bridge=xenbr0,model=e1000',
    bridge: 'xenbr0',
    mac: '00:16:3e:01:02:03',
    model: 'e1000',
    type: 'ioemu',
    script: null,
  });
  assert.is(readInterface('', 1).refused, null);
  assert.is(readInterface('bridge=a,brdige=b', 1).refused, 'brdige=b');
  assert.is(readInterface('mac=00:16:3e', 1).refused, 'mac=00:16:3e');
});

test.run();
