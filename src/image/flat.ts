import { hasText, textUntilNul, byteViewOf } from './bytes.js';
import type { ArmZimageFacts, Endian, FlatImageFacts } from './facts.js';

// Headers of images that are loaded flat: 32-bit Arm zImage, arm64 and RISC-V Image, EFI zboot.

/** arm64 Image (Documentation/arch/arm64/booting.rst). */
export function isArm64Image(head: Uint8Array): boolean {
  return head.length >= 64 && hasText(head, 56, 'ARM\x64');
}

/** RISC-V Image (Documentation/arch/riscv/boot-image-header.rst). */
export function isRiscvImage(head: Uint8Array): boolean {
  return head.length >= 64 && (hasText(head, 56, 'RSC\x05') || hasText(head, 48, 'RISCV\0\0\0'));
}

const pageSizes = [null, 4096, 16384, 65536] as const;

/** The 64-byte header both share in shape; `head` must hold it. */
export function readFlatImage(head: Uint8Array): { facts: FlatImageFacts; endian: Endian } {
  const view = byteViewOf(head);
  const flags = view.u64(24);
  return {
    facts: {
      textOffset: view.u64(8),
      imageSize: view.u64(16),
      flags,
      pageSize: isArm64Image(head) ? pageSizes[Number((flags >> 1n) & 3n)]! : null,
    },
    endian: flags & 1n ? 'big' : 'little',
  };
}

/** Is this a 32-bit Arm zImage (magic number 0x016f2818, in either byte order)? */
export function isArmZimage(head: Uint8Array): boolean {
  return head.length >= 0x34 && headerOrder(head) !== null;
}

function headerOrder(head: Uint8Array): Endian | null {
  for (const order of ['little', 'big'] as const) {
    if (byteViewOf(head, order).u32(0x24) === 0x016f2818) return order;
  }
  return null;
}

/** The zImage header: where it is linked to, and the kernel's byte order. `head` must be one. */
export function readArmZimage(head: Uint8Array): { facts: ArmZimageFacts; endian: Endian } {
  const order = headerOrder(head)!;
  const view = byteViewOf(head, order);
  // Big-endian ARMv6 and newer kernels have a little-endian header; only the flag word is in the kernel's order.
  const big = order === 'big' || view.u32(0x30) === 0x01020304;
  return { facts: { start: view.u32(0x28), end: view.u32(0x2c) }, endian: big ? 'big' : 'little' };
}

/** EFI zboot header: a PE whose DOS stub names a compressed payload. */
interface ZbootHeader {
  readonly offset: number;
  readonly length: number;
  /** "gzip", "xzkern", "zstd22": names of the kernel build's rules. */
  readonly compression: string;
}

export function isZboot(head: Uint8Array): boolean {
  return head.length >= 64 && hasText(head, 0, 'MZ') && hasText(head, 4, 'zimg');
}

export function readZboot(head: Uint8Array): ZbootHeader {
  const view = byteViewOf(head);
  return {
    offset: view.u32(8),
    length: view.u32(12),
    compression: textUntilNul(head.subarray(24, 56)),
  };
}
