// Where real configs differ from the trees of their own version, with the reason.

/** Configs whose header still names the last release while the body is from the next one's candidates. */
export const headerLags: Readonly<Record<string, string>> = {
  'opensuse-2.6.37-ec2-x86_64.config.gz': '2.6.38',
  'opensuse-2.6.38-xen-x86_64.config.gz': '2.6.39',
  'opensuse-2.6.39-xen-i386.config.gz': '3.1',
  'opensuse-3.2-xen-x86_64-3.2.0.config.gz': '3.3',
  'opensuse-3.3-ec2-x86_64-3.3.0.config.gz': '3.4',
  'opensuse-3.3-xen-i386-3.3.0.config.gz': '3.4',
  'opensuse-3.6-xen-x86_64-3.6.0.config.gz': '3.7',
  'opensuse-3.8-xen-i386-3.8.2.config.gz': '3.9',
};

export interface Exception {
  /** Matches the names of the configs. */
  readonly configs: RegExp;
  readonly reason: string;
  readonly options: readonly string[];
}

/** Vendors' patches that bring an option to a version or architecture where no mainline tree has it. */
export const patched: readonly Exception[] = [
  {
    configs: /^suse-euler-5\.10-default-arm64/,
    reason: 'openEuler carries the compressed EFI image (mainline 6.1) and PV spinlocks on arm64',
    options: [
      'EFI_ZBOOT',
      'PARAVIRT_SPINLOCKS',
      'KERNEL_GZIP',
      'KERNEL_LZ4',
      'KERNEL_LZMA',
      'KERNEL_LZO',
      'KERNEL_XZ',
      'KERNEL_ZSTD',
      'HAVE_KERNEL_GZIP',
      'HAVE_KERNEL_LZ4',
      'HAVE_KERNEL_LZMA',
      'HAVE_KERNEL_LZO',
      'HAVE_KERNEL_XZ',
      'HAVE_KERNEL_ZSTD',
    ],
  },
  {
    configs: /^kata-arm64_kata_kvm_5\.4/,
    reason: 'Kata carries memory removal on arm64 (mainline 5.7)',
    options: ['ARCH_ENABLE_MEMORY_HOTREMOVE', 'MEMORY_HOTREMOVE', 'ZONE_DEVICE'],
  },
  {
    configs: /^opensuse-4\.1-default-arm64/,
    reason: 'SUSE carries NUMA on arm64 (mainline 4.7)',
    options: ['NUMA', 'NEED_MULTIPLE_NODES'],
  },
  {
    configs: /^opensuse-2\.6\.27-pae/,
    reason: 'SUSE carries squashfs (mainline 2.6.29)',
    options: ['SQUASHFS'],
  },
];

/** Configs that hold an option although its conditions, as read, say no. */
export const holdsMore: readonly Exception[] = [
  {
    configs: /-rt-/,
    reason: "Debian's real-time patches drop the condition on i915",
    options: ['DRM_I915'],
  },
  {
    configs: /^opensuse-3\.8-default-arm64/,
    reason: 'SUSE carries USB host controllers on arm64',
    options: ['USB'],
  },
  {
    configs: /^opensuse-2\.6\.29-default/,
    reason: 'SUSE allows memory hotplug beside hibernation',
    options: ['MEMORY_HOTPLUG'],
  },
];
