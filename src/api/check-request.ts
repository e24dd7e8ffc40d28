import type { FailOn } from '../check/verdict.js';
import type { Root } from '../profiles/rule-data.js';

/** What is asked. Plain data. */
export interface CheckRequest {
  /** Configs, kernel images with their config inside, folders, globs, "-"; none for those of the repository's file. */
  readonly files: readonly string[];
  /** Profiles, groups (dom0, domu) and profile files that have to pass; none for every mode. */
  readonly profile?: readonly string[];
  /** The Xen release the kernel will meet, such as "4.17" (default: the newest known). */
  readonly xen?: string;
  /** The kernel's version and architecture, over what the files say. */
  readonly kernel?: string;
  readonly arch?: string;
  /** The image built from the config. */
  readonly image?: string;
  /** The initramfs (an image, or a list of what is in one) and the domain file that the kernel is booted with. */
  readonly initramfs?: string;
  readonly domain?: string;
  /** Where the root file system is (default: disk, for a guest a Xen disk; or where the domain file puts it). */
  readonly root?: Root;
  /** Ids of rules, and stages, whose findings are errors. */
  readonly require?: readonly string[];
  /** The kernel tree, and how to load it; needs a port for trees. */
  readonly srctree?: string;
  readonly probes?: string;
  readonly runShell?: boolean;
  /** Merges the files in their order into one config. */
  readonly merge?: boolean;
  readonly preferBuiltin?: boolean;
  /** Of files that hold several configs, these. */
  readonly flavour?: readonly string[];
  /** A JSON report whose findings are known. */
  readonly baseline?: string;
  /** What is found becomes the baseline, so it is accepted. */
  readonly writeBaseline?: boolean;
  /** Least level of a finding that counts (default: error, or what the repository's file says). */
  readonly failOn?: FailOn;
  /** A verdict that the input leaves open does not fail the run (default: false, or what the repository's file says). */
  readonly allowUnknown?: boolean;
  /** The findings to keep of several files: all (default), those that count or stop a mode, none. */
  readonly keep?: 'all' | 'failing' | 'none';
}
