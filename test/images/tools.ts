import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '../../src/input/source.js';

/** Folder that fetch.sh and make.sh filled; null when the tier cannot run, which the suites say. */
export const folder =
  process.env.XEN_IMAGES && existsSync(process.env.XEN_IMAGES) ? process.env.XEN_IMAGES : null;
export const skipReason =
  'skipped: XEN_IMAGES names no folder: run test/images/fetch.sh FOLDER, then make.sh FOLDER';

export function list(sub: 'images' | 'made'): string[] {
  const path = folder && join(folder, sub);
  return path && existsSync(path) ? readdirSync(path).sort() : [];
}

export const pathOf = (sub: 'images' | 'made', name: string): string => join(folder!, sub, name);

/** A file as a source, read piece by piece. */
export function fileSource(path: string): Source & { readonly close: () => void } {
  const file = openSync(path, 'r');
  const { size } = fstatSync(file);
  return {
    size,
    read(offset, length) {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset));
    },
    close: () => closeSync(file),
  };
}

/** Runs a tool; its output, whatever its exit code, as some unpackers frown at a size word behind the stream. */
export function run(command: string, args: readonly string[], input?: Uint8Array): Buffer {
  const tools = join(folder ?? '', 'tools/usr/bin');
  const child = spawnSync(command, args, {
    input,
    maxBuffer: 2 ** 30,
    env: { ...process.env, PATH: `${tools}:${process.env.PATH}`, LC_ALL: 'C' },
  });
  if (child.error && (child.error as NodeJS.ErrnoException).code === 'ENOENT')
    throw new Error(`no ${command} here`);
  return child.stdout;
}

export const unpackers: Record<string, readonly [string, ...string[]]> = {
  gzip: ['gzip', '-dcq'],
  bzip2: ['bzip2', '-dcq'],
  lzma: ['xz', '-dcq', '--format=lzma'],
  xz: ['xz', '-dcq', '--single-stream'],
  lzo: ['lzop', '-dcq'],
  lz4: ['lz4', '-dcq'],
  zstd: ['zstd', '-dcq', '--long=31'],
};

export interface ToolNote {
  readonly owner: string;
  readonly type: number;
  readonly hex: string;
}

// readelf names types of owners it doesn't know as if they were its own.
const named: Record<string, number> = {
  NT_GNU_GOLD_VERSION: 4,
  GO: 4,
  NT_VERSION: 1,
  NT_ARCH: 2,
  NT_GNU_BUILD_ID: 3,
  OPEN: 256,
  func: 257,
};

/** What `readelf -n` tells of notes of owner Xen: type and bytes. */
export function readelfNotes(path: string): ToolNote[] {
  const notes: ToolNote[] = [];
  let pending: { owner: string; type: number; size: number } | null = null;
  for (const line of run('readelf', ['-nW', path]).toString('latin1').split('\n')) {
    const head = /^\s+(\S+)\s+0x([0-9a-f]+)\s+(.*)$/.exec(line);
    const data = /description data:\s+((?:[0-9a-f]{2} ?)*)/.exec(line);
    if (head && !line.includes('Data size')) {
      const type = /\(0x([0-9a-f]+)\)/.exec(head[3]!);
      const word = /^\S+/.exec(head[3]!)?.[0] ?? '';
      pending = {
        owner: head[1]!,
        type: type ? Number.parseInt(type[1]!, 16) : (named[word] ?? -1),
        size: 0,
      };
      if (Number.parseInt(head[2]!, 16) === 0) notes.push({ owner: head[1]!, type: pending.type, hex: '' });
    }
    if (data && pending) notes.push({ ...pending, hex: data[1]!.replace(/ /g, '') });
  }
  return notes.filter(note => note.owner === 'Xen').map(({ owner, type, hex }) => ({ owner, type, hex }));
}

export interface ToolSegment {
  readonly offset: number;
  readonly virtual: bigint;
  readonly physical: bigint;
  readonly fileSize: number;
  readonly memorySize: bigint;
}

/** LOAD lines of `readelf -lW`. */
export function readelfSegments(path: string): ToolSegment[] {
  const lines = run('readelf', ['-lW', path]).toString('latin1').split('\n');
  return lines.flatMap(line => {
    const match = /^\s+LOAD\s+(0x\S+)\s+(0x\S+)\s+(0x\S+)\s+(0x\S+)\s+(0x\S+)/.exec(line);
    if (!match) return [];
    const [offset, virtual, physical, fileSize, memorySize] = match.slice(1).map(BigInt) as [
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    return [{ offset: Number(offset), virtual, physical, fileSize: Number(fileSize), memorySize }];
  });
}
