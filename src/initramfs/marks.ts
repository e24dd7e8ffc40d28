import type { InitramfsMaker } from './initramfs.js';

/** Paths that only one program's images have. The first that fits decides: a later one may be in images of those before. */
export const makers: readonly (readonly [InitramfsMaker, RegExp])[] = [
  ['booster', /^etc\/booster\.init\.yaml$/],
  [
    'dracut',
    /^(?:usr\/)?lib\/dracut(?:\/|$)|^(?:usr\/)?lib\/dracut-lib\.sh$|^(?:var\/lib|etc)\/dracut(?:\/|$)/,
  ],
  ['initramfs-tools', /^conf\/(?:initramfs|arch)\.conf$|^scripts\/functions$/],
  ['mkinitcpio', /^(?:buildconfig|init_functions)$/],
  ['mkinitfs', /^(?:usr\/)?sbin\/nlplug-findfs$/],
  ['busybox', /^(?:usr\/)?s?bin\/busybox$/],
];

/** Small files that tell how the image boots. */
export const settingFiles =
  /^(?:conf\/(?:conf\.d\/[^/]+|[^/]+\.conf|modules)|etc\/(?:cmdline|cmdline\.d\/[^/]+|conf\.d\/[^/]+|fstab|crypttab|mdadm\.conf|booster\.init\.yaml|modules-load\.d\/[^/]+|modprobe\.d\/[^/]+)|(?:usr\/lib|etc)\/initrd-release|usr\/lib\/modules-load\.d\/[^/]+|cryptroot\/crypttab|config|buildconfig|(?:usr\/)?lib\/dracut\/(?:build-parameter\.txt|modules\.txt|loaded-kernel-modules\.txt))$/;

const toolNames = ['cryptsetup', 'lvm', 'mdadm', 'multipath', 'btrfs', 'zpool', 'kpartx'];

/** Programs that a root disk may need. */
export const toolFiles = new RegExp(`^(?:usr/)?s?bin/(${toolNames.join('|')})$`);

/** What the kernel starts, in the order it tries: /linuxrc only in an old kind of image. */
export const starters: readonly string[] = ['init', 'linuxrc'];

/** All that an early archive holds: CPU microcode and ACPI tables, which the kernel reads before it unpacks anything. */
export const earlyFiles =
  /^(?:\.?|early_cpio|kernel|kernel\/x86|kernel\/x86\/microcode(?:\/.*)?|kernel\/firmware|kernel\/firmware\/acpi(?:\/.*)?)$/;

export const modulePath = /^(.*\/)?([^/]+)\.ko(?:\.(gz|xz|zst))?$/;
export const moduleFolder = /^(?:usr\/)?lib\/modules\/([^/]+)(?:\/(.*))?$/;
