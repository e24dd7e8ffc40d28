// An image's kernel, in the form that checks use.
import type { ImageFacts } from '../image/facts.js';
import { atLeast, parseVersion } from '../input/version.js';
import type { Flavour } from '../profiles/rule-data.js';

/** What an image tells of its kernel, in the words of configs. */
export interface ImageKernel {
  readonly version: string | null;
  readonly arch: string | null;
  /** Null where nothing tells: on Arm there are no notes. */
  readonly flavour: Flavour | null;
}

const archNames: Readonly<Record<string, string>> = { 'x86-64': 'x86_64', 'x86-32': 'i386' };

/**
 * Version, architecture and flavour. The old port is known by its own section, by its release name (SUSE's kernel-xen),
 * or by notes in a kernel from before Xen support came to Linux (2.6.23).
 */
export function imageKernel(facts: ImageFacts): ImageKernel {
  const { arch, bits, xen, version } = facts;
  const release = version === null ? null : parseVersion(version);
  const old =
    xen?.source === 'legacy-section' ||
    (version !== null && /(^|[-.])xen[0U]?$/.test(version)) ||
    (xen !== null && release !== null && !atLeast(release, '2.6.23'));
  return {
    version,
    arch: arch === 'x86' ? (archNames[`x86-${bits}`] ?? null) : arch,
    flavour: !facts.notesRead ? null : xen === null ? 'none' : old ? 'xenlinux' : 'pvops',
  };
}

/** Is it something that a loader of Xen's, or another, takes for a kernel of a guest or of dom0? */
export function isKernel(facts: ImageFacts): boolean {
  if (facts.core === 'android-boot' || facts.core === null)
    return facts.core === null && facts.payload !== null;
  return !facts.problems.some(({ code }) => noKernel.has(code));
}

const noKernel: ReadonlySet<string> = new Set([
  'not-a-kernel',
  'is-the-hypervisor',
  'elf-not-executable',
  'elf-needs-linker',
  'elf-no-segments',
  'uimage-not-kernel',
]);

/** Nothing can be unpacked from it, whoever tries. */
export function isDamaged(facts: ImageFacts): boolean {
  return facts.problems.some(({ code }) => broken.has(code));
}

const broken: ReadonlySet<string> = new Set([
  'payload-damaged',
  'payload-outside-file',
  'payload-too-large',
  'header-truncated',
  'elf-malformed',
  'segment-outside-file',
  'file-truncated',
]);
