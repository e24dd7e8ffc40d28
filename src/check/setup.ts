// What was given besides the config settles what the config leaves open: the initramfs and the guest's domain file.
import { readCommandLine } from '../domain/command-line.js';
import type { DomainFacts } from '../domain/domain.js';
import { requestedType } from '../domain/type.js';
import type { InitramfsFacts } from '../initramfs/initramfs.js';
import type { Version } from '../input/version.js';
import type { Profile, Root, SetupQuestion } from '../profiles/rule-data.js';

/** A file that was given besides the config. */
interface GivenFile<Facts> {
  /** As the user named it. */
  readonly path: string;
  readonly facts: Facts;
}

/** Plain data, so that it can be sent to a worker. */
export interface Setup {
  readonly initramfs?: GivenFile<InitramfsFacts>;
  readonly domain?: GivenFile<DomainFacts>;
}

/** The mode that a domain file asks for under that Xen, on x86. */
export function modeOf(domain: DomainFacts, xen: Version): 'pv' | 'pvh' | 'hvm' {
  const { type } = requestedType(domain, xen);
  return type === 'pvhv1' ? 'pvh' : type;
}

/** Is the guest of that domain file one of the profile's kind? On Arm there is one mode, whatever the type. */
export function isOfDomain(
  { role, mode }: Pick<Profile, 'role' | 'mode'>,
  domain: DomainFacts,
  xen: Version,
): boolean {
  if (role !== 'domu') return false;
  const asked = modeOf(domain, xen);
  return mode === asked || mode === 'arm' || (mode === 'xenlinux' && asked === 'pv');
}

/** Does the domain file hand the kernel to the guest, and with it its command line and initramfs? */
function bootsDirectly({ kernel, bootloader, firmware }: DomainFacts): boolean {
  return kernel !== null && bootloader === null && firmware === null;
}

/** Where a domain file puts the root file system; null where it does not tell. */
export function rootOf(domain: DomainFacts): Root | null {
  if (!bootsDirectly(domain) || domain.commandLine === null) return null;
  const { root, rootFsType } = readCommandLine(domain.commandLine.value);
  const value = root?.value ?? null;
  if (/^(9p|virtiofs)$/.test(rootFsType?.value ?? '')) return 'any';
  if (value === null) return domain.ramdisk && domain.disks.length === 0 ? 'initramfs' : null;
  if (/^(\/dev\/nfs$|nfs[34]?:|iscsi:|nbd:|cifs:|live:(https?|ftp|nfs))/.test(value)) return 'network';
  if (/^\/dev\/ram\d*$/.test(value)) return 'initramfs';
  return /^(\/dev\/|UUID=|LABEL=|PARTUUID=|PARTLABEL=|zfs[:=]|[\da-f]{3,8}$)/i.test(value) ? 'disk' : null;
}

/** The answer of what was given; null where it does not tell. */
export function answerOf(question: SetupQuestion, { initramfs, domain }: Setup): boolean | null {
  const facts = domain?.facts;
  const isDirect = facts !== undefined && bootsDirectly(facts);
  switch (question) {
    case 'no-initramfs':
      if (initramfs) return false;
      return isDirect ? facts.ramdisk === null : null;
    case 'emulated-disks': {
      if (facts?.settings.get('xen_platform_pci')?.value === 0) return true;
      if (!isDirect || facts.commandLine === null) return null;
      return readCommandLine(facts.commandLine.value).xen.some(
        ({ name, value }) => name === 'xen_emul_unplug' && value === 'never',
      );
    }
    case 'plain-image': {
      const name = isDirect ? facts.kernel!.value.replace(/^.*\//, '') : '';
      return name === 'Image' ? true : name.endsWith('.efi') ? false : null;
    }
  }
}
