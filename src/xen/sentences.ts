// The sentences of profiles/xen/reasons.yaml, filled in.

import type { Args, Caveat, LoaderCondition, Reason, WayOut } from './codes.js';
import type { XenData } from './data.js';
import { messageById } from './verdict.js';

/** Words for the ids that stand as arguments, such as "bzImage" for the container bzimage. */
const titles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  profile: {
    'dom0-pv': 'PV dom0',
    'dom0-pvh': 'PVH dom0',
    'dom0-xenlinux': 'xenlinux dom0',
    'dom0-arm': 'dom0',
    'domu-pv': 'PV guest',
    'domu-pvh': 'PVH guest',
    'domu-hvm': 'HVM guest',
    'domu-xenlinux': 'xenlinux guest',
    'domu-arm': 'guest',
  },
  loader: {
    pygrub: 'pygrub',
    pvgrub: 'pv-grub',
    'grub2-pv': 'GRUB for Xen PV',
    'grub2-pvh': 'GRUB for Xen PVH',
    'hvm-direct': 'Direct boot of HVM guests by xl',
    'hvm-direct-xend': 'Direct boot of HVM guests by xend',
    'hypervisor-arm': 'Dom0less boot',
  },
  container: {
    elf: 'ELF',
    bzimage: 'bzImage',
    zimage: 'zImage',
    'arm64-image': 'arm64 Image',
    'riscv-image': 'RISC-V Image',
    uimage: 'uImage',
    zboot: 'EFI zboot image',
    uki: 'unified kernel image',
    initramfs: 'initramfs',
    xen: 'Xen itself',
    packed: 'packed more than once',
    other: 'no kernel image',
  },
};

function fill(text: string, args: Args): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(args[name] ?? '');
    return titles[name]?.[value] ?? value;
  });
}

/** Why a loader refuses, as a sentence. */
export function reasonText(xen: XenData, { code, args }: Reason): string {
  // The general sentence would read oddly with these.
  if (args.compression === 'none' && code.startsWith('compression-'))
    return fill(xen.sentences.reasons[code]!.text, { ...args, compression: 'unpacked' });
  if (args.compression === 'unknown' && code.startsWith('compression-'))
    return 'The loader does not know how the kernel inside is packed.';
  if (code === 'not-a-xen-kernel' && !args.guestOs && !args.loader)
    return 'The kernel has no Xen notes that name it: CONFIG_XEN is off.';
  return fill(xen.sentences.reasons[code]!.text, args);
}

/** A condition in words that follow "if", "only if" or a comma. */
export function loaderConditionText(
  xen: XenData,
  { code, args }: Pick<LoaderCondition, 'code' | 'args'>,
): string {
  return fill(xen.sentences.conditions[code]!.text, args);
}

export function caveatText(xen: XenData, { code, args }: Caveat): string {
  return fill(xen.sentences.caveats[code]!.text, args);
}

/** What to do, and the commands that do it. */
interface Way {
  readonly text: string;
  readonly commands: readonly string[];
}

/** `file` is what the commands read. */
export function wayOutText(xen: XenData, { code, args }: WayOut, file: string | null = null): Way {
  const { text, commands } = xen.sentences.wayOuts[code]!;
  const name = file === null ? 'vmlinuz' : quoted(file);
  return {
    text: fill(text, {
      ...args,
      ...(args.profile && { profile: `a ${titles.profile![args.profile] ?? args.profile}` }),
    }),
    commands: commands.map(command => {
      // What is not known need not be switched off.
      const known = args.chosen === '' ? command.replace(' -d {chosen}', '') : command;
      return fill(known, { ...args, file: name });
    }),
  };
}

/** For a POSIX shell. */
function quoted(path: string): string {
  if (path === '-' || path === '') return 'vmlinuz';
  if (path.startsWith('-')) return quoted(`./${path}`);
  return /^[A-Za-z0-9_./+:@%=,-]+$/.test(path) ? path : `'${path.replace(/'/g, "'\\''")}'`;
}

/** What the user sees, as on the console or in the log; what varies in it is "...". Null if the id is not known. */
export function seenText(xen: XenData, id: string): string | null {
  const message = messageById(xen, id);
  if (!message) return null;
  const text = message.text.trim().replace(/%(pd|[-+ #0]*[\d*]*(?:\.[\d*]+)?(?:hh?|ll?|z)?[a-zA-Z])/g, '...');
  return message.side === 'dom0-x86' || message.side === 'dom0-arm' ? `(XEN) ${text}` : text;
}
