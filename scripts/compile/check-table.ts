import {
  evidenceText,
  type TableMode,
  type TableRange,
  type XenCheckTable,
} from '../../src/xen/check-table.js';
import type { ProfileId, XenData } from '../../src/xen/data.js';
import { compressionOptions } from '../../src/xen/kernel-options.js';
import { points } from '../../src/xen/releases.js';
import { configCompression, modeSupport } from './support.js';

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
