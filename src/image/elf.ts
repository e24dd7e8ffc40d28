import { hasText, textUntilNul, toNumber, type ByteView, byteViewOf } from './bytes.js';
import type { Content } from './content.js';
import type { ImageArch, Bits, ElfFacts, Endian, Segment } from './facts.js';
import type { ProblemReporter } from './report.js';

/** More than any kernel has; Xen itself refuses far fewer. */
const mostSegments = 1024;
const mostSections = 8192;

const machines: Record<number, ImageArch> = {
  2: 'sparc',
  3: 'x86',
  6: 'x86',
  8: 'mips',
  18: 'sparc',
  20: 'powerpc',
  21: 'powerpc',
  22: 's390',
  40: 'arm',
  43: 'sparc',
  50: 'ia64',
  62: 'x86',
  183: 'arm64',
  243: 'riscv',
  258: 'loongarch',
};
const types: Record<number, ElfFacts['type']> = {
  1: 'relocatable',
  2: 'executable',
  3: 'shared',
  4: 'core',
};

export interface ElfHeader {
  readonly bits: Bits;
  readonly endian: Endian;
  readonly type: ElfFacts['type'];
  readonly machine: number;
  readonly arch: ImageArch | null;
  readonly entry: bigint;
  readonly programs: Table;
  readonly sections: Table;
  readonly namesIndex: number;
}

interface Table {
  readonly offset: number;
  readonly count: number;
  readonly entrySize: number;
}

/** A range of the ELF's bytes. */
interface Range {
  readonly offset: number;
  readonly size: number;
}

export interface NoteRange extends Range {
  readonly align: number;
}

export interface Programs {
  readonly segments: readonly Segment[];
  readonly notes: readonly NoteRange[];
  readonly interpreter: boolean;
}

export interface Sections {
  readonly notes: readonly NoteRange[];
  /** `__xen_guest`, if there. */
  readonly legacy: Range | null;
  readonly symbols: boolean;
}

export function isElf(head: Uint8Array): boolean {
  return hasText(head, 0, '\x7fELF');
}

/** Reads the file header (ELF specification, both classes and byte orders); null with a problem if there is none. */
export async function readElfHeader(content: Content, report: ProblemReporter): Promise<ElfHeader | null> {
  const ident = await content.read(0, 64);
  const [classByte, orderByte] = [ident[4], ident[5]];
  if (!isElf(ident) || (classByte !== 1 && classByte !== 2) || (orderByte !== 1 && orderByte !== 2)) {
    if (ident.length < 6) report('header-truncated', 0, { what: 'ELF header', need: 52, have: ident.length });
    else report('elf-malformed', 4, { what: 'class or byte order' });
    return null;
  }
  const bits = classByte === 2 ? 64 : 32;
  const endian = orderByte === 1 ? 'little' : 'big';
  const size = bits === 64 ? 64 : 52;
  if (ident.length < size) {
    report('header-truncated', 0, { what: 'ELF header', need: size, have: ident.length });
    return null;
  }
  const view = byteViewOf(ident, endian);
  const wide = bits === 64;
  const counts = wide ? 54 : 42;
  const machine = view.u16(18);
  return {
    bits,
    endian,
    type: types[view.u16(16)] ?? 'other',
    machine,
    arch: machines[machine] ?? null,
    entry: word(view, 24, wide),
    programs: {
      offset: toNumber(word(view, wide ? 32 : 28, wide)),
      entrySize: view.u16(counts),
      count: view.u16(counts + 2),
    },
    sections: {
      offset: toNumber(word(view, wide ? 40 : 32, wide)),
      entrySize: view.u16(counts + 4),
      count: view.u16(counts + 6),
    },
    namesIndex: view.u16(counts + 8),
  };
}

function word(view: ByteView, at: number, wide: boolean): bigint {
  return wide ? view.u64(at) : BigInt(view.u32(at));
}

/** Reads a header table, cut to `most` entries; null with a problem if its entries are too small. */
async function readTable(
  content: Content,
  table: Table,
  smallest: number,
  most: number,
  what: string,
  report: ProblemReporter,
): Promise<Uint8Array[]> {
  if (table.count === 0) return [];
  if (table.entrySize < smallest) {
    report('elf-malformed', table.offset, { what: `${what} of ${table.entrySize} bytes` });
    return [];
  }
  if (table.count > most) report('elf-malformed', table.offset, { what: `${table.count} ${what}s` });
  const count = Math.min(table.count, most);
  const need = count * table.entrySize;
  const bytes = await content.read(table.offset, need);
  if (bytes.length < need) {
    report('header-truncated', table.offset, { what, need, have: bytes.length });
  }
  const entries: Uint8Array[] = [];
  for (let at = 0; at + table.entrySize <= bytes.length; at += table.entrySize) {
    entries.push(bytes.subarray(at, at + table.entrySize));
  }
  return entries;
}

