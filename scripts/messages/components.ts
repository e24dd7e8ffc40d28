// Who prints what: the source files of each component, the calls that print, and how a line of it looks in a log.
import type { Speaker } from '../../src/log/log.js';

/** How bad the component itself calls it. `words`: the call has no level, and the message's words decide. */
export type Level = 'fatal' | 'error' | 'warning' | 'other' | 'words';

/** What a call prints. */
export interface Printer {
  /** Its names, as a regular expression. */
  readonly names: string;
  /** Which argument is the format, from 0. */
  readonly format: number;
  /** Its level, or the argument that holds the level. */
  readonly level: Level | { readonly argument: number };
  /** The argument that has to be `stderr`. */
  readonly stream?: number;
  /** Texts that tell of no failure, whatever the level. */
  readonly unless?: RegExp;
}

/** Where a message is printed, and by which call. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly name: string;
  readonly source: string;
  readonly level: Exclude<Level, 'words'>;
}

export interface Component {
  readonly name: string;
  readonly tree: 'xen' | 'linux';
  /** Paths of its sources, in all releases. */
  readonly files: RegExp;
  readonly printers: readonly Printer[];
  /** Who speaks in the lines that `line` makes. */
  readonly speaker: Speaker;
  /** In whose lines its messages are looked for: programs pass each other's on, and not every line tells who speaks. */
  readonly heardFrom: readonly Speaker[];
  /** What stands before every error of it, and not before its other messages. */
  readonly errorMark?: string;
  /** Its line in a log, of the message that was printed. */
  line(message: string, at: Place): string;
}

const levelWord = ({ level }: Place, low: string) =>
  level === 'fatal' ? 'error' : level === 'other' ? low : level;

const base = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const libxl: readonly Printer[] = [
  { names: 'LOG|LOGE', format: 1, level: { argument: 0 } },
  { names: 'LOGEV|LOGD|LOGED', format: 2, level: { argument: 0 } },
  { names: 'LOGEVD', format: 3, level: { argument: 0 } },
  { names: 'LIBXL__LOG|LIBXL__LOG_ERRNO', format: 2, level: { argument: 1 } },
  { names: 'LIBXL__LOG_ERRNOVAL|LIBXL__LOGD|LIBXL__LOGD_ERRNO', format: 3, level: { argument: 1 } },
  { names: 'LIBXL__LOGD_ERRNOVAL', format: 4, level: { argument: 1 } },
];

const libxc: readonly Printer[] = [
  { names: 'ERROR|PERROR', format: 0, level: 'error' },
  { names: 'xc_dom_panic', format: 2, level: 'fatal' },
  { names: 'DOMPRINTF|DPRINTF|IPRINTF|DBGPRINTF', format: 0, level: 'other' },
  { names: 'xc_dom_printf', format: 1, level: 'other' },
];

const libelf: readonly Printer[] = [
  { names: 'elf_err', format: 1, level: 'error' },
  { names: 'elf_mark_broken', format: 1, level: 'error' },
  { names: 'elf_msg', format: 1, level: 'other' },
];

const hypervisor: readonly Printer[] = [
  { names: 'panic', format: 0, level: 'fatal' },
  { names: 'printk', format: 0, level: 'words' },
  { names: 'dprintk|gprintk|gdprintk', format: 1, level: { argument: 0 } },
  { names: 'dt_printk|dt_dprintk', format: 0, level: 'words' },
  { names: 'early_panic', format: 0, level: 'fatal' },
  { names: 'early_printk', format: 0, level: 'words' },
];

