// By what a message tells its subject. Regular expressions without regard to case, with no open stretch; within a list the first that
// fits decides, so what is more exact stands first. The tier test:messages shows which messages of Xen and Linux they miss.
// Subjects and speakers are checked by `subject.ts`, which reads this.

/** Places in XenStore, devices as Linux names them, files: these are exact. */
export const paths = [
  ['disk', '(backend|device)/(vbd|qdisk|vscsi)\\b|\\b(vbd|vscsi)-\\d|\\bvbd(\\d|\\b)'],
  ['network', '(backend|device)/vif\\b|\\bvif-?\\d|\\bvif\\b'],
  ['display', '(backend|device)/(vkbd|vfb|vdispl)\\b|\\b(vkbd|vfb|vdispl)-\\d'],
  ['console', '(backend|device)/console\\b|\\bconsole-\\d'],
  ['pci', '(backend|device)/pci\\b|\\bpci-\\d|\\bpci(back|front)\\b'],
  ['usb', '(backend|device)/(vusb|qusb)\\b|\\bvusb-\\d'],
  ['tpm', '(backend|device)/vtpm\\b|\\bvtpm-?\\d'],
  ['sound', '(backend|device)/vsnd\\b|\\bvsnd-\\d'],
  ['file-share', '(backend|device)/(9pfs|pvcalls)\\b|\\b9pfs-\\d'],
  ['network', '/etc/xen/scripts/(vif|network)|\\b(vif-(bridge|route|nat|openvswitch)|xenbr\\d)\\b'],
  ['disk', '/etc/xen/scripts/block|\\bxvd[a-z]'],
  ['toolstack', '/var/(lib|run|lock)/xen/userdata'],
] as const;

/** What the message says. */
export const words = [
  ['root', 'unable to mount root|cannot open root device|root (file ?system|device)|unknown-block'],
  [
    'init',
    '(no|working|requested|default|failed to execute|attempted to kill) init\\b|run-init|\\binittab\\b',
  ],
  ['ramdisk', 'ram ?disk|initrd|initramfs|\\bmodlist\\b'],
  [
    'security-label',
    'security (context|label)|\\bxsm\\b|\\bflask\\b|ssidref|sid (to|from)|label to|init_seclabel|seclabel',
  ],
  ['device-tree', 'device.?tree|\\bfdt\\b|\\bdtb?o?\\b|partial fdt|compatible'],
  ['bootloader', 'boot ?loader|pygrub|pv-?grub|\\bgrub\\b'],
  [
    'migration',
    'migrat|checkpoint|\\bcolo\\b|\\bremus\\b|restor|\\bsave\\b|saving|saved|\\bstream\\b|record (type|length)|logdirty|log-dirty|suspend (image|event)',
  ],
  ['usb', '\\busb|\\bqusb\\b'],
  ['tpm', '\\bv?tpm'],
  ['iommu', 'iommu|vt-d|amd-vi|dmar|interrupt remapping'],
  ['pci', '\\bpci|passthrough|\\bbdf\\b|pcidev|\\bmsi-?x?\\b|\\brdm\\b|\\bigd\\b|\\bgfx|pciback|pcifront'],
  ['device-model', 'device.?model|qemu|\\bqmp\\b|stub ?dom|\\bdm\\b|ioreq'],
  ['display', '\\bvnc|\\bsdl\\b|spice|\\bvga\\b|frame ?buffer|\\bvkbd?\\b|\\bvfb\\b|keyboard|display'],
  ['sound', 'sound'],
  [
    'disk',
    '\\bdisk|cdrom|cd-rom|\\bvdev|\\bblk|block device|blktap|\\bphy\\b|\\bscsi|\\bpdev|floppy|\\bcd-|\\bqdisk',
  ],
  [
    'network',
    '\\bnet(work|back|front|dev|if)?\\b|\\bnic\\b|\\bmac (address)?|bridge|gatewaydev|\\bvif|\\bvale\\b|rx|tx',
  ],
  ['acpi', 'acpi|\\bdsdt\\b|\\bmadt\\b|\\bsrat\\b|\\bssdt\\b|\\brsdp\\b'],
  [
    'firmware',
    'firmware|\\bbios\\b|seabios|rombios|ovmf|\\befi\\b|uefi|smbios|option rom|hvmloader|hvm_info',
  ],
  [
    'kernel',
    '\\bkernel|\\belf\\b|bzimage|image|payload|decompress|\\bphdr|\\bshdr|\\bnotes?\\b|unpack|zimage|loader',
  ],
  ['xenstore', 'xen ?store|xenbus|\\bxs_|\\bxs\\b|watch'],
  ['console', 'consol|\\btty\\b|\\bpty\\b|serial|\\buart'],
  ['grants', '\\bgrant|gnttab|\\bgref'],
  ['events', 'event.?chan|evtchn'],
  ['interrupts', '\\birq|interrupt|\\bgsi\\b|\\bvector|io-?apic|\\bapic\\b|\\bgic'],
  ['timer', 'timer|\\btsc\\b|clock|timeoffset|\\brtc\\b'],
  ['scheduler', 'cpu ?pool|schedul|\\bsched_|\\bweight\\b|\\brtds\\b|\\bcredit2?\\b|rate ?limit|timeslice'],
  [
    'memory',
    'memory|\\bmem\\b|\\bram\\b|balloon|\\bpod\\b|\\bp2m\\b|\\bm2p\\b|\\bmfns?\\b|\\bpfns?\\b|\\bgfns?\\b|pages?\\b|page ?table|e820|alloc|\\bmalloc|\\bshadow\\b|\\bhap\\b|mapping|\\bmap\\b|numa|vnode|\\bmmap|swiotlb|populate|superpage',
  ],
  [
    'cpu',
    '\\bv?cpus?\\b|\\bvcpu|cpuid|\\bmsrs?\\b|processor|affinity|\\bcores?\\b|\\bcat\\b|\\bpsr\\b|\\bcbm\\b|\\bcos\\b',
  ],
  ['power', 'shutdown|shut down|reboot|suspend|resume|\\bsysrq|trigger|poweroff|power'],
  ['command-line', 'command.?line|cmdline'],
  [
    'config',
    'config|option|parameter|argument|parse|parsing|unknown (value|keyword)|invalid (value|size|syntax)|specif|syntax|\\bname\\b|usage|\\bjson\\b|\\bkey\\b',
  ],
  ['device', '\\bdevice|backend|frontend|hotplug'],
  ['domain', 'domain|\\bdomid|\\bdom\\d|\\bguest|\\buuid'],
  ['hypervisor', 'hypervisor|hypercall|privcmd|\\bxen\\b|libxc|\\bxc_'],
  [
    'toolstack',
    'fork|exec|\\bpipe|\\bfd\\b|\\bfile\\b|\\block|poll|signal|child|process|daemon|socket|thread|mutex|\\bopen|\\bread|\\bwrite|directory',
  ],
  // What the system says of an error, where nothing else tells.
  ['memory', 'cannot allocate memory|out of memory|enomem'],
] as const;

