// The part of the Xen tables that judging a .config needs, worked out once by the build: a check then only looks up.

import type { Citation, BootForm } from './data.js';

export interface TableRange {
  readonly from: string | null;
  readonly to: string | null;
  /** Codes with the sentence each stands for, such as tools-library. */
  readonly conditions: readonly { readonly code: string; readonly text: string }[];
  readonly evidence: readonly string[];
}

export interface TableMode extends TableRange {
  readonly form: BootForm;
  readonly status: 'supported' | 'experimental' | 'development';
}

export interface XenCheckTable {
  /** The newest release the tables know. */
  readonly newest: string;
  /** The newest release of each series: "4.17" to "4.17.7". */
  readonly series: Readonly<Record<string, string>>;
  /** By profile, then by KERNEL_* option; "KERNEL_XZ 6.12" is xz with the dictionary of Linux 6.12 and newer. */
  readonly compressions: Readonly<Record<string, Readonly<Record<string, readonly TableRange[]>>>>;
  /** By profile, then by the width of the kernel. */
  readonly modes: Readonly<Record<string, Readonly<Record<'32' | '64', readonly TableMode[]>>>>;
}

/** Evidence on one line. */
export function evidenceText(evidence: Citation): string {
  if ('lab' in evidence) return `lab, Xen ${evidence.xen}, ${evidence.lab} (${evidence.mode})`;
  if ('url' in evidence) return evidence.url;
  const place = [evidence.commit, evidence.file].filter(Boolean).join(' ');
  return `${evidence.repository ?? 'xen.git'} ${place}${evidence.tag ? ` (${evidence.tag})` : ''}`;
}
