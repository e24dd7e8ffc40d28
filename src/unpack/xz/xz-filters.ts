import { branchFilters, type Convert } from './branch.js';
import { u32 } from '../reader.js';

/** One filter of an xz block, as its header names it. */
export type XzFilter =
  | { readonly name: 'lzma2'; readonly dictionary: number }
  | { readonly name: 'delta'; readonly distance: number }
  | { readonly name: string; readonly branch: number; readonly start: number };

/**
 * Undoes one filter piece by piece; with `isLast` all bytes held back come out. The bytes given, and those before them in
 * their buffer, must be free to be changed.
 */
export type FilterStage = (bytes: Uint8Array, isLast: boolean) => Uint8Array;

/** Reads one filter's properties. A string says what is wrong with it. */
export function readFilter(id: number, properties: Uint8Array): XzFilter | string {
  if (id === 0x21) {
    const bits = properties[0];
    if (properties.length !== 1 || bits! > 40) return 'bad dictionary size';
    const dictionary = bits === 40 ? 0xffff_ffff : (2 | (bits! & 1)) * 2 ** ((bits! >> 1) + 11);
    return { name: 'lzma2', dictionary };
  }
  if (id === 0x03) {
    if (properties.length !== 1) return 'bad delta distance';
    return { name: 'delta', distance: properties[0]! + 1 };
  }
  const branch = branchFilters.get(id);
  if (!branch) return `unknown filter 0x${id.toString(16)}`;
  if (properties.length !== 0 && properties.length !== 4)
    return `bad properties of the ${branch.name} filter`;
  const start = properties.length === 4 ? u32(properties, 0) : 0;
  if (start % branch.align !== 0) return `bad start offset of the ${branch.name} filter`;
  return { name: branch.name, branch: id, start };
}

/** Starts the stage that undoes a filter; null for LZMA2, which is not one of these. */
export function startStage(filter: XzFilter): FilterStage | null {
  if ('distance' in filter) return deltaStage(filter.distance);
  if (!('branch' in filter)) return null;
  return branchStage(branchFilters.get(filter.branch)!.start(), filter.start);
}

function branchStage(convert: Convert, start: number): FilterStage {
  let held = new Uint8Array(0);
  let position = start;
  return (bytes, isLast) => {
    const joined = prepend(held, bytes);
    const done = convert(joined, position);
    position += done;
    if (isLast) return joined;
    held = joined.slice(done);
    return joined.subarray(0, done);
  };
}

/** Both as one, in the buffer of `bytes` if that has the room. */
function prepend(held: Uint8Array, bytes: Uint8Array): Uint8Array {
  const from = bytes.byteOffset - held.length;
  if (from >= 0) {
    const joined = new Uint8Array(bytes.buffer, from, held.length + bytes.length);
    joined.set(held);
    return joined;
  }
  const joined = new Uint8Array(held.length + bytes.length);
  joined.set(held);
  joined.set(bytes, held.length);
  return joined;
}

function deltaStage(distance: number): FilterStage {
  let before = new Uint8Array(distance);
  return bytes => {
    const joined = new Uint8Array(distance + bytes.length);
    joined.set(before);
    for (let at = 0; at < bytes.length; at++) joined[at + distance] = bytes[at]! + joined[at]!;
    before = joined.slice(bytes.length);
    return joined.subarray(distance);
  };
}
