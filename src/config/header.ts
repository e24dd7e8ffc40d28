import { ownText } from '../input/bytes.js';
import { parseVersion, type Version } from '../input/version.js';
import type { Config } from './config.js';

export interface Header {
  readonly version: Version | null;
  /** The architecture as the header names it: x86, x86_64, i386, arm, arm64, powerpc, ...; null if it does not. */
  readonly arch: string | null;
}

/**
 * The kernel's own header, in its two styles:
 * "# Linux/x86 6.1.176 Kernel Configuration" (since 2.6.36) and "# Linux kernel version: 2.6.32.63" (before).
 */
export function readHeader(text: string): Header {
  const head = text.slice(0, 4096);
  const today = /^# Linux\/(\S{1,20}) (\S{1,80}) Kernel Configuration/m.exec(head);
  if (today) return { version: parseVersion(ownText(today[2]!)), arch: ownText(today[1]!) };
  const old = /^# Linux kernel version: (\S{1,80})/m.exec(head);
  if (old) return { version: parseVersion(ownText(old[1]!)), arch: null };
  // Fedora's merged configs open with the bare name of the architecture.
  const bare = /^# (x86_64|i386|arm64|arm|powerpc|s390|riscv)\n/.exec(head);
  return { version: null, arch: bare ? bare[1]! : null };
}

// Hidden symbols that exist on one architecture alone; what stands first is more telling.
const telling: readonly (readonly [string, string])[] = [
  ['X86_64', 'x86_64'],
  ['X86_32', 'i386'],
  ['ARM64', 'arm64'],
  ['ARM', 'arm'],
  ['IA64', 'ia64'],
  ['RISCV', 'riscv'],
  ['PPC', 'powerpc'],
  ['S390', 's390'],
  ['MIPS', 'mips'],
  ['LOONGARCH', 'loongarch'],
  ['SPARC', 'sparc'],
  ['ALPHA', 'alpha'],
  ['PARISC', 'parisc'],
  ['M68K', 'm68k'],
  ['SUPERH', 'sh'],
];

/**
 * The architecture: i386, x86_64, arm, arm64, ia64, or the kernel's folder name of any other; null if nothing tells.
 * A header says x86 for both widths since 2.6.24; the symbols decide then, which only a whole config is sure to have.
 */
export function archOf(header: string | null, settings: Config['settings'], isWhole: boolean): string | null {
  const on = (option: string) => settings.get(option)?.tri === 2;
  for (const [option, arch] of telling) if (on(option)) return arch;
  // Before 2.6.16 i386 had X86 and no X86_32; a header of x86 without either is a defconfig, 64 bits unless it says no.
  if (on('X86') || header === 'x86' || header === 'i386' || header === 'x86_64') {
    if (on('64BIT') || header === 'x86_64') return 'x86_64';
    if (header === 'i386' || (isWhole && on('X86')) || settings.get('64BIT')?.tri === 0) return 'i386';
    return null;
  }
  return header;
}
