// The architecture of a config that does not name it.
import type { Config } from '../config/config.js';

/** Options that one architecture alone has. x86 stands for both widths. */
const only: readonly (readonly [RegExp, string])[] = [
  [
    /^(IA32_EMULATION|X86_X32(_ABI)?|X86_5LEVEL|AMD_MEM_ENCRYPT|EFI_MIXED|INTEL_TDX_GUEST|XEN_512GB)$/,
    'x86_64',
  ],
  [
    /^(X86_32\w*|X86_PAE|HIGHMEM(4G|64G)|M[3456]86\w*|MPENTIUM(II|III|M|4)|MGEODE\w*|MVIAC3_2|X86_GENERIC)$/,
    'i386',
  ],
  [
    /^(X86(_\w+)?|HYPERVISOR_GUEST|KVM_(INTEL|AMD)|XEN_(PVH|PVHVM_GUEST|HAVE_PVMMU)|MICROCODE_(INTEL|AMD))$/,
    'x86',
  ],
  [/^ARM64(_\w+)?$/, 'arm64'],
  [
    /^(ARM|ARM_(THUMB|LPAE|APPENDED_DTB|ATAG_DTB_COMPAT)|ARCH_MULTI_V\d\w*|CPU_V[67]\w*|AEABI|VFP(v3)?|THUMB2_KERNEL)$/,
    'arm',
  ],
  [/^RISCV(_\w+)?$/, 'riscv'],
  [/^(PPC(32|64)?|PPC_(PSERIES|POWERNV|BOOK3S\w*|PMAC)|POWERPC64_CPU)$/, 'powerpc'],
  [/^(S390(_\w+)?|MARCH_Z\w+)$/, 's390'],
  [/^LOONGARCH$/, 'loongarch'],
  [/^(MIPS|MIPS_(MT_SMP|CPS|MALTA)|CPU_MIPS\d\w*)$/, 'mips'],
];

/**
 * The architecture that a config's options show, and the option that does. Both are null where none is telling, or where
 * they contradict each other, as in a file for several architectures.
 */
export function archOfOptions(settings: Config['settings']): { arch: string; option: string } | null {
  const found = new Map<string, string>();
  for (const [option, { tri }] of settings) {
    // What is off may be named in a file for every architecture.
    if (tri === 0) continue;
    const arch = only.find(([pattern]) => pattern.test(option))?.[1];
    if (arch !== undefined && !found.has(arch)) found.set(arch, option);
  }
  const family = (arch: string) => (arch === 'x86_64' || arch === 'i386' ? 'x86' : arch);
  if (new Set([...found.keys()].map(family)).size !== 1) return null;
  for (const arch of found.has('x86_64') && found.has('i386') ? ['x86'] : ['x86_64', 'i386']) {
    const option = found.get(arch);
    if (option !== undefined) return { arch, option };
  }
  const [[arch, option]] = found as unknown as [[string, string]];
  return { arch, option };
}

/** Words in names, most telling first; x86 stands for both widths. */
const words: readonly (readonly [RegExp, string])[] = [
  [/x86[-_]64|amd64|x64/, 'x86_64'],
  [/i[3456]86|x86[-_]32|ia32/, 'i386'],
  [/aarch64|arm64|armv8a?/, 'arm64'],
  [/arm|armv[567]\w{0,2}|armhf|armel|aarch32/, 'arm'],
  [/riscv(32|64)?|rv64/, 'riscv'],
  [/ppc(32|64)?(le|el)?|powerpc(64)?(le)?/, 'powerpc'],
  [/s390x?/, 's390'],
  [/loong(arch)?(64)?/, 'loongarch'],
  [/mips(32|64)?(r\d)?(el|le)?/, 'mips'],
  [/ia64/, 'ia64'],
  [/x86/, 'x86'],
];
const patterns = words.map(
  ([word, arch]) => [new RegExp(`(?:^|[^a-z0-9])(?:${word.source})(?=$|[^a-z0-9])`), arch] as const,
);

/** The architecture that a name of a file or folder says: x86_64, arm64, ... or x86 for either width; null if none or two. */
export function archInName(name: string): string | null {
  let rest = name.toLowerCase().slice(0, 256);
  const found = new Set<string>();
  for (const [pattern, arch] of patterns) {
    if (!pattern.test(rest)) continue;
    found.add(arch);
    rest = rest.replace(pattern, ' ');
  }
  // "arch/x86 i386" says which of the two widths.
  if (found.has('x86_64') || found.has('i386')) found.delete('x86');
  return found.size === 1 ? [...found][0]! : null;
}
