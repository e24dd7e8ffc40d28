import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { packedContent, plainContent } from '../../../src/image/content.js';
import { gatedTap, markerTap, type Tap, wholeTap } from '../../../src/image/tap.js';
import { InputError } from '../../../src/input/input-error.js';
import { bytesSource } from '../../../src/input/source.js';

const test = suite('content');
const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7 + (index >> 8)) & 255);

/** A decoder that gives `data` in chunks of the given size, counts its starts, and may break at an offset. */
function decoder(data: Uint8Array, chunk: number, breakAt = Number.POSITIVE_INFINITY) {
  let starts = 0;
  let given = 0;
  async function* open(): AsyncGenerator<Uint8Array> {
    starts++;
    for (let at = 0; at < data.length; at += chunk) {
      if (at >= breakAt) throw new InputError('broken here', { offset: at });
      given = Math.max(given, at + chunk);
      yield data.subarray(at, at + chunk);
    }
  }
  return { open, starts: () => starts, given: () => given };
}

test('reads anywhere in any chunking, forward and back', async () => {
  for (const chunk of [1000, 4096, 70_001, 1 << 20]) {
    const source = decoder(bytes, chunk);
    const content = packedContent(source.open, 1 << 20, []);
    for (const [offset, length] of [
      [0, 64],
      [10, 5000],
      [100_000, 10],
      [100_005, 90_000],
      [250_000, 1],
      [64, 56],
    ] as const) {
      assert.equal(
        Buffer.from(await content.read(offset, length)),
        Buffer.from(bytes.subarray(offset, offset + length)),
      );
    }
    // The head stays at hand, so that headers need no second start.
    assert.is(source.starts(), 1);
    assert.is((await content.read(299_990, 100)).length, 10);
    assert.is((await content.read(400_000, 8)).length, 0);
    assert.equal(content.state(), { size: 300_000, failure: null, tooLarge: false });
    assert.equal([...(await content.read(200_000, 3))], [...bytes.subarray(200_000, 200_003)]);
    assert.ok(source.starts() === (chunk > 300_000 ? 1 : 2), `${chunk}: ${source.starts()}`);
    await content.close();
  }
});

test('going back again and again ends', async () => {
  const source = decoder(bytes, 1000);
  const content = packedContent(source.open, 1 << 20, []);
  for (let round = 0; round < 10; round++) {
    await content.read(200_000, 8);
    await content.read(100_000, 8);
  }
  assert.is(source.starts(), 3);
});

test('stops at what was asked, at the limit and at damage', async () => {
  const lazy = decoder(bytes, 1000);
  const content = packedContent(lazy.open, 1 << 20, []);
  await content.read(100_000, 8);
  assert.ok(lazy.given() <= 102_000);
  const small = packedContent(decoder(bytes, 1000).open, 150_500, []);
  assert.is((await small.read(150_000, 1000)).length, 500);
  assert.equal(small.state(), { size: null, failure: null, tooLarge: true });
  const broken = packedContent(decoder(bytes, 1000, 120_000).open, 1 << 20, []);
  assert.is((await broken.read(119_000, 5000)).length, 1000);
  assert.is(broken.state().failure?.offset, 120_000);
  assert.is(broken.state().size, null);
});

test('taps see every byte once, whatever is read', async () => {
  const seen: number[] = [];
  const tap: Tap = {
    done: () => false,
    push: part => void seen.push(...part.subarray(0, part.length)),
    end: () => {},
  };
  const content = packedContent(decoder(bytes.subarray(0, 120_000), 1000).open, 1 << 20, [tap]);
  await content.read(100_000, 8);
  await content.read(80_000, 8);
  await content.finish([wholeTap()]);
  assert.is(seen.length, 120_000);
  assert.equal(Buffer.from(seen), Buffer.from(bytes.subarray(0, 120_000)));
});

test('a marker is found across any cut', () => {
  const text = `${'.'.repeat(40)}MARK no MARK=right!${'.'.repeat(40)}`;
  for (let chunk = 1; chunk < text.length; chunk++) {
    const tap = markerTap(
      'MARK',
      11,
      8,
      found => /^MARK=(\w+)!/.exec(Buffer.from(found).toString('latin1'))?.[1] ?? null,
    );
    for (let at = 0; at < text.length; at += chunk) tap.push(Buffer.from(text.slice(at, at + chunk)));
    tap.end();
    assert.is(tap.value(), 'right', String(chunk));
  }
  const atEnd = markerTap('MARK', 100, 8, found => Buffer.from(found).toString('latin1'));
  atEnd.push(Buffer.from('..MARK tail'));
  atEnd.end();
  assert.is(atEnd.value(), 'MARK tail');
});

test('a marker is tried only so often', () => {
  let tries = 0;
  const tap = markerTap('AB', 4, 5, () => {
    tries++;
    return null;
  });
  for (let round = 0; round < 100; round++) tap.push(Buffer.from('ABABABAB'));
  tap.end();
  assert.equal([tries, tap.done(), tap.value()], [5, true, null]);
});

test('a gated tap works only behind the right start', () => {
  for (const [start, expected] of [
    ['yes', 'MARK!'],
    ['no!', null],
  ] as const) {
    const inner = markerTap('MARK', 5, 1, found => Buffer.from(found).toString('latin1'));
    const tap = gatedTap(4, head => Buffer.from(head).toString('latin1').startsWith('yes'), inner);
    for (const part of [start, '..MA', 'RK!..']) tap.push(Buffer.from(part, 'latin1'));
    tap.end();
    assert.is(inner.value(), expected);
  }
});

test('plain content shows its taps no more than they want', async () => {
  const tap = markerTap('MARK', 4, 1, () => true);
  const data = new Uint8Array(5 << 20);
  data.set(Buffer.from('MARK'), 1000);
  let total = 0;
  const source = bytesSource(data);
  const counted = {
    size: source.size,
    read(offset: number, length: number) {
      total += Math.min(length, source.size - offset);
      return source.read(offset, length);
    },
  };
  await plainContent(counted, [tap]).finish([tap]);
  assert.equal([tap.value(), total], [true, 1 << 20]);
});

test.run();
