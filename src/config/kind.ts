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

/** What `otherProgram` calls the hypervisor's. */
export const xenConfigName = "the Xen hypervisor's own config";

interface Program {
  readonly name: string;
  /** What its header says. */
  readonly header?: RegExp;
  /** Options that no Linux kernel has; `needs` of them make it sure. */
  readonly options?: RegExp;
  readonly needs?: number;
}

// Evidence: configs of Buildroot, BusyBox 1.36, U-Boot 2023.01, OpenWrt, Xen 4.17 and their defconfigs.
const programs: readonly Program[] = [
  { name: 'a Buildroot config', header: /^# Buildroot /m },
  {
    name: 'a BusyBox config',
    header: /^# Busybox version:/im,
    options: /^(FEATURE_[A-Z0-9_]+|BUSYBOX|ASH|HUSH|LONG_OPTS|FEATURE_SH_MATH)$/,
    needs: 10,
  },
  {
    name: 'a U-Boot config',
    header: /^# U-Boot /m,
    options:
      /^(CMD_[A-Z0-9_]+|BOOTDELAY|SYS_PROMPT|SPL(_[A-Z0-9_]+)?|TEXT_BASE|SYS_TEXT_BASE|BOOTCOMMAND|SYS_MALLOC_LEN)$/,
    needs: 3,
  },
  {
    name: xenConfigName,
    header: /^# Xen\/\S+ \S+ Configuration/m,
    options:
      /^(SCHED_(CREDIT2?|RTDS|ARINC653|NULL)|PV_SHIM(_EXCLUSIVE)?|SUPPRESS_DUPLICATE_SYMBOL_WARNINGS|HAS_NS16550|SBSA_VUART_CONSOLE|XSM_FLASK|PV32|HYPFS|ARGO|MEM_SHARING|VM_EVENT|GRANT_TABLE|PVH_GUEST|XEN_GUEST|XEN_SHSTK|XEN_IBT|PDX_[A-Z]+)$/,
    needs: 3,
  },
  {
    name: 'an OpenWrt config',
    header: /^# OpenWrt /im,
    options:
      /^(PACKAGE_[A-Za-z0-9_+.-]+|TARGET_(ROOTFS|BOARD|ARCH_PACKAGES|PROFILE|SUBTARGET|OPTIMIZATION)[A-Z0-9_]*|LIBC_USE_[A-Z]+|BUILD_PATENTED)$/,
    needs: 3,
  },
];

// Programs whose options do not start with CONFIG_.
const prefixes: readonly (readonly [RegExp, string])[] = [
  [/^(# )?BR2_[A-Za-z0-9_]+(=| is not set)/m, 'a Buildroot config'],
  [/^(# )?CT_[A-Z0-9_]+(=| is not set)/m, 'a crosstool-NG config'],
];

/** The program a config belongs to if it is not Linux, in words that follow "looks like"; else null. */
export function otherProgram(text: string, settings: Settings): string | null {
  const head = text.slice(0, 1024);
  if (/^# Linux(\/\S+ \S+ Kernel Configuration| kernel version:)/m.test(head)) return null;
  for (const program of programs) if (program.header?.test(head)) return program.name;
  if (settings.size === 0) {
    const sample = text.slice(0, 1 << 16);
    for (const [prefix, name] of prefixes) if (prefix.test(sample)) return name;
    return null;
  }
  // A handful of lines is enough: these files are small, and no kernel config contains these names.
  const hits = programs.map(() => 0);
  for (const option of settings.keys()) {
    for (let index = 0; index < programs.length; index++)
      if (programs[index]!.options?.test(option)) hits[index]!++;
  }
  let best = -1;
  for (let index = 0; index < programs.length; index++) {
    const { needs } = programs[index]!;
    if (needs !== undefined && hits[index]! >= needs && (best < 0 || hits[index]! > hits[best]!))
      best = index;
  }
  return best < 0 ? null : programs[best]!.name;
}
