// The codes that answers are made of, with the names of their arguments. profiles/xen/reasons.yaml has a sentence for each.

export const reasonArgs = {
  'mode-too-old': ['profile', 'from'],
  'mode-missing': ['profile'],
  'loader-missing': ['loader', 'from', 'to'],
  'empty-file': [],
  'too-large': [],
  'wrong-machine': ['arch'],
  'format-unknown': ['container'],
  'format-too-new': ['container', 'from'],
  'format-removed': ['container', 'to'],
  'boot-protocol-old': ['protocol'],
  'file-cut': [],
  'wrapper-unknown': ['container', 'compression'],
  'wrapper-too-new': ['container', 'compression', 'from'],
  'wrapper-removed': ['container', 'compression', 'to'],
  'compression-unknown': ['container', 'compression'],
  'compression-too-new': ['container', 'compression', 'from'],
  'compression-removed': ['container', 'compression', 'to'],
  'no-size-word': ['compression'],
  'xz-dictionary': ['mebibytes'],
  'elf-broken': [],
  'no-section-names': [],
  'taken-as-firmware': [],
  'feature-unknown': ['feature'],
  'notes-too-new': [],
  'no-notes': [],
  'legacy-section-pvh': [],
  'not-a-xen-kernel': ['guestOs', 'loader'],
  'xen-version-note': ['value'],
  'offset-without-base': [],
  'no-pv-entry': [],
  'pvh-only-kernel': [],
  'entry-out-of-bounds': [],
  'dom0-only': [],
  'no-pvh-entry': [],
  'not-pvhv1': [],
  'no-pae': [],
  'byte-order': [],
  'no-dom0-bit': [],
} as const satisfies Record<string, readonly string[]>;

export const conditionArgs = {
  'tools-library': ['library'],
  'tools-with-pygrub': [],
  'pvgrub-width': [],
  'pvgrub-built': [],
  'grub-version': ['from'],
  'grub-module': [],
  'grub-pvh-unaware': [],
  'grub-rsdp': ['from'],
  'depends-on-qemu': [],
  'guest-uefi': [],
  'xen-config-pv32': ['option'],
  'xen-32bit-build': [],
  'xen-nonpae-build': [],
  'hvmlite-config': [],
  'pvops-dom0-hypercalls': ['from'],
  'notes-unread': [],
  'point-release-from': ['from'],
  'point-release-to': ['to'],
} as const satisfies Record<string, readonly string[]>;

export const caveatArgs = {
  'xen-64bit-build': [],
  'xen-config': ['option'],
  'pvh-dom0-hardware': [],
  'hvm-hardware': [],
  experimental: [],
  development: [],
  'bzimage-too-old': [],
  'boot-loader-unpacks': [],
} as const satisfies Record<string, readonly string[]>;

export const wayOutArgs = {
  'upgrade-xen': ['from'],
  'older-xen': ['to'],
  'check-path': [],
  'copy-again': [],
  'other-machine': [],
  'strip-elf': [],
  'keep-notes': [],
  // `tool` unpacks the file; the tables leave it empty.
  'gzip-elf': ['tool'],
  unwrap: ['tool'],
  'extract-elf': [],
  'append-size-word': [],
  // `chosen` is what the image was built with, empty where that is not known; the tables leave it empty.
  'choose-compression': ['option', 'chosen'],
  'set-option': ['option'],
  'set-pae': [],
  'use-profile': ['profile'],
  'use-pvshim': [],
  'use-64-bit': [],
  'build-bzimage': [],
  'build-arm-image': [],
  'build-vmlinux': [],
  'take-image-not-zboot': [],
  'take-image-not-uimage': [],
  'unpack-uki': [],
  'this-is-xen': [],
  'this-is-initramfs': [],
  'name-the-kernel': [],
} as const satisfies Record<string, readonly string[]>;

export type ReasonCode = keyof typeof reasonArgs;
type ConditionCode = keyof typeof conditionArgs;
type CaveatCode = keyof typeof caveatArgs;
export type WayOutCode = keyof typeof wayOutArgs;

export type Args = Readonly<Record<string, string | number>>;

/** A code with the arguments its sentence takes. */
interface Coded<Code extends string> {
  readonly code: Code;
  readonly args: Args;
}

export type Reason = Coded<ReasonCode>;
export type Caveat = Coded<CaveatCode>;
export type WayOut = Coded<WayOutCode>;
/** `message`: id of what the user sees where the condition does not hold, if that is known. */
export interface LoaderCondition extends Coded<ConditionCode> {
  readonly message: string | null;
}
