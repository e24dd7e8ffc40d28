import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Compression } from '../../../src/unpack/index.js';
import { type Fixture, fixtures } from './fixtures.js';
import { open, stream } from './open.js';
import { random } from './samples.js';

const test = suite('unpack, mutated');

// How many mutated streams a decoder gets; a long run sets more.
const count = Number(process.env.MUTATIONS ?? 3000);
const seed = Number(process.env.MUTATION_SEED ?? 1);
const compressions: readonly Compression[] = ['gzip', 'bzip2', 'lzma', 'xz', 'lzo', 'lz4', 'zstd'];

/** One to four changes: bits, bytes, words, runs, cuts, repeats. */
function mutate(bytes: Uint8Array, next: (below: number) => number): Uint8Array {
  let changed = Uint8Array.from(bytes);
  for (let changes = 1 + next(4); changes > 0 && changed.length > 0; changes--) {
    // Headers are short: half of the changes go there.
    const at = next(2) ? next(Math.min(changed.length, 40)) : next(changed.length);
    const kind = next(8);
    if (kind < 3) changed[at]! ^= 1 << next(8);
    else if (kind === 3) changed[at] = next(256);
    else if (kind === 4) changed.fill(next(2) * 255, at, at + 1 + next(8));
    else if (kind === 5)
      changed.set(changed.subarray(next(changed.length)).subarray(0, changed.length - at), at);
    else if (kind === 6) changed = changed.slice(0, at);
    else changed = Uint8Array.from([...changed.subarray(0, at), next(256), ...changed.subarray(at)]);
  }
  return changed;
}

for (const compression of compressions) {
  test(`${compression}: no exception but the input error, no output above the limit`, async () => {
    const own = fixtures.filter(fixture => fixture.compression === compression);
    const isLong = (fixture: Fixture) => fixture.sample === 'far' || fixture.sample === 'blocks';
    const streams = own.filter(fixture => !isLong(fixture)).map(stream);
    const longStreams = own.filter(isLong).map(stream);
    const next = random(seed);
    let errors = 0;
    for (let index = 0; index < count; index++) {
      // Long outputs take a hundred times longer: a few of them will do.
      const from = longStreams.length > 0 && index % 100 === 0 ? longStreams : streams;
      const limit = from === streams ? 1 << next(13) : 1 << (12 + next(10));
      const { output, error, consumed } = await open(
        mutate(from[next(from.length)]!, next),
        compression,
        limit,
      );
      assert.ok(output.length <= limit);
      assert.is(error === null, consumed !== null);
      if (error) errors++;
    }
    assert.ok(errors > count / 2, `${errors} of ${count} were errors`);
  });
}

test.run();
