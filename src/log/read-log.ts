import { type Begins, bootMarks, guestOf, makeSplitter, markOf } from './boots.js';
import { makeDecoder } from './decode.js';
import { linesBefore, makeExcerptKeeper } from './excerpts.js';
import { makeLogGatherer, type RawLine, tailLines } from './gather.js';
import { lineText } from './line-text.js';
import type { LogBoots, LogLine, Pattern, Speaker } from './log.js';
import { excerpt, makeMatcher } from './match.js';
import { isOfCrashKernel, marks, type LogNames, readNamed } from './named.js';
import { type Prefix, prefixOf } from './prefix.js';
import { speakerOf } from './speaker.js';
import { platform } from '../platform/platform.js';
import { breakByte, makeCleaner } from './terminal.js';

const breakText = String.fromCharCode(breakByte);
const blockSize = 1 << 18;
const pieceSize = 1 << 16;
/** Bytes of a line that are looked at. */
const reach = 4096;
const nothing = 0x7fff_ffff;

interface State {
  readonly matcher: ReturnType<typeof makeMatcher>;
  readonly splitter: ReturnType<typeof makeSplitter>;
  readonly gatherer: ReturnType<typeof makeLogGatherer>;
  readonly keeper: ReturnType<typeof makeExcerptKeeper>;
  stretch: Stretch;
  /** The last lines of the block that say something. */
  readonly recent: { line: number; prefix: Prefix; end: number }[];
  /** Number of the line that comes next or goes on. */
  line: number;
  /** Last line that was counted for a speaker: what comes after a break is the same line. */
  spoken: number;
  longLines: number;
  /** Something of the line was looked at already; `isCut`: and the rest of this piece is passed over. */
  isOpen: boolean;
  isCut: boolean;
}

/** What is read since a boot or a start of a guest began. */
interface Stretch {
  readonly from: number;
  readonly begins: Begins;
  readonly speakers: Map<Speaker, number>;
  readonly named: LogNames;
  readonly tail: RawLine[];
  /** A kernel spoke, as its stamps show. */
  isStamped: boolean;
}

const newStretch = (from: number, begins: Begins): Stretch => ({
  from,
  begins,
  speakers: new Map(),
  named: { kernels: [], xens: [], commandLine: null, xenCommandLine: null },
  tail: [],
  isStamped: false,
});

/**
 * Reads a log as a stream, with the facts of each of its boots; memory does not grow with its length or that of its lines. The
 * chunks are its bytes in order; what they throw passes. TypeError if a pattern is no regular expression or one whose cost has no
 * bound.
 */
export async function readBoots(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  patterns: readonly Pattern[],
): Promise<LogBoots> {
  const state: State = {
    matcher: makeMatcher(patterns, [...new Set([...marks, ...bootMarks])]),
    splitter: makeSplitter(),
    gatherer: makeLogGatherer(),
    keeper: makeExcerptKeeper(),
    stretch: newStretch(1, null),
    recent: [],
    line: 1,
    spoken: 0,
    longLines: 0,
    isOpen: false,
    isCut: false,
  };
  const decoder = makeDecoder();
  const cleaner = makeCleaner();
  const block = new Uint8Array(blockSize);
  let used = 0;
  let bytes = 0;
  const take = (decoded: readonly Uint8Array[]) => {
    for (const chunk of decoded) {
      for (let at = 0; at < chunk.length; at += pieceSize) {
        used = cleaner.clean(chunk.subarray(at, at + pieceSize), block, used);
        if (used > blockSize - 2 * pieceSize) used = readBlock(state, block, used, false);
      }
    }
  };
  for await (const chunk of chunks) {
    bytes += chunk.length;
    take(decoder.push(chunk));
  }
  take(decoder.end());
  readBlock(state, block, used, true);
  const lines = state.line - (state.isOpen ? 0 : 1);
  endStretch(state, lines);
  return state.gatherer.end({ bytes, lines, longLines: state.longLines });
}

/** Hands on what was read since the last boundary. */
function endStretch({ gatherer, matcher, keeper, stretch }: State, to: number): void {
  const { from, begins, speakers, named, tail } = stretch;
  const excerpts = keeper.take();
  // Blank lines before the first boot are no boot.
  if (speakers.size === 0) return;
  const isCrash = begins !== null && isOfCrashKernel(named);
  gatherer.add({
    from,
    to,
    begins,
    isCrash,
    tail,
    excerpts,
    facts: { speakers, hits: matcher.take(), ...named },
  });
}

