// By what a message tells its subject. Regular expressions without regard to case, with no open stretch; within a list the first that
// fits decides, so what is more exact stands first. Subjects and speakers are checked by `subject.ts`, which reads this. The tier
// test:messages shows which messages of Xen and Linux they miss, and holds them against a sample that was read by hand.

/** Places in XenStore, devices as Linux names them, files: these are exact. */
export const paths = [
  ['disk', '(backend|device)/(vbd|qdisk|vscsi)\\b|\\b(vbd|vscsi)-\\d'],
  ['network', '(backend|device)/vif\\b|\\bvif-?\\d'],
  ['display', '(backend|device)/(vkbd|vfb|vdispl)\\b|\\b(vkbd|vfb|vdispl)-\\d'],
  ['console', '(backend|device)/console\\b|\\bconsole-\\d'],
  ['pci', '(backend|device)/pci\\b|\\bpci-\\d|\\bpci(back|front)\\b'],
  ['usb', '(backend|device)/(vusb|qusb)\\b|\\bvusb-\\d'],
  ['tpm', '(backend|device)/vtpm\\b|\\bvtpm-?\\d'],
  ['sound', '(backend|device)/vsnd\\b|\\bvsnd-\\d'],
  ['file-share', '(backend|device)/(9pfs|pvcalls)\\b|\\b(9pfs|pvcalls)-\\d'],
  ['network', '/etc/xen/scripts/(vif|network|colo)|\\b(vif-(bridge|route|nat|openvswitch|vale)|xenbr\\d)\\b'],
  ['disk', '/etc/xen/scripts/block|\\bxvd[a-z]'],
  ['toolstack', '/var/(lib|run|lock)/xen/userdata'],
] as const;

