import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { InputError } from '../../../../src/input/input-error.js';
import { bytesSource } from '../../../../src/input/source.js';
import { openParts } from '../../../../src/input/unpack/index.js';
import { type Fixture, fixtures } from './fixtures.js';
import { stream } from './open.js';
import { random, sample } from './samples.js';

const test = suite('parts of streams');

const own = fixtures.filter(({ compression }) => compression === 'lz4' || compression === 'zstd');
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

test('legacy lz4 and single zstd frames have parts, other streams have none', async () => {
  const has = async (fixture: Fixture | undefined) => (await partsOf(fixture!)) !== null;
  const find = (compression: string, word: string) =>
    own.find(one => one.compression === compression && one.sample === 'blocks' && one.command.includes(word));
  assert.ok(await has(find('lz4', '-l')));
  assert.ok(await has(own.find(one => one.compression === 'zstd' && one.sample === 'code')));
  assert.is(await has(own.find(one => one.compression === 'lz4' && !/ -\w*l/.test(one.command))), false);
  const gzip = fixtures.find(one => one.compression === 'gzip')!;
  assert.is(await partsOf(gzip), null);
});

test('a kernel build’s size word may follow', async () => {
  for (const compression of ['lz4', 'zstd']) {
    const fixture = own.find(
      one =>
        one.compression === compression &&
        one.sample === 'code' &&
        (compression === 'zstd' || / -\w*l/.test(one.command)),
    )!;
    const parts = await partsOf(fixture, Buffer.concat([stream(fixture), Buffer.from([8, 7, 0, 0])]));
    assert.ok(Buffer.from(sample('code').subarray(100, 300)).equals(parts!.read(100, 200)), compression);
  }
});

test.run();
