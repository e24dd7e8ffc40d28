import { type Compression, detectCompression } from '../unpack/index.js';
import { hasText } from './bytes.js';
import { hasSetupHeader, isOldBootSector } from './bzimage.js';
import { isElf } from './elf.js';
import type { Core } from './facts.js';
import { isArm64Image, isArmZimage, isRiscvImage, isZboot } from './flat.js';
import { recogniseMedium } from './media.js';
import { isUimage } from './uimage.js';

/** What bytes are by their start: a shape of its own, or something compressed. */
export type Identity =
  | { readonly kind: 'compressed'; readonly compression: Compression }
  | { readonly kind: 'mz' }
  | { readonly kind: 'plain'; readonly core: Core; readonly variant: string | null };

/** Tells what a file is from its first `identifySize` bytes. "mz" needs the PE headers to be told apart further. */
export function identify(head: Uint8Array): Identity {
  const plain = (core: Core): Identity => ({ kind: 'plain', core, variant: null });
  if (isElf(head)) return plain('elf');
  // The boot header comes before everything that starts with MZ: it is what Xen's loaders look for.
  if (hasSetupHeader(head)) return plain((head[0x211] ?? 1) & 1 ? 'bzimage' : 'zimage');
  if (isZboot(head)) return plain('zboot');
  if (isArm64Image(head)) return plain('arm64-image');
  if (isRiscvImage(head)) return plain('riscv-image');
  if (isArmZimage(head)) return plain('zimage');
  if (isUimage(head)) return plain('uimage');
  if (hasText(head, 0, 'MZ')) return { kind: 'mz' };
  const compression = detectCompression(head.subarray(0, 64));
  if (compression) return { kind: 'compressed', compression };
  if (isOldBootSector(head)) return plain('zimage');
  const medium = recogniseMedium(head);
  return { kind: 'plain', ...medium };
}