/** Source file and function of a message. */
export const places = [
  ['migration', 'stream|save|restore|suspend|migrat|colo|remus'],
  ['pci', 'pci'],
  ['usb', 'usb'],
  ['tpm', 'tpm'],
  ['network', 'netbuffer|nic|vif|net'],
  ['disk', 'disk|blk|nbd|vbd|block|scsi'],
  ['display', 'vfb|vkb|vdispl|vnc|console_exec|fb'],
  ['sound', 'vsnd'],
  ['file-share', '9pfs|p9|pvcalls'],
  ['device-model', '_dm|dm_|qmp|stub|qemu'],
  ['bootloader', 'bootloader'],
  ['console', 'console'],
  ['firmware', 'firmware|smbios|bios'],
  ['acpi', 'acpi'],
  ['device-tree', 'fdt|arm'],
  ['security-label', 'flask|xsm'],
  ['scheduler', 'sched|pool'],
  ['cpu', 'cpu|psr'],
  ['xenstore', '\\w*_xs|xs_|xshelp|xswait'],
  ['kernel', 'dom_(elf|bzimage|bin|decompress|arm|core)|zimage|elf'],
  ['memory', 'mem|numa|p2m|x86|boot'],
  ['grants', 'gnttab'],
  ['events', 'evtchn'],
  ['device', 'device'],
  ['config', 'parse|json|cfg|utils'],
  ['domain', 'dom|create'],
  ['toolstack', 'event|exec|fork|internal|aoutils|lock'],
] as const;

/** Who says it, where the words do not tell. */
export const speakers = {
  xl: 'toolstack',
  pygrub: 'bootloader',
  grub: 'bootloader',
  qemu: 'device-model',
} as const;
