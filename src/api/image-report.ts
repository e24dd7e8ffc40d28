import type { PathOutcome } from '../check/boot-paths.js';
import type { ImageKernel } from '../check/image-kernel.js';
import type { ImageFacts } from '../image/facts.js';
import type { XenData } from '../xen/data.js';
import type { FileError } from './report.js';

/** One file that was read, whether or not it is a kernel. */
export interface ImageResult {
  readonly path: string;
  readonly facts: ImageFacts;
  readonly kernel: ImageKernel;
  /** Empty for a file that is no kernel, and if only the kind of file was requested. */
  readonly paths: readonly PathOutcome[];
  /** Why the file is not usable: no kernel, or damaged; else null. */
  readonly fault: string | null;
  /** Was the kernel's own config looked for? */
  readonly searched: boolean;
}

export interface ImageReport {
  readonly tool: { readonly name: string };
  /** Null if the tables were not needed. */
  readonly xen: XenData | null;
  readonly target: {
    readonly xen: string;
    readonly xenGiven: boolean;
    readonly role: 'dom0' | 'domu' | null;
    readonly mode: 'pv' | 'pvh' | 'hvm' | 'arm' | null;
  };
  readonly results: readonly ImageResult[];
  readonly errors: readonly FileError[];
  readonly exitCode: number;
}

/**
 * Gives the best answer over the requested paths: `taken` by one, `conditional` (taken under a condition only), or
 * `refused` by all.
 */
export function acceptanceOf({ paths }: Pick<ImageResult, 'paths'>): 'taken' | 'conditional' | 'refused' {
  if (paths.some(({ verdict }) => verdict.accepted === 'yes')) return 'taken';
  return paths.some(({ verdict }) => verdict.accepted === 'conditional') ? 'conditional' : 'refused';
}
