// Raw deflate (RFC 1951) for platforms without zlib: their own stream does not say where the data ends and rejects
// truncated data.
// Error messages are zlib's.
import { DeflateError } from './platform.js';

/** A Huffman code: codes of up to ten bits by table (symbol * 16 + length), longer ones by counting. */
interface Code {
  readonly fast: Uint16Array;
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

const fastBits = 10;
const windowSize = 1 << 15;
const longest = 258;
/** Bytes that one step of the quick way takes at most. */
const enough = 16;
const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const distanceBits = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const lengthsOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const broken = (what: string) => new DeflateError('broken', what);
const cut = () => new DeflateError('cut', 'unexpected end of file');

/** A code of these lengths, in bits, one a symbol; null if there is none. An incomplete one needs `lax` and one code at most. */
function makeCode(lengths: Uint8Array, lax: boolean): Code | null {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  let left = 1;
  let most = 0;
  for (let length = 1; length < 16; length++) {
    left = left * 2 - counts[length]!;
    if (left < 0) return null;
    if (counts[length]! > 0) most = length;
  }
  if (left > 0 && most > 0 && !(lax && most === 1)) return null;
  const next = new Uint16Array(17);
  const place = new Uint16Array(17);
  for (let length = 1; length < 16; length++) {
    next[length + 1] = (next[length]! + counts[length]!) << 1;
    place[length + 1] = place[length]! + counts[length]!;
  }
  const symbols = new Uint16Array(lengths.length);
  const fast = new Uint16Array(1 << fastBits);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    symbols[place[length]!++] = symbol;
    let code = next[length]!++;
    if (length > fastBits) return;
    let reversed = 0;
    for (let bit = 0; bit < length; bit++, code >>= 1) reversed = (reversed << 1) | (code & 1);
    for (let at = reversed; at < fast.length; at += 1 << length) fast[at] = (symbol << 4) | length;
  });
  return { fast, counts, symbols };
}

let fixed: { readonly literals: Code; readonly distances: Code } | undefined;

function fixedCodes(): NonNullable<typeof fixed> {
  const lengths = Uint8Array.from({ length: 288 }, (_, at) =>
    at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8,
  );
  return (fixed ??= {
    literals: makeCode(lengths, false)!,
    distances: makeCode(new Uint8Array(32).fill(5), false)!,
  });
}

