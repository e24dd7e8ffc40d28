import type { Config, ConfigKind } from './config.js';
import type { Header } from './header.js';

type Settings = Config['settings'];

/**
 * A whole .config holds options without a prompt, which only the kernel's own tools write: its architecture and
 * INIT_ENV_ARG_LIMIT (2.6.11 and newer) or MMU. A defconfig or fragment names what people set.
 */
export function kindOf({ version, arch: named }: Header, settings: Settings): ConfigKind {
  const arch = architectures.some(option => settings.get(option)?.tri === 2);
  if (arch && (settings.has('INIT_ENV_ARG_LIMIT') || (version && settings.has('MMU')))) return 'config';
  // Fedora and Enterprise Linux leave out what has no prompt: a bare name of the architecture is the header of theirs.
  if (named !== null && !version && settings.size >= 2000) return 'config';
  return settings.size >= 200 ? 'defconfig' : 'fragment';
}

const architectures = [
  'X86',
  'ARM64',
  'ARM',
  'IA64',
  'RISCV',
  'PPC',
  'S390',
  'MIPS',
  'LOONGARCH',
  'SPARC',
  'ALPHA',
  'PARISC',
  'M68K',
  'SUPERH',
  'ARC',
  'CSKY',
  'HEXAGON',
  'MICROBLAZE',
  'NIOS2',
  'OPENRISC',
  'XTENSA',
  'UML',
];
