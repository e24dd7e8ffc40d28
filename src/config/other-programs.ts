// Programs whose configs have the form of the kernel's.
import type { Config } from './config.js';

/** What `otherProgram` calls the hypervisor's. */
export const xenConfigName = "the Xen hypervisor's own config";

interface Program {
  readonly name: string;
  /** What its header says. */
  readonly header?: RegExp;
  /** Options that no Linux kernel has. */
  readonly options?: RegExp;
  /** How many of them make it sure, where they are not most of the file. */
  readonly needs?: number;
  /** Names of files and folders that hold its configs. */
  readonly places?: RegExp;
}

// Evidence: configs of Buildroot, BusyBox 1.36, U-Boot 2023.01, OpenWrt, Xen 4.17, SeaBIOS 1.16, hostapd and
// wpa_supplicant 2.10, toybox 0.8 and Mini-OS, as distributions keep them. No option here is in the Kconfig files of Linux
// 3.6, 4.9, 4.14, 5.4 or 6.13.
const programs: readonly Program[] = [
  { name: 'a Buildroot config', header: /^# Buildroot /m },
  {
    name: 'a BusyBox config',
    header: /^# Busybox version:/im,
    options:
      /^(FEATURE_[A-Z0-9_]+|BUSYBOX|ASH(_\w+)?|HUSH|LONG_OPTS|ADDUSER|DELUSER|ADDGROUP|DELGROUP|UDHCPC|MDEV|CTTYHACK|SETSID|LSUSB|LSPCI|POWEROFF|HALT)$/,
    needs: 10,
    places: /busybox/,
  },
  {
    name: 'a U-Boot config',
    header: /^# U-Boot /m,
    options:
      /^(CMD_[A-Z0-9_]+|BOOTDELAY|(USE_)?BOOT(ARGS|COMMAND)|SYS_PROMPT|[ST]PL(_[A-Z0-9_]+)?|TEXT_BASE|SYS_TEXT_BASE|SYS_MALLOC_(LEN|F_LEN)|ENV_(IS_(IN_\w+|NOWHERE)|SIZE|OFFSET\w*|VARS_UBOOT_\w+)|DISTRO_DEFAULTS|BOOTSTD\w*|BOOTMETH\w*|EFI_LOADER|DEFAULT_FDT_FILE|DEFAULT_DEVICE_TREE|OF_(CONTROL|LIBFDT|BOARD|LIST)|FS_(FAT|EXT4|SQUASHFS)|FIT|FIT_SIGNATURE|DM_(RTC|RNG|USB_GADGET|REGULATOR\w*|GPIO|I2C|ETH|MMC|SPI|SERIAL|VIDEO)|DISPLAY_(CPU|BOARD)INFO|LEGACY_IMAGE_FORMAT|EFI_VARIABLE_FILE_STORE|EFI_RUNTIME_UPDATE_CAPSULE|EFI_CAPSULE_AUTHENTICATE|EFI_SECURE_BOOT|PARTITION_TYPE_GUID|MISC_INIT_R|BOARD_(EARLY|LATE)_INIT\w*|WATCHDOG_AUTOSTART|USB_GADGET_(MANUFACTURER|PRODUCT_NUM|VENDOR_NUM|DOWNLOAD)|DFU\w*)$/,
    needs: 3,
    places: /u-?boot|bootloader/,
  },
  {
    name: xenConfigName,
    header: /^# Xen\/\S+ \S+ Configuration/m,
    options:
      /^(SCHED_(CREDIT2?|RTDS|ARINC653|NULL)|PV_SHIM(_EXCLUSIVE)?|SUPPRESS_DUPLICATE_SYMBOL_WARNINGS|HAS_(NS16550|PL011|CADENCE_UART|MVEBU|SCIF)|SBSA_VUART_CONSOLE|XSM(_FLASK)?|PV32|HYPFS|ARGO|MEM_SHARING|VM_EVENT|GRANT_TABLE|PVH_GUEST|XEN_GUEST|XEN_SHSTK|XEN_IBT|PDX_[A-Z]+|UNSUPPORTED|BOOT_TIME_CPUPOOLS|GDBSX|SPECULATIVE_HARDEN_\w+|SCRUB_DEBUG|VERBOSE_DEBUG|BIGMEM|RISCV_64|ARM_64|QEMU_PLATFORM)$/,
    needs: 3,
  },
  {
    name: 'an OpenWrt config',
    header: /^# OpenWrt /im,
    options:
      /^(PACKAGE_[A-Za-z0-9_+.-]+|TARGET_(ROOTFS|BOARD|ARCH_PACKAGES|PROFILE|SUBTARGET|OPTIMIZATION)[A-Z0-9_]*|LIBC_USE_[A-Z]+|BUILD_PATENTED)$/,
    needs: 3,
  },
  {
    name: 'a SeaBIOS config',
    header: /^# SeaBIOS /m,
    options:
      /^(SEABIOS|BUILD_VGABIOS|NO_VGABIOS|VGA_(BOCHS\w*|CIRRUS|ATI|STANDARD_VGA|GEODE\w+|RAMFB|PCI|VID|DID|EXTRA_STACK_SIZE)|BOOTSPLASH|BOOTMENU|BOOTORDER|OPTIONROMS\w*|QEMU_HARDWARE|ROM_SIZE|ENTRY_EXTRASTACK|MALLOC_UPPERMEMORY|CSM|CALL32_SMM|TCGBIOS|FLASH_FLOPPY|HARDWARE_IRQ|USE_SMM|PIRTABLE|MPTABLE|KBD_CALL_INT15_4F)$/,
    needs: 3,
    places: /seabios/,
  },
  {
    name: 'a config of hostapd or wpa_supplicant',
    options:
      /^(DRIVER_(NL80211\w*|WEXT|WIRED|HOSTAP|ATHEROS|NDIS|ROBOSWITCH|BSD|OPENBSD|RTW|NONE|MACSEC\w*|PRISM54)|IEEE8021X_EAPOL|EAP(_\w+)?|CTRL_IFACE\w*|RSN_PREAUTH|PEERKEY|WPS\w*|IAPP|TLSV1[123]|INTERNAL_LIBTOMMATH\w*|NO_RANDOM_POOL|WPA_CLI_EDIT|RADIUS_SERVER|FULL_DYNAMIC_VLAN|IEEE80211(N|R|W|AC|AX)|WNM|SAE|OWE|P2P|HT_OVERRIDES|VHT_OVERRIDES|IBSS_RSN)$/,
    needs: 3,
    places: /hostapd|wpa[-_]supplicant/,
  },
  { name: 'a toybox config', options: /^TOY(BOX|SH)(_\w+)?$/, needs: 2, places: /toybox/ },
  {
    name: 'a Mini-OS config',
    options:
      /^((BLK|NET|FB|KBD|PCI|CONS|9P|TPM)FRONT|TPMBACK|LWIP|START_NETWORK|SPARSE_BSS|QEMU_XS_ARGS|KEXEC_MODULE_PAGES|LIBXEN\w+|LIBXS|LIBC|XC)$/,
    needs: 3,
    places: /mini-?os/,
  },
  { name: 'settings of Portage', options: /^PROTECT(_MASK)?$/, needs: 1 },
  { name: 'a barebox config', header: /^# Barebox\/\S+ /m, places: /barebox/ },
  { name: 'a SWUpdate config', header: /^# S[Ww][Uu]pdate /m, places: /swupdate/ },
  { name: 'a coreboot config', header: /^# coreboot configuration/im, places: /coreboot/ },
];

// Programs whose options do not start with CONFIG_.
const prefixes: readonly (readonly [RegExp, string])[] = [
  [/^(# )?BR2_[A-Za-z0-9_]+(=| is not set)/m, 'a Buildroot config'],
  [/^(# )?CT_[A-Z0-9_]+(=| is not set)/m, 'a crosstool-NG config'],
];

/** The program a config belongs to if it is not Linux, in words that follow "looks like"; else null. */
export function otherProgram(text: string, settings: Config['settings']): string | null {
  const head = text.slice(0, 1024);
  if (/^# Linux(\/\S+ \S+ Kernel Configuration| kernel version:)/m.test(head)) return null;
  for (const program of programs) if (program.header?.test(head)) return program.name;
  if (settings.size === 0) {
    const sample = text.slice(0, 1 << 16);
    for (const [prefix, name] of prefixes) if (prefix.test(sample)) return name;
    return null;
  }
  // A handful of lines is enough: these files are small, and no kernel config contains these names.
  const hits = programs.map(() => 0);
  for (const option of settings.keys()) {
    for (let index = 0; index < programs.length; index++)
      if (programs[index]!.options?.test(option)) hits[index]!++;
  }
  let best = -1;
  for (let index = 0; index < programs.length; index++) {
    const { needs } = programs[index]!;
    // Of a file of two lines, one such option is half of what it says.
    const isEnough = needs !== undefined && (hits[index]! >= needs || hits[index]! * 2 >= settings.size);
    if (isEnough && hits[index]! > 0 && (best < 0 || hits[index]! > hits[best]!)) best = index;
  }
  return best < 0 ? null : programs[best]!.name;
}

/** The program whose name the path has, for what has the form of a config and nothing that tells; else null. */
export function programInPath(path: string): string | null {
  const names = path.toLowerCase().split('/').slice(-4);
  return programs.find(({ places }) => places && names.some(name => places.test(name)))?.name ?? null;
}