/** An unpacker of the stream that the pieces begin with. */
export function makeInflater(pieces: Iterable<Uint8Array>, chunkSize: number) {
  const input = pieces[Symbol.iterator]();
  let bytes: Uint8Array = new Uint8Array(0);
  let at = 0;
  let before = 0;
  let hold = 0;
  let bits = 0;
  // What lies before `from` was handed out and is kept as far back as copies reach.
  const out = new Uint8Array(windowSize + chunkSize + longest);
  const full = windowSize + chunkSize;
  let from = 0;
  let put = 0;

  /** Loads 25 bits or more, or what is left. */
  const load = () => {
    while (bits <= 24) {
      if (at === bytes.length) {
        before += bytes.length;
        at = 0;
        const { done, value } = input.next();
        bytes = done ? new Uint8Array(0) : value;
        if (done) return;
        continue;
      }
      hold |= bytes[at++]! << bits;
      bits += 8;
    }
  };
  const take = (count: number): number => {
    if (bits < count) load();
    if (bits < count) throw cut();
    const value = hold & ((1 << count) - 1);
    hold >>>= count;
    bits -= count;
    return value;
  };
  const symbol = ({ fast, counts, symbols }: Code, wrong: string): number => {
    if (bits < 15) load();
    const entry = fast[hold & ((1 << fastBits) - 1)]!;
    if (entry !== 0) {
      const length = entry & 15;
      if (length > bits) throw cut();
      hold >>>= length;
      bits -= length;
      return entry >> 4;
    }
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length < 16; length++) {
      if (length > bits) throw cut();
      code |= (hold >>> (length - 1)) & 1;
      const count = counts[length]!;
      if (code - count < first) {
        hold >>>= length;
        bits -= length;
        return symbols[index + code - first]!;
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw broken(wrong);
  };
  const chunk = (): Uint8Array => {
    const made = out.slice(from, put);
    if (put >= full) {
      out.copyWithin(0, put - windowSize, put);
      put = windowSize;
    }
    from = put;
    return made;
  };

  function* stored(): Generator<Uint8Array> {
    take(bits & 7);
    const length = take(16);
    if (length !== (take(16) ^ 0xffff)) throw broken('invalid stored block lengths');
    for (let left = length; left > 0; left--) {
      const byte = take(8);
      out[put++] = byte;
      if (put >= full) yield chunk();
    }
  }

  function dynamic(): NonNullable<typeof fixed> {
    const [literalCount, distanceCount, lengthCount] = [take(5) + 257, take(5) + 1, take(4) + 4];
    if (literalCount > 286 || distanceCount > 30) throw broken('too many length or distance symbols');
    const packed = new Uint8Array(19);
    for (const place of lengthsOrder.slice(0, lengthCount)) packed[place] = take(3);
    const code = makeCode(packed, false);
    if (!code) throw broken('invalid code lengths set');
    const lengths = new Uint8Array(literalCount + distanceCount);
    for (let have = 0; have < lengths.length;) {
      const next = symbol(code, 'invalid code -- missing end-of-block');
      if (next < 16) {
        lengths[have++] = next;
        continue;
      }
      if (next === 16 && have === 0) throw broken('invalid bit length repeat');
      const value = next === 16 ? lengths[have - 1]! : 0;
      const times = next === 16 ? take(2) + 3 : next === 17 ? take(3) + 3 : take(7) + 11;
      if (have + times > lengths.length) throw broken('invalid bit length repeat');
      lengths.fill(value, have, have + times);
      have += times;
    }
    if (lengths[256] === 0) throw broken('invalid code -- missing end-of-block');
    const literals = makeCode(lengths.subarray(0, literalCount), true);
    if (!literals) throw broken('invalid literal/lengths set');
    const distances = makeCode(lengths.subarray(literalCount), true);
    if (!distances) throw broken('invalid distances set');
    return { literals, distances };
  }

  /** Unpacks until the block ends (true) or a chunk is full. */
  const coded = (codes: NonNullable<typeof fixed>): boolean => {
    const { literals, distances } = codes;
    while (put < full) {
      if (bytes.length - at >= enough) quick(codes);
      if (put >= full) break;
      const next = symbol(literals, 'invalid literal/length code');
      if (next < 256) {
        out[put++] = next;
        continue;
      }
      if (next === 256) return true;
      if (next > 285) throw broken('invalid literal/length code');
      const length = lengthBase[next - 257]! + take(lengthBits[next - 257]!);
      const place = symbol(distances, 'invalid distance code');
      if (place > 29) throw broken('invalid distance code');
      const distance = distanceBase[place]! + take(distanceBits[place]!);
      if (distance > put) throw broken('invalid distance too far back');
      for (const end = put + length; put < end; put++) out[put] = out[put - distance]!;
    }
    return false;
  };

  /** The same for what is plain and has all its bytes at hand, many times as fast; leaves anything else where it stands. */
  const quick = ({ literals, distances }: NonNullable<typeof fixed>): void => {
    const [from, to, last] = [bytes, out, bytes.length - enough];
    const [firsts, seconds] = [literals.fast, distances.fast];
    const mask = (1 << fastBits) - 1;
    let [place, here, held, count] = [at, put, hold, bits];
    while (place <= last && here < full) {
      while (count <= 24) {
        held |= from[place++]! << count;
        count += 8;
      }
      const entry = firsts[held & mask]!;
      const next = entry >> 4;
      if (entry === 0 || next === 256 || next > 285) break;
      if (next < 256) {
        to[here++] = next;
        held >>>= entry & 15;
        count -= entry & 15;
        continue;
      }
      // Nothing is taken until all of the copy is known.
      let [rest, left, behind] = [held >>> (entry & 15), count - (entry & 15), place];
      const more = lengthBits[next - 257]!;
      const length = lengthBase[next - 257]! + (rest & ((1 << more) - 1));
      rest >>>= more;
      left -= more;
      while (left <= 24) {
        rest |= from[behind++]! << left;
        left += 8;
      }
      const second = seconds[rest & mask]!;
      if (second === 0 || second >> 4 > 29) break;
      rest >>>= second & 15;
      const extra = distanceBits[second >> 4]!;
      const distance = distanceBase[second >> 4]! + (rest & ((1 << extra) - 1));
      if (distance > here) break;
      for (const end = here + length; here < end; here++) to[here] = to[here - distance]!;
      held = rest >>> extra;
      count = left - (second & 15) - extra;
      place = behind;
    }
    at = place;
    put = here;
    hold = held;
    bits = count;
  };

  /** The output; with `takesCut` also the last output of a stream that ends too early. */
  function* chunks(takesCut = false): Generator<Uint8Array> {
    try {
      for (let isLast = 0; !isLast;) {
        isLast = take(1);
        const type = take(2);
        if (type === 3) throw broken('invalid block type');
        if (type === 0) yield* stored();
        else {
          const codes = type === 1 ? fixedCodes() : dynamic();
          while (!coded(codes)) yield chunk();
        }
      }
    } catch (error) {
      if (takesCut && put > from) yield chunk();
      throw error;
    }
    if (put > from) yield chunk();
  }

  return { chunks, used: () => before + at - (bits >> 3) };
}
