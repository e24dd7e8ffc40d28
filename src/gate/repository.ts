import type { Finding } from '../check/finding.js';
import type { FailOn } from '../check/verdict.js';
import type { Files } from '../input/files.js';
import type { Root } from '../profiles/rule-data.js';

/** The name of the file, looked for in the working folder and those above it. */
export const repositoryName = '.xen-checkconfig.yaml';

/** Findings that a repository accepts. At least one of rule and option is given. */
export interface Waiver {
  readonly rule?: string;
  /** Without CONFIG_. */
  readonly option?: string;
  /** The value of the option for which it holds, n for "absent", too; without it every value but m. */
  readonly value?: 'y' | 'm' | 'n';
  /** Globs relative to the file's folder; without them every file. */
  readonly files?: readonly string[];
  readonly reason: string;
  /** The last day on which it holds: 2027-06-30. */
  readonly expires?: string;
  /** A range of kernels (see parseRange). */
  readonly kernel?: string;
  /** Where it stands in the file; counts from 1. */
  readonly line: number;
}

/** A file of the repository that holds the kernel's version. */
export interface KernelFile {
  readonly file: string;
  /** The name whose value is the version: LINUX_VERSION. */
  readonly key?: string;
}

/** A config that is made of several files. */
export interface MergePlan {
  readonly name?: string;
  readonly files: readonly string[];
  readonly kernel?: string | KernelFile;
  readonly arch?: string;
}

/** What a repository says of its checks. Paths are as the file has them: relative to its folder. */
export interface Repository {
  readonly profiles?: readonly string[];
  readonly xen?: string;
  readonly kernel?: string | KernelFile;
  readonly arch?: string;
  /** Which configs to check in files that hold several. */
  readonly flavours?: readonly string[];
  readonly srctree?: string;
  readonly failOn?: FailOn;
  readonly root?: Root;
  /** Ids of rules, and stages, whose findings are errors. */
  readonly require?: readonly string[];
  readonly initramfs?: string;
  readonly domain?: string;
  /** What the input leaves open does not fail the run. */
  readonly allowUnknown?: boolean;
  readonly baseline?: string;
  readonly files?: readonly string[];
  readonly merge?: readonly MergePlan[];
  readonly waivers: readonly Waiver[];
}

/** A repository's own file, and where it lies. */
export interface RepositoryFile extends Repository {
  /** As messages call it: relative to the working folder where it is in one above. */
  readonly path: string;
  /** Absolute. */
  readonly folder: string;
  /** Where the profiles and the baseline that it names are read by their paths from it, if not in the folder. */
  readonly rules?: Pick<Files, 'read'>;
  /** What the repository's own file says otherwise, if these settings hold instead of it. */
  readonly untrusted?: { readonly path: string; readonly findings: readonly Finding[] };
}
