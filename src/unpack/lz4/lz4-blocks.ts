import { concat } from '../../input/bytes.js';
import type { Source } from '../../input/source.js';
import { largestLegacyBlock, legacyBlockSize, legacyMagic } from './lz4.js';
import { decodeSome, endLz4, outputFrom, slide, startBlock, startLz4 } from './lz4-block.js';
import { u32 } from '../reader.js';
import { broken, type Parts } from '../types.js';

/** Least bytes of a block to prepare for: the first reads are small and consecutive. */
const fewest = 1 << 17;
/** Output to decode at once while skipping. */
const stepSize = 1 << 18;

/**
 * The parts of a legacy lz4 stream, whose blocks don't depend on each other: what lies before is not unpacked, and taken for
 * whole blocks. Null for anything but one frame that fills `length` bytes, a size word behind it included.
 */
export function lz4Parts(source: Source, offset: number, length: number): Parts | null {
  const end = offset + length;
  const head = source.read(offset, 4);
  if (head.length < 4 || u32(head, 0) !== legacyMagic) return null;
  const places: { readonly at: number; readonly size: number }[] = [];
  let at = offset + 4;
  while (end - at > 4) {
    const size = u32(source.read(at, 4), 0);
    if (size === 0 || size > largestLegacyBlock || size > end - at - 4) return null;
    places.push({ at: at + 4, size });
    at += 4 + size;
  }
  if (end !== at && end !== at + 4) return null;
  const lz4 = startLz4();
  let current = -1;
  let have = 0;
  let reach = 0;
  // Bytes of the current block that were dropped.
  let gone = 0;

  /** Decodes the current block up to `wanted` bytes, and keeps those from `start` on. */
  function decodeTo(index: number, start: number, wanted: number): void {
    const place = places[index]!;
    const known = index === current && wanted <= reach && start >= gone;
    if (!known) {
      // As many bytes of input suffice: each gives at least one byte of output, except the length bytes of long runs.
      reach = Math.min(legacyBlockSize, Math.max(wanted, fewest));
      const size = Math.min(place.size, reach + Math.ceil(reach / 255) + 16);
      startBlock(lz4, source.read(place.at, size), legacyBlockSize, false);
      current = index;
      have = 0;
      gone = 0;
    }
    while (have < wanted) {
      if (have - gone > stepSize && have <= start) gone += slide(lz4);
      const state = decodeSome(lz4, Math.min(wanted - have, have < start ? stepSize : wanted));
      have = gone + outputFrom(lz4, 0).length;
      if (state === 'enough') continue;
      if (state !== 'end') throw broken('lz4', 'corrupt block', place.at);
      if (index < places.length - 1 && have < legacyBlockSize) throw broken('lz4', 'short block', place.at);
      return;
    }
  }

  function one(from: number, count: number): Uint8Array {
    const index = Math.floor(from / legacyBlockSize);
    if (index >= places.length) return new Uint8Array(0);
    const start = from % legacyBlockSize;
    const wanted = Math.min(start + count, legacyBlockSize);
    decodeTo(index, start, wanted);
    return outputFrom(lz4, start - gone).slice(0, wanted - start);
  }

  return {
    read(from, count) {
      const found: Uint8Array[] = [];
      let got = 0;
      while (got < count) {
        const bytes = one(from + got, count - got);
        if (bytes.length === 0) break;
        found.push(bytes);
        got += bytes.length;
      }
      return found.length === 1 ? found[0]! : concat(found);
    },
    close: () => endLz4(lz4),
  };
}
