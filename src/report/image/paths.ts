// What the ways to boot an image are called.
import type { BootPath } from '../../check/boot-paths.js';
import type { LoaderId } from '../../xen/data.js';

const profileTitles: Readonly<Record<string, string>> = {
  'dom0-pv': 'dom0 PV',
  'dom0-pvh': 'dom0 PVH',
  'dom0-xenlinux': 'dom0 xenlinux',
  'dom0-arm': 'dom0',
  'domu-pv': 'domU PV',
  'domu-pvh': 'domU PVH',
  'domu-xenlinux': 'domU xenlinux',
  'domu-hvm': 'domU HVM',
  'domu-arm': 'domU',
};

const loaderTitles: Readonly<Partial<Record<LoaderId, string>>> = {
  pygrub: 'pygrub',
  pvgrub: 'pvgrub',
  'grub2-pv': 'GRUB 2',
  'grub2-pvh': 'GRUB 2',
};

/** "dom0 PV", "domU PVH, pygrub", "HVM direct boot". */
export function pathTitle({ profile, loaders }: Pick<BootPath, 'profile' | 'loaders'>): string {
  const [loader] = loaders;
  if (loader === 'hvm-direct') return 'HVM direct boot';
  if (loader === 'hvm-disk') return 'HVM from its disk';
  if (loader === 'hypervisor-arm' && profile === 'domu-arm') return 'domU, dom0less';
  const by = loaderTitles[loader!];
  return by ? `${profileTitles[profile]}, ${by}` : profileTitles[profile]!;
}
