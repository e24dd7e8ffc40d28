import { encodeUtf8 } from '../input/bytes.js';
import { commonTexts } from './common-texts.js';

/** Finds many literals at once in bytes. */
interface Scanner {
  /**
   * Looks for the literals that lie whole within `bytes` from `start` to `end`, and marks each that is there once in `found`
   * (cleared before), by its number in the list that the scanner was made of. Returns how many there are.
   */
  scan(bytes: Uint8Array, start: number, end: number, found: Int32Array): number;
}

const width = 4;
const hashBits = 18;
const mostStride = 2;

interface Entry {
  readonly bytes: Uint8Array;
  /** Where in the literal the four bytes begin. */
  readonly at: number;
  readonly number: number;
}

// Rough frequency of characters in logs, most frequent first: four rare ones wake the scanner seldom.
const frequent = ' e0tarinosld1c2mu:phf3_4bg-.5/[]y6x87v9kIwADSCPEM(),=Rj';

/**
 * A scanner for literals of at least four bytes each (TypeError for shorter ones). It looks at four bytes in every
 * `stride`, for which it knows as many windows in a row of each literal, so that one of them is met wherever it stands.
 */
export function makeScanner(literals: readonly string[]): Scanner {
  const all = literals.map(literal => encodeUtf8(literal));
  const least = Math.min(...all.map(bytes => bytes.length));
  if (least < width) throw new TypeError('A literal is shorter than four bytes');
  const stride = Math.min(mostStride, least - width + 1);
  const rarity = new Uint8Array(256).fill(80);
  [...frequent].forEach((char, index) => (rarity[char.charCodeAt(0)] = index));
  const byWord = new Map<number, Entry[]>();
  const isKnown = new Int32Array(1 << (hashBits - 5));
  all.forEach((bytes, number) => {
    const first = rarest(bytes, stride, rarity);
    for (let at = first; at < first + stride; at++) {
      const key = word(bytes, at);
      const entries = byWord.get(key);
      if (entries) entries.push({ bytes, at, number });
      else byWord.set(key, [{ bytes, at, number }]);
      const place = placeOf(key);
      isKnown[place >>> 5]! |= 1 << (place & 31);
    }
  });
  const table = tableOf(byWord);
  const seen = new Int32Array(literals.length);
  let round = 0;
  let view: DataView = new DataView(new ArrayBuffer(0));
  return {
    scan(bytes, start, end, found) {
      if (view.buffer !== bytes.buffer || view.byteOffset !== bytes.byteOffset)
        view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      round = (round + 1) | 0;
      let count = 0;
      for (let at = start; at <= end - width; at += stride) {
        const key = view.getInt32(at, true);
        const place = placeOf(key);
        if (((isKnown[place >>> 5]! >>> (place & 31)) & 1) === 0) continue;
        const entries = table.of(key, place);
        for (let index = 0; index < entries.length; index++) {
          const entry = entries[index]!;
          const from = at - entry.at;
          if (seen[entry.number] === round || from < start || !equals(bytes, from, end, entry.bytes))
            continue;
          seen[entry.number] = round;
          found[count++] = entry.number;
        }
      }
      return count;
    },
  };
}

function equals(bytes: Uint8Array, from: number, end: number, literal: Uint8Array): boolean {
  if (from + literal.length > end) return false;
  for (let index = 0; index < literal.length; index++)
    if (bytes[from + index] !== literal[index]) return false;
  return true;
}

const placeOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> (32 - hashBits);

const none: readonly Entry[] = [];

/** The entries by their four bytes, in arrays, as a Map is slow for one look in every few bytes. */
function tableOf(byWord: ReadonlyMap<number, readonly Entry[]>) {
  const size = 1 << hashBits;
  const keys = new Int32Array(size);
  const numbers = new Int32Array(size).fill(-1);
  const lists: (readonly Entry[])[] = [];
  for (const [key, entries] of byWord) {
    let place = placeOf(key);
    while (numbers[place]! >= 0) place = (place + 1) & (size - 1);
    keys[place] = key;
    numbers[place] = lists.length;
    lists.push(entries);
  }
  return {
    of(key: number, start: number): readonly Entry[] {
      let place = start;
      while (numbers[place]! >= 0) {
        if (keys[place] === key) return lists[numbers[place]!]!;
        place = (place + 1) & (size - 1);
      }
      return none;
    },
  };
}

/** Where `stride` windows in a row hold what logs hold most seldom: no common texts if possible, then rare characters. */
function rarest(bytes: Uint8Array, stride: number, rarity: Uint8Array): number {
  common ??= new Map(
    [...commonTexts].map(([text, place]) => [word(encodeUtf8(text), 0), 1e4 / (place + 10)]),
  );
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let from = 0; from + stride + width <= bytes.length + 1; from++) {
    let cost = 0;
    for (let at = from; at < from + stride && cost < least; at++) cost += costOf(bytes, at, rarity);
    if (cost >= least) continue;
    best = from;
    least = cost;
  }
  return best;
}

/** What four bytes cost that are common, by their word. */
let common: ReadonlyMap<number, number> | undefined;

/** How often four bytes may be met: the common texts by their place in the order, all others by their characters. */
function costOf(bytes: Uint8Array, at: number, rarity: Uint8Array): number {
  const cost = common!.get(word(bytes, at));
  if (cost !== undefined) return cost;
  let rare = 0;
  for (let index = at; index < at + width; index++) rare += rarity[bytes[index]!]!;
  return 1 - rare / 400;
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
