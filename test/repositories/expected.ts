// What a maintainer knows of configs that have no header, read out of the repositories by hand. Versions are compared as far
// as they are written here.

export interface Known {
  /** Paths that it holds for, relative to the repository. */
  readonly paths: RegExp;
  /** Null where the repository itself does not tell. */
  readonly version: string | null;
  readonly arch: string | null;
}

const arm32 =
  /linux-(imx6|imx7d|meson-[cel]\w+|mt7623|mvebu-|odroidxu4|rk322x|rockchip-(current|edge|vendor|rv11\w+)|sunxi-|sun8i)/;

/** Armbian's architectures, as config/sources/families has them. */
export function armbianArch(path: string): string {
  if (/x86/.test(path)) return 'x86_64';
  if (/riscv64|spacemit|starfive|linux-d1|thead/.test(path)) return 'riscv';
  if (/loong64/.test(path)) return 'loongarch';
  return arm32.test(path) && !/s4t7/.test(path) ? 'arm' : 'arm64';
}

export const known: Readonly<Record<string, readonly Known[]>> = {
  'QubesOS/qubes-linux-kernel': [{ paths: /^config-base$/, version: '7.1.8', arch: 'x86_64' }],
  'QubesOS/qubes-vmm-xen-stubdom-linux': [
    { paths: /^linux\/config\/(05-base|10-xen)$/, version: '6.6.44', arch: 'x86_64' },
  ],
  'OpenXT/xenclient-oe': [{ paths: /^recipes-kernel\/.*defconfig$/, version: '6.1.38', arch: 'x86_64' }],
  'bottlerocket-os/bottlerocket-kernel-kit': [
    { paths: /kernel-5\.10\//, version: '5.10.230', arch: 'x86_64' },
    { paths: /kernel-5\.15\//, version: '5.15.173', arch: 'x86_64' },
    { paths: /kernel-6\.1\//, version: '6.1.119', arch: 'x86_64' },
  ],
  'vmware/photon': [
    { paths: /^SPECS\/linux\/config.*aarch64$/, version: '6.1.83', arch: 'arm64' },
    { paths: /^SPECS\/linux\/config(-esx)?_x86_64$/, version: '6.1.83', arch: 'x86_64' },
    { paths: /^SPECS\/linux\/config-rt$/, version: '6.1.83', arch: 'x86_64' },
  ],
  'openela-main/kernel': [
    { paths: /kernel-aarch64-/, version: '5.14', arch: 'arm64' },
    { paths: /kernel-x86_64-/, version: '5.14', arch: 'x86_64' },
    { paths: /kernel-ppc64le-/, version: '5.14', arch: 'powerpc' },
    { paths: /kernel-s390x-/, version: '5.14', arch: 's390' },
  ],
  'flatcar/scripts': [
    { paths: /commonconfig-6\.12$/, version: '6.12.103', arch: null },
    { paths: /amd64_defconfig-6\.12$/, version: '6.12.103', arch: 'x86_64' },
    { paths: /arm64_defconfig-6\.12$/, version: '6.12.103', arch: 'arm64' },
  ],
  'coolsnowwolf/lede': [
    { paths: /generic\/config-5\.10$/, version: '5.10', arch: null },
    { paths: /generic\/config-5\.15$/, version: '5.15', arch: null },
    { paths: /generic\/config-5\.4$/, version: '5.4', arch: null },
    { paths: /generic\/config-6\.1$/, version: '6.1', arch: null },
    { paths: /generic\/config-6\.12$/, version: '6.12', arch: null },
    { paths: /generic\/config-6\.18$/, version: '6.18', arch: null },
    { paths: /generic\/config-6\.6$/, version: '6.6.144', arch: null },
    { paths: /amlogic\/mesongx\/config-6\.6$/, version: '6.6.144', arch: 'arm64' },
    { paths: /x86\/64\/config-6\.6$/, version: '6.6.144', arch: 'x86_64' },
  ],
  'home-assistant/operating-system': [
    { paths: /kernel-arm64-rockchip\.config$/, version: '6.12.70', arch: 'arm64' },
    { paths: /generic-x86-64\/kernel\.config$/, version: '6.12.70', arch: 'x86_64' },
  ],
  'nerves-project/nerves_system_x86_64': [
    { paths: /^linux-6\.12\.defconfig$/, version: '6.12.54', arch: 'x86_64' },
  ],
  'buildroot/buildroot': [
    { paths: /^board\/mender\/x86_64\/linux\.config$/, version: '6.12.28', arch: 'x86_64' },
    { paths: /^board\/minnowboard\/linux\.config$/, version: '5.10.11', arch: 'x86_64' },
  ],
  'linuxkit/linuxkit': [
    { paths: /5\.11\.x-rt\/config-x86_64$/, version: '5.11', arch: 'x86_64' },
    { paths: /5\.11\.x-rt\/config-aarch64$/, version: '5.11', arch: 'arm64' },
  ],
};

/** Repositories that hold no kernel config at all. */
export const withoutConfigs: ReadonlySet<string> = new Set([
  'bottlerocket-os/bottlerocket',
  'cloud-hypervisor/cloud-hypervisor',
  'elrepo/packages',
  'lf-edge/eve',
  'rancher/os',
]);

/** Recipes: repository files with which every config of the repository gets a verdict. */
export const recipes: Readonly<Record<string, string>> = {
  'QubesOS/qubes-linux-kernel':
    'profiles: [domu-pvh]\nkernel: { file: version }\nmerge:\n  - { name: vm, files: [config-base, config-qubes] }\n',
  'openela-main/kernel': 'profiles: [domu-hvm]\nfiles: ["SOURCES/kernel-*.config"]\n',
  'microsoft/azurelinux': 'profiles: [domu]\nfiles: [SPECS]\n',
  'vmware/photon': 'profiles: [domu-hvm]\nfiles: ["SPECS/linux/config*_x86_64", SPECS/linux/config-rt]\n',
  'CachyOS/linux-cachyos': 'profiles: [domu, dom0]\nfiles: [.]\n',
  'chimera-linux/cports': 'profiles: [domu]\nfiles: [main]\n',
};
