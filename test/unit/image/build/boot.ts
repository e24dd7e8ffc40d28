import { crc32 } from 'node:zlib';
import { concat, type Order, padded, patch, u32 } from './bytes.js';

export interface BzImageSpec {
  /** 0x020f; 0 for a boot sector from before the header. */
  readonly protocol?: number;
  readonly payload?: Uint8Array;
  /** What the header says, where that differs from the truth. */
  readonly payloadOffset?: number;
  readonly payloadLength?: number;
  readonly version?: string | null;
  readonly loadFlags?: number;
  readonly extendedFlags?: number;
  readonly efi?: boolean;
}

const setupSectors = 3;

/** An x86 kernel by boot.rst: boot sector, setup, a little code, the payload. */
export function bzImage(spec: BzImageSpec = {}): Buffer {
  const { protocol = 0x20f, loadFlags = 1, extendedFlags = 0x7f } = spec;
  const version = spec.version === undefined ? '6.1.0-test (builder@host) #1 SMP' : spec.version;
  const payload = spec.payload ?? new Uint8Array(0);
  const stub = new Uint8Array(64).fill(0x90);
  const body = padded(concat(stub, payload, new Uint8Array(64).fill(0xcc)), 16);
  const setup = new Uint8Array((setupSectors + 1) * 512);
  const out = patch(setup);
  out
    .u8(0x1f1, setupSectors)
    .u32(0x1f4, body.length / 16)
    .u16(0x1fe, 0xaa55);
  if (protocol === 0) {
    out.text(0x1e9, 'Loading');
    return concat(setup, body);
  }
  out.text(0x202, 'HdrS').u16(0x206, protocol);
  if (version !== null) out.u16(0x20e, 0x400).text(0x600, `${version}\0`);
  out.u8(0x210, 0).u8(0x211, loadFlags).u32(0x214, 0x100000);
  if (protocol >= 0x205) out.u32(0x230, 0x200000).u8(0x234, 1);
  if (protocol >= 0x206) out.u32(0x238, 2047);
  if (protocol >= 0x208) {
    out.u32(0x248, spec.payloadOffset ?? stub.length);
    out.u32(0x24c, spec.payloadLength ?? payload.length);
  }
  if (protocol >= 0x20a) out.u8(0x235, 21).u64(0x258, 0x1000000n).u32(0x260, 0x3000000);
  if (protocol >= 0x20c) out.u16(0x236, extendedFlags);
  if (protocol >= 0x20f) {
    // kernel_info in the unused end of the code before the payload.
    out.u32(0x268, 32);
    patch(body).text(32, 'LToP').u32(36, 16).u32(40, 16).u32(44, 0x80000009);
  }
  if (spec.efi) setup.set(peHeaders(0x8664, []).subarray(64), 0x80);
  if (spec.efi) out.text(0, 'MZ').u32(0x3c, 0x80);
  return concat(setup, body);
}

/** DOS stub, COFF header, PE32+ optional header and section table; offsets are the caller's. */
export function peHeaders(
  machine: number,
  sections: readonly { name: string; offset: number; size: number; virtualSize?: number }[],
  subsystem = 10,
): Uint8Array {
  const bytes = new Uint8Array(64 + 24 + 112 + sections.length * 40);
  const out = patch(bytes);
  out.text(0, 'MZ').u32(0x3c, 64).text(64, 'PE\0\0').u16(68, machine).u16(70, sections.length);
  out
    .u16(84, 112)
    .u16(86, 0x22)
    .u16(88, 0x20b)
    .u16(88 + 68, subsystem);
  sections.forEach((section, index) => {
    const at = 64 + 24 + 112 + index * 40;
    out.text(at, section.name).u32(at + 8, section.virtualSize ?? section.size);
    out.u32(at + 16, section.size).u32(at + 20, section.offset);
  });
  return bytes;
}

/** A PE file with the given sections. */
export function pe(machine: number, contents: Record<string, Uint8Array | string>, subsystem = 10): Buffer {
  const names = Object.keys(contents);
  const parts = names.map(name => {
    const value = contents[name]!;
    return typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value);
  });
  let at = 1024;
  const sections = names.map((name, index) => {
    const offset = at;
    const size = Math.ceil(parts[index]!.length / 512) * 512;
    at += size;
    return { name, offset, size, virtualSize: parts[index]!.length };
  });
  const headers = padded(peHeaders(machine, sections, subsystem), 1024);
  return concat(headers, ...parts.map(part => padded(part, 512)));
}

/** EFI zboot: a PE whose DOS stub tells where the compressed Image lies. */
export function zboot(payload: Uint8Array, type: string, statedLength = payload.length): Buffer {
  const headers = padded(peHeaders(0xaa64, []), 512);
  patch(headers).text(4, 'zimg').u32(8, headers.length).u32(12, statedLength).text(24, `${type}\0`);
  return concat(headers, payload);
}

/** arm64 Image header and some code with a banner. */
export function arm64Image(flags = 0xan, release = '6.1.0-arm'): Buffer {
  const head = new Uint8Array(64);
  patch(head).u64(8, 0n).u64(16, 0x20000n).u64(24, flags).text(56, 'ARM\x64');
  return concat(
    head,
    new Uint8Array(256).fill(1),
    `Linux version ${release} (b@h) (gcc) #1\n\0`,
    new Uint8Array(64),
  );
}

export function riscvImage(): Buffer {
  const head = new Uint8Array(64);
  patch(head).u64(8, 0x200000n).u64(16, 0x20000n).u32(32, 2).text(48, 'RISCV\0\0\0').text(56, 'RSC\x05');
  return concat(head, new Uint8Array(256).fill(1));
}

/** 32-bit Arm zImage; "be8": little-endian code and header of a big-endian kernel. */
export function armZimage(kind: 'little' | 'big' | 'be8', payload: Uint8Array): Buffer {
  const order: Order = kind === 'big' ? 'big' : 'little';
  const head = new Uint8Array(256).fill(0xe1);
  const size = head.length + payload.length + 16;
  patch(head, order).u32(0x24, 0x016f2818).u32(0x28, 0).u32(0x2c, size);
  patch(head, kind === 'little' ? 'little' : 'big').u32(0x30, 0x04030201);
  return concat(head, payload, new Uint8Array(16));
}

export interface UimageSpec {
  readonly arch?: number;
  readonly type?: number;
  readonly os?: number;
  readonly compression?: number;
  readonly name?: string;
}

/** mkimage's legacy format. */
export function uimage(data: Uint8Array, spec: UimageSpec = {}): Buffer {
  const head = new Uint8Array(64);
  const out = patch(head, 'big');
  out.u32(0, 0x27051956).u32(8, 1700000000).u32(12, data.length).u32(16, 0x8000).u32(20, 0x8000);
  out
    .u32(24, crc32(data))
    .u8(28, spec.os ?? 5)
    .u8(29, spec.arch ?? 2)
    .u8(30, spec.type ?? 2);
  out.u8(31, spec.compression ?? 0).text(32, spec.name ?? 'Linux-6.1');
  out.u32(4, crc32(head));
  return concat(head, data);
}

/** A multiboot 1 header for the start of an image. */
export const multiboot1 = concat(u32(0x1badb002), u32(3), u32(-(0x1badb002 + 3)));
