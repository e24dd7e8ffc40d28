// A million damaged inputs over all readers: no exception but the input error, no output above the limit, none over a second.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeImage } from '../../src/check/boot-paths.js';
import { parseConfig } from '../../src/config/parse.js';
import type { ImageFacts } from '../../src/image/facts.js';
import { readImage } from '../../src/image/read-image.js';
import { checkConfig } from '../../src/index.js';
import { bytesSource } from '../../src/input/source.js';
import { type Compression, openParts } from '../../src/unpack/index.js';
import { loadXen } from '../support/knowledge.js';
import { points } from '../../src/xen/releases.js';
import { concat, u32 } from '../unit/image/build/bytes.js';
import { bzImage } from '../unit/image/build/boot.js';
import { code, elf, vmlinux } from '../unit/image/build/elf.js';
import { linuxNotes } from '../unit/image/build/notes.js';
import { samples } from '../unit/image/build/samples.js';
import { fixtures } from '../unit/unpack/fixtures.js';
import { open, stream } from '../unit/unpack/open.js';
import { type Below, mutate, runShare } from './shared.js';

const compressions: readonly Compression[] = ['gzip', 'bzip2', 'lzma', 'xz', 'lzo', 'lz4', 'zstd'];

for (const compression of compressions) {
  const streams = fixtures
    .filter(one => one.compression === compression)
    .map(one => ({ bytes: stream(one), isLong: one.sample === 'far' || one.sample === 'blocks' }));
  test(`unpack ${compression}`, () =>
    runShare(`unpack ${compression}`, 0.05, async (index, below) => {
      // Long outputs take a hundred times longer: a few of them will do.
      const wanted = streams.filter(one => one.isLong === (index % 200 === 0));
      const from = wanted.length > 0 ? wanted : streams.filter(one => !one.isLong);
      const bytes = mutate(from[below(from.length)]!.bytes, below, 40);
      const limit = 1 << (index % 200 === 0 ? 12 + below(10) : below(14));
      const { output, error, consumed } = await open(bytes, compression, limit);
      assert.ok(output.length <= limit);
      assert.is(error === null, consumed !== null);
      if (error) throw error;
    }));
}

for (const compression of ['lz4', 'zstd', 'xz'] as const) {
  const streams = fixtures.filter(one => one.compression === compression).map(stream);
  test(`parts of ${compression}`, () =>
    runShare(`parts of ${compression}`, 0.05, async (_, below) => {
      const bytes = mutate(streams[below(streams.length)]!, below, 40);
      const parts = await openParts(bytesSource(bytes), 0, bytes.length, compression, 1 << 24);
      if (!parts) return;
      try {
        for (let reads = 0; reads < 3; reads++) {
          const length = below(5000);
          assert.ok(parts.read(below(1 << (6 + below(18))), length).length <= length);
        }
      } finally {
        parts.close();
      }
    }));
}

const xen = loadXen();
const releases = points(xen).map(point => point.text);
const wants = [{}, { notes: false, banner: false }, { whole: true, ikconfig: true, banner: true }];

const filters = [
  { role: 'dom0', mode: 'pv' },
  { role: 'dom0', mode: 'pvh' },
  { role: 'domu', mode: 'pv' },
  { role: 'domu', mode: 'pvh' },
  { mode: 'hvm' },
  { mode: 'arm' },
] as const;

/** Some paths of one release; now and then, all of all. */
function judged(facts: ImageFacts, index: number, below: Below): void {
  const isLong = index % 1000 === 0;
  const filter = isLong ? {} : filters[below(filters.length)]!;
  const release = releases[below(releases.length)]!;
  for (const path of judgeImage(xen, facts, release, filter, isLong ? 'all' : 'release')) {
    const { accepted, reason, conditions } = path.verdict;
    assert.is(accepted === 'no', reason !== null);
    assert.is(accepted === 'conditional', accepted !== 'no' && conditions.length > 0);
  }
}

test('images, and which Xen takes them', () => {
  const bases = Object.values(samples());
  return runShare('images', 0.25, async (index, below) => {
    const bytes = mutate(bases[index % bases.length]!, below, 0x280);
    const facts = await readImage(bytesSource(bytes), { want: wants[below(3)]! });
    assert.ok(facts.problems.length <= 250);
    judged(facts, index, below);
  });
});

test('notes, and which Xen takes kernels with them', () => {
  const legacy = concat(
    'GUEST_OS=linux,XEN_VER=xen-3.0,VIRT_BASE=0xC0000000,PAE=yes,FEATURES=a|!b,LOADER=generic\0',
  );
  const segments = [{ type: 1, data: code() }];
  const makers: ((below: Below) => Buffer)[] = [
    below => vmlinux(mutate(linuxNotes(), below, 400)),
    below => bzImage({ payload: vmlinux(mutate(linuxNotes(), below, 400)) }),
    below => vmlinux(mutate(linuxNotes(32, 'big'), below, 400), { bits: 32, order: 'big', machine: 3 }),
    below => vmlinux(mutate(linuxNotes(32), below, 400), { bits: 32, machine: 3 }),
    below =>
      elf({ segments, sections: [{ name: '.notes', type: 7, data: mutate(linuxNotes(), below, 400) }] }),
    below =>
      elf({
        bits: 32,
        machine: 3,
        segments,
        sections: [{ name: '__xen_guest', type: 1, data: mutate(concat(legacy, u32(0)), below, 100) }],
      }),
  ];
  return runShare('notes', 0.15, async (index, below) => {
    const bytes = makers[index % makers.length]!(below);
    judged(await readImage(bytesSource(bytes)), index, below);
  });
});

test('configs, and what they are good for', () => {
  const root = new URL('../../../fixtures/configs/', import.meta.url);
  const whole = gunzipSync(readFileSync(new URL('x86_64-6.12-xen.config.gz', root)));
  const bases = [
    readFileSync(new URL('pvh-guest.fragment.config', root)),
    readFileSync(new URL('x86_64-6.12-xen_defconfig', root)),
    whole.subarray(0, 3000),
    Buffer.from(
      '\ufeffCONFIG_XEN=y\r\n# CONFIG_PVH is not set\r\nCONFIG_NR_CPUS=8\r\nCONFIG_A="x\\"y"\r\n',
      'utf16le',
    ),
  ];
  return runShare('configs', 0.15, (index, below) => {
    const base = index % 2000 === 0 ? whole : bases[index % bases.length]!;
    const config = parseConfig(mutate(base, below, 400));
    if (index % 20 === 0) checkConfig(config);
  });
});

test.run();
