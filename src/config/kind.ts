import type { Config, ConfigKind } from './config.js';
import type { Header } from './header.js';

type Settings = Config['settings'];

/** Settings. The smallest finished file of Enterprise Linux 9 has 6,427. */
const fewestFinished = 2000;

/**
 * Is it a finished file of Fedora or Enterprise Linux? Those have all that is asked for, but nothing without a prompt, and
 * in place of a header the bare name of the architecture.
 */
export function leavesOut({ version, arch }: Header, settings: Settings): boolean {
  return (
    arch !== null &&
    version === null &&
    settings.size >= fewestFinished &&
    !settings.has('INIT_ENV_ARG_LIMIT')
  );
}

/**
 * A whole .config holds options without a prompt, which only the kernel's own tools write: its architecture and
 * INIT_ENV_ARG_LIMIT (2.6.11 and newer) or MMU. A defconfig or fragment names what people set.
 */
export function kindOf({ version, arch: named }: Header, settings: Settings): ConfigKind {
  const arch = architectures.some(option => settings.get(option)?.tri === 2);
  if (arch && (settings.has('INIT_ENV_ARG_LIMIT') || (version && settings.has('MMU')))) return 'config';
  if (leavesOut({ version, arch: named }, settings)) return 'config';
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
