import type { PathOutcome } from '../check/boot-paths.js';
import type { ImageKernel } from '../check/image-kernel.js';
import type { ImageFacts } from '../image/facts.js';
import type { XenData } from '../xen/data.js';
import type { FileError } from './report.js';

/** One file that was read, whatever it turned out to be. */
export interface ImageResult {
  readonly path: string;
  readonly facts: ImageFacts;
  readonly kernel: ImageKernel;
  /** Empty for what is no kernel, and where only the kind of file was asked. */
  readonly paths: readonly PathOutcome[];
  /** Why it is not what it should be: no kernel, or damaged; else null. */
  readonly fault: string | null;
  /** Was the kernel's own config looked for? */
  readonly searched: boolean;
}

export interface ImageReport {
  readonly tool: { readonly name: string };
  /** Null where nobody needed the tables. */
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

/** How an image fares on the paths asked for: `refused` by all, taken by some under a condition only, or taken. */
export function acceptanceOf({ paths }: Pick<ImageResult, 'paths'>): 'taken' | 'conditional' | 'refused' {
  if (paths.some(({ verdict }) => verdict.accepted === 'yes')) return 'taken';
  return paths.some(({ verdict }) => verdict.accepted === 'conditional') ? 'conditional' : 'refused';
}
