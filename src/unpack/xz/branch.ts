import { be32, u16, u32 } from '../reader.js';

/**
 * Turns absolute branch targets back into relative ones, in place, and returns how many bytes are done; the few left
 * may belong to an instruction that goes on in the next bytes. `position` is the address of bytes[0], modulo 2^32.
 */
export type Convert = (bytes: Uint8Array, position: number) => number;

interface BranchFilter {
  readonly name: string;
  /** The start offset must be a multiple of this. */
  readonly align: number;
  readonly start: () => Convert;
}

/** The branch filters of the xz file format (5.3.2) by filter id. */
export const branchFilters: ReadonlyMap<number, BranchFilter> = new Map([
  [0x04, { name: 'x86', align: 1, start: x86 }],
  [0x05, { name: 'powerpc', align: 4, start: () => powerpc }],
  [0x06, { name: 'ia64', align: 16, start: () => ia64 }],
  [0x07, { name: 'arm', align: 4, start: () => arm }],
  [0x08, { name: 'armthumb', align: 2, start: () => armthumb }],
  [0x09, { name: 'sparc', align: 4, start: () => sparc }],
  [0x0a, { name: 'arm64', align: 4, start: () => arm64 }],
  [0x0b, { name: 'riscv', align: 2, start: () => riscv }],
]);

function put32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

function putBe32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

// The top byte of a near branch's displacement, which is within 16 MiB.
const isSign = (byte: number) => byte === 0 || byte === 0xff;

/**
 * Call (E8) and jump (E9) with 32-bit displacements. Instructions aren't decoded, so opcodes seen within the last three
 * bytes and left alone are kept in `seen` (bit n: n + 1 bytes back): the encoder made the same decisions from them.
 */
function x86(): Convert {
  let seen = 0;
  return (bytes, position) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const end = bytes.length - 4;
    let at = 0;
    let last = -1;
    for (; ; at++) {
      // Four bytes at once: none is an opcode if no byte of the difference is zero.
      for (; at < end; at += 4) {
        const difference = (view.getInt32(at, true) & 0xfefe_fefe) ^ 0xe8e8_e8e8;
        if (((difference - 0x0101_0101) & ~difference & 0x8080_8080) !== 0) break;
      }
      while (at < end && (bytes[at]! & 0xfe) !== 0xe8) at++;
      if (at >= end) break;
      const gap = at - last;
      seen = gap > 3 ? 0 : (seen << (gap - 1)) & 7;
      last = at;
      let isConverted = isSign(bytes[at + 4]!);
      // Which displacement byte belongs to the oldest opcode nearby; with two of them nothing was converted.
      const nearest = 32 - Math.clz32(seen);
      if (seen !== 0) isConverted &&= (seen & (seen - 1)) === 0 && !isSign(bytes[at + 4 - nearest]!);
      if (!isConverted) {
        seen = ((seen << 1) & 7) | 1;
        continue;
      }
      const next = (position + at + 5) | 0;
      let target = (view.getInt32(at + 1, true) - next) | 0;
      const shift = 24 - 8 * nearest;
      if (seen !== 0 && isSign((target >>> shift) & 0xff))
        target = ((target ^ ((0x100 << shift) - 1)) - next) | 0;
      view.setInt32(at + 1, (target & 0x1ff_ffff) | -(target & 0x100_0000), true);
      at += 4;
    }
    const gap = at - last;
    seen = gap > 3 ? 0 : (seen << (gap - 1)) & 7;
    return at;
  };
}

function powerpc(bytes: Uint8Array, position: number): number {
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = be32(bytes, at);
    // bl: branch with link, relative.
    if ((word & 0xfc00_0003) >>> 0 !== 0x4800_0001) continue;
    putBe32(bytes, at, 0x4800_0001 | ((word - position - at) & 0x03ff_fffc));
  }
  return at;
}

function arm(bytes: Uint8Array, position: number): number {
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    if (bytes[at + 3] !== 0xeb) continue; // bl, always
    const target = (u32(bytes, at) & 0xff_ffff) - ((position + at + 8) >>> 2);
    put32(bytes, at, 0xeb00_0000 | (target & 0xff_ffff));
  }
  return at;
}

function armthumb(bytes: Uint8Array, position: number): number {
  let at = 0;
  for (; at + 4 <= bytes.length; at += 2) {
    const high = u16(bytes, at);
    const low = u16(bytes, at + 2);
    if ((high & 0xf800) !== 0xf000 || (low & 0xf800) !== 0xf800) continue; // bl, in two halves
    const target = (((high & 0x7ff) << 11) | (low & 0x7ff)) - ((position + at + 4) >>> 1);
    put32(bytes, at, 0xf800_f000 | ((target >>> 11) & 0x7ff) | ((target & 0x7ff) << 16));
    at += 2;
  }
  return Math.min(at, bytes.length);
}

function sparc(bytes: Uint8Array, position: number): number {
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = be32(bytes, at);
    const top = word >>> 22;
    if (top !== 0x100 && top !== 0x1ff) continue; // call, near
    const target = word - ((position + at) >>> 2);
    // 22 bits of displacement, and its sign in the 8 above.
    putBe32(bytes, at, 0x4000_0000 | (((target << 9) >> 9) & 0x3fff_ffff));
  }
  return at;
}

