import type { BootNote } from '../explain/choose-boot.js';
import type { Explanation } from '../explain/explain.js';
import type { RecordKind } from '../records/record.js';
import type { FileError } from './report.js';

/** What a file was taken for. */
type InputKind =
  | 'config'
  | 'defconfig'
  | 'fragment'
  | 'image'
  | 'initramfs'
  | 'domain'
  | 'log'
  | 'hypervisor'
  | RecordKind
  | 'unknown';

/** One file that was read. */
export interface ExplainFile {
  readonly path: string;
  readonly kind: InputKind;
  /** What it is, in a few words: "xl domain file", "Linux 6.1.0-50-amd64, zstd". From the input, not yet safe. */
  readonly about: string;
  /** Release and machine that it is of, as far as it tells. */
  readonly version: string | null;
  readonly arch: string | null;
}

/** Everything one run of explain found; its reporters are pure functions of it. */
export interface ExplainReport {
  readonly tool: { readonly name: string };
  readonly files: readonly ExplainFile[];
  /** Null where no file could be read. */
  readonly explanation: Explanation | null;
  /** Of logs with several boots, which one was taken. */
  readonly boots: readonly BootNote[];
  /** The last lines of the guest's log, where the boot is not known to have come up. */
  readonly tail: { readonly path: string; readonly lines: readonly { line: number; text: string }[] } | null;
  /** What is to be said of the files, in sentences: no kernel, named and not given. */
  readonly hints: readonly string[];
  readonly errors: readonly FileError[];
  readonly exitCode: number;
}
