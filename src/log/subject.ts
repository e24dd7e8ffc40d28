import type { Speaker } from './log.js';
import { errnos, errnoTexts, general, lastPlaces, paths, places, speakers, words } from './subject-words.js';

/** What a message is about, whatever it says of it. */
export const subjects = [
  'kernel', // the kernel's image
  'ramdisk',
  'command-line', // of the kernel or of Xen
  'disk',
  'root', // the root file system
  'network',
  'console', // the text console, and serial lines
  'display', // frame buffer, keyboard, VGA, VNC, SPICE
  'memory',
  'cpu',
  'scheduler', // CPU pools, weights, caps
  'interrupts',
  'timer',
  'bootloader', // pygrub, GRUB, pvgrub
  'device-model', // QEMU, its stub domain
  'firmware', // BIOS, UEFI, option ROMs, hvmloader
  'acpi',
  'pci',
  'iommu',
  'usb',
  'tpm',
  'sound',
  'file-share', // 9pfs, pvcalls
  'device', // one that the message does not name
  'device-tree',
  'xenstore',
  'grants',
  'events', // event channels
  'init', // the first program
  'security-label',
  'config', // the domain file, an option or a value in it
  'toolstack', // its own files, locks, processes
  'domain', // as a whole: made, found, destroyed
  'hypervisor', // Xen itself, and the way to it
  'migration', // and save, restore, checkpoints
  'power',
] as const;
export type Subject = (typeof subjects)[number];

/** Longer texts are not looked at. */
const mostText = 500;

interface Rule {
  readonly subject: Subject;
  readonly pattern: RegExp;
}

type Rows = readonly (readonly [Subject, string])[];
const bySpeaker: Partial<Record<Speaker, Subject>> = speakers;
let ready:
  | Readonly<Record<'paths' | 'words' | 'places' | 'general' | 'lastPlaces' | 'errnos', readonly Rule[]>>
  | undefined;

function makeReady() {
  const rules = (rows: Rows) =>
    rows.map(([subject, source]): Rule => ({ subject, pattern: new RegExp(source, 'i') }));
  return {
    paths: rules(paths),
    words: rules(words),
    places: rules(places),
    general: rules(general),
    lastPlaces: rules(lastPlaces),
    errnos: rules(errnos),
  };
}

/** Whose console it is, and who speaks: names that are no part of what is said. */
const speakerMark =
  /^(?:\((?:XEN|d\d+(?:v\d+)?)\) ?|HVM\d+: |xc: (?:error: )?(?:panic: )?|Kernel panic - not syncing: |libxl: (?:error: )?|ERROR: |error: )+/;
/** "libxl_pci.c:1422:domcreate_attach_pci: Domain 5:", "xc_dom_core.c:123: ": the place has words of its own, which count little. */
const placeMark = /\b(\w+\.c:\d+(?::\w+)?):? (?:Domain \d+:)?/;
const errnoText = new RegExp(errnoTexts, 'gi');

/**
 * Gives what an error line is about; null where neither its words nor its place tell. `line` is cleaned (`lineText`), without its
 * stamp; `speaker` is who says it.
 */
export function subjectOf(line: string, speaker: Speaker): Subject | null {
  ready ??= makeReady();
  const text = line.slice(0, mostText).replace(speakerMark, '');
  const place = placeMark.exec(text);
  const message = place ? text.slice(place.index + place[0].length) : text;
  // Names of functions and constants are words too: xc_domain_set_tsc_info, HVM_PARAM_TIMER_MODE.
  const plain = (of: string) => of.replaceAll('_', ' ');
  const said = plain(message.replace(errnoText, ''));
  const first = (rules: readonly Rule[], of: string) =>
    rules.find(({ pattern }) => pattern.test(of))?.subject;
  return (
    first(ready.paths, message) ??
    first(ready.words, said) ??
    (place ? first(ready.places, plain(place[1]!)) : undefined) ??
    first(ready.general, said) ??
    (place ? first(ready.lastPlaces, plain(place[1]!)) : undefined) ??
    first(ready.errnos, message) ??
    bySpeaker[speaker] ??
    null
  );
}