function arm64(bytes: Uint8Array, position: number): number {
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = u32(bytes, at);
    const pc = position + at;
    if (word >>> 26 === 0x25) {
      // bl
      put32(bytes, at, 0x9400_0000 | ((word - (pc >>> 2)) & 0x03ff_ffff));
    } else if ((word & 0x9f00_0000) >>> 0 === 0x9000_0000) {
      // adrp, where the page is within 512 MiB
      const page = ((word >>> 29) & 3) | ((word >>> 3) & 0x1f_fffc);
      if (((page + 0x2_0000) & 0x1c_0000) !== 0) continue;
      const target = page - (pc >>> 12);
      const sign = -(target & 0x2_0000) & 0xe0_0000;
      put32(bytes, at, (word & 0x9000_001f) | ((target & 3) << 29) | ((target & 0x3_fffc) << 3) | sign);
    }
  }
  return at;
}

// Which of a bundle's three slots hold a branch, by its template.
const branchSlots = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 6, 6, 0, 0, 7, 7, 4, 4, 0, 0, 4, 4, 0, 0,
];

function ia64(bytes: Uint8Array, position: number): number {
  let at = 0;
  for (; at + 16 <= bytes.length; at += 16) {
    const slots = branchSlots[bytes[at]! & 0x1f]!;
    for (let slot = 0; slot < 3; slot++) {
      if (((slots >> slot) & 1) === 0) continue;
      // The slot's 41 bits start at bit 5, 46 or 87; the six bytes from there are split where bit 13 + shift is.
      const bit = 5 + slot * 41;
      const place = at + (bit >> 3);
      const shift = bit & 7;
      const low = bytes[place]! | (bytes[place + 1]! << 8);
      const field = u32(bytes, place + 2);
      const word = low + field * 0x1_0000;
      const instruction = Math.floor(word / 2 ** shift);
      const opcode = Math.floor(instruction / 2 ** 37) & 0xf;
      if (opcode !== 5 || ((instruction >>> 9) & 7) !== 0) continue;
      const immediate = Math.floor(instruction / 2 ** 13);
      const source = (immediate & 0xf_ffff) | (((immediate >>> 23) & 1) << 20);
      const target = source - ((position + at) >>> 4);
      const without = immediate - (immediate & 0xf_ffff) - (((immediate >>> 23) & 1) << 23);
      const changed = without + (target & 0xf_ffff) + (((target >>> 20) & 1) << 23);
      const value = word + (changed - immediate) * 2 ** (13 + shift);
      put32(bytes, place, (value % 2 ** 32) | 0);
      const upper = Math.floor(value / 2 ** 32);
      bytes[place + 4] = upper;
      bytes[place + 5] = upper >>> 8;
    }
  }
  return at;
}

function riscv(bytes: Uint8Array, position: number): number {
  let at = 0;
  for (; at + 8 <= bytes.length; at += 2) {
    const opcode = bytes[at]!;
    if (opcode === 0xef) {
      // jal with ra or t0: the encoder stored the absolute address big-endian above the register.
      const second = bytes[at + 1]!;
      if ((second & 0x0d) !== 0) continue;
      const stored = ((second & 0xf0) << 13) | (bytes[at + 2]! << 9) | (bytes[at + 3]! << 1);
      const target = stored - position - at;
      bytes[at + 1] = (second & 0x0f) | ((target >>> 8) & 0xf0);
      bytes[at + 2] = ((target >>> 16) & 0x0f) | ((target >>> 7) & 0x10) | ((target << 4) & 0xe0);
      bytes[at + 3] = ((target >>> 4) & 0x7f) | ((target >>> 13) & 0x80);
      at += 2;
    } else if ((opcode & 0x7f) === 0x17) {
      at += auipc(bytes, at, position) - 2;
    }
  }
  return at;
}

/** Converts an auipc and the instruction that uses its register; returns how many bytes to go on by. */
function auipc(bytes: Uint8Array, at: number, position: number): number {
  const first = u32(bytes, at);
  if ((first & 0xe80) !== 0) {
    // The register is neither x0 nor x2: plain, unless it is a pair the encoder swapped to keep the filter reversible.
    const second = u32(bytes, at + 4);
    const register = (first >>> 7) & 0x1f;
    if ((second & 3) !== 3 || ((second >>> 15) & 0x1f) !== register) return 6;
    put32(bytes, at, 0x17 | (2 << 7) | (second << 12));
    put32(bytes, at + 4, (first & 0xffff_f000) + (second >>> 20));
    return 8;
  }
  // The encoder's mark is x2 as register, with the low 20 bits of the second instruction in place of the address.
  const register = first >>> 27;
  if ((first & 0x3f80) !== 0x3100 || (register & 0x1d) === 0) return 4;
  const target = be32(bytes, at + 4) - position - at;
  put32(bytes, at, 0x17 | (register << 7) | ((target + 0x800) & 0xffff_f000));
  put32(bytes, at + 4, (first >>> 12) | (target << 20));
  return 8;
}