/**
 * Reads the whole lines of a block, of which `used` bytes hold something, and moves the rest to its start; returns how
 * much that is. With `isLast` the rest is a line too, and stays.
 */
function readBlock(state: State, block: Uint8Array, used: number, isLast: boolean): number {
  const text = platform().latin1(block, 0, used);
  const find = (what: string, from: number) => {
    const place = text.indexOf(what, from);
    return place < 0 ? nothing : place;
  };
  let at = 0;
  let nextBreak = find(breakText, 0);
  state.recent.length = 0;
  for (;;) {
    const stop = find('\n', at);
    while (nextBreak < stop) {
      readPiece(state, block, text, at, nextBreak);
      at = nextBreak + 1;
      state.isOpen = true;
      state.isCut = false;
      nextBreak = find(breakText, at);
    }
    if (stop === nothing) break;
    readPiece(state, block, text, at, stop);
    at = stop + 1;
    state.line++;
    state.isOpen = false;
    state.isCut = false;
  }
  let kept = at;
  if (used - at > pieceSize || (isLast && used > at)) {
    readPiece(state, block, text, at, used);
    state.isOpen = true;
    state.isCut = true;
    kept = used;
  }
  noteTail(state, block);
  block.copyWithin(0, kept, used);
  return used - kept;
}

/** A line, or what stands of it between two breaks. */
function readPiece(state: State, block: Uint8Array, text: string, start: number, stop: number): void {
  if (state.isCut || stop === start) return;
  const end = Math.min(stop, start + reach);
  if (end < stop) state.longLines++;
  const prefix = prefixOf(text, start, end);
  const saysNothing = prefix.at >= end;
  if (saysNothing && !prefix.isKernel && prefix.mark === '') return;
  const speaker = speakerOf(text, end, prefix);
  const isWoken = !saysNothing && state.matcher.look(block, prefix.at, end) > 0;
  const clean = isWoken ? lineText(block, prefix, end) : null;
  const begins = beginsWith(state, text, start, end, prefix, clean);
  if (begins !== null) {
    noteTail(state, block);
    state.recent.length = 0;
    endStretch(state, Math.max(state.stretch.from, state.line - 1));
    state.stretch = newStretch(state.line, begins);
  }
  const { stretch } = state;
  if (state.spoken !== state.line) {
    state.spoken = state.line;
    stretch.speakers.set(speaker, (stretch.speakers.get(speaker) ?? 0) + 1);
  }
  if (saysNothing) return;
  if (prefix.isKernel && prefix.mark === '') stretch.isStamped = true;
  state.recent.push({ line: state.line, prefix, end });
  if (state.recent.length > 4 * tailLines) state.recent.splice(0, 3 * tailLines);
  const follow = clean === null ? -1 : state.matcher.match(state.line, clean, speaker);
  if (follow >= 0) state.keeper.find(short(state.line, clean!), follow, () => linesAhead(state, block));
  else if (state.keeper.isOpen()) state.keeper.line(short(state.line, clean ?? lineText(block, prefix, end)));
  if (clean !== null && state.matcher.hasMark()) readNamed(stretch.named, state.line, clean);
}

const shortText = 300;

const short = (line: number, text: string): LogLine => ({
  line,
  text: excerpt(text, 0, 0).slice(0, shortText),
});

/** The lines ahead of the one that was noted last, as far as the block has them. */
function linesAhead({ recent }: State, block: Uint8Array): LogLine[] {
  return recent
    .slice(-1 - linesBefore, -1)
    .map(({ line, prefix, end }) => short(line, lineText(block, prefix, end)));
}

/** Does a boot, or the start of a guest, begin here? */
function beginsWith(
  { matcher, splitter, stretch }: State,
  text: string,
  start: number,
  end: number,
  prefix: Prefix,
  clean: string | null,
): Begins {
  const mark = clean !== null && matcher.hasMark() ? markOf(clean, text.slice(start, prefix.at)) : null;
  if (mark !== null) return splitter.mark(mark, prefix.program === 'kernel', stretch.isStamped);
  const guest = guestOf(text, prefix, end);
  return guest === 0 ? null : splitter.guest(guest);
}

/** Keeps the last lines of a block before its bytes go. */
function noteTail({ stretch: { tail }, recent }: State, block: Uint8Array): void {
  for (const { line, prefix, end } of recent.slice(-tailLines))
    tail.push({ line, mark: prefix.mark, bytes: block.slice(prefix.at, end) });
  tail.splice(0, tail.length - tailLines);
}
