import type { Source } from '../input/source.js';
import { platform } from '../platform/platform.js';
import type { Compression } from '../unpack/index.js';
import { textUntilNul, byteViewOf } from './bytes.js';
import type { ImageArch, Bits, UimageFacts } from './facts.js';
import type { ProblemReporter } from './report.js';

// Legacy image format of U-Boot's mkimage: a 64-byte big-endian header.
export const uimageHeaderSize = 64;

const arches: Record<number, readonly [ImageArch, Bits]> = {
  2: ['arm', 32],
  3: ['x86', 32],
  4: ['ia64', 64],
  5: ['mips', 32],
  6: ['mips', 64],
  7: ['powerpc', 32],
  8: ['s390', 64],
  10: ['sparc', 32],
  11: ['sparc', 64],
  22: ['arm64', 64],
  24: ['x86', 64],
  26: ['riscv', 64],
};
const compressions: readonly (Compression | 'none')[] = [
  'none',
  'gzip',
  'bzip2',
  'lzma',
  'lzo',
  'lz4',
  'zstd',
];

interface UimageHeader {
  readonly facts: UimageFacts;
  readonly arch: ImageArch | null;
  readonly bits: Bits | null;
}

export function isUimage(head: Uint8Array): boolean {
  return head.length >= 4 && byteViewOf(head, 'big').u32(0) === 0x27051956;
}

/** Reads and checks the header, and the checksum of the data; null with a problem if the file is too short. */
export function readUimage(source: Source, report: ProblemReporter): UimageHeader | null {
  const bytes = source.read(0, uimageHeaderSize);
  if (bytes.length < uimageHeaderSize) {
    report('header-truncated', 0, { what: 'U-Boot header', need: uimageHeaderSize, have: bytes.length });
    return null;
  }
  const view = byteViewOf(bytes, 'big');
  const blank = Uint8Array.from(bytes);
  blank.fill(0, 4, 8);
  const headerSum = platform().crc32(blank);
  if (headerSum !== view.u32(4)) {
    report('uimage-header-checksum', 4, { found: view.u32(4), expected: headerSum });
  }
  const dataSize = view.u32(12);
  const have = source.size - uimageHeaderSize;
  if (dataSize > have) report('file-truncated', uimageHeaderSize, { need: dataSize, have });
  else {
    const dataSum = checksum(source, uimageHeaderSize, dataSize);
    if (dataSum !== view.u32(24)) {
      report('uimage-data-checksum', 24, { found: view.u32(24), expected: dataSum });
    }
  }
  const [os, type] = [view.u8(28), view.u8(30)];
  // 5 is Linux; 2 a kernel, 14 a kernel that runs where it is loaded.
  if (os !== 5 || (type !== 2 && type !== 14)) report('uimage-not-kernel', 28, { type, os });
  const [arch, bits] = arches[view.u8(29)] ?? [null, null];
  return {
    facts: {
      name: textUntilNul(bytes.subarray(32, 64)),
      os,
      type,
      dataSize,
      load: view.u32(16),
      entry: view.u32(20),
      compression: compressions[view.u8(31)] ?? null,
      time: view.u32(8),
    },
    arch,
    bits,
  };
}

function checksum(source: Source, offset: number, length: number): number {
  const block = 1 << 20;
  let sum = 0;
  for (let at = 0; at < length; at += block) {
    sum = platform().crc32(source.read(offset + at, Math.min(block, length - at)), sum);
  }
  return sum;
}
