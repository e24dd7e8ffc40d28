import { concat, type Order, padded, patch } from './bytes.js';

export interface SegmentSpec {
  readonly type: number;
  readonly data: Uint8Array;
  readonly virtual?: bigint;
  readonly physical?: bigint;
  readonly memorySize?: bigint;
  readonly flags?: number;
  readonly align?: bigint;
}

export interface SectionSpec {
  readonly name: string;
  readonly type: number;
  /** Its bytes, or the index of a segment that holds them. */
  readonly data: Uint8Array | number;
}

export interface ElfSpec {
  readonly bits?: 32 | 64;
  readonly order?: Order;
  readonly machine?: number;
  readonly type?: number;
  readonly entry?: bigint;
  readonly segments?: readonly SegmentSpec[];
  readonly sections?: readonly SectionSpec[];
}

/** An ELF file: header, program headers, the segments' bytes, the sections' bytes, section headers. */
export function elf(spec: ElfSpec): Buffer {
  const { bits = 64, order = 'little', machine = 62, type = 2, entry = 0x1000000n } = spec;
  const segments = spec.segments ?? [];
  const wide = bits === 64;
  const [headerSize, programSize, sectionSize] = wide ? [64, 56, 64] : [52, 32, 40];
  const parts: Uint8Array[] = [];
  let at = headerSize + segments.length * programSize;
  const place = (data: Uint8Array): number => {
    const offset = at;
    const bytes = padded(data, 16);
    parts.push(bytes);
    at += bytes.length;
    return offset;
  };
  const offsets = segments.map(segment => place(segment.data));
  const placed = (spec.sections ?? []).map(section =>
    typeof section.data === 'number'
      ? { offset: offsets[section.data]!, size: segments[section.data]!.data.length }
      : { offset: place(section.data), size: section.data.length },
  );
  const names = concat('\0', ...(spec.sections ?? []).map(section => `${section.name}\0`), '.shstrtab\0');
  const namesAt = spec.sections ? place(names) : 0;
  const sectionsAt = at;

  const header = new Uint8Array(headerSize);
  const out = patch(header, order);
  out
    .text(0, '\x7fELF')
    .u8(4, wide ? 2 : 1)
    .u8(5, order === 'little' ? 1 : 2)
    .u8(6, 1);
  out.u16(16, type).u16(18, machine).u32(20, 1);
  const address = (p: typeof out, where: number, value: bigint) =>
    wide ? p.u64(where, BigInt.asUintN(64, value)) : p.u32(where, Number(value & 0xffffffffn));
  const count = spec.sections ? spec.sections.length + 2 : 0;
  address(out, 24, entry);
  address(out, wide ? 32 : 28, segments.length ? BigInt(headerSize) : 0n);
  address(out, wide ? 40 : 32, spec.sections ? BigInt(sectionsAt) : 0n);
  const tail = wide ? 52 : 40;
  out
    .u16(tail, headerSize)
    .u16(tail + 2, programSize)
    .u16(tail + 4, segments.length);
  out
    .u16(tail + 6, sectionSize)
    .u16(tail + 8, count)
    .u16(tail + 10, count ? count - 1 : 0);

  const programs = segments.map((segment, index) => {
    const bytes = new Uint8Array(programSize);
    const entryOut = patch(bytes, order);
    const size = BigInt(segment.data.length);
    const virtual = segment.virtual ?? 0n;
    entryOut.u32(0, segment.type).u32(wide ? 4 : 24, segment.flags ?? 5);
    const values = [
      BigInt(offsets[index]!),
      virtual,
      segment.physical ?? virtual,
      size,
      segment.memorySize ?? size,
      segment.align ?? 4n,
    ];
    const places = wide ? [8, 16, 24, 32, 40, 48] : [4, 8, 12, 16, 20, 28];
    values.forEach((value, field) => address(entryOut, places[field]!, value));
    return bytes;
  });

  const section = (name: number, kind: number, offset: number, size: number) => {
    const bytes = new Uint8Array(sectionSize);
    const entryOut = patch(bytes, order);
    entryOut.u32(0, name).u32(4, kind);
    address(entryOut, wide ? 24 : 16, BigInt(offset));
    address(entryOut, wide ? 32 : 20, BigInt(size));
    address(entryOut, wide ? 48 : 32, 4n);
    return bytes;
  };
  const table: Uint8Array[] = [];
  if (spec.sections) {
    table.push(section(0, 0, 0, 0));
    let nameAt = 1;
    spec.sections.forEach(({ name, type: kind }, index) => {
      table.push(section(nameAt, kind, placed[index]!.offset, placed[index]!.size));
      nameAt += name.length + 1;
    });
    table.push(section(nameAt, 3, namesAt, names.length));
  }
  return concat(header, ...programs, ...parts, ...table);
}

/** Kernel code with a version banner in it, and whatever else is given. */
export function code(...more: (Uint8Array | string)[]): Buffer {
  return padded(
    concat(
      new Uint8Array(64).fill(0x90),
      'Linux version 6.1.0-test (builder@host) (gcc 12) #1 SMP\n\0',
      ...more,
      new Uint8Array(300).fill(0xcc),
    ),
    16,
  );
}

/** A vmlinux as the kernel build leaves it in a bzImage: code, and notes in a segment and a section. */
export function vmlinux(
  noteBytes: Uint8Array,
  spec: ElfSpec & { readonly more?: readonly (Uint8Array | string)[] } = {},
): Buffer {
  return elf({
    ...spec,
    segments: [
      {
        type: 1,
        data: code(...(spec.more ?? [])),
        virtual: 0xffffffff81000000n,
        physical: 0x1000000n,
        align: 0x200000n,
      },
      { type: 4, data: noteBytes, virtual: 0xffffffff81900000n, physical: 0x1900000n },
    ],
    sections: [
      { name: '.text', type: 1, data: 0 },
      { name: '.notes', type: 7, data: 1 },
    ],
  });
}
