import type { Content } from './content.js';
import {
  type ElfHeader,
  loadRange,
  multibootHeaders,
  type NoteRange,
  type Programs,
  readElfHeader,
  readPrograms,
  readSections,
  type Sections,
} from './elf.js';
import type { ElfFacts, OtherNote, XenFacts, XenNote } from './facts.js';
import { type RawNote, readNotes } from './notes.js';
import type { ProblemReporter } from './report.js';
import { decodeNote, xenFactsOfLegacy, xenFactsOfNotes } from './xen-notes.js';

const mostRanges = 64;
const mostLegacy = 8192;

export interface ElfImage {
  readonly elf: ElfFacts;
  readonly arch: ElfHeader['arch'];
  readonly notes: readonly XenNote[];
  readonly otherNotes: readonly OtherNote[];
  readonly xen: XenFacts | null;
  /** The notes were looked for everywhere, and nothing was cut off. */
  readonly notesRead: boolean;
}

interface Found {
  readonly notes: readonly XenNote[];
  readonly otherNotes: readonly OtherNote[];
  readonly xen: XenFacts | null;
}

/**
 * Reads an ELF image in the order in which Xen looks for its facts: note segments, then note sections, then the old
 * `__xen_guest` section, and no further than needed. `plain`: reading any part of it costs nothing.
 */
export async function readElfImage(
  content: Content,
  plain: boolean,
  wantNotes: boolean,
  report: ProblemReporter,
): Promise<ElfImage | null> {
  const header = await readElfHeader(content, report);
  if (!header) return null;
  let cut = false;
  const watch: ProblemReporter = (code, offset, args) => {
    if (code === 'header-truncated' || code === 'notes-outside-file' || code === 'elf-malformed') cut = true;
    report(code, offset, args);
  };
  const multiboot = header.arch === 'x86' ? multibootHeaders(await content.read(0, 32768)) : [];
  const programs = await readPrograms(content, header, watch);
  let found: Found = { notes: [], otherNotes: [], xen: null };
  let sections: Sections | null = null;
  if (wantNotes) {
    found = await readRanges(content, header, programs.notes, 'pt-note', watch);
    if (plain || !found.xen) sections = await readSections(content, header, watch);
    if (!found.xen) found = await fromSections(content, header, programs, sections!, found, watch);
  } else if (plain) sections = await readSections(content, header, watch);
  checkProgram(header, programs, content, report);
  const { failure, tooLarge } = content.state();
  return {
    arch: header.arch,
    elf: {
      bits: header.bits,
      endian: header.endian,
      machine: header.machine,
      type: header.type,
      entry: header.entry,
      segments: programs.segments,
      load: loadRange(programs.segments),
      interpreter: programs.interpreter,
      sectionCount: header.sections.count,
      sectionNames: header.sections.count > 0 && header.namesIndex !== 0,
      symbols: sections ? sections.symbols : header.sections.count === 0 ? false : null,
      multiboot,
    },
    ...found,
    notesRead: wantNotes && (found.xen !== null || (!cut && failure === null && !tooLarge)),
  };
}

async function readRanges(
  content: Content,
  header: ElfHeader,
  ranges: readonly NoteRange[],
  source: 'pt-note' | 'sht-note',
  report: ProblemReporter,
): Promise<Found> {
  const raw: RawNote[] = [];
  // In file order, so that a packed image need not be unpacked twice.
  const sorted = [...ranges].sort((left, right) => left.offset - right.offset).slice(0, mostRanges);
  for (const range of sorted) raw.push(...(await readNotes(content, range, header.endian, report)));
  const notes = raw.filter(note => note.owner === 'Xen').map(note => decodeNote(note, header.endian, report));
  return {
    notes,
    otherNotes: raw.filter(note => note.owner !== 'Xen'),
    xen: notes.length > 0 ? xenFactsOfNotes(notes, source, report) : null,
  };
}

async function fromSections(
  content: Content,
  header: ElfHeader,
  programs: Programs,
  sections: Sections,
  before: Found,
  report: ProblemReporter,
): Promise<Found> {
  const read = new Set(programs.notes.map(range => `${range.offset} ${range.size}`));
  const fresh = sections.notes.filter(range => !read.has(`${range.offset} ${range.size}`));
  const found = await readRanges(content, header, fresh, 'sht-note', report);
  const known = new Set(before.otherNotes.map(note => note.offset));
  const otherNotes = [...before.otherNotes, ...found.otherNotes.filter(note => !known.has(note.offset))];
  if (found.xen || !sections.legacy) return { ...found, otherNotes };
  const { offset, size } = sections.legacy;
  const bytes = await content.read(offset, Math.min(size, mostLegacy));
  if (bytes.length === 0) return { ...found, otherNotes };
  report('legacy-section-used', offset, {});
  return { notes: [], otherNotes, xen: xenFactsOfLegacy(bytes, offset, report) };
}

/** What a loader would stumble over. */
function checkProgram(
  header: ElfHeader,
  programs: Programs,
  content: Content,
  report: ProblemReporter,
): void {
  if (header.type !== 'executable' && header.type !== 'shared') {
    report('elf-not-executable', 16, { type: header.type });
  }
  if (programs.interpreter) report('elf-needs-linker', null, {});
  if (programs.segments.length === 0) report('elf-no-segments', header.programs.offset, {});
  const { size } = content.state();
  if (size === null) return;
  programs.segments.forEach((segment, index) => {
    const end = segment.offset + segment.fileSize;
    if (end > size) report('segment-outside-file', segment.offset, { index, end, have: size });
  });
}