/** What the message says; names like xc_domain_set_tsc_info are read as words. */
export const words = [
  ['root', 'mount root|root (device|file ?system|fs)|unknown-block'],
  ['init', '(no|working|requested|default|execute|kill) init\\b|run-init|\\binittab\\b|switch root'],
  ['ramdisk', 'ram ?disk|initrd|initramfs'],
  [
    'security-label',
    'enforcing mode|flask policy|policy file|valid auth|security (context|label|server)|\\bxsm\\b|\\bflask\\b|ssidref|\\bsid\\b|seclabel',
  ],
  [
    'device-tree',
    'bank \\d+ for|retrieve (address|irq)|cope with this size|pa width|device ?-?tree|/chosen|/\\w+ node|\\bfdt\\b|\\bdtb?o?s?\\b|\\bdtb|\\bphandle|\\b(address|size)[- ]cells|reg property|dtdev|property|\\boverlay\\b|\\bnode (in|from) the|\\bnode has no',
  ],
  ['bootloader', 'boot ?loader|pygrub|pv-?grub|\\bgrub\\b|multiboot'],
  [
    'migration',
    'migrat|to state file|x86 pv|static data|page data|hvm params|compressed (data|chunk)|outbuf|compbuf|checkpoint|\\bcolo\\b|\\bremus\\b|restor|\\bsave\\b|saving|\\bsaved|\\bstream\\b|record|log-?dirty|dirty (pfn|bitmap)|\\bbatch|replicat|tail(buf)?|secondary vm|primary vm|failover|[xX]en[dD]?.{0,9}legacy|send(ing)? dirty',
  ],
  ['usb', 'usb|\\busbctrl'],
  ['tpm', 'v?tpm\\d?\\b'],
  ['iommu', 'io-?mmu|vt-d|amd-vi|dmar|interrupt remapping|\\bsmmu'],
  ['sound', 'vsnd|\\bsound|\\bsnd|\\bpcm\\b|audio'],
  ['file-share', '\\bp9\\b|9p(fs)?\\b|pvcalls'],
  [
    'pci',
    '\\bpci|pcidev|pciback|pcifront|passthr(ough|u)|\\bbdf\\b|\\bmsi-?x?\\b|\\brdm\\b|\\bigd\\b|\\bgfx|v-?slot|vdevfn|\\bbar\\d?\\b|mmcfg|option rom.{0,20}device|reserved device memory',
  ],
  [
    'device-model',
    'device ?-?model|qemu|\\bqmp\\b|stub ?-?dom|\\bdm\\b|ioreq|emulator|\\bvideoram|rdonly|read-only (ahci|ide)|\\bgreeting\\b|capability negotiation',
  ],
  [
    'display',
    'gem object|failed to attach fb|\\bfb\\b|vdispl|vncviewer|resolution|\\bvnc|\\bsdl\\b|spice|\\bvga\\b|frame ?buffer|\\bvkbd?\\b|\\bvfb\\b|keyboard|display|\\bqxl\\b|pointer device|\\bdrm\\b|connector|\\bdbuf|dumb buffer|video card',
  ],
  [
    'disk',
    '(illegal number of|has (incorrect|wrong)|references no pending|disabled for further) |\\bdisk|cd-?rom|\\bvdev|\\bblk|block ?device|blktap|\\btap ?disk|\\bphy(sical-device)?\\b|scsi|\\bpdev|floppy|qdisk|\\bvbd|\\bsectors?\\b|barrier|discard|persistent grants|\\bide\\b',
  ],
  [
    'network',
    '\\bnet(work|back|front|dev|if|buf|link|device)?\\b|\\bnics?\\b|nictype|\\bmac\\b|bridge|gatewaydev|\\bvifs?\\b|\\b[rt]x\\b|\\bethernet|\\bifb\\b|qdisc|\\bsk?b\\b|\\bip address|\\bpacket|\\bgso\\b|\\btxreq|multicast|\\bxdp\\b',
  ],
  [
    'acpi',
    'acpi|\\b[dsrx]sdt\\b|\\bmadt\\b|\\bsrat\\b|\\bslit\\b|\\brsdp\\b|\\bspcr\\b|\\bfadt\\b|\\bstao\\b|\\bgtdt\\b',
  ],
  [
    'firmware',
    'failed to crash|firmware|\\bbios\\b|\\w+bios\\b|ovmf|\\befi\\b|uefi|smbios|option rom|hvmloader|hvm ?info|\\brom\\b|mp tables|ipxe|altp?t',
  ],
  [
    'kernel',
    'load modules|cannot load|unsupported section type|too long string table|\\bkernel|\\belf\\b|\\belf ?note|bzimage|payload|decompress|inflate|\\bphdr|\\bshdr|symtab|strtab|section header|program segment|\\bnotes?\\b|unpack|zimage|uimage|loader|image|boot module|guest modules|header addr|load end addr|bss end|bin image|hypercall page|physical entry|lzma|\\blz4\\b|\\blzo|\\bzstd\\b|\\bxz\\b|bzip2|gzip|phys32|boot protocol',
  ],
  [
    'xenstore',
    'set (a )?watcher|live.?update|no state file|special permissions|tdb|treewalk|state data|xen ?-?store|xenbus|\\bxs\\b|watch(ing|es)?\\b|store (page|port|ring|event)|\\bepath\\b',
  ],
  [
    'console',
    'consol|\\bchannel (\\d+ has|connection|configuration|has)|list channels|\\bt?ty\\b|\\bpty\\b|openpty|ttyname|login tty|\\bserial\\b|\\buart|\\bvuart|\\bhvc\\b|pl011|ring-ref|printk',
  ],
  ['grants', '\\bgrant|gnttab|\\bgref|grefs|gnt(dev|alloc|shr)|maptrack'],
  ['events', 'event ?-?chan|evtchn|\\bevent word|\\bport\\b.{0,20}\\bbind|fifo'],
  [
    'interrupts',
    '\\b(p|v)?irqs?\\b|interrupt|\\bgsi\\b|\\bspis?\\b|\\bppi\\b|\\bvector\\b|io-?apic|\\bx?2?apic\\b|\\bgic|\\bipi\\b|\\bvgic',
  ],
  [
    'timer',
    'timer|\\btsc\\b|clock|time ?offset|\\brtc\\b|localtime|\\bhpet\\b|\\bvpt\\b|gettimeofday|wallclock',
  ],
  [
    'scheduler',
    '\\bpool\\b|claim mode|cpu ?-?pool|schedul|\\bsched\\b|\\bweight\\b|\\brtds\\b|\\bcredit2?\\b|rate ?limit|time ?slice|\\bcap out|budget|\\bsedf\\b|extratime',
  ],
  [
    'memory',
    '\\bresource\\b|extended regions|overlaps?!|fail to setup memory|precopy|reserved regions|busy, cannot purge|static data (end|done)|number of bits|uncanonicalize|memory|memkb|memaccess|\\bmem\\b|\\bram(base)?\\b|balloon|\\bpod\\b|p2m|\\bp->m|m2p|\\bmfns?\\b|\\bpfns?\\b|\\bg[mp]?fns?\\b|\\bgfn|pages?(able)?\\b|paging|page ?table|page-table|\\bptes?\\b|\\bl[1-5](tab|\\[| table)|pml4|pml4|e820|\\b(re)?alloc|\\bmalloc|calloc|shadow|\\bhap\\b|mapping|\\bmap(ped)?\\b|numa|v?node ?affinity|\\bv?nodes?\\b|nodemap|\\bmmap|swiotlb|populat|superpage|bounce|physmap|altp2m|\\bept\\b|cr3|iomem|\\bmmio\\b|xenheap|domheap|\\bllc\\b|colou?r|tmem|\\bstatic-mem|shared-mem|shm|\\bframe|reservation|\\bmmu\\b|pseudophys|segment|mapcache|ioport|\\bva\\b|dma|dump mem|\\bcache\\b',
  ],
  [
    'cpu',
    'syscall|\\btrap\\b|debug features|re-offline|of reasons unknown|\\bd\\d+v\\d+\\b|vm86|base group|group both|\\bcmt\\b|feature type|\\blvl\\b|counter overflowed|topologyinfo|cpus?\\b|\\bvcpu|cpuid|\\bmsrs?\\b|processor|affinity|\\bcores?\\b|\\bcbm\\b|\\bcos\\b|\\bcat\\b|\\bpsr\\b|featureset|xsave|extended states?|\\bpolicy\\b|hvm ?context|hvm context|vpmu|mtrr|\\bsve\\b|viridian|nested|\\bmca\\b|leaf|socket cpu|\\bl3\\b|upscaling|rmid|compat\\b|supervisor-mode|32-?bit|\\bpae\\b|monitoring|\\bgdt\\b|\\bldt\\b|\\bmicrocode|\\bapicid|\\bpstate|\\bpm op',
  ],
  [
    'power',
    'shut ?down|reboot|suspend|resum|sysrq|trigger|power|\\bs3\\b|wakeup|(un)?paus|control request|hotplug cpu',
  ],
  ['command-line', 'command.?line|cmdline'],
] as const;