const linux: readonly Printer[] = [
  { names: 'panic|xenbus_dev_fatal_panic', format: 0, level: 'fatal' },
  { names: 'printk|printk_once|xen_raw_printk|printk_ratelimited', format: 0, level: 'words' },
  { names: 'xen_raw_console_write|early_xen_raw_printk', format: 0, level: 'words' },
  { names: 'pr_(?:err|crit|emerg|alert)(?:_once|_ratelimited)?', format: 0, level: 'error' },
  { names: 'pr_warn(?:ing)?(?:_once|_ratelimited)?', format: 0, level: 'warning' },
  { names: 'pr_(?:info|notice|debug)(?:_once|_ratelimited)?', format: 0, level: 'other' },
  { names: '(?:dev|netdev|pci)_(?:err|crit|alert|emerg)(?:_once|_ratelimited)?', format: 1, level: 'error' },
  { names: '(?:dev|netdev|pci)_warn(?:_once|_ratelimited)?', format: 1, level: 'warning' },
  { names: 'xenbus_dev_(?:fatal|error)', format: 2, level: 'error' },
  { names: 'DRM_ERROR|DRM_DEV_ERROR', format: 0, level: 'error' },
  { names: 'WARN|WARN_ONCE', format: 1, level: 'warning' },
];

/** The name that a driver's messages begin with, from its pr_fmt. */
function prFormat(source: string, file: string): string {
  const define = /#\s*define\s+pr_fmt\(fmt\)\s+(.*?)\s*fmt\s*$/m.exec(source)?.[1];
  if (define === undefined) return '';
  const module = file.includes('xen-pciback/')
    ? 'xen_pciback'
    : file.includes('xenbus/')
      ? 'xenbus'
      : base(file).replace(/\.c$/, '').replaceAll('-', '_');
  return define
    .replace(/KBUILD_MODNAME/g, module)
    .replace(/__func__/g, 'init')
    .replace(/"|\s(?=")|(?<=")\s/g, '')
    .replace('%s', 'init');
}

/** What programs write to stderr beside failures: progress, help, what is deprecated. */
const progress =
  /^(?:WARNING|Usage|stdout|Try )|deprecated|^migration (?:sender|target)(?!.*(?:[Ff]ail))|^Migration successful|^(?:Rebooting|Shutting down) domain|^Saving to|^Savefile contains|^PV control interface|^Use "-F"|^setting dom%d|is ready$|^Parsing config|^Loading new save file/;

/** The device that a driver's message begins with, as the driver core prints it. */
const devices: readonly (readonly [RegExp, string])[] = [
  [/blkfront/, 'vbd vbd-51712'],
  [/blkback/, 'vbd vbd-5-51712'],
  [/netfront/, 'vif vif-0'],
  [/netback/, 'vif vif-5-0'],
  [/pcifront/, 'pcifront pci-0'],
  [/pciback/, 'pciback 0000:03:00.0'],
  [/fbfront/, 'vfb vfb-0'],
  [/kbdfront/, 'vkbd vkbd-0'],
  [/tpmfront/, 'vtpm vtpm-0'],
  [/scsifront|scsiback/, 'vscsi vscsi-0'],
  [/hvc_xen/, 'xenconsole console-0'],
  [/xen-hcd/, 'vusb vusb-0'],
  [/pvcalls/, 'pvcalls pvcalls-0'],
  [/9p/, '9pfs 9pfs-0'],
  [/sound/, 'vsnd vsnd-0'],
  [/drm/, 'vdispl vdispl-0'],
  [/platform-pci/, 'xen-platform-pci 0000:00:02.0'],
];

function linuxLine(
  message: string,
  { file, name, source }: { file: string; name: string; source: string },
): string {
  if (/^(dev|netdev|pci)_|^xenbus_dev/.test(name)) {
    const device = devices.find(([pattern]) => pattern.test(file))?.[1] ?? 'xen xen-0';
    return `${device}: ${name.startsWith('xenbus_dev') ? '22 ' : ''}${message}`;
  }
  if (name === 'panic') return `Kernel panic - not syncing: ${message}`;
  return (name.startsWith('pr_') ? prFormat(source, file) : '') + message;
}

const driver = (name: string, files: RegExp): Component => ({
  name,
  tree: 'linux',
  files,
  printers: linux,
  speaker: 'kernel',
  heardFrom: ['kernel', 'other'],
  line: linuxLine,
});

const xenTool = (path: string) => new RegExp(`^tools/(?:${path})\\.c$`);

/** In the order of a boot. The files of libxl moved to tools/libs/light, those of libxc to tools/libs, in 4.15; xl's out of libxl in 4.9. */
export const components: readonly Component[] = [
  {
    name: 'xl',
    tree: 'xen',
    files: xenTool('xl/xl\\w*|libxl/xl\\w*|libxl/libxlu\\w*|libs/util/libxlu\\w*'),
    printers: [
      { names: 'fprintf', format: 1, level: 'error', stream: 0, unless: progress },
      { names: 'perror|CHK_ERRNOVAL', format: 0, level: 'error', unless: progress },
      { names: 'LOG', format: 0, level: 'words' },
      { names: 'xlu__disk_err', format: 2, level: 'error' },
      { names: 'xlu__range_error|xlu__pci_err', format: 1, level: 'error' },
    ],
    speaker: 'xl',
    heardFrom: ['xl', 'other'],
    line: (message, { name }) => (name === 'perror' ? `${message}: No such file or directory` : message),
  },
  {
    name: 'libxl',
    tree: 'xen',
    files: xenTool('libxl/libxl_\\w+|libs/light/libxl_\\w+'),
    printers: libxl,
    speaker: 'xl',
    errorMark: 'error: ',
    heardFrom: ['xl', 'libvirt'],
    line: (message, at) =>
      `libxl: ${levelWord(at, 'debug')}: ${base(at.file)}:${at.line}:${at.function}: ${/D$|LOGD/.test(at.name) ? 'Domain 5:' : ''}${message}${/E|ERRNO/.test(at.name.replace(/^LIBXL__/, '')) ? ': No such file or directory' : ''}`,
  },
  {
    name: 'libxc',
    tree: 'xen',
    files: xenTool('libxc/x[cg]_\\w+|libs/(?:ctrl|guest)/x[cg]_\\w+'),
    printers: libxc,
    speaker: 'xc',
    errorMark: 'error: ',
    heardFrom: ['xc', 'xl', 'xend', 'libvirt'],
    line: (message, { file, line, name, level }) =>
      level === 'other' || level === 'warning'
        ? `${name.includes('dom_printf') || name.startsWith('DOM') ? 'domainbuilder' : 'xc'}: detail: ${message}`
        : name === 'xc_dom_panic'
          ? `xc: error: panic: ${base(file)}:${line}: ${message}: Internal error`
          : `xc: error: ${message}${name === 'PERROR' ? ' (2 = No such file or directory)' : ''}: Internal error`,
  },
  {
    name: 'libelf',
    tree: 'xen',
    files: /^xen\/common\/libelf\/libelf-\w+\.c$/,
    printers: libelf,
    speaker: 'hypervisor',
    heardFrom: ['hypervisor', 'xc'],
    line: message => `(XEN) ${message.startsWith('ELF:') ? '' : 'ELF: '}${message}`,
  },
  {
    name: 'hvmloader',
    tree: 'xen',
    // Not tests.c: it runs in debug builds alone.
    files: /^tools\/firmware\/hvmloader\/(?:\w+\/)?(?!tests)\w+\.c$/,
    printers: [{ names: 'printf', format: 0, level: 'words' }],
    speaker: 'hypervisor',
    heardFrom: ['hypervisor', 'grub', 'kernel', 'other'],
    line: message => `(d5) ${message}`,
  },
  {
    name: 'hypervisor',
    tree: 'xen',
    files:
      /^xen\/(?:arch\/x86\/(?:dom0_build|domain_build|setup|bzimage|pv\/dom0_build|hvm\/dom0_build)|arch\/arm\/(?:domain_build|kernel|dom0less-build|setup|acpi\/domain_build|static-\w+)|common\/(?:decompress|unxz|unlzma|unlzo|unlz4|bunzip2|inflate|domain|device-tree\/(?:dom0less-build|domain-build|kernel|static-\w+)))\.c$/,
    printers: hypervisor,
    speaker: 'hypervisor',
    heardFrom: ['hypervisor'],
    line: message => `(XEN) ${message}`,
  },
  {
    name: 'xenstored',
    tree: 'xen',
    files:
      /^tools\/(?:xenstore|xenstored)\/(?:xenstored?_\w+|core|domain|posix|minios|lu|watch|transaction)\.c$/,
    printers: [
      { names: 'barf|barf_perror', format: 0, level: 'fatal' },
      { names: 'log|syslog|eprintf|xprintf', format: 0, level: 'words' },
      { names: 'fprintf', format: 1, level: 'error', stream: 0, unless: progress },
    ],
    speaker: 'xend',
    heardFrom: ['xend'],
    line: (message, { name }) =>
      `Dec  1 10:00:00 host xenstored[123]: ${message}${name === 'barf_perror' ? ': No such file or directory' : ''}`,
  },
  {
    name: 'xenconsoled',
    tree: 'xen',
    files: /^tools\/console\/daemon\/\w+\.c$/,
    printers: [
      { names: 'dolog', format: 1, level: { argument: 0 } },
      { names: 'fprintf', format: 1, level: 'error', stream: 0, unless: progress },
    ],
    speaker: 'xend',
    heardFrom: ['xend'],
    line: message => `Dec  1 10:00:00 host xenconsoled[123]: ${message}`,
  },
  driver('xenbus', /^drivers\/xen\/xenbus\/\w+\.c$|^drivers\/xen\/xenfs\/\w+\.c$/),
  driver('xen-blkfront', /^drivers\/block\/xen-blkfront\.c$/),
  driver('xen-blkback', /^drivers\/(?:block\/xen-blkback|xen\/blkback)\/\w+\.c$/),
  driver('xen-netfront', /^drivers\/net\/xen-netfront\.c$/),
  driver('xen-netback', /^drivers\/net\/xen-netback\/\w+\.c$/),
  driver('xen-pcifront', /^drivers\/pci\/xen-pcifront\.c$/),
  driver('xen-pciback', /^drivers\/xen\/xen-pciback\/\w+\.c$/),
  driver('xen-fbfront', /^drivers\/video\/(?:fbdev\/)?xen-fbfront\.c$/),
  driver('xen-kbdfront', /^drivers\/input\/misc\/xen-kbdfront\.c$/),
  driver('xen-tpmfront', /^drivers\/char\/tpm\/xen-tpmfront\.c$/),
  driver('xen-scsifront', /^drivers\/scsi\/xen-scsifront\.c$/),
  driver('xen-scsiback', /^drivers\/xen\/xen-scsiback\.c$/),
  driver('hvc_xen', /^drivers\/tty\/hvc\/hvc_xen\.c$/),
  driver('xen-hcd', /^drivers\/usb\/host\/xen-hcd\.c$/),
  driver('xen-drm', /^drivers\/gpu\/drm\/xen\/\w+\.c$/),
  driver('xen-sound', /^sound\/xen\/\w+\.c$/),
  driver('xen-9pfs', /^net\/9p\/trans_xen\.c$/),
  driver('xen-platform-pci', /^drivers\/xen\/platform-pci\.c$/),
  driver('arch-x86-xen', /^arch\/x86\/(?:xen|platform\/pvh)\/[\w-]+\.c$|^arch\/x86\/pci\/xen\.c$/),
  driver('arch-arm-xen', /^arch\/arm(?:64)?\/xen\/[\w-]+\.c$/),
  driver('xen-core', /^drivers\/xen\/(?!platform-pci|xen-scsiback)(?:events\/)?[\w-]+\.c$/),
];
