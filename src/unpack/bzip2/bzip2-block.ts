import { type BitReader, bits, need } from './bzip2-bits.js';
import { broken } from '../types.js';

const quickBits = 10;
const longest = 20;
const groupSize = 50;

/** A canonical Huffman code: short codes by table, longer ones by their first value at each length. */
interface Code {
  /** length << 9 | symbol for each next 10 bits; 0 where the code is longer. */
  readonly quick: Uint16Array;
  /** At each length, one more than its last code; codes are ordered by it. */
  readonly limits: Int32Array;
  /** Added to a code of each length it gives the place in `symbols`. */
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
}

/**
 * Reads a block up to its transform: `chain` then holds, for each byte, the byte and above it (<< 8) where the next one is.
 * Returns the number of bytes and where the first is. `offset` is for errors.
 */
export function readBlock(
  input: BitReader,
  chain: Int32Array,
  blockSize: number,
  offset: number,
): { count: number; first: number } {
  const bad = (what: string) => broken('bzip2', what, offset);
  if (bits(input, 1) === 1) throw bad('block of an old kind (randomised)');
  const origin = bits(input, 24);
  const bytes = readByteMap(input);
  if (bytes.length === 0) throw bad('block without bytes');
  const codeCount = bits(input, 3);
  const selectorCount = bits(input, 15);
  if (codeCount < 2 || codeCount > 6 || selectorCount === 0) throw bad('bad code tables');
  const selectors = readSelectors(input, codeCount, selectorCount, bad);
  const codes: Code[] = [];
  for (let index = 0; index < codeCount; index++) codes.push(readCode(input, bytes.length + 2, bad));

  const counts = new Int32Array(256);
  const end = bytes.length + 1;
  let count = 0;
  let run = 0;
  let weight = 1;
  let isEnd = false;
  for (let group = 0; !isEnd; group++) {
    if (group === selectorCount) throw bad('block without an end');
    const { quick, limits, bases, symbols } = codes[selectors[group]!]!;
    need(input, groupSize * longest);
    const { view } = input;
    let { bit } = input;
    for (let left = groupSize; left > 0; left--) {
      const word = view.getInt32(bit >> 3) << (bit & 7);
      const entry = quick[word >>> (32 - quickBits)]!;
      let symbol = entry & 0x1ff;
      if (entry !== 0) bit += entry >> 9;
      else {
        let length = quickBits + 1;
        while (length <= longest && word >>> (32 - length) >= limits[length]!) length++;
        if (length > longest) throw bad('bad code');
        symbol = symbols[(word >>> (32 - length)) + bases[length]!]!;
        bit += length;
      }
      if (symbol < 2) {
        // Runs are numbers in base 2 with the digits 1 and 2.
        run += weight << symbol;
        weight <<= 1;
        if (run > blockSize) throw bad('block is too long');
        continue;
      }
      if (run > 0) {
        if (count + run > blockSize) throw bad('block is too long');
        const byte = bytes[0]!;
        chain.fill(byte, count, count + run);
        counts[byte]! += run;
        count += run;
        run = 0;
        weight = 1;
      }
      if (symbol === end) {
        isEnd = true;
        break;
      }
      if (count >= blockSize) throw bad('block is too long');
      let place = symbol - 1;
      const byte = bytes[place]!;
      if (place > 16) bytes.copyWithin(1, 0, place);
      else for (; place > 0; place--) bytes[place] = bytes[place - 1]!;
      bytes[0] = byte;
      chain[count++] = byte;
      counts[byte]!++;
    }
    input.bit = bit;
    if (bit > input.end) throw broken('bzip2', 'cut short', input.reader.end);
  }
  if (origin >= count) throw bad('bad start of the transform');

  // Sorting the bytes gives the first column; its n-th "a" is the last column's n-th "a".
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    const own = counts[byte]!;
    counts[byte] = sum;
    sum += own;
  }
  for (let index = 0; index < count; index++) {
    const byte = chain[index]! & 0xff;
    chain[counts[byte]!++]! |= index << 8;
  }
  return { count, first: chain[origin]! >>> 8 };
}

/** The bytes that occur in the block, in order. */
function readByteMap(input: BitReader): Uint8Array {
  const rows = bits(input, 16);
  const bytes: number[] = [];
  for (let row = 0; row < 16; row++) {
    if (((rows >> (15 - row)) & 1) === 0) continue;
    const columns = bits(input, 16);
    for (let column = 0; column < 16; column++) {
      if ((columns >> (15 - column)) & 1) bytes.push(row * 16 + column);
    }
  }
  return Uint8Array.from(bytes);
}

function readSelectors(
  input: BitReader,
  codeCount: number,
  count: number,
  bad: (what: string) => Error,
): Uint8Array {
  const order = [0, 1, 2, 3, 4, 5];
  const selectors = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    let place = 0;
    while (bits(input, 1) === 1) if (++place >= codeCount) throw bad('bad code selector');
    const [code] = order.splice(place, 1);
    order.unshift(code!);
    selectors[index] = code!;
  }
  return selectors;
}

function readCode(input: BitReader, symbolCount: number, bad: (what: string) => Error): Code {
  const lengths = new Uint8Array(symbolCount);
  let length = bits(input, 5);
  for (let symbol = 0; symbol < symbolCount; symbol++) {
    for (;;) {
      if (length < 1 || length > longest) throw bad('bad code length');
      if (bits(input, 1) === 0) break;
      length += bits(input, 1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  const quick = new Uint16Array(1 << quickBits);
  const limits = new Int32Array(longest + 1);
  const bases = new Int32Array(longest + 1);
  const symbols = new Uint16Array(symbolCount);
  let place = 0;
  let code = 0;
  for (length = 1; length <= longest; length++) {
    code <<= 1;
    bases[length] = place - code;
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      if (lengths[symbol] !== length) continue;
      if (code >>> length !== 0) throw bad('bad code lengths');
      if (length <= quickBits) {
        const from = code << (quickBits - length);
        quick.fill((length << 9) | symbol, from, from + (1 << (quickBits - length)));
      }
      symbols[place++] = symbol;
      code++;
    }
    limits[length] = code;
  }
  return { quick, limits, bases, symbols };
}
