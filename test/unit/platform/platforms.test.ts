// Node and the web give the same answers. Hashes are those of FIPS 180-4's examples, the CRC that of the RFC's test string.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { DeflateError, type Platform, usePlatform } from '../../../src/platform/platform.js';
import { nodePlatform } from '../../../src/platform/node.js';
import { webPlatform } from '../../../src/platform/web.js';
import { seeded } from '../../support/random.js';

// The web's file makes itself the platform, and the suites that follow run on Node.
usePlatform(nodePlatform);

const test = suite('platforms');
const both = [nodePlatform, webPlatform];
const limit = 1 << 20;

const words = ['xen', 'CONFIG_XEN=y\n', '# CONFIG_HVC_XEN is not set\n', 'dom0', '\0\0\0\0', 'é\ufffd'];
const { below, of } = seeded(7);
const text = Buffer.from(Array.from({ length: 9000 }, () => of(words)).join(''));
const noise = Buffer.from(Array.from({ length: 50_000 }, () => below(256)));
const contents = [
  Buffer.alloc(0),
  Buffer.from('a'),
  text,
  noise,
  Buffer.alloc(300_000),
  Buffer.concat([text, noise]),
];
const ways = [0, 1, 9].flatMap(level =>
  [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY].map(strategy => ({
    level,
    strategy,
  })),
);

/** What comes out, or what is thrown. */
function answer(ask: () => Uint8Array): string {
  try {
    return Buffer.from(ask()).toString('base64');
  } catch (error) {
    assert.instance(error, DeflateError);
    return `${(error as DeflateError).kind}: ${(error as Error).message}`;
  }
}

function same(ask: (platform: Platform) => Uint8Array, what: string): string {
  const [node, web] = both.map(platform => answer(() => ask(platform)));
  assert.ok(node === web, `${what}: ${node!.slice(0, 60)} on Node, ${web!.slice(0, 60)} on the web`);
  return node!;
}

test('whatever zlib packs is unpacked', () => {
  for (const content of contents)
    for (const way of ways) {
      const packed = gzipSync(content, way);
      const what = `${content.length} bytes, ${JSON.stringify(way)}`;
      for (const bytes of [packed, Buffer.concat([packed, Buffer.alloc(9)])])
        assert.is(
          same(({ gunzip }) => gunzip(bytes, limit), what),
          content.toString('base64'),
        );
      const twice = same(({ gunzip }) => gunzip(Buffer.concat([packed, packed]), limit), what);
      assert.is(twice, Buffer.concat([content, content]).toString('base64'));
    }
});

test('a bomb is stopped at the limit', () => {
  const bomb = gzipSync(Buffer.alloc(64 << 20));
  assert.match(
    same(({ gunzip }) => gunzip(bomb, limit), 'a bomb'),
    /^too-long: .* 1048576 bytes$/,
  );
  assert.match(
    same(({ inflateStart }) => inflateStart(bomb.subarray(10), limit), 'a bomb'),
    /^too-long/,
  );
  assert.is(
    same(({ gunzip }) => gunzip(gzipSync(Buffer.alloc(limit)), limit), 'no bomb'),
    Buffer.alloc(limit).toString('base64'),
  );
});

test('what is cut or broken is told alike', () => {
  const told = new Set<string>();
  for (const content of [text, noise.subarray(0, 3000)])
    for (const way of ways) {
      const packed = gzipSync(content, way);
      for (let round = 0; round < 60; round++) {
        const bytes = Buffer.from(packed.subarray(0, round % 4 === 0 ? below(packed.length) : packed.length));
        if (round % 4 && bytes.length) bytes[below(round % 2 ? 90 : bytes.length)]! ^= 1 << below(8);
        const what = `round ${round} of ${JSON.stringify(way)}`;
        told.add(same(({ gunzip }) => gunzip(bytes, limit), what).slice(0, 60));
        told.add(same(({ inflateStart }) => inflateStart(bytes.subarray(10), limit), what).slice(0, 60));
      }
    }
  for (const what of [
    'cut: unexpected end of file',
    'broken: incorrect header check',
    'broken: incorrect data check',
    'broken: invalid stored block lengths',
    'broken: invalid distance too far back',
    'broken: invalid literal/lengths set',
  ])
    assert.ok(told.has(what), what);
});

