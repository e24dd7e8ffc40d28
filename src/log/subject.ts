import type { Speaker } from './log.js';
import { paths, places, speakers, words } from './subject-words.js';

/** What a message is about, whatever it says of it. */
export type Subject =
  | 'kernel' // the kernel's image
  | 'ramdisk'
  | 'command-line' // of the kernel or of Xen
  | 'disk'
  | 'root' // the root file system
  | 'network'
  | 'console' // the text console, and serial lines
  | 'display' // frame buffer, keyboard, VGA, VNC, SPICE
  | 'memory'
  | 'cpu'
  | 'scheduler' // CPU pools, weights, caps
  | 'interrupts'
  | 'timer'
  | 'bootloader' // pygrub, GRUB, pvgrub
  | 'device-model' // QEMU, its stub domain
  | 'firmware' // BIOS, UEFI, option ROMs, hvmloader
  | 'acpi'
  | 'pci'
  | 'iommu'
  | 'usb'
  | 'tpm'
  | 'sound'
  | 'file-share' // 9pfs, pvcalls
  | 'device' // one that the message does not name
  | 'device-tree'
  | 'xenstore'
  | 'grants'
  | 'events' // event channels
  | 'init' // the first program
  | 'security-label'
  | 'config' // the domain file, an option or a value in it
  | 'toolstack' // its own files, locks, processes
  | 'domain' // as a whole: made, found, destroyed
  | 'hypervisor' // Xen itself, and the way to it
  | 'migration' // and save, restore, checkpoints
  | 'power'; // shutdown, reboot, suspend

/** Longer texts are not looked at. */
const mostText = 500;

interface Rule {
  readonly subject: Subject;
  readonly pattern: RegExp;
}

const ready = (rows: readonly (readonly [Subject, string])[]): readonly Rule[] =>
  rows.map(([subject, source]) => ({ subject, pattern: new RegExp(source, 'i') }));

const bySpeaker: Partial<Record<Speaker, Subject>> = speakers;
let rules: { readonly [kind in 'paths' | 'words' | 'places']: readonly Rule[] } | undefined;

/** "libxl: error: libxl_pci.c:1422:domcreate_attach_pci: ", "panic: xc_dom_core.c:123: xc_dom_find_loader: " */
const head = /\b(\w+\.c:(?:\d+:)? ?\w+)(?:\(\))?:? /;

/**
 * Gives what an error line is about; null where neither its words nor who says it tell. `line` is cleaned (`lineText`), with or without
 * its stamp; `speaker` is who says it.
 */
export function subjectOf(line: string, speaker: Speaker): Subject | null {
  rules ??= { paths: ready(paths), words: ready(words), places: ready(places) };
  const text = line.slice(0, mostText);
  const place = head.exec(text);
  // What stands before the place is the program's name; the place has words of its own, which count least.
  const message = place ? text.slice(place.index + place[0].length) : text;
  const first = (all: readonly Rule[], of: string) => all.find(({ pattern }) => pattern.test(of))?.subject;
  return (
    first(rules.paths, message) ??
    first(rules.words, message) ??
    (place ? first(rules.places, place[1]!) : undefined) ??
    bySpeaker[speaker] ??
    null
  );
}
