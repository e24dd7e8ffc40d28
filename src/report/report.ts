import type { Finding } from '../check/finding.js';
import { type FailOn, fails, type Verdict } from '../check/verdict.js';
import type { Kernel } from '../check/view.js';
import type { ConfigKind } from '../config/config.js';
import type { ImageFacts } from '../image/facts.js';
import type { Level } from '../profiles/rule-data.js';

/** One input that was read and judged. */
export interface FileResult {
  /** As the user named it, or as a glob found it; "-" is standard input. */
  readonly path: string;
  readonly kind: ConfigKind;
  /** A kernel tree completed it, and that was judged. */
  readonly expanded?: true;
  /** The config was taken out of the kernel image at that path. */
  readonly inside?: 'ikconfig';
  /** The image that it was checked with. */
  readonly image?: { readonly path: string; readonly facts: ImageFacts };
  readonly kernel: Kernel;
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
  /** The profiles whose findings count for the exit code. */
  readonly counted: ReadonlySet<string>;
  /** Of all that was found, also where `findings` holds only what will be shown. */
  readonly counts: Readonly<Record<Level, number>>;
}

/** What to call it where people read. */
export function shownPath({ path, inside }: Pick<FileResult, 'path' | 'inside'>): string {
  return inside ? `${path} (its IKCONFIG)` : path;
}

export interface FileError {
  readonly path: string;
  readonly message: string;
}

/** Everything one run found; reporters are pure functions of it. */
export interface Report {
  readonly tool: { readonly name: string };
  readonly target: { readonly xen: string; readonly xenGiven: boolean; readonly profiles: readonly string[] };
  /** The profiles checked, in order, with their titles. */
  readonly profiles: readonly { readonly name: string; readonly title: string }[];
  readonly results: readonly FileResult[];
  readonly errors: readonly FileError[];
  readonly failOn: FailOn;
  readonly exitCode: number;
}

export interface Summary {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly exitCode: number;
}

/** Counts the findings of counted profiles and of the files themselves. */
export function summaryOf(report: Report): Summary {
  const count = (level: Level) => report.results.reduce((sum, { counts }) => sum + counts[level], 0);
  return {
    files: report.results.length + report.errors.length,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    exitCode: report.exitCode,
  };
}

/** How many findings count, by level. */
export function countsOf(findings: readonly Finding[], counted: ReadonlySet<string>): Record<Level, number> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const finding of findings) if (isCounted(finding, counted)) counts[finding.level]++;
  return counts;
}

export function countedFindings({ findings, counted }: FileResult): Finding[] {
  return findings.filter(finding => isCounted(finding, counted));
}

/** Those that fail the run, by the report's own measure. */
export function failingFindings(
  { failOn }: Pick<Report, 'failOn'>,
  { findings, counted }: FileResult,
): Finding[] {
  return findings.filter(finding => fails([finding], counted, failOn));
}

export function isCounted(finding: Finding, counted: ReadonlySet<string>): boolean {
  return finding.profiles.length === 0 || finding.profiles.some(name => counted.has(name));
}
