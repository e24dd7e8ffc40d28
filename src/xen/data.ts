// The shape of the Xen tables (profiles/xen/*.yaml, built into one JSON). Data only; every row says how it is known.

import type { VersionRange } from '../input/version.js';
import type { Caveat, LoaderCondition, ReasonCode, WayOut } from './codes.js';
import type { ImageCompression, Container } from './image-input.js';

export type { XenArch, ImageCompression, Container, XenImage, XenNotes } from './image-input.js';

/** The built-in profiles that can be checked, in the order of a report. */
export const profileIds = [
  'dom0-pv',
  'dom0-pvh',
  'dom0-arm',
  'dom0-xenlinux',
  'domu-pv',
  'domu-pvh',
  'domu-hvm',
  'domu-arm',
  'domu-xenlinux',
] as const;
export type ProfileId = (typeof profileIds)[number];

export const loaderIds = [
  'hypervisor-x86',
  'tools-x86',
  'pygrub',
  'pvgrub',
  'grub2-pv',
  'grub2-pvh',
  'hvm-direct',
  'hvm-direct-xend',
  'hvm-disk',
  'hypervisor-arm',
  'tools-arm',
  'hypervisor-riscv',
] as const;
export type LoaderId = (typeof loaderIds)[number];

export type BootForm = 'pv' | 'pvhv1' | 'pvhv2' | 'hvm' | 'arm';

/** A boot that was observed in the lab, a place in a public source tree, or a public page. */
export type Citation =
  | { readonly lab: string; readonly mode: string; readonly xen: string }
  | {
      readonly file: string;
      readonly commit?: string;
      readonly tag?: string;
      readonly date?: string;
      readonly repository?: string;
    }
  | { readonly url: string };

interface Series {
  /** "4.17" */
  readonly series: string;
  /** Days of the first and of the newest known release, ISO; null where not known. */
  readonly date: string | null;
  readonly latest: string | null;
  /** `tag`: checked at its release tags; `branch`: at the branch point or a release candidate. */
  readonly tree: 'tag' | 'branch';
  /** Every known release of it, oldest first. */
  readonly points: readonly string[];
}

export interface SupportRange {
  readonly xen: readonly VersionRange[];
  readonly condition: LoaderCondition | null;
  readonly evidence: readonly Citation[];
}

export interface FormatRow {
  readonly container: Container;
  /** Of a bzImage's payload, or of the whole file; null in a row about a wrapper. */
  readonly compression: readonly ImageCompression[] | null;
  /** Around the whole bzImage; null in a row about a compression. */
  readonly wrapper: readonly ImageCompression[] | null;
  /** Empty: never taken. */
  readonly support: readonly SupportRange[];
  readonly evidence: readonly Citation[];
  readonly note: string | null;
}

interface Loader {
  readonly id: LoaderId;
  readonly title: string;
  readonly xen: readonly VersionRange[];
  readonly xenFor: Readonly<Partial<Record<ProfileId, readonly VersionRange[]>>>;
  readonly conditions: readonly {
    readonly xen: readonly VersionRange[];
    readonly condition: LoaderCondition;
  }[];
  /** Compressions of the whole file that the boot loader before it may have taken off already. */
  readonly before: {
    readonly compressions: readonly ImageCompression[];
    readonly caveat: Caveat;
    readonly evidence: readonly Citation[];
  } | null;
  /** Ids of the messages that end every refusal of this loader. */
  readonly closing: readonly string[];
  readonly formatsOf: LoaderId;
  readonly checksOf: LoaderId;
  readonly formats: readonly FormatRow[];
  readonly evidence: readonly Citation[];
}

/** What a row of the checks may ask of an image; each is a function in predicates.ts. */
export type TestName =
  | 'not-empty'
  | 'under-1gib'
  | 'machine-of-loader'
  | 'container-taken'
  | 'wrapper-taken'
  | 'compression-taken'
  | 'boot-protocol'
  | 'payload-starts-inside'
  | 'payload-whole'
  | 'size-word'
  | 'size-word-lz4-zstd'
  | 'dictionary-under-128mib'
  | 'elf-whole'
  | 'section-names'
  | 'little-endian'
  | 'required-features-known'
  | 'legacy-section'
  | 'not-legacy-section'
  | 'any-note'
  | 'any-xen-note'
  | 'not-taken-as-firmware'
  | 'guest-os'
  | 'guest-os-or-phys32'
  | 'xen-version'
  | 'xen-version-or-phys32'
  | 'virt-base-with-offset'
  | 'pv-entry'
  | 'entry-in-bounds'
  | 'not-dom0-only'
  | 'phys32-entry'
  | 'acpi-by-boot-parameters'
  | 'pvhv1-features'
  | 'pae'
  | 'dom0-bit';

/** Absent parts fit everything. */
export interface MessageChoice {
  readonly id: string;
  readonly loaders: readonly LoaderId[] | null;
  readonly profiles: readonly ProfileId[] | null;
  readonly containers: readonly Container[] | null;
  readonly bits: 32 | 64 | null;
  readonly xen: readonly VersionRange[] | null;
}

