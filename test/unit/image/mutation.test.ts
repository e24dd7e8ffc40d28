import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readImage } from '../../../src/image/read-image.js';
import { problemTitles } from '../../../src/image/titles.js';
import { InputError } from '../../../src/input/input-error.js';
import { seededRandom } from './build/bytes.js';
import { countingSource } from './build/kit.js';
import { samples } from './build/samples.js';

// Damages every kind of image at random; the same damage in every run. MUTATIONS sets how many, SEED which.
const count = Number(process.env.MUTATIONS ?? 12000);
const seed = Number(process.env.SEED ?? 20261121);
// The most that reading a small image may take: a few passes over it, and the free growth of packed streams.
const mostRead = 1 << 26;
const wants = [{}, { notes: false, banner: false }, { whole: true, ikconfig: true, banner: true }];

const test = suite('mutation');
const oddNumbers = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff];

/** One to four changes: bits, bytes, words, lost ends, moved and repeated parts; half of them near the start. */
function mutate(original: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(original);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let change = below(4); change >= 0; change--) {
    const reach = random() < 0.5 ? Math.min(bytes.length, 0x280) : bytes.length;
    if (reach < 8) return bytes;
    const at = below(reach - 4);
    const kind = below(8);
    if (kind === 0) bytes[at]! ^= 1 << below(8);
    else if (kind === 1) bytes[at] = below(256);
    else if (kind === 2) bytes.writeUInt32LE(oddNumbers[below(oddNumbers.length)]!, at);
    else if (kind === 3) bytes.writeUInt32BE(oddNumbers[below(oddNumbers.length)]!, at);
    else if (kind === 4) bytes.writeUInt32LE(below(bytes.length * 2), at);
    else if (kind === 5) bytes = bytes.subarray(0, at + 4);
    else if (kind === 6) bytes.copyWithin(at, below(bytes.length), below(bytes.length));
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(below(bytes.length))]);
  }
  return bytes;
}

test(`${count} damaged images: facts or an input error, and bounded work`, async () => {
  const random = seededRandom(seed);
  const bases = Object.entries(samples());
  let thrown = 0;
  let blamed = 0;
  for (let index = 0; index < count; index++) {
    const [name, base] = bases[index % bases.length]!;
    const bytes = mutate(base, random);
    const source = countingSource(bytes);
    const where = `${name}, mutation ${index} of seed ${seed}`;
    try {
      const facts = await readImage(source, { want: wants[index % 3]! });
      assert.ok(facts.problems.length <= 250, where);
      for (const { code, offset } of facts.problems) {
        assert.ok(code in problemTitles, where);
        assert.ok(
          offset === null || (Number.isSafeInteger(offset) && offset >= 0),
          `${where}: ${code} at ${offset}`,
        );
      }
      if (facts.problems.length > 0) blamed++;
      assert.ok(facts.otherNotes.length <= 4096 * 64, where);
    } catch (error) {
      if (!(error instanceof InputError)) {
        if (error instanceof Error) error.message = `${where}: ${error.message}`;
        throw error;
      }
      thrown++;
    }
    assert.ok(source.total() <= mostRead, `${where}: ${source.total()} bytes read`);
  }
  // Damage is told as problems; an error is for sources that fail.
  assert.is(thrown, 0);
  assert.ok(blamed > count / 4, `${blamed} of ${count}`);
});

test('every cut of every image is read without an error', async () => {
  for (const [name, base] of Object.entries(samples())) {
    const step = Math.max(1, Math.floor(base.length / 60));
    for (let length = 0; length < base.length; length += step) {
      const facts = await readImage(countingSource(base.subarray(0, length)));
      assert.is(facts.size, length, name);
    }
  }
});

test.run();
