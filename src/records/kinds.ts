// Every kind of record in one place: how its text is known, and what reads it. A new kind goes here.
import { isElfNotes, readElfNotes } from './elf-notes.js';
import { isExtlinux, readExtlinux } from './extlinux.js';
import { isDts, readDts } from './dts.js';
import { isFileOutput, readFileOutput } from './file-output.js';
import { isGrub, readGrub } from './grub.js';
import { isListing, readListing } from './listing.js';
import { isLoaderEntry, readLoaderEntry } from './loader-entry.js';
import { isLsmod, isProcModules, readLsmod } from './lsmod.js';
import { isMenuLst, readMenuLst } from './menu-lst.js';
import { isQvmPrefs, readQvmPrefs } from './qvm-prefs.js';
import type { RecordFacts } from './record.js';
import { isXenCfg, readXenCfg } from './xen-cfg.js';
import { isXenstore, readXenstore } from './xenstore.js';
import { isXlInfo, readXlInfo } from './xl-info.js';
import { isXlList, readXlList } from './xl-list.js';

interface TextKind {
  /** What a person calls it. */
  readonly name: string;
  /** Is the text one? Judged strictly: a log may quote any of these. */
  readonly is: (text: string) => boolean;
  readonly read: (text: string) => RecordFacts;
  /** A log's lines may look like it: only what is no log is taken for it. */
  readonly unlessLog: boolean;
}

/** In the order in which they are tried. */
const kinds: readonly TextKind[] = [
  { name: 'output of xl info', is: isXlInfo, read: readXlInfo, unlessLog: false },
  { name: 'output of xl list', is: isXlList, read: readXlList, unlessLog: false },
  { name: 'output of lsmod', is: isLsmod, read: readLsmod, unlessLog: false },
  { name: 'output of lsmod', is: isProcModules, read: readLsmod, unlessLog: false },
  { name: 'output of readelf -n', is: isElfNotes, read: readElfNotes, unlessLog: false },
  { name: 'source of a device tree', is: isDts, read: readDts, unlessLog: false },
  { name: 'output of xenstore-ls', is: isXenstore, read: readXenstore, unlessLog: false },
  { name: 'output of file', is: isFileOutput, read: readFileOutput, unlessLog: true },
  { name: 'output of qvm-prefs', is: isQvmPrefs, read: readQvmPrefs, unlessLog: true },
  { name: "list of an initramfs' files", is: isListing, read: readListing, unlessLog: true },
  { name: 'boot loader entry', is: isLoaderEntry, read: readLoaderEntry, unlessLog: true },
  { name: "GRUB's menu", is: isGrub, read: readGrub, unlessLog: true },
  { name: "GRUB legacy's menu", is: isMenuLst, read: readMenuLst, unlessLog: true },
  { name: "extlinux' menu", is: isExtlinux, read: readExtlinux, unlessLog: true },
  { name: "xen.efi's file", is: isXenCfg, read: readXenCfg, unlessLog: true },
];

/** Reads the text if it is of one of the kinds. `isLog`: is it rather a log? Null for any other text. */
export function readRecord(text: string, isLog: () => boolean): { name: string; facts: RecordFacts } | null {
  for (const { name, is, read, unlessLog } of kinds)
    if (is(text) && !(unlessLog && isLog())) return { name, facts: read(text) };
  return null;
}
