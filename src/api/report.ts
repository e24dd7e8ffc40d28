import type { Finding } from '../check/finding.js';
import { type FailOn, fails, type Verdict } from '../check/verdict.js';
import type { Kernel } from '../check/view.js';
import type { ConfigKind } from '../config/config.js';
import type { ImageFacts } from '../image/facts.js';
import type { Level } from '../profiles/rule-data.js';
import type { Passed } from '../repository/passed.js';

/** Exit codes: the contract that users script against. */
export const exitCodes = { clean: 0, findings: 1, usage: 2, input: 3 } as const;

/** What reports call this program. */
export const tool = { name: 'xen-checkconfig' } as const;

/** The places that a kernel's version and architecture were guessed from, in words that follow "from". */
export interface GuessSources {
  readonly version?: string;
  readonly arch?: string;
}

/** One input that was read and judged. */
export interface FileResult {
  /** As the user named it, or as a glob found it; "-" is standard input. */
  readonly path: string;
  /** `repository` is the repository's own file, with the problems of its waivers. */
  readonly kind: ConfigKind | 'repository';
  /** Its name, if the path is not enough: several files merged, or one of several configs in a file. */
  readonly name?: string;
  /** The files it was merged from, in order. */
  readonly merged?: readonly string[];
  /** The config was judged as its kernel tree completed it. */
  readonly expanded?: true;
  /** The config was taken out of the kernel image at that path. */
  readonly inside?: 'ikconfig';
  /** The image that it was checked with. */
  readonly image?: { readonly path: string; readonly facts: ImageFacts };
  /** The initramfs and the domain file that it was checked with. */
  readonly with?: { readonly initramfs?: string; readonly domain?: string };
  readonly kernel: Kernel;
  /** Where version and architecture were taken from, if the config itself does not tell. */
  readonly guessed?: GuessSources;
  /** No profile that was asked for exists on its architecture, and others were checked beside it. */
  readonly otherArch?: true;
  readonly verdicts: readonly Verdict[];
  /** Findings that were not accepted. */
  readonly findings: readonly Finding[];
  /** Findings accepted by a waiver or the baseline: none of them counts. */
  readonly excused?: readonly SuppressedFinding[];
  /** The profiles whose findings count for the exit code. */
  readonly counted: ReadonlySet<string>;
  /** Counts of all findings, even if `findings` holds only those that will be shown. */
  readonly counts: Readonly<Record<Level, number>>;
}

/** A finding that does not count, and why. */
export type SuppressedFinding = { readonly finding: Finding } & (
  | {
      readonly by: 'waiver';
      readonly reason: string;
      /** Where the waiver stands. */
      readonly file: string;
      readonly line: number;
      readonly expires: string | null;
    }
  | { readonly by: 'baseline' }
);

/** Gives the name of a result to show to people. */
export function shownPath({ path, inside, name }: Pick<FileResult, 'path' | 'inside' | 'name'>): string {
  if (name !== undefined) return name;
  return inside ? `${path} (its IKCONFIG)` : path;
}

/** Gives the path of the file that a finding's line is in. */
export function fileOf(finding: Pick<Finding, 'file'>, { path }: Pick<FileResult, 'path'>): string {
  return finding.file ?? path;
}

/** Gives the name of the file that a finding's line is in, to show to people. */
export function shownFile(finding: Pick<Finding, 'file'>, result: FileResult): string {
  return finding.file === undefined && !result.merged ? shownPath(result) : fileOf(finding, result);
}

/** Gives the results that have verdicts: all but the one for the repository's own file. */
export function judged({ results }: Pick<Report, 'results'>): FileResult[] {
  return results.filter(({ kind }) => kind !== 'repository');
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
  /** What was found and not judged, if anything. */
  readonly passed?: Passed;
  readonly failOn: FailOn;
  readonly exitCode: number;
}

interface Summary {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  /** Findings that would count without a waiver, or without the baseline. */
  readonly waived: number;
  readonly known: number;
  readonly exitCode: number;
}

/** Counts a report's files, errors and findings: those of counted profiles and those about the files themselves. */
export function summaryOf(report: Report): Summary {
  const count = (level: Level) => report.results.reduce((sum, { counts }) => sum + counts[level], 0);
  const excusedBy = (by: SuppressedFinding['by']) =>
    report.results.reduce(
      (sum, { excused = [], counted }) =>
        sum + excused.filter(one => one.by === by && isCounted(one.finding, counted)).length,
      0,
    );
  return {
    files: judged(report).length + report.errors.length,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    waived: excusedBy('waiver'),
    known: excusedBy('baseline'),
    exitCode: report.exitCode,
  };
}

/** Gives the accepted findings as counts, such as "2 waived" and "3 known". */
export function acceptedText({ waived, known }: Pick<Summary, 'waived' | 'known'>): string[] {
  return [...(waived ? [`${waived} waived`] : []), ...(known ? [`${known} known`] : [])];
}

/** Gives "1 error, 0 warnings, 2 notes", followed by the accepted findings if there are any. */
export function countsText(report: Report): string {
  const { errors, warnings, notes, ...accepted } = summaryOf(report);
  return [
    plural(errors, 'error'),
    plural(warnings, 'warning'),
    plural(notes, 'note'),
    ...acceptedText(accepted),
  ].join(', ');
}

export const plural = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;

/** Gives the reason why a finding does not count, as text. */
export function suppressionText(one: SuppressedFinding): string {
  if (one.by === 'baseline') return 'in the baseline';
  return `${one.reason} (${one.file}:${one.line}${one.expires === null ? '' : `, until ${one.expires}`})`;
}

/** Counts, by level, the findings that count for the exit code. */
export function countsOf(findings: readonly Finding[], counted: ReadonlySet<string>): Record<Level, number> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const finding of findings) if (isCounted(finding, counted)) counts[finding.level]++;
  return counts;
}

/** Gives the findings of a result that count for the exit code. */
export function countedFindings({ findings, counted }: FileResult): Finding[] {
  return findings.filter(finding => isCounted(finding, counted));
}

/** Gives the counted findings that are severe enough to fail the run, by the report's `failOn`. */
export function failingFindings(
  { failOn }: Pick<Report, 'failOn'>,
  { findings, counted }: FileResult,
): Finding[] {
  return findings.filter(finding => fails([finding], counted, failOn));
}

/** Does the finding count: is it about the file itself, or of a counted profile? */
export function isCounted(finding: Finding, counted: ReadonlySet<string>): boolean {
  return finding.profiles.length === 0 || finding.profiles.some(name => counted.has(name));
}