test('headers with all that they may hold are passed over', () => {
  const packed = gzipSync(text);
  const parts = [Buffer.from([0x1f, 0x8b, 8, 0x1c, 0, 0, 0, 0, 0, 3]), Buffer.from([3, 0, 1, 2, 3])];
  const named = Buffer.concat([...parts, Buffer.from('a name\0a comment\0'), packed.subarray(10)]);
  assert.is(
    same(({ gunzip }) => gunzip(named, limit), 'a name'),
    text.toString('base64'),
  );
  for (const tail of ['x', 'xy', '\x1f\x8b\x09\0\0\0\0\0\0\0', '\x1f\x8b\x08\xe0\0\0\0\0\0\0'])
    same(({ gunzip }) => gunzip(Buffer.concat([packed, Buffer.from(tail, 'latin1')]), limit), tail);
});

test('a stream tells where it ends', async () => {
  const packed = deflateRawSync(Buffer.concat([text, noise, Buffer.alloc(2 << 20)]));
  const all = Buffer.concat([packed, Buffer.from('what follows')]);
  const pieces = Array.from({ length: Math.ceil(all.length / 1000) }, (_, index) =>
    all.subarray(1000 * index, 1000 * (index + 1)),
  );
  for (const platform of both) {
    const { chunks, used } = platform.inflate(pieces);
    const found: Uint8Array[] = [];
    for await (const chunk of chunks) found.push(Buffer.from(chunk));
    assert.ok(Buffer.concat(found).equals(Buffer.concat([text, noise, Buffer.alloc(2 << 20)])));
    assert.is(used(), packed.length);
    try {
      for await (const chunk of platform.inflate([packed.subarray(0, 5000)]).chunks) assert.ok(chunk);
      assert.unreachable();
    } catch (error) {
      assert.is((error as DeflateError).kind, 'cut');
    }
  }
});

test('checksums', () => {
  for (const platform of both) {
    const hash = (...parts: readonly Uint8Array[]) => {
      const sum = platform.sha256();
      for (const part of parts) sum.update(part);
      return Buffer.from(sum.digest()).toString('hex');
    };
    assert.is(hash(), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    assert.is(hash(Buffer.from('abc')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.is(
      hash(Buffer.from('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')),
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
    assert.is(
      hash(...Array.from({ length: 1000 }, () => Buffer.alloc(1000, 'a'))),
      'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
    );
    assert.is(platform.crc32(Buffer.from('123456789')), 0xcbf43926);
    assert.is(platform.crc32(Buffer.from('56789'), platform.crc32(Buffer.from('1234'))), 0xcbf43926);
    assert.is(platform.crc32(new Uint8Array(0), 5), 5);
  }
  for (let length = 0; length < 200; length++) {
    const [node, web] = both.map(platform => {
      const sum = platform.sha256();
      sum.update(noise.subarray(0, length));
      return Buffer.from(sum.digest()).toString('hex');
    });
    assert.is(web, node);
  }
});

test('text and places of bytes', () => {
  const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const { latin1, fromLatin1, utf8, indexOf } of both) {
    assert.is(latin1(every), String.fromCharCode(...every));
    assert.is(latin1(every, 0x80, 0x82), '\u0080\u0081');
    assert.equal(Buffer.from(fromLatin1(latin1(every))), Buffer.from(every));
    assert.is(latin1(noise), noise.toString('latin1'));
    assert.is(utf8(Buffer.from('\ufeffé\ud83d\ude00')), '\ufeffé😀');
    assert.is(utf8(noise, 3, 40_000), noise.toString('utf8', 3, 40_000));
    const hay = Buffer.from('aabaabaac');
    for (const [wanted, from, expected] of [
      ['aac', undefined, 6],
      ['aab', 1, 3],
      ['c', 0, 8],
      ['ca', 0, -1],
      ['aabb', 0, -1],
    ] as const)
      assert.is(indexOf(hay, Buffer.from(wanted), from), expected, wanted);
  }
});

test.run();
