import { concat } from '../input/bytes.js';
import { textUntilNul, byteViewOf } from './bytes.js';
import type { Content } from './content.js';
import type { NoteRange } from './elf.js';
import type { Endian } from './facts.js';
import type { ProblemReporter } from './report.js';

/** A note of any owner as it stands in the file. */
export interface RawNote {
  readonly owner: string;
  readonly type: number;
  readonly raw: Uint8Array;
  readonly offset: number;
}

/** Xen stops at 65536 notes; the notes of a kernel take a few hundred bytes. */
const mostBytes = 1 << 20;
const mostNotes = 4096;
const beyond = 4096;

/**
 * Reads the notes in one range. The layout is that of the System V ABI with 4-byte padding, as Xen's loader walks it
 * whatever the segment's alignment says. Like Xen it takes a last note that reaches past the range, as GRUB's for
 * 32-bit Xen does (PAE_MODE, even past the end of the file), as far as the file holds it.
 */
export async function readNotes(
  content: Content,
  range: NoteRange,
  endian: Endian,
  report: ProblemReporter,
): Promise<RawNote[]> {
  const size = Math.min(range.size, mostBytes);
  let bytes = await content.read(range.offset, size);
  if (size < range.size) report('elf-malformed', range.offset, { what: `notes of ${range.size} bytes` });
  if (bytes.length < size) {
    const have = range.offset + bytes.length;
    report('notes-outside-file', range.offset, { end: range.offset + range.size, have });
  }
  let view = byteViewOf(bytes, endian);
  // What lies behind the range costs more to unpack than the notes do, and only a last note that reaches there needs it.
  const reach = async (end: number): Promise<void> => {
    if (end <= size || bytes.length !== size) return;
    bytes = concat([bytes, await content.read(range.offset + size, beyond)]);
    view = byteViewOf(bytes, endian);
  };
  const notes: RawNote[] = [];
  let at = 0;
  while (at < size && notes.length < mostNotes) {
    await reach(at + 12);
    if (at + 12 > bytes.length) break;
    const nameSize = view.u32(at);
    const descSize = view.u32(at + 4);
    const type = view.u32(at + 8);
    const desc = at + 12 + pad(nameSize);
    if (desc + descSize > size) {
      report('note-malformed', range.offset + at, { what: `a name of ${nameSize} and ${descSize} bytes` });
    }
    await reach(desc + descSize);
    if (desc >= bytes.length && descSize > 0) break;
    notes.push({
      owner: textUntilNul(bytes.subarray(at + 12, at + 12 + nameSize), 256),
      type,
      raw: Uint8Array.from(bytes.subarray(desc, desc + descSize)),
      offset: range.offset + at,
    });
    at = desc + pad(descSize);
  }
  return notes;
}

function pad(size: number): number {
  return Math.ceil(size / 4) * 4;
}
