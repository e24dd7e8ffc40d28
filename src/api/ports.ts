// What a question needs from its surroundings. The command uses the disk (src/node/ports.ts); other callers bring their
// own.
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
  /** The bytes of REV:path as git has them, at most `limit`. Throws InputError. */
  readonly readRevision?: (word: string, limit: number) => Promise<Uint8Array>;
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
