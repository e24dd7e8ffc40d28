import { InputError } from '../input/input-error.js';
import type { Source } from '../input/source.js';
import { type Compression, detectCompression, unpack } from '../unpack/index.js';
import { type CpioParser, makeCpioParser, oldCpio, startsCpio } from './cpio.js';
import { type InitramfsGatherer, makeInitramfsGatherer } from './gather.js';
import type { Archive, InitramfsFacts, InitramfsProblem } from './initramfs.js';

const pieceSize = 1 << 18;
const plainSize = 1 << 14;
const headSize = 1024;
const mostArchives = 1000;
/** Bytes that may come out of all archives. */
const mostUnpacked = 8 * 2 ** 30;

interface Reading {
  readonly source: Source;
  readonly gatherer: InitramfsGatherer;
  readonly archives: Archive[];
  readonly problems: InitramfsProblem[];
  unpackedSize: number;
}

/**
 * Reads an initramfs or initrd: archives in a row with zeros between them, each packed or not, as the kernel takes them.
 * What is damaged, cut or of no known format ends the reading and is reported in `problems`; what came before counts.
 * `size` and offsets are in bytes. Throws only what the source throws.
 */
export async function readInitramfs(source: Source): Promise<InitramfsFacts> {
  const reading: Reading = {
    source,
    gatherer: makeInitramfsGatherer(),
    archives: [],
    problems: [],
    unpackedSize: 0,
  };
  let at: number | null = skipZeros(source, 0);
  if (at === source.size) problem(reading, 'unknown-format', 0, 'nothing but zeros');
  while (at !== null && at < source.size) {
    if (reading.archives.length >= mostArchives) {
      problem(reading, 'limit', at, `more than ${mostArchives} archives`);
      break;
    }
    at = await readArchive(reading, at);
    if (at !== null) at = skipZeros(source, at);
  }
  const { archives, problems, gatherer, unpackedSize } = reading;
  if (gatherer.isOver()) problem(reading, 'limit', 0, 'more entries than are kept');
  const facts = gatherer.done();
  // An image of which the later part could not be read may have one there.
  const isWhole = problems.length === 0;
  if (facts.init === null && isWhole) problem(reading, 'no-init', 0, 'no /init');
  return { size: source.size, archives, ...facts, unpackedSize, problems };
}

/** Is it an initramfs: a cpio archive, or one of those packed? */
export async function isInitramfs(source: Source): Promise<boolean> {
  const at = skipZeros(source, 0, 4096);
  const head = source.read(at, headSize);
  if (startsCpio(head) || oldCpio(head) !== null) return true;
  const compression = detectCompression(head);
  if (compression === null) return false;
  try {
    const options = { limit: mostUnpacked };
    for await (const chunk of unpack(source, at, source.size - at, compression, options)) {
      if (chunk.length > 0) return startsCpio(chunk) || oldCpio(chunk) !== null;
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  return false;
}

function problem(reading: Reading, code: InitramfsProblem['code'], offset: number, detail: string): void {
  reading.problems.push({ code, offset, detail });
}

/** Offset of the first byte from `at` on that is not zero, or `most` bytes further. */
function skipZeros(source: Source, at: number, most = Number.POSITIVE_INFINITY): number {
  const end = Math.min(source.size, at + most);
  for (let from = at; from < end; from += pieceSize) {
    const piece = source.read(from, Math.min(pieceSize, end - from));
    const index = piece.findIndex(byte => byte !== 0);
    if (index >= 0) return from + index;
  }
  return end;
}

/** Reads what begins at `at`; returns where the next begins, null if that can't be known. */
async function readArchive(reading: Reading, at: number): Promise<number | null> {
  const head = reading.source.read(at, headSize);
  const old = oldCpio(head);
  if (old !== null) {
    problem(reading, 'old-cpio', at, old);
    return null;
  }
  if (head[0] === 0x30) return readPlain(reading, at);
  const compression = detectCompression(head);
  if (compression !== null) return readPacked(reading, at, compression);
  problem(reading, 'unknown-format', at, 'neither a cpio archive nor a known compression');
  return null;
}

/** Archives that are not packed stand apart: each is one. */
function readPlain(reading: Reading, start: number): number | null {
  const { source } = reading;
  const parser = makeCpioParser(reading.gatherer);
  let at = start;
  let piece: Uint8Array = new Uint8Array(0);
  let from = start;
  while (at < source.size && !parser.hasEnded() && parser.fault() === null) {
    const count = Math.min(parser.needs(), source.size - at);
    if (parser.idle() > 0) {
      parser.skip(count);
      at += count;
      continue;
    }
    if (at < from || at + count > from + piece.length) {
      piece = source.read(at, Math.max(count, plainSize));
      from = at;
    }
    const taken = parser.push(piece.subarray(at - from, at - from + count));
    at += taken;
    if (taken < count) break;
  }
  return endArchive(reading, parser, start, 'none', at) ? at : null;
}

async function readPacked(reading: Reading, start: number, compression: Compression): Promise<number | null> {
  const { source } = reading;
  const parser = makeCpioParser(reading.gatherer);
  let next: number | null = null;
  let isForeign = false;
  const options = {
    limit: mostUnpacked - reading.unpackedSize,
    onEnd: (consumed: number) => (next = start + consumed),
  };
  try {
    for await (const chunk of unpack(source, start, source.size - start, compression, options)) {
      if (parser.push(chunk) === chunk.length) continue;
      isForeign = true;
      break;
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    endArchive(reading, parser, start, compression, start, error);
    return null;
  }
  if (isForeign && parser.fault() === null) {
    const isFirst = parser.position() === 0;
    const detail = isFirst ? `${compression}, but no cpio archive inside` : 'junk within the packed archive';
    problem(reading, isFirst ? 'unknown-format' : 'damaged', start, detail);
    if (!isFirst) endArchive(reading, parser, start, compression, start);
    return null;
  }
  return endArchive(reading, parser, start, compression, start) ? next : null;
}

/** Notes what was read of an archive; false if the reading can't go on behind it. `place` is where it ended. */
function endArchive(
  reading: Reading,
  parser: CpioParser,
  offset: number,
  compression: Archive['compression'],
  place: number,
  error: InputError | null = null,
): boolean {
  const { entries, early } = reading.gatherer.archive();
  reading.unpackedSize += parser.position();
  const fault = parser.fault();
  if (entries > 0 || (fault === null && error === null))
    reading.archives.push({ offset, compression, entries, early });
  if (fault) problem(reading, fault.code, place, fault.detail);
  else if (error) problem(reading, codeOf(error), error.offset ?? offset, error.message);
  else if (parser.isInside()) problem(reading, 'cut', place, 'ends within an entry');
  else return true;
  return false;
}

function codeOf({ message }: InputError): InitramfsProblem['code'] {
  if (message.includes('allowed come out')) return 'limit';
  if (message.includes('cut short')) return 'cut';
  return message.includes('unknown') || message.includes('needs') ? 'unpackable' : 'damaged';
}
