import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { InputError } from '../../../src/input/input-error.js';
import { bytesSource } from '../../../src/input/source.js';
import { crc32 } from '../../../src/unpack/checks.js';
import { openParts, unpack } from '../../../src/unpack/index.js';
import { type Fixture, fixtures } from './fixtures.js';
import { stream } from './open.js';
import { random, sample } from './samples.js';

const test = suite('parts of streams');

const own = fixtures.filter(({ compression }) => ['lz4', 'zstd', 'xz'].includes(compression));
const title = ({ sample: name, command }: Fixture) => `${name}, ${command}`;

async function partsOf(fixture: Fixture, bytes = stream(fixture)) {
  return openParts(bytesSource(bytes), 0, bytes.length, fixture.compression, 1 << 26);
}

for (const fixture of own) {
  test(`${title(fixture)}: any part is that of the sample, or there is none to be had`, async () => {
    const whole = sample(fixture.sample);
    const parts = await partsOf(fixture);
    if (!parts) return;
    const next = random(3);
    let refused = 0;
    for (let round = 0; round < 40; round++) {
      // Near the start, around the 8 MiB of an lz4 block, and anywhere; beyond the end, too.
      const start = [next(3000), (8 << 20) - next(300), next(whole.length + 100)][round % 3]!;
      const length = next(600);
      try {
        const bytes = parts.read(start, length);
        assert.ok(Buffer.from(whole.subarray(start, start + length)).equals(bytes), `${start} ${length}`);
      } catch (error) {
        assert.instance(error, InputError);
        refused++;
      }
    }
    parts.close();
    // Several frames after each other are not for this.
    assert.ok(refused === 0 || stream(fixture).length > 0);
  });
}

test('legacy lz4, single zstd frames and xz blocks as kernels have them have parts, other streams have none', async () => {
  const has = async (fixture: Fixture | undefined) => (await partsOf(fixture!)) !== null;
  const find = (compression: string, word: string) =>
    own.find(one => one.compression === compression && one.sample === 'blocks' && one.command.includes(word));
  assert.ok(await has(find('lz4', '-l')));
  assert.ok(await has(own.find(one => one.compression === 'zstd' && one.sample === 'code')));
  assert.is(await has(own.find(one => one.compression === 'lz4' && !/ -\w*l/.test(one.command))), false);
  const xz = (word: string) => own.find(one => one.compression === 'xz' && one.command.includes(word));
  assert.ok(await has(xz('--x86 --lzma2=dict=32MiB < code')));
  assert.ok(await has(xz('--lzma2=dict=1MiB < far')));
  for (const filter of ['--x86=start=4096', '--delta', '--arm64'])
    assert.is(await has(xz(filter)), false, filter);
  const gzip = fixtures.find(one => one.compression === 'gzip')!;
  assert.is(await partsOf(gzip), null);
});

test('a kernel build’s size word may follow', async () => {
  for (const [compression, words] of [
    ['lz4', / -\w*l/],
    ['zstd', /./],
    ['xz', /--x86 --lzma2=dict=32MiB/],
  ] as const) {
    const fixture = own.find(
      one => one.compression === compression && one.sample === 'code' && words.test(one.command),
    )!;
    const parts = await partsOf(fixture, Buffer.concat([stream(fixture), Buffer.from([8, 7, 0, 0])]));
    assert.ok(Buffer.from(sample('code').subarray(100, 300)).equals(parts!.read(100, 200)), compression);
  }
});

/** An xz stream of one block of stored code, for the x86 filter; one byte of `rarity` is an opcode. */
function storedCode(rarity: number): Buffer {
  const next = random(rarity);
  const code = Uint8Array.from({ length: 40_000 }, () =>
    next(rarity) === 0 ? 0xe8 + next(2) : next(3) === 0 ? 255 * next(2) : next(0xe8),
  );
  const withSum = (...bytes: number[]) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32(Uint8Array.from(bytes)));
    return Buffer.concat([Buffer.from(bytes), sum]);
  };
  const length = code.length - 1;
  return Buffer.concat([
    Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0]),
    withSum(0, 0).subarray(2),
    withSum(2, 1, 0x04, 0, 0x21, 1, 16, 0),
    Buffer.from([1, length >> 8, length & 255]),
    code,
    Buffer.from([0]),
  ]);
}

test('parts of xz: code filtered from the middle on is as if it was from the start', async () => {
  for (const [rarity, mostRefused] of [
    [6, 0],
    [30, 0],
    [2, 300],
  ] as const) {
    const source = bytesSource(storedCode(rarity));
    const chunks: Uint8Array[] = [];
    try {
      const options = { limit: 1 << 20 };
      for await (const chunk of unpack(source, 0, source.size, 'xz', options)) chunks.push(chunk);
    } catch (error) {
      // The index is missing.
      assert.instance(error, InputError);
    }
    const whole = Buffer.concat(chunks);
    assert.ok(whole.length > 39_000);
    const parts = (await openParts(source, 0, source.size, 'xz', 1 << 20))!;
    let refused = 0;
    for (let start = 1; start < 39_000; start += 131) {
      try {
        const bytes = parts.read(start, 40);
        assert.ok(whole.subarray(start, start + 40).equals(bytes), `${rarity}: ${start}`);
      } catch (error) {
        assert.instance(error, InputError);
        refused++;
      }
    }
    assert.ok(refused <= mostRefused, `${rarity}: ${refused} refused`);
    parts.close();
  }
});

test.run();