/** Reads the program headers. */
export async function readPrograms(
  content: Content,
  header: ElfHeader,
  report: ProblemReporter,
): Promise<Programs> {
  const wide = header.bits === 64;
  const entries = await readTable(
    content,
    header.programs,
    wide ? 56 : 32,
    mostSegments,
    'program header',
    report,
  );
  const segments: Segment[] = [];
  const notes: NoteRange[] = [];
  let interpreter = false;
  for (const entry of entries) {
    const view = byteViewOf(entry, header.endian);
    const type = view.u32(0);
    const flags = view.u32(wide ? 4 : 24);
    const fields = wide ? [8, 16, 24, 32, 40, 48] : [4, 8, 12, 16, 20, 28];
    const [offset, virtual, physical, fileSize, memorySize, align] = fields.map(at =>
      word(view, at, wide),
    ) as [bigint, bigint, bigint, bigint, bigint, bigint];
    if (type === 1) {
      segments.push({
        offset: toNumber(offset),
        fileSize: toNumber(fileSize),
        memorySize,
        virtual,
        physical,
        align,
        flags: `${flags & 4 ? 'r' : '-'}${flags & 2 ? 'w' : '-'}${flags & 1 ? 'x' : '-'}`,
      });
    } else if (type === 3) interpreter = true;
    // Xen passes over note segments at offset 0.
    else if (type === 4 && offset !== 0n && fileSize !== 0n) {
      notes.push({ offset: toNumber(offset), size: toNumber(fileSize), align: toNumber(align) });
    }
  }
  return { segments, notes, interpreter };
}

/** Reads the section headers and, for the old `__xen_guest`, their names. */
export async function readSections(
  content: Content,
  header: ElfHeader,
  report: ProblemReporter,
): Promise<Sections> {
  const wide = header.bits === 64;
  const entries = await readTable(
    content,
    header.sections,
    wide ? 64 : 40,
    mostSections,
    'section header',
    report,
  );
  const sections = entries.map(entry => {
    const view = byteViewOf(entry, header.endian);
    return {
      name: view.u32(0),
      type: view.u32(4),
      offset: toNumber(word(view, wide ? 24 : 16, wide)),
      size: toNumber(word(view, wide ? 32 : 20, wide)),
      align: toNumber(word(view, wide ? 48 : 32, wide)),
    };
  });
  const filled = sections.filter(section => section.size > 0);
  const names = sections[header.namesIndex];
  let legacy: Range | null = null;
  // Only sections with contents in the file (PROGBITS and NOTE) can hold the text.
  const named = filled.filter(section => section.type === 1 || section.type === 7);
  if (names && names.size > 0 && named.length > 0) {
    const table = await content.read(names.offset, Math.min(names.size, 1 << 20));
    const found = named.find(
      section =>
        section.name < table.length && textUntilNul(table.subarray(section.name), 32) === '__xen_guest',
    );
    if (found) legacy = { offset: found.offset, size: found.size };
  }
  return {
    notes: filled.filter(section => section.type === 7),
    legacy,
    symbols: sections.some(section => section.type === 2),
  };
}

/** Physical addresses the segments take; null without segments. */
export function loadRange(segments: readonly Segment[]): ElfFacts['load'] {
  const filled = segments.filter(segment => segment.memorySize > 0n);
  if (filled.length === 0) return null;
  let from = filled[0]!.physical;
  let to = from;
  for (const segment of filled) {
    if (segment.physical < from) from = segment.physical;
    const end = segment.physical + segment.memorySize;
    if (end > to) to = end;
  }
  return { from, to };
}

/** Versions of the multiboot headers near the start of the image (multiboot specifications 1 and 2). */
export function multibootHeaders(head: Uint8Array): (1 | 2)[] {
  const view = byteViewOf(head);
  const found: (1 | 2)[] = [];
  for (let at = 0; at + 12 <= Math.min(head.length, 8192); at += 4) {
    if (view.u32(at) === 0x1badb002 && (view.u32(at) + view.u32(at + 4) + view.u32(at + 8)) >>> 0 === 0) {
      found.push(1);
      break;
    }
  }
  for (let at = 0; at + 16 <= Math.min(head.length, 32768); at += 8) {
    if (view.u32(at) !== 0xe85250d6) continue;
    const sum = view.u32(at) + view.u32(at + 4) + view.u32(at + 8) + view.u32(at + 12);
    if (sum % 0x1_0000_0000 === 0) {
      found.push(2);
      break;
    }
  }
  return found;
}
