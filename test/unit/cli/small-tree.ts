import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { folderOf } from './run.js';

/** The few options that a PV and PVH guest's profiles ask for, laid out as x86 kernels of 6.12 do, much shortened. */
const kconfig = `mainmenu "Linux/$(ARCH) $(KERNELVERSION) Kernel Configuration"

config MODULES
	bool "Modules"
	modules

config X86
	def_bool y

config X86_64
	def_bool "$(ARCH)" != "i386"

config 64BIT
	def_bool "$(ARCH)" != "i386"

config MMU
	def_bool y

config EXPERT
	bool "Expert"

config PRINTK
	bool "Messages" if EXPERT
	default y

config CC_HAS_THING
	def_bool $(shell,{ $(CC) -fthing; } >/dev/null 2>&1 && echo "y" || echo "n")

config NUMBER
	int "Number"
	range 1 5
	default 3

source "xen/Kconfig"
`;

const xen = `config HYPERVISOR_GUEST
	bool "Guests"

if HYPERVISOR_GUEST

config PARAVIRT
	bool "Paravirtual"

config XEN
	bool "Xen"
	depends on PARAVIRT

config XEN_PV
	bool "PV guests"
	depends on XEN && !BLOCKER

config XEN_PVHVM
	def_bool XEN

config BLOCKER
	bool "Stands in the way"

endif

config BLK_DEV
	bool "Block"
	default y

config XEN_BLKDEV_FRONTEND
	tristate "Disk"
	depends on XEN && BLK_DEV
`;

/** A folder with a kernel tree in tree/ and these files beside it. */
export function folderWithTree(files: Readonly<Record<string, string>>): string {
  const folder = folderOf(files);
  const tree: Record<string, string> = {
    Makefile: 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 9\nEXTRAVERSION =\nNAME = Some name\n',
    Kconfig: kconfig,
    'xen/Kconfig': xen,
  };
  for (const [name, text] of Object.entries(tree)) {
    const path = join(folder, 'tree', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}
