// The part of the Xen tables that judging a .config needs, worked out once by the build: a check then only looks up.

import type { Evidence, Form, ProfileId, XenData } from './data.js';
import { compressionOptions } from './kernel-options.js';
import { points } from './releases.js';
import { configCompression, modeSupport } from './support.js';

export interface TableRange {
  readonly from: string | null;
  readonly to: string | null;
  /** Codes with the sentence each stands for, such as tools-library. */
  readonly conditions: readonly { readonly code: string; readonly text: string }[];
  readonly evidence: readonly string[];
}

export interface TableMode extends TableRange {
  readonly form: Form;
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

/** The table for these profiles. */
export function checkTable(xen: XenData): XenCheckTable {
  const compressions: Record<string, Record<string, TableRange[]>> = {};
  const modes: Record<string, Record<'32' | '64', TableMode[]>> = {};
  for (const profile of Object.keys(xen.profiles) as ProfileId[]) {
    const rows: Record<string, TableRange[]> = {};
    for (const [option, compression] of Object.entries(compressionOptions)) {
      for (const [suffix, kernel] of [
        ['', '6.11'],
        ...(compression === 'xz' ? [[' 6.12', '6.12']] : []),
      ] as const) {
        rows[option + suffix] = configCompression(xen, profile, kernel!, compression).ranges.map(range => ({
          from: range.from,
          to: range.to,
          conditions: range.conditions.map(one => sentence(xen, one)),
          evidence: range.evidence.map(evidenceText),
        }));
      }
    }
    compressions[profile] = rows;
    const of = (bits: 32 | 64) =>
      modeSupport(xen, profile, bits).map(({ from, to, form, status, condition, evidence }) => ({
        from,
        to,
        form,
        status,
        conditions: condition ? [sentence(xen, condition)] : [],
        evidence: evidence.map(evidenceText),
      }));
    modes[profile] = { '32': of(32), '64': of(64) };
  }
  const series = Object.fromEntries(points(xen).map(point => [point.series, point.text]));
  return { newest: points(xen).at(-1)!.text, series, compressions, modes };
}

function sentence(
  xen: XenData,
  condition: { readonly code: string; readonly args: Readonly<Record<string, string | number>> },
) {
  const { text } = (xen.sentences.conditions as Record<string, { text: string }>)[condition.code]!;
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => String(condition.args[name]));
  return { code: condition.code, text: filled.replace(/^only if |^if /, '') };
}

/** Evidence on one line. */
export function evidenceText(evidence: Evidence): string {
  if ('lab' in evidence) return `lab, Xen ${evidence.xen}, ${evidence.lab} (${evidence.mode})`;
  if ('url' in evidence) return evidence.url;
  const place = [evidence.commit, evidence.file].filter(Boolean).join(' ');
  return `${evidence.repository ?? 'xen.git'} ${place}${evidence.tag ? ` (${evidence.tag})` : ''}`;
}