export interface Check {
  readonly id: string;
  readonly test: TestName;
  readonly loaders: readonly LoaderId[] | null;
  readonly unless: readonly LoaderId[];
  readonly profiles: readonly ProfileId[] | null;
  readonly forms: readonly BootForm[] | null;
  readonly xen: readonly VersionRange[];
  /** Exactly one of these two is there. */
  readonly reason: ReasonCode | null;
  readonly condition: LoaderCondition | null;
  readonly messages: readonly MessageChoice[];
  readonly also: readonly MessageChoice[];
  readonly wayOut: readonly (WayOut & { readonly containers: readonly Container[] | null })[];
  readonly evidence: readonly Citation[];
  readonly note: string | null;
}

interface BootProfile {
  readonly id: ProfileId;
  readonly role: 'dom0' | 'domu';
  readonly mode: 'pv' | 'pvh' | 'hvm' | 'arm';
  /** The usual one first. */
  readonly loaders: readonly LoaderId[];
}

export interface ModeRow {
  readonly id: string;
  readonly profiles: readonly ProfileId[];
  readonly bits: 32 | 64 | null;
  readonly form: BootForm;
  readonly xen: readonly VersionRange[];
  readonly status: 'supported' | 'experimental' | 'development';
  readonly condition: LoaderCondition | null;
  /** How a user asks for it. */
  readonly select: string;
  readonly caveats: readonly { readonly xen: readonly VersionRange[]; readonly caveat: Caveat }[];
  readonly evidence: readonly Citation[];
  readonly note: string | null;
}

interface NoteType {
  readonly number: number;
  /** Without the XEN_ELFNOTE_ in front. */
  readonly name: string;
  readonly value: 'string' | 'number' | 'number32' | 'bits' | 'words' | 'pairs' | 'other';
  readonly xen: readonly VersionRange[];
  readonly legacy: string | null;
  readonly pv: string | null;
  readonly pvh: string | null;
  readonly meaning: string;
  readonly evidence: readonly Citation[];
}

interface Feature {
  readonly bit: number;
  readonly name: string;
  readonly inString: boolean;
  readonly inStringSince: string | null;
}

interface RequiredNote {
  readonly mode: 'pv' | 'pvh';
  readonly xen: readonly VersionRange[];
  readonly note: string;
  readonly need: string;
}

export interface XenMessage {
  readonly id: string;
  readonly side: string;
  readonly xen: readonly VersionRange[];
  /** As it reads in the source, with its format marks. */
  readonly text: string;
  /** Source of a regular expression that finds it in a line. */
  readonly pattern: string;
  readonly cause: string;
  readonly evidence: readonly Citation[];
}

export interface Claim {
  readonly id: string;
  readonly source: string;
  readonly claim: string;
  readonly status: 'confirmed' | 'partly' | 'wrong' | 'undecided';
  readonly tree: string;
  readonly decision: Readonly<Record<string, string>>;
  /** Rows that carry the decision: "loader/container/compression", or the id of a mode or check. */
  readonly rows: readonly string[];
  readonly evidence: readonly Citation[];
}

interface Sentence {
  readonly args: readonly string[];
  readonly text: string;
  readonly commands: readonly string[];
  /** Of conditions: what else to do where the condition does not hold. */
  readonly wayOut: readonly string[];
}

interface HypervisorKind {
  readonly kind: string;
  readonly xen: readonly VersionRange[];
  readonly note: string;
  readonly evidence: readonly Citation[];
}

interface ConfigKey {
  readonly key: string;
  readonly values: readonly string[];
  readonly xen: readonly VersionRange[];
  readonly note: string;
  readonly evidence: readonly Citation[];
}

export interface XenData {
  /** Day of the source snapshot, and the newest known series. */
  readonly snapshot: string;
  readonly newest: string;
  readonly series: readonly Series[];
  /** Releases at which some range of the tables starts or has ended; between two of them all answers are the same. */
  readonly changes: readonly string[];
  /** The same for single questions: see changes.ts. */
  readonly changesFor: Readonly<Record<string, readonly string[]>>;
  readonly loaders: Readonly<Record<LoaderId, Loader>>;
  readonly checks: readonly Check[];
  readonly profiles: Readonly<Record<ProfileId, BootProfile>>;
  readonly modes: readonly ModeRow[];
  readonly hypervisors: readonly HypervisorKind[];
  readonly keys: readonly ConfigKey[];
  readonly notes: readonly NoteType[];
  readonly features: readonly Feature[];
  readonly required: readonly RequiredNote[];
  readonly messages: readonly XenMessage[];
  readonly claims: readonly Claim[];
  readonly sentences: {
    readonly reasons: Readonly<Record<string, Sentence>>;
    readonly conditions: Readonly<Record<string, Sentence>>;
    readonly caveats: Readonly<Record<string, Sentence>>;
    readonly wayOuts: Readonly<Record<string, Sentence>>;
  };
}
