import { makeDecoder } from './decode.js';
import { lineText } from './line-text.js';
import type { LogFacts, Pattern, Speaker } from './log.js';
import { excerpt, makeMatcher } from './match.js';
import { marks, type Named, readNamed } from './named.js';
import { type Prefix, prefixOf } from './prefix.js';
import { speakerOf } from './speaker.js';
import { breakByte, makeCleaner } from './terminal.js';

const breakText = String.fromCharCode(breakByte);
const blockSize = 1 << 18;
const pieceSize = 1 << 16;
/** Bytes of a line that are looked at. */
const reach = 4096;
const tailLines = 20;
const nothing = 0x7fff_ffff;

interface State {
  readonly matcher: ReturnType<typeof makeMatcher>;
  readonly speakers: Map<Speaker, number>;
  readonly named: Named;
  readonly tail: { line: number; text: string }[];
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

/**
 * Reads a log as a stream; memory does not grow with its length or that of its lines. The chunks are its bytes in order;
 * what they throw passes. TypeError if a pattern is no regular expression or one whose cost has no bound.
 */
export async function readLog(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  patterns: readonly Pattern[],
): Promise<LogFacts> {
  const state: State = {
    matcher: makeMatcher(patterns, marks),
    speakers: new Map(),
    named: { kernels: [], xens: [], commandLine: null, xenCommandLine: null },
    tail: [],
    recent: [],
    line: 1,
    spoken: 0,
    longLines: 0,
    isOpen: false,
    isCut: false,
  };
  const decoder = makeDecoder();
  const cleaner = makeCleaner();
  const block = Buffer.allocUnsafe(blockSize);
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
  return {
    bytes,
    lines: state.line - (state.isOpen ? 0 : 1),
    longLines: state.longLines,
    speakers: state.speakers,
    hits: state.matcher.hits(),
    tail: state.tail,
    ...state.named,
  };
}

/**
 * Reads the whole lines of a block, of which `used` bytes hold something, and moves the rest to its start; returns how
 * much that is. With `isLast` the rest is a line too, and stays.
 */
function readBlock(state: State, block: Buffer, used: number, isLast: boolean): number {
  const text = block.toString('latin1', 0, used);
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
function readPiece(state: State, block: Buffer, text: string, start: number, stop: number): void {
  if (state.isCut || stop === start) return;
  const end = Math.min(stop, start + reach);
  if (end < stop) state.longLines++;
  const prefix = prefixOf(text, start, end);
  const saysNothing = prefix.at >= end;
  if (saysNothing && !prefix.isKernel && prefix.mark === '') return;
  const speaker = speakerOf(text, end, prefix);
  if (state.spoken !== state.line) {
    state.spoken = state.line;
    state.speakers.set(speaker, (state.speakers.get(speaker) ?? 0) + 1);
  }
  if (saysNothing) return;
  state.recent.push({ line: state.line, prefix, end });
  if (state.recent.length > 4 * tailLines) state.recent.splice(0, 3 * tailLines);
  if (state.matcher.look(block, prefix.at, end) === 0) return;
  const clean = lineText(block, prefix, end);
  state.matcher.match(state.line, clean, speaker);
  readNamed(state.named, state.line, clean);
}

/** Keeps the last lines of a block before its bytes go. */
function noteTail({ tail, recent }: State, block: Buffer): void {
  for (const { line, prefix, end } of recent.slice(-tailLines)) {
    const text = excerpt(lineText(block, prefix, end), 0, 0);
    if (text !== '') tail.push({ line, text });
  }
  tail.splice(0, tail.length - tailLines);
}
