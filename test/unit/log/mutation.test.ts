import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isLog } from '../../../src/log/is-log.js';
import type { Pattern } from '../../../src/log/log.js';
import { readLog } from '../../support/read-log.js';
import { seeded } from './seeded.js';

const sample = Buffer.from(`(XEN) [2024-03-01 10:00:00] Xen version 4.17.5 (gcc) debug=n
[    0.000000][    T0] Linux version 6.1.0-18-amd64 (x) #1
\u001b[32mlibxl\u001b[0m: error: libxl_create.c:1: cannot (re-)build domain: -3\r
Mar  1 10:00:00 host kernel: [   12.345678] Kernel command line: root=/dev/xvda
2024-01-01 10:00:00.123+0000: 1234: error : virX:1 : File "/usr/lib/xen/bin/pygrub", line 1
\u001b]0;t\u0007[  OK  ] Started x\rxc: error: unknown compression format
`);
const patterns: Pattern[] = [
  { id: 'build', regex: 'cannot \\(re-\\)build domain: (-?\\d+)', speakers: [] },
  { id: 'format', regex: 'unknown (compression )?format', speakers: ['xc'] },
];

test('20,000 mutated logs: nothing is thrown, lines are as many as line feeds say', async () => {
  const random = seeded(5);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(sample);
    for (let count = 1 + below(8); count > 0; count--) {
      const at = below(bytes.length);
      const kind = below(4);
      if (kind === 0) bytes[at] = below(256);
      else if (kind === 1) bytes[at] = [0x1b, 0x0d, 0x0a, 0x5b, 0, 8, 0xff][below(7)]!;
      else if (kind === 2) bytes.copyWithin(at, below(bytes.length), below(bytes.length));
      else bytes.fill(below(256), at, Math.min(bytes.length, at + below(40)));
    }
    // The first two bytes stay, so that the text is not taken for UTF-16.
    bytes.set(sample.subarray(0, 2));
    const input = bytes.subarray(0, below(bytes.length + 1));
    const cut = below(input.length + 1);
    const facts = await readLog([input.subarray(0, cut), input.subarray(cut)], patterns);
    const feeds = input.filter(byte => byte === 0x0a).length;
    assert.ok(facts.lines === feeds || facts.lines === feeds + 1);
    if (round % 8 === 0) assert.equal(facts, await readLog([input], patterns));
    for (const { text } of facts.tail) assert.not.match(text, /[\u0000-\u001f\u007f-\u009f]/);
    isLog(input);
  }
});

test.run();
