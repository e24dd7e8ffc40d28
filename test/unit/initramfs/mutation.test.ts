import { gzipSync } from 'node:zlib';
import { test } from 'uvu';
import { isInitramfs, readInitramfs } from '../../../src/initramfs/read-initramfs.js';
import { bytesSource } from '../../../src/input/source.js';
import { seeded } from '../log/seeded.js';
import { cpio, early, main } from './build.js';

test('20,000 mutated images: nothing is thrown', async () => {
  const random = seeded(3);
  const below = (limit: number) => Math.floor(random() * limit);
  const small = cpio(main.filter(({ text = '' }) => text.length < 200));
  const plain = Buffer.concat([cpio(early.slice(0, 4)), Buffer.alloc(16), small]);
  const mixed = Buffer.concat([cpio(early.slice(0, 4)), gzipSync(small)]);
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(round % 4 === 0 ? mixed : plain);
    for (let count = 1 + below(6); count > 0; count--) {
      const at = below(bytes.length);
      const kind = below(4);
      if (kind === 0) bytes[at] = below(256);
      else if (kind === 1) bytes[at] = '0123456789abcdefF'.charCodeAt(below(17));
      else if (kind === 2) bytes.copyWithin(at, below(bytes.length), below(bytes.length));
      else bytes.write('FFFFFFFF'.slice(below(8)), at, 'latin1');
    }
    const source = bytesSource(new Uint8Array(bytes.subarray(0, below(bytes.length + 1))));
    await readInitramfs(source);
    if (round % 10 === 0) await isInitramfs(source);
  }
});

test.run();
