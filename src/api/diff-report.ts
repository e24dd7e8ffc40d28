import type { SettingChange, Comparison, ModeChange } from '../check/compare.js';
import type { Kernel } from '../check/view.js';
import type { Setting } from '../config/setting.js';
import type { FileError } from './report.js';

/** Two configs, as the user named them or as they were found in two folders, and what lies between them. */
export interface DiffPair {
  readonly old: string;
  readonly new: string;
  /** Where both lie below their folders; null for two files. */
  readonly path: string | null;
  readonly kernel: { readonly before: Kernel; readonly after: Kernel };
  readonly comparison: Comparison;
  /** Both files whole, where they were asked for. */
  readonly texts?: { readonly before: string; readonly after: string };
}

/** Everything `diff` found; its reporters are pure functions of it. */
export interface DiffReport {
  readonly tool: { readonly name: string };
  readonly old: string;
  readonly new: string;
  readonly target: { readonly xen: string; readonly profiles: readonly string[] };
  /** One for two files. */
  readonly pairs: readonly DiffPair[];
  /** For two folders: what only the new one has, and only the old one. Null for two files. */
  readonly only: { readonly added: readonly string[]; readonly removed: readonly string[] } | null;
  readonly errors: readonly FileError[];
  readonly exitCode: number;
}

interface DiffSummary {
  readonly files: number;
  /** Modes, over all pairs. */
  readonly worse: number;
  readonly better: number;
  readonly other: number;
  readonly same: number;
  /** Options, over all pairs. */
  readonly changed: number;
  readonly exitCode: number;
}

export function diffSummary({ pairs, exitCode }: DiffReport): DiffSummary {
  const modes = pairs.flatMap(pair => pair.comparison.modes.filter(isPossible));
  const count = (course: ModeChange['course']) => modes.filter(mode => mode.course === course).length;
  return {
    files: pairs.length,
    worse: count('worse'),
    better: count('better'),
    other: count('other'),
    same: count('same'),
    changed: pairs.reduce((sum, { comparison }) => sum + comparison.changed.length, 0),
    exitCode,
  };
}

/** Can one of the two kernels have the mode at all? */
export function isPossible({ before, after }: ModeChange): boolean {
  return before.verdict !== 'not-applicable' || after.verdict !== 'not-applicable';
}

/** A value as the file writes it; "absent", which no file can write without quotes, for what it does not name. */
export function valueText(setting: Setting | null): string {
  if (setting === null) return 'absent';
  return setting.type === 'string' ? `"${setting.text.replace(/[\\"]/g, '\\$&')}"` : setting.text;
}

/** "XEN_BLKDEV_FRONTEND y -> absent". */
export function changeText({ option, before, after }: SettingChange): string {
  return `${option} ${valueText(before)} -> ${valueText(after)}`;
}
