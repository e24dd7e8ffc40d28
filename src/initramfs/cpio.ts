import { platform } from '../platform/platform.js';

/** One file of an archive, as its header tells. */
export interface CpioEntry {
  /** Without "./" or "/" at its start. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly size: number;
  /** May anybody run it? */
  readonly executable: boolean;
}

/** Who takes what a parser finds. */
export interface CpioSink {
  /** Returns how many bytes of the file's contents it wants: `contents` follows if that is more than none. */
  entry(entry: CpioEntry): number;
  contents(entry: CpioEntry, bytes: Uint8Array): void;
}

/** Reads archives in a row as the kernel does, in chunks that may end anywhere. */
export interface CpioParser {
  /** Returns how much of the chunk is archives or zeros: less than all of it where something else begins, or after a fault. */
  push(chunk: Uint8Array): number;
  /** How many bytes more belong to the step that it is in: pushing no more shows each step's end. */
  needs(): number;
  /** How many of the next bytes nobody wants: they may be passed over with `skip`. */
  idle(): number;
  skip(count: number): void;
  /** What is wrong at the place where `push` ended; null if that only is no archive. */
  fault(): { readonly code: 'old-cpio' | 'damaged'; readonly detail: string } | null;
  /** Whether an archive would be cut short if nothing followed. */
  isInside(): boolean;
  /** Whether the entry that ends an archive came; others may follow. */
  hasEnded(): boolean;
  /** Bytes read, zeros included. */
  position(): number;
}

const headLength = 110;
/** The kernel passes over longer names. */
const longestName = 4096;
const trailerName = 'TRAILER!!!';
const kinds: Readonly<Record<number, CpioEntry['kind']>> = { 0o10: 'file', 0o4: 'folder', 0o12: 'link' };

/** A parser for the formats that the kernel takes, "newc" and "crc" (070701, 070702). */
export function makeCpioParser(sink: CpioSink): CpioParser {
  let position = 0;
  /** What is being gathered: nothing between entries. */
  let stage: 'between' | 'head' | 'name' | 'contents' = 'between';
  let buffer = new Uint8Array(longestName + 4);
  let have = 0;
  let need = 0;
  /** Bytes to pass over before the next stage. */
  let drop = 0;
  let entry: CpioEntry = { path: '', kind: 'other', size: 0, executable: false };
  let nameLength = 0;
  let bodyLength = 0;
  let kind: CpioEntry['kind'] = 'other';
  let executable = false;
  let hasEnded = false;
  let fault: ReturnType<CpioParser['fault']> = null;

  const gather = (next: typeof stage, count: number) => {
    stage = next;
    have = 0;
    need = count;
    if (count > buffer.length) buffer = new Uint8Array(count);
  };
  const pass = (count: number) => {
    stage = 'between';
    drop = count;
  };
  const endHead = () => {
    const head = platform().latin1(buffer, 0, headLength);
    const magic = head.slice(0, 6);
    if (magic !== '070701' && magic !== '070702') {
      const isOld = magic === '070707';
      fault = isOld
        ? { code: 'old-cpio', detail: 'portable ASCII format (070707)' }
        : { code: 'damaged', detail: 'no header of an entry' };
      return;
    }
    if (!/^[0-9a-fA-F]{104}$/.test(head.slice(6))) {
      fault = { code: 'damaged', detail: 'header of an entry is not in hexadecimal' };
      return;
    }
    const field = (index: number) => Number.parseInt(head.slice(6 + 8 * index, 14 + 8 * index), 16);
    kind = kinds[(field(1) >>> 12) & 0xf] ?? 'other';
    executable = (field(1) & 0o111) !== 0;
    bodyLength = field(6);
    nameLength = field(11);
    const padded = align(headLength + nameLength) - headLength;
    if (nameLength === 0 || nameLength > longestName) pass(padded + align(bodyLength));
    else gather('name', padded);
  };
  const endName = () => {
    const name = platform().utf8(buffer, 0, nameLength);
    const zero = name.indexOf('\0');
    const path = (zero < 0 ? name : name.slice(0, zero)).replace(/^(?:\.?\/+)+/, '');
    if (path === trailerName) {
      hasEnded = true;
      pass(align(bodyLength));
      return;
    }
    entry = { path, kind, size: bodyLength, executable };
    const wanted = Math.min(bodyLength, sink.entry(entry));
    if (wanted > 0) gather('contents', wanted);
    else pass(align(bodyLength));
  };
  const endContents = () => {
    sink.contents(entry, buffer.slice(0, need));
    pass(align(bodyLength) - need);
  };

  return {
    push(chunk) {
      let at = 0;
      if (fault) return at;
      while (at < chunk.length) {
        if (drop > 0) {
          const count = Math.min(drop, chunk.length - at);
          drop -= count;
          at += count;
        } else if (stage === 'between') {
          while (at < chunk.length && chunk[at] === 0) at++;
          if (at === chunk.length) break;
          if (chunk[at] !== 0x30) break;
          gather('head', headLength);
        } else {
          const count = Math.min(need - have, chunk.length - at);
          buffer.set(chunk.subarray(at, at + count), have);
          have += count;
          at += count;
          if (have < need) break;
          if (stage === 'head') {
            endHead();
            if (fault) break;
          } else if (stage === 'name') endName();
          else endContents();
        }
      }
      position += at;
      return at;
    },
    needs: () => (drop > 0 ? drop : stage === 'between' ? 1 : need - have),
    idle: () => drop,
    skip(count) {
      drop -= count;
      position += count;
    },
    fault: () => fault,
    isInside: () => stage !== 'between' || drop > 3,
    hasEnded: () => hasEnded,
    position: () => position,
  };
}

function align(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** Is it the start of an archive that the kernel takes? */
export function startsCpio(head: Uint8Array): boolean {
  return platform().latin1(head.subarray(0, 5)) === '07070' && (head[5] === 0x31 || head[5] === 0x32);
}

/** Name of an older cpio format that the bytes begin with, which the kernel refuses; null if none. */
export function oldCpio(head: Uint8Array): string | null {
  if (platform().latin1(head.subarray(0, 6)) === '070707') return 'portable ASCII format (070707)';
  const isBinary = (head[0] === 0xc7 && head[1] === 0x71) || (head[0] === 0x71 && head[1] === 0xc7);
  return isBinary ? 'binary format' : null;
}
