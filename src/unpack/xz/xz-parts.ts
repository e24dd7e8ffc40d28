import { InputError } from '../../input/input-error.js';
import type { Source } from '../../input/source.js';
import { branchFilters } from './branch.js';
import { lzma2Chunks, startLzma2 } from '../lzma/lzma2.js';
import { openReader, type Reader } from '../reader.js';
import { endSliding, keptOutput, passOutput, written } from '../engine/sliding.js';
import { broken, type Parts } from '../types.js';
import { type BlockHeader, blockHeader, dictionaryOf, nextByte, streamHeader } from './xz.js';

const x86 = 0x04;
/** How far back from a part its filter may have to begin: in code a few dozen bytes do. */
const mostBefore = 1 << 12;
/** The filter may need this many bytes after a part to recognise an instruction. */
const behind = 8;
/** Without an opcode in as many bytes, what came before them makes no difference to the filter. */
const calm = 8;

/** A second stream with anything in it takes more behind the end of the first block than this. */
const alone = 64;

/**
 * The parts of an xz stream of one block, in any order as long as they are not too far behind what was decoded. Everything
 * up to a part has to be decoded, but only the part itself is copied and filtered. Null if there is no block at the
 * start,
 * or filters other than the one for x86.
 */
export function xzParts(source: Source, offset: number, length: number, limit: number): Parts | null {
  const reader = openReader('xz', source, offset, length);
  const header = firstBlock(reader);
  const isFiltered = header !== null && header.filters.length > 1;
  if (!header || (isFiltered && !isForX86(header))) return null;
  const lzma = startLzma2('xz', dictionaryOf(header), limit);
  const chunks = lzma2Chunks(reader, lzma);

  const decodeTo = (end: number) => {
    while (written(lzma) < end) {
      if (chunks.next().done) {
        if (reader.end - reader.at > alone) throw broken('xz', 'more than a block', reader.at);
        return;
      }
      passOutput(lzma);
    }
  };
  return {
    read(from, count) {
      decodeTo(from + count + (isFiltered ? behind : 0));
      const have = Math.min(count, written(lzma) - from);
      if (have <= 0) return new Uint8Array(0);
      const before = isFiltered ? Math.min(from, mostBefore) : 0;
      const end = Math.min(from + have + behind, written(lzma));
      const bytes = keptOutput(lzma, from - before, end);
      const start = before === from ? 0 : bytes && calmBefore(bytes, before);
      if (!bytes || start === null)
        throw broken('xz', `byte ${from} of the block can't be had alone`, reader.at);
      if (isFiltered) branchFilters.get(x86)!.start()(bytes.subarray(start), from - before + start);
      return bytes.subarray(before, before + have);
    },
    close: () => endSliding(lzma),
  };
}

/** The header of the first block; null if there is none, or it can't be read. */
function firstBlock(reader: Reader): BlockHeader | null {
  try {
    streamHeader(reader);
    return nextByte(reader) === 0 ? null : blockHeader(reader);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return null;
  }
}

/** One filter, with addresses counted from the block's start. */
function isForX86({ filters }: BlockHeader): boolean {
  const [first] = filters;
  return filters.length === 2 && 'branch' in first! && first.branch === x86 && first.start === 0;
}

/** The last place up to `place` where the filter may begin; null if there is none. */
function calmBefore(bytes: Uint8Array, place: number): number | null {
  let opcode = place;
  for (let at = place - 1; at >= 0; at--) {
    if ((bytes[at]! & 0xfe) === 0xe8) opcode = at;
    else if (opcode - at >= calm) return opcode;
  }
  return null;
}
