// Whole configs made in code: a kernel that does everything Xen can ask of it, to change one option at a time.
import { judgeConfig, type CheckOptions, type CheckResult } from '../../src/check/check.js';
import type { Verdict } from '../../src/check/verdict.js';
import { parseConfig } from '../../src/config/parse.js';
import { parseVersion } from '../../src/input/version.js';
import { loadFacts, loadProfiles, loadXenTable } from './knowledge.js';

export type Value = 'y' | 'm' | 'n' | null;
export type Changes = Readonly<Record<string, Value>>;

export interface KernelText {
  readonly version?: string;
  readonly arch?: 'x86_64' | 'i386' | 'arm64' | 'arm' | 'ia64';
  /** Options to set otherwise than in the base; null takes the line out. */
  readonly changes?: Changes;
}

const words = (text: string) => text.trim().split(/\s+/);

const common = words(`
  BLK_DEV NETDEVICES   MMU SMP MODULES NET BLOCK TTY PRINTK UNIX98_PTYS UNIX BINFMT_ELF BINFMT_SCRIPT BLK_DEV_INITRD DEVTMPFS TMPFS
  PROC_FS SYSFS EXT4_FS EXT3_FS HOTPLUG_CPU BRIDGE TUN BLK_DEV_LOOP XEN HVC_XEN HVC_XEN_FRONTEND
  XEN_BLKDEV_FRONTEND XEN_NETDEV_FRONTEND XEN_BALLOON XENFS XEN_COMPAT_XENFS XEN_DEV_EVTCHN
  XEN_PRIVCMD XEN_GNTDEV XEN_GRANT_DEV_ALLOC XEN_BACKEND XEN_BLKDEV_BACKEND XEN_NETDEV_BACKEND
  XEN_SYS_HYPERVISOR XEN_FBDEV_FRONTEND XEN_DOM0 XEN_KBDDEV_FRONTEND INPUT_XEN_KBDDEV_FRONTEND
`);

const x86 = words(`
  X86_TSC   X86 PARAVIRT_GUEST HYPERVISOR_GUEST PARAVIRT XEN_PV XEN_PV_DOM0 XEN_PVHVM XEN_PVHVM_GUEST XEN_PVH
  PVH XEN_SAVE_RESTORE XEN_PLATFORM_PCI XEN_BALLOON_MEMORY_HOTPLUG XEN_ACPI_PROCESSOR XEN_MCE_LOG
  XEN_PCIDEV_BACKEND XEN_PCIDEV_FRONTEND ACPI PCI PCI_MSI X86_IO_APIC X86_LOCAL_APIC X86_X2APIC EFI
  PM SCSI ATA ATA_PIIX BLK_DEV_SD IDE BLK_DEV_IDEDISK SERIAL_8250 SERIAL_8250_CONSOLE 8139CP
  KERNEL_GZIP
`);

const arches: Readonly<Record<string, readonly string[]>> = {
  x86_64: [...x86, 'X86_64', '64BIT'],
  i386: [...x86, 'X86_32', 'X86_PAE', 'HIGHMEM64G'],
  arm64: ['ARM64', '64BIT'],
  arm: ['ARM'],
  ia64: ['IA64', '64BIT'],
};

/** A whole .config as the kernel's tools write it. By default Linux 6.1.192 for x86_64. */
export function kernelText({ version = '6.1.192', arch = 'x86_64', changes = {} }: KernelText = {}): string {
  const options = new Map<string, Value>([...common, ...arches[arch]!].map(option => [option, 'y']));
  for (const [option, value] of Object.entries(changes)) options.set(option, value);
  const header = version.startsWith('2.6.')
    ? `#\n# Linux kernel version: ${version}\n#\n`
    : `#\n# Linux/${arch} ${version} Kernel Configuration\n#\n`;
  let text = `${header}CONFIG_INIT_ENV_ARG_LIMIT=32\n`;
  for (const [option, value] of options) {
    if (value === 'n') text += `# CONFIG_${option} is not set\n`;
    else if (value !== null) text += `CONFIG_${option}=${value}\n`;
  }
  return text;
}

/** The same for the old port. */
export const xenlinux: Changes = {
  X86_XEN: 'y',
  XEN_PRIVILEGED_GUEST: 'y',
  PARAVIRT: null,
  PARAVIRT_GUEST: null,
  HYPERVISOR_GUEST: null,
};

export interface Target extends Pick<CheckOptions, 'root' | 'setup'> {
  readonly xen?: string;
  readonly asked?: readonly string[];
}

/** Judges a text by all built-in profiles. */
export function judge(text: string, { xen, asked, ...more }: Target = {}): CheckResult {
  return judgeConfig(parseConfig(text), loadProfiles(), loadFacts(), {
    xen: { version: parseVersion(xen ?? loadXenTable().newest)!, given: xen !== undefined },
    ...(asked && { asked: new Set(asked) }),
    ...more,
  });
}

/** "boots", "fails load", "silent", "conditional": what the profile's verdict comes to. */
export function verdict(result: CheckResult, profile: string): string {
  const found = verdictOf(result, profile);
  return found.verdict === 'fails' ? `fails ${found.stage}` : found.verdict;
}

export function verdictOf(result: CheckResult, profile: string): Verdict {
  const found = result.verdicts.find(one => one.profile === profile);
  if (!found) throw new Error(`no verdict for ${profile}`);
  return found;
}

/** The ids of the rules with findings of that level in the profile. */
export function rulesAt(result: CheckResult, profile: string, level: 'error' | 'warning' | 'note'): string[] {
  return result.findings
    .filter(finding => finding.level === level && finding.profiles.includes(profile))
    .map(finding => ('rule' in finding ? finding.rule.id : finding.code));
}
