// What a search finds in repositories of every style, and what it tells of each config's kernel: fixtures/layouts has the
// names and places of real repositories, and of their files the lines that tell. Expected values were read out of the
// repositories by hand.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { check } from '../../../src/api/check.js';
import { namedBytes } from '../../../src/input/named-bytes.js';
import { knowledge } from '../../../src/node/knowledge.js';
import { root } from '../../support/paths.js';

const test = suite('layouts');

const folder = join(root, 'fixtures/layouts');

/** Path, version, where that is from, architecture, where that is from; null where nothing tells. */
type Config = readonly [string, string | null, string | null, string | null, string | null];

interface Layout {
  readonly configs: readonly Config[];
  /** Configs of other programs: path, and what to call them. */
  readonly others?: readonly (readonly [string, string])[];
}

const seabios = 'a SeaBIOS config';
const busybox = 'a BusyBox config';
const uboot = 'a U-Boot config';
const buildroot = 'a Buildroot config';
const wifi = 'a config of hostapd or wpa_supplicant';

const layouts: Readonly<Record<string, Layout>> = {
  'QubesOS+qubes-linux-kernel': {
    // The base config says that it came from an older one.
    configs: [
      ['config-base', '7.1.8', 'version:1', 'x86_64', 'CONFIG_IA32_EMULATION'],
      ['config-qubes', '7.1.8', 'version:1', null, null],
    ],
  },
  'QubesOS+qubes-vmm-xen-stubdom-linux': {
    configs: [['linux/config/10-xen', '6.6.44', '../../Makefile.vars:2', 'x86_64', 'CONFIG_XEN_512GB']],
    others: [['busybox/busybox.config', busybox]],
  },
  'OpenXT+xenclient-oe': {
    configs: [
      [
        'recipes-kernel/linux/6.1/defconfigs/usbvm/defconfig',
        '6.1.38',
        '../../linux-openxt_6.1.38.bb',
        'x86_64',
        'CONFIG_IA32_EMULATION',
      ],
    ],
    others: [
      ['recipes-core/busybox/files/console.cfg', busybox],
      ['recipes-extended/seabios/patches/defconfig', seabios],
    ],
  },
  'bottlerocket-os+bottlerocket-kernel-kit': {
    configs: [['packages/kernel-6.1/config-bottlerocket', '6.1.119', 'kernel-6.1.spec:2', null, null]],
  },
  'CachyOS+linux-cachyos': {
    configs: [['linux-cachyos/config', '7.2.0', 'PKGBUILD:4', 'x86_64', 'PKGBUILD']],
  },
  'alpine+aports': {
    configs: [
      ['main/linux-lts/lts.aarch64.config', '6.18.44', 'APKBUILD:2', 'arm64', 'its name'],
      ['main/linux-lts/lts.loongarch64.config', '6.18.44', 'APKBUILD:2', 'loongarch', 'its name'],
      ['main/linux-lts/lts.ppc64le.config', '6.18.44', 'APKBUILD:2', 'powerpc', 'its name'],
      ['main/linux-lts/lts.riscv64.config', '6.18.44', 'APKBUILD:2', 'riscv', 'its name'],
      ['main/linux-lts/lts.s390x.config', '6.18.44', 'APKBUILD:2', 's390', 'its name'],
      ['main/linux-lts/lts.x86_64.config', '6.18.44', 'APKBUILD:2', 'x86_64', 'its name'],
    ],
    others: [['main/wpa_supplicant/config', wifi]],
  },
  'chimera-linux+cports': {
    configs: [
      ['main/linux-lts/files/config-x86_64.generic', '6.18.44', '../template.py:2', 'x86_64', 'its name'],
    ],
  },
  'void-linux+void-packages': {
    configs: [
      ['srcpkgs/linux6.6/files/arm64-dotconfig', '6.6.69', '../template:2', 'arm64', 'its name'],
      ['srcpkgs/linux6.6/files/x86_64-dotconfig', '6.6.69', '../template:2', 'x86_64', 'its name'],
    ],
  },
  'microsoft+azurelinux': {
    configs: [
      ['SPECS/kernel/config', '6.6.134.1', 'kernel.spec:2', 'x86_64', 'CONFIG_IA32_EMULATION'],
      ['SPECS/kernel/config_aarch64', '6.6.134.1', 'kernel.spec:2', 'arm64', 'its name'],
    ],
    others: [['SPECS/seabios/config.vga-cirrus', seabios]],
  },
  'vmware+photon': {
    // Of several spec files the one that names the config counts.
    configs: [
      ['SPECS/linux/config-rt', '5.10.214', 'linux-rt.spec:2', 'x86_64', 'CONFIG_X86_5LEVEL'],
      ['SPECS/linux/config_aarch64', '6.1.83', 'linux.spec:2', 'arm64', 'its name'],
      ['SPECS/linux/config_x86_64', '6.1.83', 'linux.spec:2', 'x86_64', 'its name'],
    ],
    others: [['SPECS/toybox/config-toybox', 'a toybox config']],
  },
  'openela-main+kernel': {
    configs: [
      ['SOURCES/kernel-aarch64.config', '4.18.0', '../SPECS/kernel.spec:5', 'arm64', null],
      ['SOURCES/kernel-x86_64.config', '4.18.0', '../SPECS/kernel.spec:5', 'x86_64', null],
    ],
  },
  'centos-stream+kernel': {
    configs: [['kernel-x86_64-rhel.config', '5.14.0', 'sources:1', 'x86_64', null]],
  },
  'flatcar+scripts': {
    configs: [
      [
        'sys-kernel/coreos-modules/files/amd64_defconfig-6.12',
        '6.12.103',
        '../coreos-modules-6.12.103.ebuild',
        'x86_64',
        'its name',
      ],
      [
        'sys-kernel/coreos-modules/files/arm64_defconfig-6.12',
        '6.12.103',
        '../coreos-modules-6.12.103.ebuild',
        'arm64',
        'its name',
      ],
      [
        'sys-kernel/coreos-modules/files/commonconfig-6.12',
        '6.12.103',
        '../coreos-modules-6.12.103.ebuild',
        null,
        null,
      ],
    ],
    others: [['sys-apps/sandbox/files/09sandbox', 'settings of Portage']],
  },
  'openwrt+openwrt': {
    configs: [
      ['target/linux/ath79/generic/config-default', '6.6', '../Makefile:2', 'mips', '../Makefile'],
      [
        'target/linux/x86/64/config-6.6',
        '6.6.144',
        '../../../../include/kernel-6.6:1',
        'x86_64',
        'target.mk',
      ],
      ['target/linux/x86/config-6.6', '6.6.144', '../../../include/kernel-6.6:1', 'i386', 'Makefile'],
    ],
    others: [['package/network/services/hostapd/files/hostapd-mini.config', wifi]],
  },
  'armbian+build': {
    configs: [
      ['config/kernel/linux-uefi-riscv64-edge.config', '7.1', 'its line 1', 'riscv', 'its name'],
      [
        'config/kernel/linux-uefi-x86-current.config',
        '6.18',
        'its line 1',
        'x86_64',
        'CONFIG_IA32_EMULATION',
      ],
    ],
  },
  'home-assistant+operating-system': {
    configs: [
      [
        'buildroot-external/board/pc/kernel.config',
        '6.12.70',
        '../../configs/generic_x86_64_defconfig',
        'x86_64',
        '../../configs/generic_x86_64_defconfig',
      ],
      [
        'buildroot-external/kernel/v6.12.y/hassos.config',
        '6.12.70',
        '../../configs/generic_x86_64_defconfig',
        'x86_64',
        '../../configs/generic_x86_64_defconfig',
      ],
    ],
    others: [
      ['buildroot-external/board/pc/uboot.config', uboot],
      ['buildroot-external/configs/generic_x86_64_defconfig', buildroot],
    ],
  },
  'buildroot+buildroot': {
    configs: [
      [
        'board/qemu/x86_64/linux.config',
        '6.18.7',
        '../../../configs/qemu_x86_64_defconfig',
        'x86_64',
        '../../../configs/qemu_x86_64_defconfig',
      ],
      [
        'board/zynq/linux.fragment',
        '6.18',
        '../../configs/zynq_acme_defconfig',
        'arm',
        '../../configs/zynq_acme_defconfig',
      ],
    ],
    others: [
      ['board/zynq/uboot.fragment', uboot],
      ['configs/qemu_x86_64_defconfig', buildroot],
      ['configs/zynq_acme_defconfig', buildroot],
    ],
  },
  'nerves-project+nerves_system_x86_64': {
    configs: [['linux-6.12.defconfig', '6.12.54', 'nerves_defconfig', 'x86_64', 'nerves_defconfig']],
    others: [['nerves_defconfig', buildroot]],
  },
  'kata-containers+kata-containers': {
    configs: [
      [
        'tools/packaging/kernel/configs/fragments/common/fs.conf',
        '6.18.35',
        '../../../../../../versions.yaml:4',
        null,
        null,
      ],
      // CONFIG_X86 alone says nothing of the width.
      [
        'tools/packaging/kernel/configs/fragments/x86_64/base.conf',
        '6.18.35',
        '../../../../../../versions.yaml:4',
        'x86_64',
        'the folder x86_64',
      ],
      ['tools/packaging/kernel/configs/x86_64_kata_kvm_5.4.x', '5.4', 'its name', 'x86_64', 'its name'],
    ],
  },
  'projg2+gentoo-kernel-config': {
    // "6.12 and newer" is no version.
    configs: [
      ['6.12+.config', null, null, null, null],
      ['hardened-amd64.config', null, null, 'x86_64', 'its name'],
      ['hardened-x86.config', null, null, 'i386', 'CONFIG_HIGHMEM64G'],
    ],
  },
  'linuxkit+linuxkit': {
    configs: [
      ['kernel/5.11.x-rt/config-aarch64', '5.11', 'the folder 5.11.x-rt', 'arm64', 'its name'],
      ['kernel/6.6.71/config-x86_64', '6.6.71', 'the folder 6.6.71', 'x86_64', 'its name'],
      ['projects/kernel/kernel_config-4.11.x', '4.11', 'its name', null, null],
    ],
  },
  'LibreELEC+LibreELEC.tv': {
    configs: [['projects/Generic/linux/linux.x86_64.conf', null, null, 'x86_64', 'its name']],
    others: [['projects/Amlogic/bootloader/config', uboot]],
  },
  'rancher+os-kernel': {
    configs: [['config/x86/kernel-config', null, null, 'x86_64', 'the folder x86']],
  },
  'opensuse+kernel-source': {
    configs: [['config/x86_64/default', '6.16', '../../rpm/config.sh:1', 'x86_64', 'the folder x86_64']],
  },
  'debian+linux': {
    configs: [['debian/config/amd64/config', '6.12.48-1', '../../changelog:1', 'x86_64', 'the folder amd64']],
  },
  'xen-troops+meta-xt-common': {
    configs: [
      [
        'meta-xt-domu/recipes-kernel/linux/linux-virtio-armv8/defconfig',
        null,
        null,
        'arm64',
        'the folder linux-virtio-armv8',
      ],
    ],
  },
  'torvalds+linux': {
    configs: [
      ['arch/arm64/configs/defconfig', '6.13.7', '../../../Makefile:2', 'arm64', 'CONFIG_ARM64_VA_BITS_48'],
      ['arch/x86/configs/xen.config', '6.13.7', '../../../Makefile:2', 'x86_64', 'CONFIG_HYPERVISOR_GUEST'],
    ],
  },
  'xen-project+xen': {
    configs: [],
    others: [
      ['stubdom/vtpm/minios.cfg', 'a Mini-OS config'],
      ['xen/arch/ppc/configs/ppc64_defconfig', "the Xen hypervisor's own config"],
    ],
  },
};

