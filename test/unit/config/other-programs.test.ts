// Configs of other programs that use Kconfig are refused by name. Samples: the forms their own tools write.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseConfig } from '../../../src/config/parse.js';
import { refusal } from '../../support/refused.js';

const test = suite('configs of other programs');

const head = (what: string) => `#\n# Automatically generated file; DO NOT EDIT.\n# ${what}\n#\n`;
const lines = (...options: string[]) => `${options.map(option => `CONFIG_${option}=y`).join('\n')}\n`;

const samples: readonly (readonly [string, string, string])[] = [
  [
    'Buildroot, .config',
    `${head('Buildroot 2023.02 Configuration')}BR2_HAVE_DOT_CONFIG=y\n`,
    'a Buildroot config',
  ],
  [
    'Buildroot, defconfig',
    'BR2_x86_64=y\nBR2_TOOLCHAIN_EXTERNAL=y\n# BR2_PACKAGE_XEN is not set\n',
    'a Buildroot config',
  ],
  ['BusyBox, .config', `${head('Busybox version: 1.36.1')}CONFIG_HAVE_DOT_CONFIG=y\n`, 'a BusyBox config'],
  [
    'BusyBox, no header',
    lines(
      'LONG_OPTS',
      'FEATURE_DEVPTS',
      'FEATURE_PIDFILE',
      'FEATURE_SUID',
      'FEATURE_SYSLOG',
      'FEATURE_EDITING',
      'FEATURE_SH_MATH',
      'FEATURE_SEAMLESS_GZ',
      'FEATURE_TAR_CREATE',
      'ASH',
    ),
    'a BusyBox config',
  ],
  [
    'U-Boot, .config',
    `${head('U-Boot 2023.01 Configuration')}CONFIG_CREATE_ARCH_SYMLINK=y\n`,
    'a U-Boot config',
  ],
  [
    'U-Boot, defconfig',
    'CONFIG_ARM=y\nCONFIG_TARGET_XENGUEST_ARM64=y\nCONFIG_TEXT_BASE=0x40080000\nCONFIG_BOOTDELAY=10\nCONFIG_SYS_PROMPT="xenguest# "\nCONFIG_CMD_PVBLOCK=y\n',
    'a U-Boot config',
  ],
  [
    'OpenWrt, .config',
    `${head('OpenWrt Configuration')}CONFIG_MODULES=y\nCONFIG_TARGET_x86=y\n`,
    'an OpenWrt config',
  ],
  [
    'OpenWrt, diffconfig',
    'CONFIG_TARGET_x86=y\nCONFIG_PACKAGE_kmod-xen-netdev=y\nCONFIG_PACKAGE_luci=y\nCONFIG_PACKAGE_dropbear=m\n# CONFIG_PACKAGE_ppp is not set\nCONFIG_PACKAGE_ip_full=y\nCONFIG_PACKAGE_block_mount=y\n',
    'an OpenWrt config',
  ],
  [
    'Xen, .config',
    `${head('Xen/x86 4.17.5 Configuration')}CONFIG_X86_64=y\n`,
    "the Xen hypervisor's own config",
  ],
  [
    'Xen, defconfig',
    'CONFIG_PV=y\nCONFIG_PVH_GUEST=y\nCONFIG_PV_SHIM=y\nCONFIG_PV_SHIM_EXCLUSIVE=y\nCONFIG_SCHED_NULL=y\n',
    "the Xen hypervisor's own config",
  ],
  ['crosstool-NG', 'CT_CONFIG_VERSION="4"\nCT_ARCH_X86=y\n', 'a crosstool-NG config'],
];

for (const [name, text, what] of samples)
  test(name, () => assert.is(refusal(text), `is not a Linux kernel config: it looks like ${what}`));

test('a kernel config with a few such names stays one', () => {
  const header = head('Linux/x86 6.1.0 Kernel Configuration');
  assert.is(parseConfig(`${header}${lines('XEN', 'PVH_GUEST', 'SCHED_NULL', 'PV_SHIM')}`).settings.size, 4);
  assert.is(parseConfig(lines('XEN', 'HYPERVISOR_GUEST', 'CMD_X')).settings.size, 3);
  // Options that Linux shares with others by name.
  assert.is(parseConfig(lines('XEN_DOM0', 'MODULES', 'IKCONFIG', 'PCI', 'ARM64', 'ACPI')).kind, 'fragment');
});

test.run();
