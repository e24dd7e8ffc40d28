import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readDisk } from '../../src/domain/disk.js';
import { askDisks, folder, skipReason } from './oracle.js';
import { seeded } from '../support/random.js';

const test = suite('disk specifications against libxlutil');

// LIBXL_DISK_FORMAT_* and LIBXL_DISK_BACKEND_* of libxl's interface.
const formats = ['unknown', 'qcow', 'qcow2', 'vhd', 'raw', 'empty', 'qed'];
const backends = ['unknown', 'phy', 'tap', 'qdisk', 'standalone'];

const parts =
  `/dev/vg/x|/x.img||xvda|hda|hdc:cdrom|sda1:disk|raw|qcow2|vhd|w|r|rw|ro|format=raw|format=qcow2|format=|vdev=xvdb|access=ro
|access=x|backendtype=phy|backendtype=qdisk|backendtype=x|backend=dom2|script=block-x|cdrom|devtype=cdrom|devtype=disk|devtype=x
|target=/a,b=c|discard|no-discard|direct-io-safe|phy:/dev/x|phy:x|file:/y.img|tap:aio:/z|tap:qcow2:/z|tap2:tapdisk:aio:/z|drbd:r0
|nbd:host 1|enbd:h|iscsi:iqn|ioemu:hda|raw:/r|vhd:/v|foo:/bar|foo:bar|a=b|frob=12|x=|colo-port=9|colo-port=x| hdb
|specification=virtio|specification=x|aio:/q|A|é|:cdrom|xvda:foo|\t`
    .replaceAll('\n', '')
    .split('|');

if (!folder) {
  test(skipReason, () => console.error(skipReason));
} else {
  test('40,000 seeded specifications: the same are refused, and the others mean the same', () => {
    const { below: random } = seeded(7);
    const specs = [
      '/dev/vg/x,raw,xvda,rw',
      'phy:/dev/vg/x,xvda1,w',
      ',hdc:cdrom,r',
      'vdev=xvda, format=qcow2, access=ro, target=/a,b=c',
    ];
    while (specs.length < 40_000) {
      const count = 1 + random(5);
      specs.push(
        Array.from({ length: count }, () => parts[random(parts.length)]).join([',', ',', ', '][random(3)]),
      );
    }
    const answers = askDisks(specs);
    let fine = 0;
    for (const [index, spec] of specs.entries()) {
      const answer = answers[index]!;
      const { disk, refused } = readDisk(spec, 1);
      assert.is(refused === null, answer !== null, JSON.stringify({ spec, refused }));
      if (!answer) continue;
      fine++;
      const mine = {
        target: disk.target ?? '',
        format: disk.target === null && disk.cdrom ? 'empty' : (disk.format ?? 'raw'),
        device: disk.device,
        writable: disk.access === 'w',
        cdrom: disk.cdrom,
        script: disk.script ?? '',
      };
      const { target, device, writable, cdrom, script } = answer;
      const theirs = { target, format: formats[answer.format], device, writable, cdrom, script };
      assert.equal(mine, theirs, JSON.stringify(spec));
      if (answer.backend) assert.is(disk.backend, backends[answer.backend], spec);
    }
    console.log(`${specs.length} specifications, ${fine} of them taken by both`);
    assert.ok(fine > 1000);
  });
}

test.run();