for (const [name, { configs, others = [] }] of Object.entries(layouts))
  test(name, async () => {
    const top = join(folder, name);
    const paths = readdirSync(top, { recursive: true, encoding: 'utf8' }).map(path =>
      path.replaceAll('\\', '/'),
    );
    const files = namedBytes(
      paths
        .filter(path => statSync(join(top, path)).isFile())
        .map(path => [path, readFileSync(join(top, path))] as const),
    );
    const report = await check({ files: ['.'] }, { files, knowledge, say: () => {}, now: () => new Date() });
    assert.equal(
      report.results.map(({ path, kernel, guessed }) => [
        path,
        kernel.version?.text ?? null,
        guessed?.version ?? null,
        kernel.arch,
        guessed?.arch ?? null,
      ]),
      configs,
    );
    const foreign = report.passed?.foreign ?? [];
    assert.equal(
      foreign.map(({ path }) => path),
      others.map(([path]) => path),
    );
    for (const [index, [path, what]] of others.entries())
      assert.ok(foreign[index]!.why.includes(what), `${path}: ${foreign[index]!.why}`);
    // Only where there is no kernel config at all is the folder at fault.
    assert.is(report.errors.length, configs.length === 0 ? 1 : 0);
  });

test('every layout has its expected values', () => {
  assert.equal(readdirSync(folder).sort(), Object.keys(layouts).sort());
});

test.run();
