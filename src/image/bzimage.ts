import type { Source } from '../input/source.js';
import { hasText, textUntilNul, byteViewOf } from './bytes.js';
import type { SetupHeader } from './facts.js';
import type { ProblemReporter } from './report.js';

// Offsets and first protocols are those of Documentation/arch/x86/boot.rst.
const loadFlags: Record<number, string> = {
  0: 'LOADED_HIGH',
  1: 'KASLR_FLAG',
  5: 'QUIET_FLAG',
  6: 'KEEP_SEGMENTS',
  7: 'CAN_USE_HEAP',
};
const extendedLoadFlags: Record<number, string> = {
  0: 'XLF_KERNEL_64',
  1: 'XLF_CAN_BE_LOADED_ABOVE_4G',
  2: 'XLF_EFI_HANDOVER_32',
  3: 'XLF_EFI_HANDOVER_64',
  4: 'XLF_EFI_KEXEC',
  5: 'XLF_5LEVEL',
  6: 'XLF_5LEVEL_ENABLED',
  7: 'XLF_MEM_ENCRYPTION',
};

/** Does the head of a file hold an x86 boot header ("HdrS" behind a boot sector's signature)? */
export function hasSetupHeader(head: Uint8Array): boolean {
  return head[0x1fe] === 0x55 && head[0x1ff] === 0xaa && hasText(head, 0x202, 'HdrS');
}

/** Is this a kernel from before the header? Their boot sectors print "Loading" from one of two fixed places. */
export function isOldBootSector(head: Uint8Array): boolean {
  return (
    head[0x1fe] === 0x55 &&
    head[0x1ff] === 0xaa &&
    (hasText(head, 0x1e3, 'Loading') || hasText(head, 0x1e9, 'Loading'))
  );
}

/** Reads the boot header of a file that has one or is an old kernel; null with a problem if the file is too short. */
export function readSetupHeader(source: Source, report: ProblemReporter): SetupHeader | null {
  const bytes = source.read(0, 0x270);
  const modern = hasSetupHeader(bytes);
  const need = modern ? 0x218 : 0x200;
  if (bytes.length < need) {
    report('header-truncated', 0, { what: 'boot header', need, have: bytes.length });
    return null;
  }
  const view = byteViewOf(bytes);
  const protocol = modern ? view.u16(0x206) : 0;
  // A field counts when its protocol is reached and the file holds it.
  const since = <T>(first: number, at: number, size: number, read: (at: number) => T): T | null =>
    protocol >= first && at + size <= bytes.length ? read(at) : null;
  const u32 = (first: number, at: number) => since(first, at, 4, view.u32);
  // 0 sectors means 4, for the sake of kernels older than the field.
  const setupSize = ((view.u8(0x1f1) || 4) + 1) * 512;
  const flags = modern ? view.u8(0x211) : 0;
  const extended = since(0x20c, 0x236, 2, view.u16);
  const infoOffset = u32(0x20f, 0x268);
  return {
    bootProtocol: modern ? `${protocol >> 8}.${(protocol & 0xff).toString().padStart(2, '0')}` : null,
    protocol,
    setupSize,
    // Before 2.04 the upper half of the field was something else.
    systemSize: (protocol >= 0x204 ? view.u32(0x1f4) : view.u16(0x1f4)) * 16,
    loadedHigh: (flags & 1) !== 0,
    loadFlags: flagNames(flags, loadFlags, 8),
    extendedLoadFlags: extended === null ? null : flagNames(extended, extendedLoadFlags, 16),
    versionText: modern ? versionText(source, view.u16(0x20e), setupSize) : null,
    code32Start: modern ? view.u32(0x214) : 0,
    relocatable: since(0x205, 0x234, 1, view.u8) === null ? null : view.u8(0x234) !== 0,
    alignment: u32(0x205, 0x230),
    minAlignment: since(0x20a, 0x235, 1, at => 2 ** Math.min(view.u8(at), 63)),
    commandLineSize: u32(0x206, 0x238),
    payloadOffset: u32(0x208, 0x248),
    payloadLength: u32(0x208, 0x24c),
    preferredAddress: since(0x20a, 0x258, 8, view.u64),
    initSize: u32(0x20a, 0x260),
    handoverOffset: u32(0x20b, 0x264),
    kernelInfo: infoOffset ? kernelInfo(source, setupSize + infoOffset, report) : null,
  };
}

function flagNames(value: number, names: Record<number, string>, count: number): string[] {
  const set: string[] = [];
  for (let bit = 0; bit < count; bit++) if ((value >> bit) & 1) set.push(names[bit] ?? `bit ${bit}`);
  return set;
}

/** The version text; its pointer counts from 0x200 and must stay inside the real-mode code. */
function versionText(source: Source, pointer: number, setupSize: number): string | null {
  if (pointer === 0 || pointer + 0x200 >= setupSize) return null;
  const text = textUntilNul(source.read(pointer + 0x200, 512)).trim();
  return text === '' ? null : text;
}

/** The release at the start of a version text; null if it starts with a name. */
export function releaseOf(versionText: string | null): string | null {
  return /^\d\S*/.exec(versionText ?? '')?.[0] ?? null;
}

function kernelInfo(source: Source, at: number, report: ProblemReporter): SetupHeader['kernelInfo'] {
  const bytes = source.read(at, 16);
  // In a file that was cut, the payload's place says so.
  if (at + 16 > source.size) return null;
  if (!hasText(bytes, 0, 'LToP')) {
    report('header-malformed', at, { what: 'kernel_info' });
    return null;
  }
  const view = byteViewOf(bytes);
  return { size: view.u32(4), sizeTotal: view.u32(8), setupTypeMax: view.u32(12) };
}