/** The same, of what many messages name beside their subject: the place tells more. */
export const general = [
  [
    'config',
    'cfg (init|inig)|failed to (split|convert)|deprecated|can.?t combine|already exists|quota|trace switch|command not implemented|unknown operation|arm sci|trap-unmapped|strftime|to utc|time as a string|error #\\d|config|\\boption|parameter|params?\\b|\\bargument|\\bparse|parsing|(unknown|invalid|bad|illegal) (value|keyword|size|syntax|size)|specif|syntax|\\bnames?\\b|usage|json|yajl|\\bkey(word)?\\b|unsupported value|\\bmust be\\b|should be|out of range|not a (valid )?number|invalid \\w+:? |can ?not be (used|enabled) (with|together)|not supported|unrecogni[sz]ed|requires|expected',
  ],
  [
    'hypervisor',
    'multicall|call \\d+: op=|physdev|physinfo|version ?info|debug keys|osdep|hypercall-buf|hypervisor|hypercall|privcmd|privileged command|\\bxen\\b|libxc|\\bxc\\b|xen ?call|livepatch|dump ?core|corefile|\\bkexec|\\bkdump|platform info',
  ],
  [
    'device',
    '\\bdevice|back-?end|front-?end|hot-?plug|virtio|\\bdriver\\b|\\bring\\b|reset path|\\brealpath|\\bscript\\b',
  ],
  [
    'domain',
    'failed to create d\\[|list vms|destr(oy|uction)|domain|\\bdom ?id|\\bdom ?\\d|\\bd\\d+\\b|\\bguest|\\buuid|dominfo|\\bvm\\b|generation id|getinfolist|infolist|\\bdom0\\b|hardware dom',
  ],
  [
    'toolstack',
    'waitpid|wait for death|xend is running|xl context|event check|get event|command run was|chdir|asprintf|strdup|unbinding port|delay the request|fork|\\bexec|\\bpipe|\\bfds?\\b|\\bfile|lock|\\bpoll|\\bsignal|\\bchild|process|daemon|socket|thread|mutex|\\bopen|\\bread|\\bwrit|director|\\bstat\\b|fstat|\\blog|tool ?stack|\\bpid\\b|\\buser\\b|\\buid\\b|sendmsg|recvmsg|readdir|rlimit|environment|env vars|timeout|timed out|connect|buffer|\\bglob\\b|unlink|rename|remove|flush|setresuid|\\bkill|lstat|mkdir|mkstemp|listen\\b|accept\\b|\\bbind\\b|fifo|handle|ioctl|select',
  ],
] as const;

