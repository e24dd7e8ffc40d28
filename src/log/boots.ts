// Where one boot ends in a log and the next begins.
import type { Prefix } from './prefix.js';

/** What a boot says once, in this order, each part of it only if it is there. */
const phases = ['loader', 'mini-os', 'title', 'xen', 'unpack', 'early', 'kernel'] as const;
type Phase = (typeof phases)[number];

/** `journal`: journalctl parts two boots. `tools`: xl, xm or xend begin to make a guest, or make it anew. */
type BootMark = Phase | 'journal' | 'tools';

/** Texts that lines with a mark hold. */
export const bootMarks: readonly string[] = [
  'Linux version ',
  'Xen version',
  'Xen 3.',
  'Xen 4.',
  'Xen 5.',
  'Loading Xen ',
  'Loading Linux ',
  'SeaBIOS (version ',
  'GNU GRUB',
  'Welcome to GRUB',
  'Xen Minimal OS!',
  'early console in ',
  'Decompressing Linux',
  'Uncompressing Linux',
  'Booting Linux on physical CPU',
  'Parsing config ',
  'Using config file "',
  'XendDomainInfo.create',
  'Done. Rebooting now',
  '-- Boot ',
  '-- Reboot --',
];

const table: readonly (readonly [RegExp, BootMark])[] = [
  [/^Linux version \d+\.\d/, 'kernel'],
  [/^Booting Linux on physical CPU /, 'early'],
  [/^(?:early console in (?:setup|extract|decompress)|(?:Dec|Unc)ompressing Linux\.)/, 'unpack'],
  // The oldest releases had no mark of their own on these lines yet; firmware may leave its last line without an end.
  [/(?:^|\(XEN\) )Xen version \d+\.\d\S* \(/, 'xen'],
  [/^(?:\(XEN\) )?Xen \d+\.\d\S{1,40}$/, 'title'],
  [/^Xen Minimal OS!/, 'mini-os'],
  [
    /^(?:SeaBIOS \(version |GNU GRUB {1,4}version|Welcome to GRUB|Loading Xen \d|Loading Linux \S{1,80} ?\.\.\.)/,
    'loader',
  ],
  [/^Parsing config (?:from|file) |^Using config file "|^Done\. Rebooting now/, 'tools'],
  [/\bXendDomainInfo\.create\(/, 'tools'],
  [/^-- (?:Boot [0-9a-f]{32}|Reboot) --$/, 'journal'],
];

/** The mark of a cleaned line; `stamp` is what stands before its message. */
export function markOf(text: string, stamp: string): BootMark | null {
  const mark = table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  // A kernel names itself before its clock runs; later it is somebody who reads that out.
  if ((mark === 'kernel' || mark === 'early') && Number(/\[ {0,12}(\d{1,10})\./.exec(stamp)?.[1] ?? 0) > 0)
    return null;
  return mark;
}

const domain =
  /(?:\[VT-D\] ?)?(?:[\w/.-]{1,60}:\d{1,5}: ?)?(?:HVM ?)?d(\d{1,5})(?:v\d{1,5})?(?![\w.-])|Domain (\d{1,5}) \(vcpu/y;
/** Numbers from here on are Xen's own: they stand for no guest. */
const firstReserved = 0x7ff0;

/** The guest that the hypervisor passes on a line of, or speaks of; 0: none. The message stands in `text` up to `end`. */
export function guestOf(text: string, { mark, at }: Prefix, end: number): number {
  if (mark === '') return 0;
  if (mark !== '(XEN) ') return Number(/\d+/.exec(mark)![0]);
  domain.lastIndex = at;
  const match = domain.exec(text);
  const number = match && domain.lastIndex <= end ? Number(match[1] ?? match[2]) : 0;
  return number < firstReserved ? number : 0;
}

/** What begins with a line: a boot of the machine (or of the one guest of the log), the start of a guest on it, or nothing. */
export type Begins = 'boot' | 'start' | null;

/** Tells of each mark in turn what begins there. */
interface Splitter {
  /**
   * `inSystemLog`: the line came through the machine's own system log. `isUnderWay`: a kernel spoke since the log began or was
   * last split, of which there was no mark: the log begins in the middle of a boot.
   */
  mark(mark: BootMark, inSystemLog: boolean, isUnderWay: boolean): Begins;
  /** The hypervisor passes on a line of this guest, or speaks of it. */
  guest(number: number): Begins;
}

interface Start {
  reached: number;
  readonly byTools: boolean;
  guest: number;
  /** The host's own log comes after the tools': somebody put them into one file. */
  isPasted: boolean;
}

export function makeSplitter(): Splitter {
  /** The last phase of the boot that was seen; -1: none. */
  let reached = -1;
  let sawXen = false;
  let isJournal = false;
  /** The highest number of a guest in this boot; they are given out in order. */
  let highest = 0;
  let start: Start | null = null;

  const boot = (phase: number): Begins => {
    reached = phase;
    sawXen = false;
    isJournal = false;
    highest = 0;
    start = null;
    return 'boot';
  };
  const begin = (byTools: boolean, guest: number, phase = -1): Begins => {
    start = { reached: phase, byTools, guest, isPasted: false };
    return 'start';
  };
  return {
    mark(mark, inSystemLog, isUnderWay) {
      if (mark === 'journal') {
        boot(-1);
        isJournal = true;
        return 'boot';
      }
      if (mark === 'tools') return begin(true, 0);
      const phase = phases.indexOf(mark);
      const isXen = mark === 'title' || mark === 'xen';
      if (start?.byTools && !isXen && !inSystemLog) {
        if (fits(start.reached, phase)) {
          start.reached = phase;
          return null;
        }
        // The host would have begun with its boot loader, or with Xen.
        if (reached < 0 || (sawXen && mark !== 'loader')) return begin(true, 0, phase);
      }
      const isFirst = reached < 0 && !isJournal;
      if (isFirst && isXen && start?.byTools) start.isPasted = true;
      const begins =
        isFirst && isUnderWay && start === null ? boot(phase) : fits(reached, phase) ? null : boot(phase);
      reached = phase;
      sawXen ||= isXen;
      return begins;
    },
    guest(number) {
      if (number <= highest) return null;
      const isFirst = highest === 0;
      highest = number;
      if (start?.byTools && (start.isPasted || start.guest === 0)) {
        start.guest = number;
        return null;
      }
      const begins = begin(false, number);
      // What the hypervisor said of it was put behind the guest's own console: a host would have begun with Xen.
      return isFirst && reached === phases.length - 1 && !sawXen ? null : begins;
    },
  };
}

/** May a boot that got to `reached` come to `phase` now? */
function fits(reached: number, phase: number): boolean {
  return phase > reached || (phase === reached && (phases[phase] === 'loader' || phases[phase] === 'unpack'));
}
