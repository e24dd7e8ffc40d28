/** One word of a kernel command line. */
export interface CommandWord {
  /** As it stands there, quotes included. */
  readonly text: string;
  /** With "_" for "-", as the kernel compares names. */
  readonly name: string;
  /** What is behind the "=", without quotes; null without "=". */
  readonly value: string | null;
  /** From 1. */
  readonly column: number;
  /** Behind "--": the kernel hands it to init unread. */
  readonly forInit: boolean;
}

interface CommandConsole {
  /** "hvc0", "ttyS0", "tty0"; "" for a bare `console=`. */
  readonly device: string;
  readonly options: string | null;
  readonly column: number;
}

/** What a kernel command line says that matters for booting under Xen. Of a word given again, the last one. */
interface CommandLine {
  readonly text: string;
  readonly words: readonly CommandWord[];
  /** In their order: the last one becomes /dev/console. */
  readonly consoles: readonly CommandConsole[];
  readonly root: CommandWord | null;
  readonly rootFsType: CommandWord | null;
  readonly rootFlags: CommandWord | null;
  /** `rootwait` or `rootdelay`. */
  readonly rootWait: CommandWord | null;
  /** `ro` or `rw`, whichever comes last. */
  readonly access: CommandWord | null;
  readonly init: CommandWord | null;
  readonly ramInit: CommandWord | null;
  readonly noInitrd: CommandWord | null;
  readonly resume: CommandWord | null;
  /** `earlyprintk=` and `earlycon=`, in their order. */
  readonly early: readonly CommandWord[];
  /** `quiet`, `debug`, `loglevel=`, `ignore_loglevel`: in their order. */
  readonly verbosity: readonly CommandWord[];
  readonly noModeset: CommandWord | null;
  /** `xen_*`, `xen.*`, `xen-*.…`, `nopv`, `nopvspin`, `noxen...`: in their order. */
  readonly xen: readonly CommandWord[];
  /** What an initramfs does to reach the root: rd.luks, rd.lvm, cryptdevice, dm-mod, verity, ip, nfsroot. */
  readonly storage: readonly CommandWord[];
  /** `modprobe.blacklist`, `module_blacklist`, `rd.driver.blacklist`, `initcall_blacklist`. */
  readonly blacklists: readonly CommandWord[];
  /** The column of a quote that is never closed, or null. */
  readonly openQuote: number | null;
  /** The text was longer than anything a kernel takes, and only its start was read. */
  readonly cut: boolean;
}

/** Bytes; the longest COMMAND_LINE_SIZE of any architecture is half of it. */
const lengthLimit = 1 << 16;

/**
 * Reads a kernel command line the way the kernel does (lib/cmdline.c): blanks part words but inside double quotes, which may
 * stand anywhere in a word; "--" ends the kernel's own words.
 */
export function readCommandLine(whole: string): CommandLine {
  const text = whole.slice(0, lengthLimit);
  const words: CommandWord[] = [];
  let openQuote: number | null = null;
  let forInit = false;
  for (let at = 0; at < text.length;) {
    if (isBlank(text, at)) {
      at++;
      continue;
    }
    const start = at;
    const first = text[at] === '"' ? at + 1 : at;
    let quoted = false;
    let quoteAt = 0;
    let equals = -1;
    for (; at < text.length && (quoted || !isBlank(text, at)); at++) {
      const character = text[at];
      if (character === '=' && equals < 0 && at > first) equals = at;
      if (character !== '"') continue;
      quoted = !quoted;
      quoteAt = at;
    }
    if (quoted) openQuote ??= quoteAt + 1;
    const word = text.slice(start, at);
    if (word === '--' && !forInit) {
      forInit = true;
      continue;
    }
    const name = equals < 0 ? word : text.slice(start, equals);
    words.push({
      text: word,
      name: bare(name).replaceAll('-', '_'),
      value: equals < 0 ? null : valueOf(text.slice(equals + 1, at), word.startsWith('"')),
      column: start + 1,
      forInit,
    });
  }
  const own = words.filter(word => !word.forInit);
  const all = (pattern: RegExp) => own.filter(word => pattern.test(word.name));
  const last = (pattern: RegExp) => all(pattern).at(-1) ?? null;
  return {
    text: whole,
    words,
    consoles: own
      .filter(word => word.name === 'console' && word.value !== null)
      .map(({ value, column }) => {
        const comma = value!.indexOf(',');
        return comma < 0
          ? { device: value!, options: null, column }
          : { device: value!.slice(0, comma), options: value!.slice(comma + 1), column };
      }),
    root: last(/^root$/),
    rootFsType: last(/^rootfstype$/),
    rootFlags: last(/^rootflags$/),
    rootWait: last(/^root(wait|delay)$/),
    access: last(/^r[ow]$/),
    init: last(/^init$/),
    ramInit: last(/^rdinit$/),
    noInitrd: last(/^noinitrd$/),
    resume: last(/^(no)?resume$/),
    early: all(/^early(printk|con)$/),
    verbosity: all(/^(quiet|debug|loglevel|ignore_loglevel)$/),
    noModeset: last(/^nomodeset$/),
    xen: all(/^(xen[._].*|xen|nopv|nopvspin|noxen\w*|pci_mmcfg|xencons|xenfb\..*|xen_\w+\..*)$/),
    storage: all(
      /^(rd[._](luks|lvm|md|dm|live|nfs|iscsi|neednet|break|retry|timeout|zfs).*|cryptdevice|cryptkey|cryptopts|cryptroot|luks[._].*|dm_mod\.\w+|(systemd\.)?verity\w*|roothash|dm_verity\..*|ip|nfsroot|netroot|iscsi_.*|zfs\w*|real_root|btrfs|lvmwait|break|boot|bootdevice|kernel\.?root)$/,
    ),
    blacklists: all(/^(modprobe\.blacklist|module_blacklist|rd[._]driver[._]blacklist|initcall_blacklist)$/),
    openQuote,
    cut: whole.length > lengthLimit,
  };
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13);
}

const bare = (text: string) => (text.startsWith('"') ? text.slice(1) : text).replace(/"$/, '');

/** Quotes go from the ends only: where the whole word began with one, its last one closes the value. */
function valueOf(text: string, wordQuoted: boolean): string {
  if (text.startsWith('"')) return text.slice(1).replace(/"$/, '');
  return wordQuoted ? text.replace(/"$/, '') : text;
}
