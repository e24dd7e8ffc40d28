// The real configs that lie beside the project, where they are at hand: $XEN_CHECKCONFIG_SHARED, or ../shared.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/paths.js';

export const shared = process.env['XEN_CHECKCONFIG_SHARED'] ?? join(root, '../shared');
export const have = (path: string): boolean => existsSync(join(shared, path));
export const whyNot = `nothing at ${shared}; set XEN_CHECKCONFIG_SHARED`;

export interface Entry {
  readonly file: string;
  readonly kind: 'config' | 'defconfig' | 'fragment' | 'negative';
  readonly flavour: string;
  readonly kernelVersion: string | null;
  readonly arch: string | null;
  /** What is known from outside the file; null where nothing is. */
  readonly xen: Readonly<Record<'dom0' | 'pv' | 'pvh' | 'pvhvm', boolean | null>>;
}

export function corpusEntries(): Entry[] {
  return (JSON.parse(readFileSync(join(shared, 'corpus/index.json'), 'utf8')) as { entries: Entry[] })
    .entries;
}

export interface JsonFinding {
  readonly rule: string;
  readonly level: string;
  readonly option: string | null;
  readonly message: string;
  readonly set: readonly string[];
}

export interface JsonResult {
  readonly path: string;
  readonly kind: string;
  readonly kernel: {
    readonly version: string | null;
    readonly arch: string | null;
    readonly flavour: string;
  };
  readonly verdicts: readonly {
    readonly profile: string;
    readonly verdict: string;
    readonly stage: string | null;
    readonly conditions: readonly { readonly text: string; readonly rule: string }[];
  }[];
  readonly findings: readonly JsonFinding[];
}

export interface JsonReport {
  readonly results: readonly JsonResult[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly summary: { readonly files: number; readonly exitCode: number };
}
