import type { Source } from '../input/source.js';
import { hasText, textUntilNul, byteViewOf } from './bytes.js';
import type { ImageArch, Bits, PeFacts, PeSection, UkiFacts } from './facts.js';
import type { ProblemReporter } from './report.js';

const mostSections = 96;
const mostText = 1 << 16;

const machines: Record<number, readonly [ImageArch, Bits]> = {
  332: ['x86', 32],
  448: ['arm', 32],
  450: ['arm', 32],
  452: ['arm', 32],
  20530: ['riscv', 32],
  20580: ['riscv', 64],
  25138: ['loongarch', 32],
  25188: ['loongarch', 64],
  34404: ['x86', 64],
  43620: ['arm64', 64],
};

/** Reads PE/COFF headers behind an MZ stub; null if there are none. Damage past the signature is a problem. */
export function readPe(source: Source, report: ProblemReporter): PeFacts | null {
  const stub = source.read(0, 64);
  if (stub.length < 64 || !hasText(stub, 0, 'MZ')) return null;
  const at = byteViewOf(stub).u32(0x3c);
  const header = source.read(at, 24);
  if (header.length < 24 || !hasText(header, 0, 'PE\0\0')) return null;
  const view = byteViewOf(header);
  const count = view.u16(6);
  const optionalSize = view.u16(20);
  const optional = source.read(at + 24, Math.min(optionalSize, 70));
  if (optional.length < 70)
    report('pe-malformed', at + 24, { what: `optional header of ${optionalSize} bytes` });
  const subsystem = optional.length >= 70 ? byteViewOf(optional).u16(68) : 0;
  const [arch, bits] = machines[view.u16(4)] ?? [null, null];
  return {
    machine: view.u16(4),
    arch,
    bits,
    subsystem,
    // 10 to 12: EFI application, boot and run-time driver.
    efi: subsystem >= 10 && subsystem <= 12,
    sections: readSections(source, at + 24 + optionalSize, count, report),
  };
}

function readSections(source: Source, from: number, count: number, report: ProblemReporter): PeSection[] {
  if (count > mostSections) report('pe-malformed', from, { what: `${count} sections` });
  const table = source.read(from, Math.min(count, mostSections) * 40);
  const view = byteViewOf(table);
  const sections: PeSection[] = [];
  for (let at = 0; at + 40 <= table.length; at += 40) {
    const name = textUntilNul(table.subarray(at, at + 8));
    const virtualSize = view.u32(at + 8);
    const fileSize = view.u32(at + 16);
    const offset = view.u32(at + 20);
    // File sizes are rounded up; a virtual size of 0 means that the linker left it out.
    const size = virtualSize === 0 ? fileSize : Math.min(virtualSize, fileSize);
    sections.push({ name, offset, size });
  }
  const ends = sections.map(({ offset, size }) => (size > 0 ? offset + size : 0));
  const end = Math.max(0, ...ends);
  // One is enough to tell that the file is cut: the one that misses most.
  const farthest = sections[ends.indexOf(end)];
  if (farthest && end > source.size) {
    report('pe-section-outside-file', farthest.offset, { section: farthest.name, end, have: source.size });
  }
  return sections;
}

/** Is this PE a unified kernel image? It carries a kernel in a section, or at least what goes with one. */
export function isUki(pe: PeFacts): boolean {
  const has = (name: string) => pe.sections.some(section => section.name === name);
  return has('.linux') || (has('.osrel') && (has('.cmdline') || has('.initrd') || has('.uname')));
}

/** Reads the parts of a unified kernel image (UAPI group specification, "Unified Kernel Images"). */
export function readUki(source: Source, pe: PeFacts, report: ProblemReporter): UkiFacts {
  const find = (name: string) => pe.sections.find(section => section.name === name) ?? null;
  const text = (name: string): string | null => {
    const section = find(name);
    if (!section) return null;
    const bytes = source.read(section.offset, Math.min(section.size, mostText));
    return new TextDecoder().decode(bytes).replace(/[\0\n\r ]+$/, '');
  };
  const linux = find('.linux');
  if (!linux) report('uki-section-missing', null, { section: '.linux' });
  return {
    stub: text('.sdmagic'),
    linux,
    initrd: find('.initrd'),
    commandLine: text('.cmdline'),
    uname: text('.uname'),
    osRelease: text('.osrel'),
  };
}
