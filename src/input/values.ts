// Values that people give on a command line or in a file of settings.
import { parseVersion, type Version } from './version.js';

/** The request makes no sense; the message has one line or several. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The release that an option names. Throws UsageError if it names none. */
export function parseRelease(text: string, option: string): Version {
  const version = parseVersion(text);
  if (!version) throw new UsageError(`${option} needs a release such as 4.17 or 6.1.0, not ${text}`);
  return version;
}

/** The kernel's name of an architecture, from that name or the one that packages and machines use. Throws UsageError. */
export function parseArch(text: string): string {
  const arch = otherNames[text] ?? text;
  if (arches.includes(arch)) return arch;
  throw new UsageError(`--arch needs one of ${arches.join(', ')}, not ${text}`);
}

const arches = ['x86_64', 'i386', 'arm64', 'arm', 'ia64', 'riscv', 'powerpc', 's390', 'mips', 'loongarch'];

const otherNames: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  'x86-64': 'x86_64',
  i586: 'i386',
  i686: 'i386',
  x86_32: 'i386',
  aarch64: 'arm64',
  armhf: 'arm',
  armv7l: 'arm',
  armv7hl: 'arm',
  armel: 'arm',
  riscv64: 'riscv',
  ppc64: 'powerpc',
  ppc64le: 'powerpc',
  ppc64el: 'powerpc',
  s390x: 's390',
};
