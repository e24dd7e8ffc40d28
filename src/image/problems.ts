import type { Compression } from '../unpack/index.js';

/** Arguments of each kind of problem, by code. Lengths and offsets in bytes. */
export interface ProblemArguments {
  'not-a-kernel': { what: string };
  'is-the-hypervisor': { version: string | null };
  'header-truncated': { what: string; need: number; have: number };
  'header-malformed': { what: string };
  'nested-too-deep': { depth: number };
  'protocol-too-old': { protocol: string | null };
  'payload-missing': { protocol: string | null };
  'payload-outside-file': { payloadOffset: number; length: number; have: number };
  'payload-unknown': { head: string };
  'payload-not-elf': { core: string };
  'payload-damaged': { compression: Compression; message: string };
  'payload-too-large': { compression: Compression; limit: number };
  'payload-modern-lz4': Record<never, never>;
  'size-word-missing': { compression: Compression };
  'size-word-wrong': { found: number; expected: number };
  'elf-malformed': { what: string };
  'elf-not-executable': { type: string };
  'elf-needs-linker': Record<never, never>;
  'elf-no-segments': Record<never, never>;
  'segment-outside-file': { index: number; end: number; have: number };
  'notes-outside-file': { end: number; have: number };
  'notes-missing': Record<never, never>;
  'xen-notes-missing': { owners: readonly string[] };
  'note-malformed': { what: string };
  'note-size': { type: number; name: string | null; size: number };
  'note-unknown': { type: number };
  'note-repeated': { type: number; name: string | null };
  'feature-unknown': { feature: string; required: boolean };
  'feature-bit-unknown': { bit: number };
  'legacy-section-used': Record<never, never>;
  'pe-malformed': { what: string };
  'pe-section-outside-file': { section: string; end: number; have: number };
  'uki-section-missing': { section: string };
  'uimage-header-checksum': { found: number; expected: number };
  'uimage-data-checksum': { found: number; expected: number };
  'uimage-not-kernel': { type: number; os: number };
  'zboot-unknown-compression': { name: string };
  'file-truncated': { need: number; have: number };
  'ikconfig-damaged': { message: string };
}

export type ProblemCode = keyof ProblemArguments;

/**
 * Something wrong with an image, as data. `offset` counts from the start of the file, or of the unpacked payload where
 * `within` says so; null where no one place is at fault.
 */
export type ImageProblem = {
  [Code in ProblemCode]: {
    readonly code: Code;
    readonly within: 'file' | 'payload';
    readonly offset: number | null;
  } & Readonly<ProblemArguments[Code]>;
}[ProblemCode];

/** Makes one problem; a function so that code and arguments are checked against each other. */
export function problem<Code extends ProblemCode>(
  code: Code,
  within: 'file' | 'payload',
  offset: number | null,
  args: ProblemArguments[Code],
): ImageProblem {
  return { code, within, offset, ...args } as unknown as ImageProblem;
}
