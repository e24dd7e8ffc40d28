// What a question needs from its surroundings. The command uses the disk (src/node/ports.ts); other callers bring their
// own.
import type { HostPort } from '../host/sources.js';
import type { Files } from '../input/files.js';
import type { Probes } from '../kconfig/probes/probe.js';
import type { Tree } from '../kconfig/tree.js';
import type { Knowledge } from './knowledge.js';

export interface Ports {
  readonly files: Files;
  readonly knowledge: Knowledge;
  /** Receives a line that accompanies the result, such as an assumption behind it, as soon as it is known. */
  say(text: string): void;
  /** Today, for waivers that expire. */
  now(): Date;
  /** Loads a kernel tree for the text of one .config, one character per byte. Throws InputError. */
  readonly openTree?: (
    request: TreeRequest & { readonly arch: string },
    config: string,
  ) => Promise<KernelTree>;
  /** Reads, on a Xen host, what its tools and logs tell. */
  readonly host?: HostPort;
  /** The bytes of REV:path as git has them, at most `limit`. Throws InputError. */
  readonly readRevision?: (word: string, limit: number) => Promise<Uint8Array>;
  /** Opens a revision such as HEAD~1 by itself; null if git knows none of that name. Close it when done. */
  readonly openRevision?: (word: string) => Promise<Revision | null>;
}

/** All files of one commit. */
export interface Revision {
  readonly commit: string;
  /** Their paths are relative to the top of the repository. */
  readonly files: Files;
  /** The top of the repository on the disk, and the working folder below it ("" at the top). */
  readonly top: string;
  readonly here: string;
  /** The files that have another name in a later commit: the path there, by the path here. */
  renames(later: string): Promise<ReadonlyMap<string, string>>;
  close(): void;
}

/** How to load a kernel tree. */
export interface TreeRequest {
  /** Its folder. */
  readonly srctree: string;
  /** The value of make's ARCH; by default the architecture named in the config. */
  readonly arch?: string;
  /** A probe file to take answers from. */
  readonly probes?: string;
  /** Runs the tree's own shell commands for answers. */
  readonly runShell?: boolean;
  /** Where to write the answers. */
  readonly saveProbes?: string;
}

/** A loaded tree, and the probes it asked the machine for. */
export interface KernelTree {
  readonly tree: Tree;
  readonly probes: Probes;
}
