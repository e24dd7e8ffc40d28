import type { SettingChange, Comparison, ModeChange } from '../check/compare.js';
import type { Kernel } from '../check/view.js';
import type { Setting } from '../config/setting.js';
import type { FileError } from './report.js';

/** What is asked of `diff`. Plain data. */
export interface DiffRequest {
  /**
   * A file, "-", REV:path (if there is a port for git), or a folder; if one side is a folder, the other must be one too.
   * Two revisions without a path: all that the repository's own file checks, or every config in them.
   */
  readonly old: string;
  readonly new: string;
  readonly profile?: readonly string[];
  readonly xen?: string;
  readonly kernel?: string;
  readonly arch?: string;
  /** Keeps both texts of each pair, for a unified diff. */
  readonly texts?: boolean;
}

/** Two configs, named by the user or found in two folders, and their differences. */
export interface DiffPair {
  readonly old: string;
  readonly new: string;
  /** Path of both below their folders, or the name of a config of two revisions; null for two files. */
  readonly path: string | null;
  /** What the older of two revisions calls it, if that is something else: its files were renamed. */
  readonly from?: string;
  readonly kernel: { readonly before: Kernel; readonly after: Kernel };
  readonly comparison: Comparison;
  /** The profiles that are worse for nothing but what the repository's waivers accept. */
  readonly waived?: readonly string[];
  /** The whole text of both files, if requested. */
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
  /** For two folders or revisions: what only the new one has, and what only the old one has. Null for two files. */
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

/** Counts the modes and options that changed, over all pairs of the report. */
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

/** Can at least one of the two kernels have the mode? */
export function isPossible({ before, after }: ModeChange): boolean {
  return before.verdict !== 'not-applicable' || after.verdict !== 'not-applicable';
}

/**
 * The value as the file writes it; "absent" if the file does not name the option (no file writes that without quotes).
 */
export function valueText(setting: Setting | null): string {
  if (setting === null) return 'absent';
  return setting.type === 'string' ? `"${setting.text.replace(/[\\"]/g, '\\$&')}"` : setting.text;
}

/** Gives a change as text: "XEN_BLKDEV_FRONTEND y -> absent". */
export function changeText({ option, before, after }: SettingChange): string {
  return `${option} ${valueText(before)} -> ${valueText(after)}`;
}