/** What the system says of an error: no subject of the message's own, and the last to count. */
export const errnos = [
  ['memory', 'cannot allocate memory|out of memory'],
  ['toolstack', 'no space left on device|too many open files|read-only file system|disk quota exceeded'],
  ['disk', 'input/output error'],
] as const;

/** Texts of errnos, taken out before the words are read: "Invalid argument" speaks of no argument. */
export const errnoTexts =
  '(no such (file or directory|process|device( or address)?)|cannot allocate memory|out of memory|invalid argument|operation not (permitted|supported)|permission denied|device or resource busy|file exists|bad (address|file descriptor)|function not implemented|input/output error|resource temporarily unavailable|no space left on device|not a directory|is a directory|connection (refused|reset by peer|timed out)|broken pipe|interrupted system call|argument list too long|exec format error|too many (open files|links)|inappropriate ioctl for device|numerical result out of range|read-only file system|transport endpoint is not connected|no buffer space available|no child processes|internal error|invalid kernel|out of memory)';

/** Source file and function of a message. */
export const places = [
  ['file-share', '9pfs|\\bp9\\b|pvcalls'],
  ['migration', 'stream|\\bsave\\b|restore|suspend|migrat|\\bcolo\\b|remus|checkpoint|\\bsr\\b'],
  ['pci', '\\bpci'],
  ['usb', 'usb'],
  ['tpm', 'tpm'],
  ['network', 'netbuffer|\\bnic\\b|\\bvif\\b|\\bnet\\b'],
  ['disk', 'disk|\\bblk|\\bnbd\\b|\\bvbd\\b|blktap|scsi|cdrom'],
  ['display', '\\bvfb\\b|\\bvkb\\b|vdispl|\\bvnc'],
  ['sound', 'vsnd'],
  ['device-model', '\\bdm\\b|qmp|stub|qemu|device model'],
  ['bootloader', 'bootloader'],
  ['console', 'console'],
  ['firmware', 'firmware|smbios|bios'],
  ['acpi', 'acpi'],
  ['device-tree', '\\bfdt\\b|\\bdt\\b|dtdev'],
  ['security-label', 'flask|\\bxsm\\b'],
  ['scheduler', 'sched|pool'],
  ['cpu', 'cpu|\\bpsr\\b'],
  ['xenstore', '\\bxs\\b|xshelp|xswait|xenstore'],
  ['kernel', 'elf|bzimage|zimage|binloader|decompress|build image|parse image'],
  ['memory', '\\bmem\\b|memory|numa|\\bp2m\\b|tmem'],
  ['grants', 'gnttab'],
  ['events', 'evtchn'],
] as const;

/** Places that hold much of everything. */
export const lastPlaces = [
  ['device', 'device|hotplug'],
  ['config', '\\bparse|json|\\bcfg\\b|\\bconfig'],
  ['domain', '\\bdom\\b|domain|domcreate|create'],
  ['toolstack', '\\bevent|\\bexec|fork|internal|aoutils|lock|utils'],
] as const;

/** Who says it, where the words do not tell. */
export const speakers = {
  pygrub: 'bootloader',
  grub: 'bootloader',
  qemu: 'device-model',
} as const;
